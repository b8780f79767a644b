"""The agenda with its papers, and the call: the same objects for page, PDF and mail, by what a reader may see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.safestring import SafeString

from distrikt.access import Viewer
from distrikt.markup import render_markdown
from distrikt.organisation.models import Assignment
from distrikt.organisation.roles import BOARD, Role
from plan.page_links import PageLink
from plan.wording import counted, full_day_words
from traffar.styrelse.minutes import HIDDEN_TITLE
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, BoardRules, Presence
from traffar.styrelse.rules import reads_closed_items
from traffar.styrelse.suggestions import source_link
from traffar.when import local_day, when_words


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
    hidden = set() if reads_closed_items(viewer, meeting) else {item.pk for item in items if item.is_confidential}
    lines = (
        _hidden_line(item, number) if item.pk in hidden else _line(item, number, tuple(papers[item.pk]), viewer)
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


def _line(item: AgendaItem, number: int, papers: tuple[Paper, ...], viewer: Viewer) -> AgendaLine:
    return AgendaLine(
        pk=item.pk,
        number=number,
        title=item.title,
        background=render_markdown(item.background),
        papers=papers,
        origin=source_link(item.source_kind, item.source_id, viewer),
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


def people_called(meeting: BoardMeeting, rules: BoardRules) -> list[Presence]:
    """Those who sit in the body on the day of the meeting, as rows that are not saved: chair first, substitutes last,
    each kind in order of time. One query."""
    order = list(BOARD)
    held = Assignment.objects.in_force(meeting.day).filter(body=meeting.body_id, role__in=BOARD, user__is_active=True)
    if not rules.calls_substitutes:
        held = held.exclude(role=Role.SUBSTITUTE)
    people: dict[int, Presence] = {}
    rows = held.select_related("user").order_by("starts_on", "pk")
    for row in sorted(rows, key=lambda row: order.index(Role(row.role))):
        standing = Presence.Standing.SUBSTITUTE if row.role == Role.SUBSTITUTE else Presence.Standing.MEMBER
        new = Presence(meeting=meeting, person=row.user, name=str(row.user), standing=standing)
        new.role, new.order = str(Role(row.role).label), len(people) + 1
        people.setdefault(row.user_id, new)
    return list(people.values())


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody on the list as the call names them."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Call:
    """Kallelse med förslag till dagordning. `called_on` and `late` are words, "" until it has gone or when in time;
    `people` are those called or, until it has gone, those whom it will go to."""

    title: str
    body: str
    when: str
    place: str
    agenda: Agenda
    people: tuple[Presence, ...]
    quorum: str
    called_on: str
    late: str

    @property
    def members(self) -> list[Called]:
        return self._named(Presence.Standing.MEMBER)

    @property
    def substitutes(self) -> list[Called]:
        """In the order that they serve."""
        return self._named(Presence.Standing.SUBSTITUTE)

    @property
    def co_opted(self) -> list[Called]:
        return self._named(Presence.Standing.CO_OPTED)

    @property
    def chair(self) -> str:
        return next((row.name for row in self.members if row.role == Role.CHAIR.label), "")

    def _named(self, standing: Presence.Standing) -> list[Called]:
        """Who has protected personal data is named by the role alone."""
        rows = [row for row in self.people if row.standing == standing]
        hidden = [bool(row.person and row.person.is_protected) for row in rows]
        return [
            Called("Skyddade uppgifter" if is_hidden else row.name, row.role)
            for row, is_hidden in zip(rows, hidden, strict=True)
        ]


def call_of(meeting: BoardMeeting, rules: BoardRules, viewer: Viewer, today: date) -> Call:
    """The call as this viewer may read it. The agenda's two queries, when the meeting comes with all it is made of, and
    one more until it has gone."""
    activity = meeting.activity
    return Call(
        title=meeting.title,
        body=meeting.body.name,
        when=when_words(activity.starts_at, activity.ends_at, today=today),
        place=activity.place,
        agenda=agenda_of(meeting, viewer),
        people=tuple(sorted(_people(meeting, rules), key=lambda row: (_STANDINGS.index(row.standing), row.order))),
        quorum=rules.get_quorum_display(),
        called_on=full_day_words(local_day(meeting.called_at)) if meeting.called_at else "",
        late=late_words(meeting, rules) if meeting.is_called_late else "",
    )


_STANDINGS = list(Presence.Standing.values)


def _people(meeting: BoardMeeting, rules: BoardRules) -> list[Presence]:
    listed = list(meeting.presences.all())
    if not meeting.is_planned:
        return listed
    return [*people_called(meeting, rules), *(row for row in listed if row.is_co_opted)]


def last_day_to_call(meeting: BoardMeeting, notice_days: int) -> date:
    """Until when the call is to go, by the days that the rules say. Needs the activity."""
    return local_day(meeting.activity.starts_at) - timedelta(days=notice_days)


def late_words(meeting: BoardMeeting, rules: BoardRules) -> str:
    """That it has gone later than the rules said."""
    called = local_day(meeting.called_at) if meeting.called_at else meeting.day
    notice_days = rules.notice_days if meeting.notice_days is None else meeting.notice_days
    return f"Kallelsen skickades {notice_words(called, meeting.day, notice_days)}."


def notice_words(called_on: date, held_on: date, notice_days: int) -> str:
    """samma dag som mötet; reglerna säger 7 dagar före"""
    days = (held_on - called_on).days
    ahead = {0: "samma dag som", 1: "dagen före"}.get(days, f"{days} dagar före")
    return f"{ahead} mötet; reglerna säger {counted(notice_days, 'dag', 'dagar')} före"
