"""The typesetter: what it may read, what it must refuse, and that it never takes the web process along."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from distrikt import typeset


def find(url: str, **media: Path) -> Path:
    return typeset.find_file(url, base_url=typeset.BASE_URL, media=media)


def test_own_static_files_and_own_media_are_found(tmp_path):
    assert find(f"{typeset.BASE_URL}static/css/document.css").name == "document.css"
    assert find(f"{typeset.BASE_URL}media/photo", photo=tmp_path / "a.jpg") == tmp_path / "a.jpg"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "http://localhost:8000/static/css/document.css",
        "https://exempel.se/bild.png",
        "data:image/png;base64,AAAA",
        f"{typeset.BASE_URL}static/../distrikt/settings.py",
        f"{typeset.BASE_URL}static/%2e%2e/distrikt/settings.py",
        f"{typeset.BASE_URL}static//etc/passwd",
        f"{typeset.BASE_URL}static/css",
        f"{typeset.BASE_URL}media/other",
        f"{typeset.BASE_URL}plan/",
    ],
)
def test_every_other_address_is_refused(url, tmp_path):
    with pytest.raises(PermissionError):
        find(url, photo=tmp_path)


@pytest.mark.pdf
def test_a_document_cannot_embed_a_file_of_the_machine(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>HEMLIGT</text></svg>', encoding="utf-8")
    made = typeset.make_pdf(
        f'<html lang="sv"><title>x</title><p>Text</p><img alt="" src="file://{secret}"><link rel="attachment" href="file:///etc/passwd">'
    )
    reader = PdfReader(BytesIO(made))
    assert "HEMLIGT" not in reader.pages[0].extract_text()
    assert reader.attachments == {}


@pytest.mark.pdf
def test_a_document_that_takes_too_long_or_too_much_is_ended_in_words():
    with pytest.raises(typeset.TypesettingError, match="avbröts"):
        typeset.make_pdf("<p>lång text" * 200_000, timeout_s=0.5)
    with pytest.raises(typeset.TypesettingError, match="50 MB minne"):
        typeset.make_pdf("<p>stor text" * 200_000, memory_mb=50)


@pytest.mark.pdf
def test_the_child_gets_no_secret_of_the_installation(monkeypatch):
    seen = {}
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **given: seen.update(given) or subprocess.CompletedProcess(command, 0, b"", b""),
    )
    typeset.make_pdf("<p>x")
    assert set(seen["env"]) == {"PATH", "LANG"}


def test_without_the_libraries_it_says_in_swedish_what_to_install(monkeypatch):
    monkeypatch.setattr(typeset, "LIBRARIES", {"libfinnsinte.so.0": "libfinnsinte0"})
    assert typeset.missing_libraries() == ["libfinnsinte0"]
    with pytest.raises(typeset.TypesettingUnavailable, match=re.escape(typeset.INSTALL)):
        typeset.make_pdf("<p>x")


def test_the_check_tells_by_its_exit_status():
    checked = subprocess.run([sys.executable, "-m", "distrikt.typeset", "--check"], capture_output=True, check=False)
    assert checked.returncode == bool(typeset.missing_libraries())


def test_the_web_process_does_not_import_the_typesetter():
    code = "import distrikt.typeset, sys; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
