"""The clock that the district lives by, whatever that of the machine says."""

from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
