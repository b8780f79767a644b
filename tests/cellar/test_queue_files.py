"""The queue in files is mended where a killed process left it half written."""

import json
import uuid

import pytest
from kombu import Connection, Exchange, Queue

from distrikt.queue_files import mend_bindings

BOUND = b'[["celery", "", "celery"]]'


@pytest.mark.parametrize("left", [b"", b"[", BOUND + b']"]]', b"\xff"])
def test_what_cannot_be_read_is_emptied_and_bound_anew(tmp_path, left):
    # Kombu remembers for as long as the process lives what it has bound.
    name, control = uuid.uuid4().hex, tmp_path / "control"
    control.mkdir()
    (control / f"{name}.exchange").write_bytes(left)
    (control / "other.exchange").write_bytes(BOUND)
    assert mend_bindings(control) == [f"{name}.exchange"]
    assert (control / "other.exchange").read_bytes() == BOUND
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(control)}
    with Connection("filesystem://", transport_options=folders) as connection:
        Queue("celery", Exchange(name), routing_key="celery")(connection.channel()).declare()
    assert json.loads((control / f"{name}.exchange").read_bytes()) == [["celery", "", "celery"]]


def test_without_a_folder_there_is_nothing_to_mend(tmp_path):
    assert mend_bindings(tmp_path / "control") == []
