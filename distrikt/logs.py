"""What the log never holds: the keys of personal links, which open something to whoever has them."""

import re
from collections.abc import MutableMapping
from typing import Any

# A part of an address long enough to be a key, in "GET /valkommen/…/" and in Django's own "Not Found: /valkommen/…/".
_KEY = re.compile(r"(?<=/)[\w:.=-]{20,}")


def mask_keys(logger: object, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last step but one of every log line, ours and the libraries'. Tracebacks are left as they are."""
    for name in ("event", "request"):
        if name in line:
            line[name] = _KEY.sub("…", str(line[name]))
    return line
