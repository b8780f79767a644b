"""The text about an activity that people paste into their group chats."""

from traffar.models import Activity


def chat_text(activity: Activity, when: str, url: str, *, phone: str) -> str:
    """A few lines with the address last; lines that would say nothing are left out."""
    contact = f"Kontakt: {phone}" if phone else ""
    bring = f"Ta med: {activity.bring}" if activity.bring else ""
    cancelled = f"INSTÄLLT: {activity.cancel_reason}" if activity.is_cancelled else ""
    return "\n".join(filter(None, [cancelled, activity.display_title, when, activity.place, bring, contact, url]))
