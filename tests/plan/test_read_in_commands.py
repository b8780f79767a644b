"""`manage.py read_plan` and `import_plan`."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from plan.models import YearPlan
from tests.plan.builders import make_plan
from tests.plan.read_in_text import BOARD_MEETS, PLAN

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*args) -> str:
    out = io.StringIO()
    call_command(*map(str, args), stdout=out)
    return out.getvalue()


def test_read_plan_prints_json_and_saves_nothing(file):
    read = json.loads(run("read_plan", file, "--json"))
    assert (read["title"], read["year"]) == ("Verksamhetsplan 2031 för Partiet i Granlandet", 2031)
    (first, *_) = read["areas"][1]["commitments"]
    assert (first["text"], first["target"], first["unit"]) == (BOARD_MEETS, 8, "möten")
    assert not YearPlan.objects.exists()


def test_read_plan_prints_a_table_for_people(file):
    assert f"  {BOARD_MEETS}\n      räknas: minst 8 möten · under året · distriktsstyrelsen\n" in run("read_plan", file)


def test_import_plan_saves_a_draft_of_the_documents_year(file):
    assert "Verksamhetsplan 2031 är sparad (utkast): 5 åtaganden i 3 områden." in run("import_plan", file)
    assert YearPlan.objects.get().is_draft


def test_import_plan_saves_an_adopted_plan(file):
    run("import_plan", file, "--year", 2026, "--adopted-on", "2026-03-14")
    plan = YearPlan.objects.get()
    assert (plan.year, plan.status, plan.source_name) == (2026, "adopted", "plan.txt")


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["--year", "tjugo"], "--year: Fyll i ett heltal."),
        (["--year", "12"], "--year: "),
        (["--adopted-on", "igår"], "--adopted-on: "),
        (["--year", "2026", "--adopted-on", "1999-03-14"], "--adopted-on: 14 mars 1999 är inte en dag"),
        (["--adopted-on", "2031-03-14"], "--adopted-on: 14 mars 2031 har inte varit än."),
    ],
)
def test_import_plan_names_the_option_that_is_wrong(file, args, error):
    with pytest.raises(CommandError) as refused:
        run("import_plan", file, *args)
    assert str(refused.value).startswith(error)
    assert not YearPlan.objects.exists()


@pytest.mark.parametrize("command", ["read_plan", "import_plan"])
def test_a_file_that_does_not_exist_is_named(command, tmp_path):
    with pytest.raises(CommandError, match=r"saknas\.txt: det finns ingen sådan fil"):
        run(command, tmp_path / "saknas.txt")


@pytest.mark.parametrize("command", ["read_plan", "import_plan"])
def test_a_file_that_is_no_document_is_named(command, tmp_path):
    picture = tmp_path / "bild.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\r")
    with pytest.raises(CommandError, match=r"bild\.txt: "):
        run(command, picture)


def test_a_plan_for_the_year_that_exists_is_told(file):
    make_plan(2031)
    with pytest.raises(CommandError, match="Det finns redan en verksamhetsplan för 2031"):
        run("import_plan", file)
    assert YearPlan.objects.count() == 1


def test_a_document_without_a_year_asks_for_it(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("Arbetsplan\n\nMöten\n\nStyrelsen ska hålla åtta möten.\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Ange det med --year"):
        run("import_plan", path)
