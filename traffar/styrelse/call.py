"""The agenda with its papers, and the call: the same objects for page, PDF and mail, by what a reader may see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.safestring import SafeString

from distrikt.access import Viewer
from distrikt.markup import render_markdown
from plan.page_links import PageLink
from plan.wording import full_day_words
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, BoardRules, Presence
from traffar.styrelse.rules import reads_confidential
from traffar.styrelse.suggestions import source_link
from traffar.when import local_day, when_words

HIDDEN_TITLE = "Sluten punkt"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to read before the meeting; `label` tells its kind: "pdf"."""

    pk: int
    title: str
    label: str
    url: str
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item as a reader sees it. `is_hidden`: it is closed to this reader, and only its number is shown."""

    pk: int
    number: int
    title: str
    background: SafeString
    papers: tuple[Paper, ...]
    origin: PageLink | None
    is_confidential: bool
    is_hidden: bool
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items in order, and the papers that belong to the meeting as a whole."""

    lines: tuple[AgendaLine, ...]
    papers: tuple[Paper, ...]

    @property
    def all_papers(self) -> list[tuple[str, Paper]]:
        """Every paper with the number of its item; "" for the meeting's own."""
        own = [("", paper) for paper in self.papers]
        return own + [(f"{line.number}", paper) for line in self.lines for paper in line.papers]


def agenda_of(meeting: BoardMeeting, viewer: Viewer) -> Agenda:
    """The agenda as this viewer sees it. Two queries."""
    items = list(meeting.items.in_order())
    papers: defaultdict[int | None, list[Paper]] = defaultdict(list)
    files = Attachment.objects.visible_to(viewer).filter(meeting=meeting, kind=Attachment.Kind.PAPER)
    for row in files.order_by("pk"):
        papers[row.item_id].append(_paper(row))
    hidden = set() if reads_confidential(viewer) else {item.pk for item in items if item.is_confidential}
    lines = (
        _hidden_line(item, number) if item.pk in hidden else _line(item, number, tuple(papers[item.pk]))
        for number, item in enumerate(items, start=1)
    )
    return Agenda(tuple(lines), tuple(papers[None]))


def _paper(row: Attachment) -> Paper:
    return Paper(
        pk=row.pk,
        title=row.title,
        label=str(row.file.name).rpartition(".")[2].upper(),
        url=reverse("styrelse:attachment_detail", args=[row.pk]),
        is_confidential=row.is_confidential,
    )


def _line(item: AgendaItem, number: int, papers: tuple[Paper, ...]) -> AgendaLine:
    return AgendaLine(
        pk=item.pk,
        number=number,
        title=item.title,
        background=render_markdown(item.background),
        papers=papers,
        origin=source_link(item.source_kind, item.source_id),
        is_confidential=item.is_confidential,
        is_hidden=False,
        is_locked=item.is_locked,
    )


def _hidden_line(item: AgendaItem, number: int) -> AgendaLine:
    return AgendaLine(
        pk=item.pk,
        number=number,
        title=HIDDEN_TITLE,
        background=SafeString(""),
        papers=(),
        origin=None,
        is_confidential=True,
        is_hidden=True,
        is_locked=item.is_locked,
    )


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody on the list as the call names them: "Ulf Berg, 1:a ersättare"."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Call:
    """Kallelse med förslag till dagordning. `called_on` and `late` are words, "" until it has gone or when in time."""

    title: str
    body: str
    when: str
    place: str
    agenda: Agenda
    members: tuple[Called, ...]
    substitutes: tuple[Called, ...]
    co_opted: tuple[Called, ...]
    chair: str
    quorum: str
    called_on: str
    late: str

    @property
    def has_people(self) -> bool:
        return bool(self.members or self.substitutes or self.co_opted)


def call_of(meeting: BoardMeeting, rules: BoardRules, viewer: Viewer, today: date) -> Call:
    """The call as this viewer may read it. The agenda's two queries, when the meeting comes with all it is made of."""
    presences = sorted(meeting.presences.all(), key=lambda row: (row.order, row.pk))
    activity = meeting.activity
    chair = next((row.name for row in presences if row.role == "ordförande"), "")
    return Call(
        title=meeting.title,
        body=meeting.body.name,
        when=when_words(activity.starts_at, activity.ends_at, today=today),
        place=activity.place,
        agenda=agenda_of(meeting, viewer),
        members=_named(presences, Presence.Standing.MEMBER),
        substitutes=_named(presences, Presence.Standing.SUBSTITUTE),
        co_opted=_named(presences, Presence.Standing.CO_OPTED),
        chair=chair,
        quorum=rules.get_quorum_display(),
        called_on=full_day_words(local_day(meeting.called_at)) if meeting.called_at else "",
        late=late_words(meeting, rules) if meeting.is_called_late else "",
    )


def _named(presences: list[Presence], standing: Presence.Standing) -> tuple[Called, ...]:
    """Those of a kind in their order; who has protected personal data is named by the role alone."""
    rows = [row for row in presences if row.standing == standing]
    return tuple(
        Called("Skyddade uppgifter" if row.person and row.person.is_protected else row.name, row.role) for row in rows
    )


def last_day_to_call(meeting: BoardMeeting, rules: BoardRules) -> date:
    """Until when the call is to go, by the rules."""
    return local_day(meeting.activity.starts_at) - timedelta(days=rules.notice_days)


def late_words(meeting: BoardMeeting, rules: BoardRules) -> str:
    """That it has gone later than the rules say."""
    called = local_day(meeting.called_at) if meeting.called_at else meeting.day
    days = (meeting.day - called).days
    return (
        f"Kallelsen skickades {days} {'dag' if days == 1 else 'dagar'} före mötet; reglerna säger {rules.notice_days}."
    )
