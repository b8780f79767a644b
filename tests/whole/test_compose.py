"""What docker-compose.yml starts, as ordinary processes: its commands, its environment and its health checks.

The program runs from a copy that holds what the image would, against real servers. No Docker engine is needed, so the
images themselves, the network between them and Caddy are not tried here.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from tests import compose
from tests.whole.servers import PATIENCE_S, ROOT, a_database, a_free_port, a_queue, servers_at_hand

HOST = "distrikt.example"


@dataclass(frozen=True)
class Installation:
    """A machine's stand-in for the containers: where the program, the data and the servers are."""

    program: Path
    port: int
    own: dict[str, str]

    def start(self, service: str, arguments: list[str], **options) -> subprocess.Popen:
        """Start something in the service's environment, and in nothing else."""
        filled_in = {**compose.env_example(), "SECRET_KEY": "only-for-this-run", "POSTGRES_PASSWORD": "unused"}
        environment = {**compose.environment(service, filled_in), **self.own}
        moved = [argument.replace(":8000", f":{self.port}") for argument in arguments]
        return subprocess.Popen(moved, cwd=self.program, env=environment, **options)

    def run(self, service: str, arguments: list[str]) -> tuple[int, str]:
        """Exit code and what was printed."""
        with self.start(service, arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            printed = process.communicate(timeout=PATIENCE_S)[0]
        return process.returncode, printed

    def becomes_healthy(self, service: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            code, printed = self.run(service, compose.health_check(service))
            if code == 0:
                return
            assert time.monotonic() < deadline, f"{service}: {printed}"
            time.sleep(0.2)

    def page(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body as the proxy gets them; a redirect is not followed."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": HOST, **headers})
        try:
            with build_opener(NoRedirect).open(request) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", "")


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args) -> None:
        return None


@pytest.fixture
def installation(tmp_path) -> Iterator[Installation]:
    program, data = tmp_path / "app", tmp_path / "data"
    data.mkdir()
    for name in compose.IN_THE_IMAGE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        program.mkdir(exist_ok=True)
        copy(ROOT / name, program / name)
    postgres, redis = servers_at_hand()
    with a_database(postgres) as database, a_queue(redis) as queue:
        own = {
            "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
            "DATA_DIR": str(data),
            "DATABASE_URL": database,
            "REDIS_URL": queue,
            "HOSTNAME": socket.gethostname(),
        }
        yield Installation(program, a_free_port(), own)


@pytest.mark.whole
def test_the_services_answer_and_stop_when_told(installation):
    code, printed = installation.run("migrate", compose.command("migrate"))
    assert code == 0, printed
    assert f"https://{HOST}/kom-igang/" in printed

    with ExitStack() as stack:
        running = {}
        for service in ("web", "worker", "beat"):
            running[service] = stack.enter_context(installation.start(service, compose.command(service)))
            stack.callback(running[service].kill)
        for service in running:
            installation.becomes_healthy(service)

        log_in = "/konto/login/"
        assert installation.page(log_in) == (301, f"https://{HOST}{log_in}")
        status, page = installation.page(log_in, **{"X-Forwarded-Proto": "https"})
        assert status == 200
        assert "Logga in" in page
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style
        assert installation.page(style[1], **{"X-Forwarded-Proto": "https"})[0] == 200

        for process in running.values():
            process.terminate()
        assert {name: process.wait(PATIENCE_S) for name, process in running.items()} == dict.fromkeys(running, 0)
