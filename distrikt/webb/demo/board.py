"""A year of the board: its meetings from call to adjusted minutes, what was decided, and how it went."""

import hashlib
import random
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.core.files.base import ContentFile

from distrikt.organisation.models import Body, User
from distrikt.webb.demo.days import noon
from distrikt.webb.demo.people import BOARD, DOMAIN, EXECUTIVE
from distrikt.webb.demo.plan import commitments_by_number
from plan.models import Commitment, YearPlan
from traffar.evidence import linked_commitments, write_ledger
from traffar.models import Activity, ActivityKind
from traffar.styrelse.actions import (
    adjusting,
    at_the_table,
    calling,
    carrying_out,
    circulating,
    closing,
    preparing,
    publishing,
)
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import (
    AgendaItem,
    Attachment,
    BoardMeeting,
    CircularDecision,
    Decision,
    MinutesComment,
    Presence,
)
from traffar.styrelse.published import public_minutes
from traffar.when import day_bounds, local_day

# By year and number.
Commitments = Mapping[int, Mapping[str, Commitment]]

HERE = Path(__file__).parent
YEAR = timedelta(days=365)
# The latest of those that were held: one is being written, one waits for its adjusters.
DRAFT, REVIEW = 1, 2
# So long after a meeting its minutes are handed over, and approved.
WRITTEN, READ = timedelta(days=3), timedelta(days=7)
SAID = {
    AgendaItem.Kind.OPENING: "{chair} hälsar alla välkomna och förklarar mötet öppnat.",
    AgendaItem.Kind.CHAIR: "{chair} väljs till ordförande för mötet.",
    AgendaItem.Kind.SECRETARY: "{secretary} väljs till sekreterare.",
    AgendaItem.Kind.ADJUSTERS: "{adjuster} väljs att jämte ordföranden justera protokollet.",
    AgendaItem.Kind.AGENDA: "Dagordningen fastställs.",
    AgendaItem.Kind.PREVIOUS: "Föregående protokoll läggs till handlingarna.",
    AgendaItem.Kind.REPORT: "Rapporten läggs till handlingarna.",
    AgendaItem.Kind.OTHER: "Inga övriga frågor.",
    AgendaItem.Kind.NEXT: "Nästa möte hålls enligt den plan som är beslutad.",
    AgendaItem.Kind.CLOSING: "{chair} tackar för visat intresse och avslutar mötet.",
}
BACKGROUND = "Underlaget är utskickat med kallelsen. Ombudsmannen föredrar ärendet."
# The sentence of the plan on travelling to help another branch.
LENDING = "8.5"
QUESTION = "Styrelsen beslutar att distriktet står för hyran när {town} lånar ut sitt tält till grannföreningarna."


@dataclass(frozen=True, slots=True)
class Matter:
    """A line of `board.txt`; without a decision it is tabled."""

    month: int
    title: str
    is_confidential: bool
    decision: str
    responsible: str
    days: int | None
    amount: int | None
    serves: str
    outcome: str


@cache
def read_matters() -> tuple[Matter, ...]:
    matters, month = [], 0
    for line in (HERE / "board.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            month = int(line.strip("[]"))
        elif line and not line.startswith("#"):
            title, *cells = (cell.strip() for cell in line.split("|"))
            decision, responsible, days, amount, serves, outcome = (*cells, *[""] * 6)[:6]
            matters.append(
                Matter(
                    month=month,
                    title=title.rstrip("="),
                    is_confidential=title.endswith("="),
                    decision=decision,
                    responsible=responsible,
                    days=int(days) if days else None,
                    amount=int(amount) if amount else None,
                    serves=serves,
                    outcome=outcome,
                )
            )
    return tuple(matters)


def make_board(
    bodies: Mapping[str, Body], people: Mapping[str, User], plans: Iterable[YearPlan], *, today: date
) -> None:
    """The meetings of the last year as the day finds them, the next one called, and two questions per capsulam."""
    secretary = people[f"sekreterare@{DOMAIN}"]
    commitments = {plan.year: commitments_by_number(plan) for plan in plans}
    held = list(_meetings(bodies[BOARD], today - YEAR, today - timedelta(days=1)))
    for number, activity in enumerate(held):
        _Meeting(activity, people, commitments, left=len(held) - number).run(today)
    for activity in list(_meetings(bodies[EXECUTIVE], today - YEAR, today - timedelta(days=1)))[-2:]:
        _Meeting(activity, people, {}, left=DRAFT + REVIEW).run(today)
    for place, activity in enumerate(_meetings(bodies[BOARD], today, today + YEAR)):
        meeting = _take(activity, secretary.pk)
        if place == 0:
            _call(meeting, secretary, today)
    _enter_earlier(bodies[BOARD], people, today)
    _ask(bodies[BOARD], people, commitments.get(today.year, {}).get(LENDING), today)


def _take(activity: Activity, by: int) -> BoardMeeting:
    """The activity as a meeting to be held; its number takes the place of a title of its own."""
    activity.status, activity.title = Activity.Status.PLANNED, ""
    activity.save(update_fields=["status", "title"])
    write_ledger(activity, commitments=linked_commitments(activity), by=by)
    return preparing.make_agenda(activity=activity, by=by)


def _meetings(body: Body, first: date, last: date) -> Iterator[Activity]:
    kinds = [ActivityKind.BOARD_MEETING, ActivityKind.EXECUTIVE_MEETING]
    starts, ends = day_bounds(first, last)
    found = Activity.objects.filter(organiser=body, kind__in=kinds, starts_at__gte=starts, starts_at__lt=ends)
    yield from found.exclude(status=Activity.Status.CANCELLED).select_related("organiser").order_by("starts_at")


class _Meeting:
    """One meeting, run as it would be in the program. `left` tells how many have been held since, this one included."""

    def __init__(self, activity: Activity, people: Mapping[str, User], commitments: Commitments, *, left: int) -> None:
        self.day = local_day(activity.starts_at)
        self.people, self.left = people, left
        self.commitments = commitments.get(self.day.year, {})
        self.by = people[f"sekreterare@{DOMAIN}"].pk
        self.rng = random.Random(self.day.toordinal())  # noqa: S311 (a plausible meeting, not a secret)
        # It is run again from the beginning, and held when it closes.
        self.meeting = _take(activity, self.by)
        self.ends_at = activity.ends_at

    def run(self, today: date) -> None:
        matters = [matter for matter in read_matters() if matter.month == self.day.month]
        items = [(matter, self._take_up(matter)) for matter in matters if self.commitments]
        at_the_table.open_meeting(meeting=self.meeting, at=self.meeting.activity.starts_at, by=self.by)
        names = self._seat()
        self._write(names)
        decisions = [(matter, self._decide(matter, item)) for matter, item in items]
        closing.close_meeting(meeting=self.meeting, at=self.ends_at, by=self.by)
        self.meeting = BoardMeeting.objects.with_activity().get(pk=self.meeting.pk)
        if self.left > DRAFT:
            self._adjust(is_done=self.left > REVIEW)
        for matter, decision in decisions:
            if decision:
                self._follow(matter, decision, today)

    def _take_up(self, matter: Matter) -> AgendaItem:
        item = AgendaItem(meeting=self.meeting, title=matter.title, background=BACKGROUND)
        item.is_confidential = matter.is_confidential
        return preparing.add_item(item=item, by=self.by)

    def _seat(self) -> dict[str, str]:
        """Who is there: all but one or two, for whom substitutes serve. Gives names by what they do."""
        rows = list(self.meeting.presences.all())
        members = [row for row in rows if row.has_vote]
        busy = self.rng.sample(members[2:], k=min(self.rng.choice((0, 1, 1, 2)), max(len(members) - 3, 0)))
        substitutes = [row for row in rows if row.is_substitute][: len(busy) + 1]
        for row in [*members, *substitutes]:
            if row in busy:
                row.answer, row.answered_at = Presence.Answer.APOLOGY, noon(self.day - timedelta(days=2))
                row.save(update_fields=["answer", "answered_at"])
            else:
                at_the_table.set_present(presence=row, is_present=True, by=self.by)
        there = [row for row in members if row not in busy]
        chair, secretary, adjuster = there[0], there[1], there[-1]
        at_the_table.give_duty(presence=chair, duty=Presence.Duty.CHAIR, by=self.by)
        at_the_table.give_duty(presence=secretary, duty=Presence.Duty.SECRETARY, by=self.by)
        closing.choose_adjusters(meeting=self.meeting, chosen=[adjuster.pk], by=self.by)
        return {"chair": chair.name, "secretary": secretary.name, "adjuster": adjuster.name}

    def _write(self, names: Mapping[str, str]) -> None:
        for item in self.meeting.items.in_order():
            if said := SAID.get(AgendaItem.Kind(item.kind)):
                item.text = said.format(**names)
                at_the_table.save_item(item=item, version=item.version, fields=["text"], by=self.by)

    def _decide(self, matter: Matter, item: AgendaItem) -> Decision | None:
        item.refresh_from_db()
        item.text = "Ärendet föredras och diskuteras."
        if not matter.decision:
            item.outcome = AgendaItem.Outcome.TABLED
        at_the_table.save_item(item=item, version=item.version, fields=["text", "outcome"], by=self.by)
        if not matter.decision:
            return None
        decision = Decision(
            item=item,
            text=matter.decision,
            responsible=self.people.get(f"{matter.responsible}@{DOMAIN}"),
            due_on=self.day + timedelta(days=matter.days) if matter.days else None,
            amount=matter.amount,
        )
        served = self.commitments.get(matter.serves)
        return at_the_table.decide(decision=decision, commitments=[served.pk] if served else [], by=self.by)

    def _adjust(self, *, is_done: bool) -> None:
        """Handed over; approved by all, or once commented and then by the chair alone."""
        meeting, handed_over = self.meeting, noon(self.day + WRITTEN)
        adjusting.hand_over(meeting=meeting, at=handed_over, by=self.by)
        adjusters = list(meeting.adjusters.select_related("presence"))
        if not is_done:
            self._comment(adjusters[0].presence, meeting)
        minutes = minutes_of(BoardMeeting.objects.with_activity().get(pk=meeting.pk))
        for adjuster in adjusters if is_done else [row for row in adjusters if row.is_chair]:
            person, at = adjuster.presence.person_id or 0, noon(self.day + READ)
            adjusting.approve(meeting=meeting, person=person, read=content_hash(minutes), at=at)
        if is_done and self.left == REVIEW + DRAFT + 1:
            self._publish()

    def _comment(self, presence: Presence, meeting: BoardMeeting) -> None:
        item = meeting.items.filter(kind=AgendaItem.Kind.MATTER).order_by("-position").first()
        if item is None:
            return
        said = MinutesComment(
            item=item,
            author=presence.person,
            text="Jag minns det som att vi också bad ombudsmannen om en lägesrapport till nästa möte.",
            written_at=noon(self.day + READ),
        )
        adjusting.comment(comment=said)
        adjusting.settle_comment(comment=said, at=noon(self.day + READ), by=self.by)
        item.refresh_from_db()
        item.text += " Ombudsmannen lämnar en lägesrapport till nästa möte."
        at_the_table.save_item(item=item, version=item.version, fields=["text"], by=self.by)
        adjusting.hand_over(meeting=meeting, at=noon(self.day + READ), by=self.by)

    def _publish(self) -> None:
        shown = content_hash(public_minutes(self.meeting))
        publishing.publish_minutes(meeting=self.meeting, seen=shown, at=noon(self.day + READ), by=self.by)

    def _follow(self, matter: Matter, decision: Decision, today: date) -> None:
        """What has been done by the day."""
        if not (matter.outcome and decision.due_on and decision.due_on <= today):
            return
        decision = Decision.objects.with_origin().get(pk=decision.pk)
        decision.state, decision.note = Decision.State.DONE, matter.outcome
        decision.done_on = max(self.day, (decision.due_on or today) - timedelta(days=4))
        fields = ["state", "done_on", "note"]
        carrying_out.follow_up(decision=decision, version=decision.version, fields=fields, by=self.by)


def _call(meeting: BoardMeeting, secretary: User, today: date) -> None:
    """The next meeting: called, with a matter and its paper, and some have answered."""
    item = AgendaItem(meeting=meeting, title="Budget för nästa år", background=BACKGROUND)
    item = preparing.add_item(item=item, by=secretary.pk)
    paper = Attachment(meeting=meeting, item=item, title="Förslag till budget", uploaded_by=secretary)
    content = _pdf("Förslag till budget för nästa år")
    paper.sha256 = hashlib.sha256(content).hexdigest()
    paper.file.save(f"{uuid.uuid4().hex}.pdf", ContentFile(content), save=False)
    paper.save()
    called_at = noon(today - timedelta(days=1))
    calling.call_meeting(meeting=meeting, is_late=False, at=called_at, by=secretary.pk)
    for place, row in enumerate(meeting.presences.all()):
        if place % 3 != 1:
            answer = Presence.Answer.APOLOGY if place == 3 else Presence.Answer.COMING
            preparing.answer_call(presence=row, answer=answer, at=noon(today))


def _enter_earlier(board: Body, people: Mapping[str, User], today: date) -> None:
    """Two decisions from before the program."""
    year = today.year - 2
    rows = [
        (
            "§ 71",
            9,
            "Styrelsen beslutar att söka bidrag för en ny hörslinga till kansliet.",
            "kerstin.brannmark",
            14000,
        ),
        (
            "§ 88",
            11,
            "Styrelsen beslutar att lämna de äldsta protokollen till folkrörelsearkivet.",
            "sekreterare",
            None,
        ),
    ]
    carrying_out.enter_decisions(
        body=board,
        decisions=[
            Decision(
                reference=f"{paragraph}/{year}",
                decided_on=date(year, month, 14),
                text=text,
                responsible=people[f"{who}@{DOMAIN}"],
                due_on=today + timedelta(days=30 if amount else 6),
                amount=amount,
            )
            for paragraph, month, text, who, amount in rows
        ],
        by=people[f"sekreterare@{DOMAIN}"].pk,
    )


def _ask(board: Body, people: Mapping[str, User], served: Commitment | None, today: date) -> None:
    """One question that was carried, and one that goes on and that some have answered; both say who sees to it."""
    asker, vote = people[f"ordforande@{DOMAIN}"], circulating.Vote
    for title, town, asked_on, answers in (
        ("Hyra av tält i augusti", "Sundsvall", today - timedelta(days=40), [vote.YES] * 7 + [vote.ABSTAINS, vote.NO]),
        ("Hyra av tält till våren", "Timrå", today - timedelta(days=2), [vote.YES] * 4),
    ):
        circular = CircularDecision(
            body=board,
            title=title,
            background="Ägaren behöver svar före nästa styrelsemöte.",
            text=QUESTION.format(town=town),
            closes_at=day_bounds(asked_on, asked_on + timedelta(days=9))[1],
            asked_by=asker,
            responsible=people[f"birgitta.ottander@{DOMAIN}"],
            due_on=asked_on + timedelta(days=60),
            amount=2400,
        )
        circulating.ask(circular=circular, commitments=[served.pk] if served else [], at=noon(asked_on))
        for row, answered in zip(list(circular.answers.all()), answers, strict=False):
            at = noon(asked_on + timedelta(days=1))
            circulating.answer(circular=circular, person=row.person_id or 0, consents=True, vote=answered, at=at)


def _pdf(words: str) -> bytes:
    """A page with a line on it."""
    line = b"BT /F1 18 Tf 72 760 Td (%s) Tj ET" % words.encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(content)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + tail
