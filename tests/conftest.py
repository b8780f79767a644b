import pytest
from django.test import Client

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def log_in(cast: Cast):
    """`log_in("sundsvall")` gives that person's client; `log_in(None)` a visitor's."""

    def as_person(name: str | None) -> Client:
        client = Client()
        if name:
            client.force_login(cast.people[name])
        return client

    return as_person
