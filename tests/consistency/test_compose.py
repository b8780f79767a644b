"""docker-compose.yml and the Dockerfile ask for nothing that is not there, and give no part more than it needs."""

import re
from importlib.util import find_spec

import pytest
from django.core.management import get_commands

from distrikt.typeset import LIBRARIES
from tests.compose import BLANK, COMPOSE, DOCKERFILE, PROGRAM, SERVICES, command, env_example, last_instruction
from tests.consistency.house import ROOT

RUNS_ONCE = "migrate"


def test_the_program_is_given_every_variable_that_the_handbook_lists():
    listed = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/drift.md").read_text(encoding="utf-8"), re.MULTILINE)
    in_the_image = re.findall(r"\b(DATA_DIR)=", last_instruction("ENV"))
    for service in PROGRAM.values():
        assert {*service["environment"], *in_the_image} == set(listed)


def test_the_example_of_env_fills_every_blank():
    handed_on = {
        name for service in PROGRAM.values() for name, value in service["environment"].items() if value is None
    }
    assert set(env_example()) == {*BLANK.findall(COMPOSE), *handed_on}


@pytest.mark.parametrize("service", PROGRAM)
def test_every_command_exists(service):
    match command(service):
        case ["python", "manage.py", name, *_]:
            assert name in get_commands()
        case ["celery", "-A", "distrikt", "worker" | "beat", *_]:
            assert find_spec("celery")
        case ["gunicorn", application, *_]:
            assert find_spec("gunicorn")
            assert find_spec(application)
        case other:
            pytest.fail(f"unknown command: {other}")


def test_the_rest_waits_until_the_database_is_prepared():
    waiting = {name: service["depends_on"] for name, service in PROGRAM.items() if name != RUNS_ONCE}
    assert set(waiting) == {"web", "worker", "beat"}
    for conditions in waiting.values():
        assert conditions[RUNS_ONCE] == {"condition": "service_completed_successfully"}


def test_no_part_has_powers_that_it_does_not_need():
    for name, service in SERVICES.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert {name: service["cap_add"] for name, service in SERVICES.items() if "cap_add" in service} == {
        "caddy": ["NET_BIND_SERVICE"]
    }


def test_only_caddy_is_root_and_reached_from_outside():
    users = {name: service.get("user", "root") for name, service in SERVICES.items() if name not in PROGRAM}
    assert [name for name, user in users.items() if user == "root"] == ["caddy"]
    assert [name for name in PROGRAM if "user" in PROGRAM[name]] == []
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last_instruction("USER"))
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]


def test_what_runs_on_is_started_again_and_tells_that_it_is_well():
    for name, service in SERVICES.items():
        if name != RUNS_ONCE:
            assert service["restart"] == "unless-stopped", name
            assert "test" in service.get("healthcheck", {}) or last_instruction("HEALTHCHECK"), name


def test_the_image_holds_what_the_lock_names_and_what_pdf_needs():
    installs = re.findall(r"pip .*?install.*", DOCKERFILE)
    assert len(installs) == 1
    assert "--require-hashes -r requirements.txt" in installs[0]
    assert set(LIBRARIES.values()) <= set(DOCKERFILE.split())
