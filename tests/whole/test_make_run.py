"""The whole program as `make run` starts it: prepare, then web and worker from the Procfile, until Ctrl-C.

Once as it comes (SQLite, a queue of files) and once on the servers that `make test-all` has at hand.
"""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.whole.servers import PATIENCE_S, ROOT, a_database, a_free_port, a_queue, servers_at_hand


@pytest.fixture(params=["as it comes", "on servers"])
def installation(request, tmp_path) -> Iterator[dict[str, str]]:
    """The environment of an installation that has nothing yet."""
    outer = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    port = str(a_free_port())
    own = {"DATA_DIR": str(tmp_path), "PORT": port, "BASE_URL": f"http://127.0.0.1:{port}", "WORKERS": "1"}
    environment = {**outer, **own, "DJANGO_SETTINGS_MODULE": "distrikt.settings", "SECRET_KEY": "only-for-this-run"}
    if request.param == "as it comes":
        yield environment
        return
    postgres, redis = servers_at_hand()
    with a_database(postgres) as database, a_queue(redis) as queue:
        yield {**environment, "DATABASE_URL": database, "REDIS_URL": queue}


@contextmanager
def running(environment: dict[str, str]) -> Iterator[None]:
    """Web and worker, stopped as by Ctrl-C; both must then be gone."""
    honcho = Path(sys.executable).with_name("honcho")
    program = subprocess.Popen([honcho, "start"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(timeout=PATIENCE_S)
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", int(environment["PORT"])).connect()


def read(browser: OpenerDirector, address: str, **typed: str) -> tuple[int, str, bytes]:
    """Status, address in the end, and body; posts when something is typed. Waits for a server that is not up yet."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with browser.open(address, urlencode(typed).encode() if typed else None) as answer:
                return answer.status, answer.url, answer.read()
        except HTTPError as error:
            with error:
                return error.code, address, b""
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def token_of(page: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1].decode()


@pytest.mark.whole
def test_the_secretary_logs_in_and_the_worker_makes_the_report(installation):
    prepare = [sys.executable, "manage.py", "prepare"]
    printed = subprocess.run(prepare, cwd=ROOT, env=installation, check=True, capture_output=True, text=True).stdout
    password = re.search(r"Lösenord: (\S+)", printed)
    assert password
    base, browser = installation["BASE_URL"], build_opener(HTTPCookieProcessor(CookieJar()))
    with running(installation):
        log_in = read(browser, f"{base}/konto/login/")[2]
        typed = {"login": "sekreterare@distrikt.example", "password": password[1]}
        _, address, page = read(browser, f"{base}/konto/login/", csrfmiddlewaretoken=token_of(log_in), **typed)
        assert address == f"{base}/"
        assert "Att göra" in page.decode()

        year = re.search(rb"/plan/(\d{4})/", page)
        assert year
        desk = f"{base}/berattelse/{year[1].decode()}/"
        token = token_of(read(browser, desk)[2])
        _, job, _ = read(browser, f"{desk}pdf/", csrfmiddlewaretoken=token)
        deadline = time.monotonic() + PATIENCE_S
        while (answer := read(browser, f"{job}fil/"))[0] == 404 and time.monotonic() < deadline:
            time.sleep(0.5)
        assert answer[0] == 200
        assert answer[2].startswith(b"%PDF")
