"""What docker-compose.yml, the Dockerfile and .dockerignore say, for the tests that hold them."""

import json
import re
import shlex

import yaml

from tests.consistency.house import ROOT

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
PROGRAM = {name: service for name, service in SERVICES.items() if service["image"] == "distrikt"}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
IN_THE_IMAGE = re.findall(r"^!(\w\S*)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
# `${NAME}` or `${NAME:?}`: what compose fills in from .env.
BLANK = re.compile(r"\$\{(\w+)(?::\?)?\}")


def last_instruction(name: str) -> str:
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, re.MULTILINE)[-1]


def command(service: str) -> list[str]:
    """What the service runs: its own command, otherwise the image's."""
    own = PROGRAM[service].get("command")
    return shlex.split(own) if own else json.loads(last_instruction("CMD"))


def health_check(service: str) -> list[str]:
    """What tells that the service is well: its own check, otherwise the image's."""
    own = PROGRAM[service].get("healthcheck")
    if own:
        return ["sh", "-c", own["test"].replace("$$", "$")]
    return json.loads(last_instruction("HEALTHCHECK").partition(" CMD ")[2])


def environment(service: str, filled_in: dict[str, str]) -> dict[str, str]:
    """The service's variables, with the blanks filled in; one without a value is handed on if it is filled in."""
    given = PROGRAM[service]["environment"]
    return {
        name: BLANK.sub(lambda blank: filled_in[blank[1]], value if value is not None else f"${{{name}}}")
        for name, value in given.items()
        if value is not None or name in filled_in
    }


def env_example() -> dict[str, str]:
    text = (ROOT / "docs/drift/env.example").read_text(encoding="utf-8")
    return {name: value.strip('"') for name, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE)}
