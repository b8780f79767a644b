"""The call, the minutes and the attendance list as PDFs."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from distrikt.access import Viewer
from distrikt.organisation.models import District
from distrikt.typeset import TypesettingError, make_pdf
from distrikt.utskick.jobs import JobFailed, JobKind, Progress
from distrikt.utskick.models import Job
from traffar.styrelse.actions.confidentiality import OPEN_MINUTES
from traffar.styrelse.call import Call
from traffar.styrelse.models import BoardMeeting, BoardMeetingQuerySet, Presence
from traffar.styrelse.reading import rows_of, sheet_of
from traffar.styrelse.sheet import Sheet
from traffar.when import when_words

# The minutes as a whole, and without what is confidential: two documents, each for those who may read it.
WHOLE, OPEN = "minutes_whole", OPEN_MINUTES


def job_kind(*, whole: bool) -> str:
    return WHOLE if whole else OPEN


def content_hash(document: str) -> str:
    """Tells whether a PDF that is made already says the same."""
    return sha256(document.encode()).hexdigest()


def minutes_document(sheet: Sheet) -> str:
    """The whole document, ready to typeset."""
    context = {
        "sheet": sheet,
        "rows": rows_of(sheet),
        "district": District.objects.first(),
    }
    return render_to_string("styrelse/minutes_document.html", context)


def make_minutes_pdf(document: str) -> bytes:
    """Typeset the minutes. TypesettingError when that does not go."""
    return make_pdf(document, base_url=f"{settings.BASE_URL}/")


def filename(meeting: BoardMeeting, ending: str) -> str:
    """protokoll-distriktsstyrelsen-4-2026-ej-justerat.pdf. Needs the body."""
    state = "" if meeting.is_adjusted else "-ej-justerat"
    return f"protokoll-{meeting.body.slug}-{meeting.number}-{meeting.year}{state}.{ending}"


def _run_whole(job: Job, progress: Progress) -> tuple[str, bytes]:
    return _run(job, progress, whole=True)


def _run_open(job: Job, progress: Progress) -> tuple[str, bytes]:
    return _run(job, progress, whole=False)


def _run(job: Job, progress: Progress, *, whole: bool) -> tuple[str, bytes]:
    progress(10, "Sätter protokollet")
    meeting = BoardMeeting.objects.with_activity().filter(pk=job.object_id).first()
    if meeting is None:
        raise JobFailed("Mötet finns inte längre.")
    try:
        pdf = make_minutes_pdf(minutes_document(sheet_of(meeting, whole=whole)))
    except TypesettingError as error:
        raise JobFailed(str(error)) from error
    return filename(meeting, "pdf"), pdf


def _read_open_by(viewer: Viewer) -> BoardMeetingQuerySet:
    return BoardMeeting.objects.minutes_for(viewer)


def _read_whole_by(viewer: Viewer) -> BoardMeetingQuerySet:
    return BoardMeeting.objects.whole_minutes_for(viewer)


def _home(pk: int) -> str:
    return reverse("styrelse:minutes_detail", args=[pk])


JOBS = {
    WHOLE: JobKind("Protokollet som PDF", _read_whole_by, _run_whole, _home),
    OPEN: JobKind("Protokollet som PDF, utan slutna punkter", _read_open_by, _run_open, _home),
}


@dataclass(frozen=True, slots=True)
class Called:
    name: str
    role: str
    answered: str


def attendance_document(meeting: BoardMeeting, today: date) -> str:
    """The list to sign at the door: all who are called, and some empty lines. Needs body and activity."""
    activity = meeting.activity
    context = {
        "meeting": meeting,
        "presences": [Called(row.name, row.role, _answered(row)) for row in meeting.presences.all()],
        "when": when_words(activity.starts_at, activity.ends_at, today=today),
        "district": District.objects.first(),
        "empty_lines": range(4),
    }
    return render_to_string("styrelse/attendance_document.html", context)


def _answered(row: Presence) -> str:
    return {Presence.Answer.COMING: "kommer", Presence.Answer.APOLOGY: "förhinder"}.get(Presence.Answer(row.answer), "")


def make_call_pdf(call: Call) -> bytes:
    """Typeset the call. TypesettingError when that does not go."""
    return make_pdf(call_document(call), base_url=f"{settings.BASE_URL}/")


def call_document(call: Call) -> str:
    return render_to_string("styrelse/call_document.html", {"call": call, "district": District.objects.first()})
