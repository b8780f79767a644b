"""HTML to tagged PDF, in a process of its own with limits on time and memory.

The typesetter (WeasyPrint) needs 1.2 s and 30 MB to import and is as hungry as the document is long: it never runs in
a web worker. `make_pdf` starts this file as a script; it reads HTML on standard input and writes the PDF on standard
output. `python -m distrikt.typeset --check` tells whether the system libraries are there.

A document fetches nothing. It stands at `base_url`, so that relative links lead to the site, but what it needs below
`static/` is read from our own static files, what it needs below `media/` from the files it was given by name, and any
other address is refused.
"""

import argparse
import ctypes
import mimetypes
import os
import resource
import subprocess  # nosec B404 - starts this very file, no shell
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

STATIC = Path(__file__).resolve().parent.parent / "static"
BASE_URL = "https://dokument.invalid/"
MEGABYTE = 1024 * 1024
TIMEOUT_S = 120
MEMORY_MB = 768

# The shared library that the typesetter opens: the Debian package that has it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
INSTALL = f"apt-get install -y {' '.join(LIBRARIES.values())}"


class TypesettingError(Exception):
    """No PDF came out; the text says why, in Swedish, for the reader of a page."""


class TypesettingUnavailable(TypesettingError):
    """The machine lacks the system libraries; the text names the command that installs them."""

    def __init__(self) -> None:
        super().__init__(
            "Det går inte att göra PDF:er på den här datorn än. Den som sköter servern behöver köra "
            f"”{INSTALL}”. Allt annat fungerar under tiden."
        )


def missing_libraries() -> list[str]:
    """Debian names of the system libraries that cannot be opened; empty when PDFs can be made."""
    return [package for name, package in LIBRARIES.items() if not _opens(name)]


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def make_pdf(
    html: str,
    *,
    media: Mapping[str, Path] | None = None,
    base_url: str = BASE_URL,
    timeout_s: float = TIMEOUT_S,
    memory_mb: int = MEMORY_MB,
) -> bytes:
    """Typeset a whole HTML document; title and language are taken from it.

    `media` names the document's own files: `media/photo` in the HTML reads `media["photo"]`. Raises
    `TypesettingUnavailable` without the system libraries, `TypesettingError` when time or memory run out.
    """
    if missing_libraries():
        raise TypesettingUnavailable
    command = [sys.executable, "-I", __file__, "--base-url", base_url, "--memory-mb", str(memory_mb)]
    for name, path in (media or {}).items():
        command += ["--media", name, str(path)]
    try:
        made = subprocess.run(  # noqa: S603  # nosec B603 - our own interpreter and file
            command,
            input=html.encode(),
            capture_output=True,
            timeout=timeout_s,
            # No secret of the installation reaches the child.
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TypesettingError(
            f"Dokumentet blev inte klart på {timeout_s:.0f} sekunder och avbröts. Är någon text orimligt lång?"
        ) from None
    if made.returncode != 0:
        raise TypesettingError(_why(made.stderr.decode(errors="replace"), memory_mb))
    return made.stdout


def _why(log: str, memory_mb: int) -> str:
    if "MemoryError" in log or "Cannot allocate memory" in log or not log:
        return f"Dokumentet behövde mer än {memory_mb} MB minne och avbröts. Är någon bild eller text orimligt stor?"
    return f"Sättningen misslyckades: {log.strip().splitlines()[-1]}"


# From here on: what runs in the child.


def find_file(url: str, *, base_url: str, media: Mapping[str, Path]) -> Path:
    """The file that a document may read under this address. PermissionError for every other address."""
    if not url.startswith(base_url):
        raise PermissionError(f"Dokumentet får inte hämta {url}")
    folder, _, name = unquote(urlsplit(url.removeprefix(base_url)).path).partition("/")
    if folder == "media" and name in media:
        return media[name]
    path = (STATIC / name).resolve()
    if folder == "static" and path.is_relative_to(STATIC) and path.is_file():
        return path
    raise PermissionError(f"Dokumentet får inte hämta {url}")


def _typeset(html: str, *, base_url: str, media: Mapping[str, Path]) -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # the library carries no types
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = find_file(url, base_url=base_url, media=media)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    document = HTML(string=html, base_url=base_url, url_fetcher=OwnFiles())
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return pdf


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m distrikt.typeset")
    parser.add_argument("--check", action="store_true", help="are the system libraries there?")
    parser.add_argument("--base-url", default=BASE_URL)
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB)
    parser.add_argument("--media", nargs=2, action="append", default=[], metavar=("NAME", "PATH"))
    asked = parser.parse_args(arguments)
    if missing := missing_libraries():
        print(f"PDF: saknar {', '.join(missing)}. Kör: {INSTALL}", file=sys.stderr)  # noqa: T201
        return 1
    if asked.check:
        return 0
    # Private memory, not address space: the fonts and libraries map far more than they use.
    limit = asked.memory_mb * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    media = {name: Path(path) for name, path in asked.media}
    sys.stdout.buffer.write(_typeset(sys.stdin.buffer.read().decode(), base_url=asked.base_url, media=media))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
