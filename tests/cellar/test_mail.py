"""The way into the outbox, seen from the cellar."""

import pytest

from distrikt.mail import QueuedMail, queue_mail


def test_a_kind_that_nobody_has_registered_is_refused(db):
    with pytest.raises(KeyError):
        queue_mail(QueuedMail(kind="okänd", email="nya@ny.example"))


def test_the_same_thing_is_told_to_the_same_person_under_one_key():
    mail = {"kind": "invitation", "object_id": 7, "occurrence": "a"}
    assert QueuedMail(email="Nya@ny.example", **mail).key == QueuedMail(email="nya@ny.example", **mail).key
    assert QueuedMail(email="nya@ny.example", person_id=3, **mail).key == "invitation:7:3:a"
