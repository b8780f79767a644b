from collections.abc import Iterator

import pytest

from tests.drills.smtp import MailServer, a_mail_server


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[MailServer]:
    with a_mail_server() as server:
        yield server


@pytest.fixture
def mail_server(_mail_server: MailServer) -> MailServer:
    """A real mail server that misbehaves on command, and so far has not."""
    _mail_server.release()
    _mail_server.forget()
    return _mail_server
