"""The queue in files, as it is without Redis: what a killed process has left half written there.

Kombu notes in a file per exchange which queues are bound to it. Killed while it writes one, it leaves what no worker
can read, and none would start again (`4-promises.md`, 6).
"""

import fcntl
import json
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)


def mend_bindings(folder: Path) -> list[str]:
    """Empties the files of bindings that cannot be read; a worker that starts binds its queues anew. Gives their names.

    Each is held as Kombu holds it, so that none is taken for broken while it is written.
    """
    broken = []
    for path in sorted(folder.glob("*.exchange")):
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                json.loads(file.read())
            except ValueError:
                file.seek(0)
                file.write(b"[]")
                file.truncate()
                broken.append(path.name)
    if broken:
        log.warning("queue_mended", exchanges=broken)
    return broken
