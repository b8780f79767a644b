"""A meeting that has ended was held, whatever somebody says of its activity afterwards."""

from traffar.styrelse.models import BoardMeeting

WHY = (
    "Mötet är avslutat och har ett protokoll, så det räknas som hållet. "
    "Blev det avslutat av misstag öppnas det igen på mötets egen sida, så länge protokollet är ett utkast."
)


def why_held(activity: int) -> str | None:
    """Nobody ends or opens the meeting meanwhile."""
    meeting = BoardMeeting.objects.select_for_update(of=("self",)).filter(pk=activity).first()
    return WHY if meeting and meeting.has_ended else None
