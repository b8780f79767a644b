"""Lists of people, branches and readers, as rows that a page can show as they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from distrikt.access import Viewer, may
from distrikt.organisation.models import AccessRecord, Assignment, Body, Invitation, User
from distrikt.organisation.roles import DISTRICT_KINDS, BodyKind, Role


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    url: str
    posts: str
    is_protected: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class BranchRow:
    name: str
    url: str
    contacts: str


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    pk: int
    title: str
    period: str
    public_consent: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class InvitationRow:
    pk: int
    name: str
    email: str
    title: str
    state: str
    is_open: bool
    can_change: bool


@dataclass(frozen=True, slots=True)
class BodyGroup:
    title: str
    bodies: list[Body]


@dataclass(frozen=True, slots=True)
class Reading:
    day: date
    reader: str


def posts_held(people: Iterable[int], today: date) -> dict[int, list[str]]:
    """{person id: their assignments in force, in words}, in one query."""
    held = defaultdict(list)
    rows = Assignment.objects.in_force(today).filter(user__in=list(people)).order_by("body__name", "role")
    for person, role, body in rows.values_list("user_id", "role", "body__name"):
        held[person].append(f"{Role(role).label}, {body}")
    return held


def person_rows(people: Iterable[User], today: date) -> list[PersonRow]:
    people = list(people)
    held = posts_held([person.pk for person in people], today)
    start = reverse("organisation:person_list")
    return [
        PersonRow(
            name=str(person),
            url=f"{start}{person.pk}/",
            posts=" · ".join(held[person.pk]),
            is_protected=person.is_protected,
            is_active=person.is_active,
        )
        for person in people
    ]


def contacts_of(bodies: Iterable[int], today: date) -> dict[int, list[ContactRow]]:
    """{body id: its contacts in force} – never those with protected personal data, whoever looks."""
    contacts = defaultdict(list)
    rows = (
        Assignment.objects.in_force(today)
        .filter(body__in=list(bodies), role=Role.CONTACT, user__is_protected=False)
        .order_by("user__first_name", "user__last_name")
        .values_list("body_id", "user__first_name", "user__last_name", "user__email", "user__phone")
    )
    for body, first, last, email, phone in rows:
        contacts[body].append(ContactRow(f"{first} {last}", email, phone))
    return contacts


def branch_rows(branches: Iterable[Body], today: date) -> list[BranchRow]:
    branches = list(branches)
    contacts = contacts_of([body.pk for body in branches], today)
    start = reverse("organisation:branch_list")
    return [
        BranchRow(
            name=body.name,
            url=f"{start}{body.slug}/",
            contacts=", ".join(contact.name for contact in contacts[body.pk]),
        )
        for body in branches
    ]


def readings_about(person: User) -> QuerySet[AccessRecord]:
    """Who has opened the person's page, latest first."""
    records = AccessRecord.objects.filter(object_kind=AccessRecord.PERSON, object_id=person.pk)
    return records.select_related("user").order_by("-day", "user__first_name", "pk")


def reading_rows(records: Iterable[AccessRecord]) -> list[Reading]:
    return [
        Reading(record.day, "en person med skyddade uppgifter" if record.user.is_protected else str(record.user))
        for record in records
    ]


def assignment_rows(person: User, viewer: Viewer) -> tuple[list[AssignmentRow], list[AssignmentRow]]:
    """The person's assignments: those in force or to come, and those that have ended."""
    rows: tuple[list[AssignmentRow], list[AssignmentRow]] = ([], [])
    for assignment in Assignment.objects.filter(user=person).select_related("body").order_by("-starts_on"):
        over = assignment.ends_on is not None and assignment.ends_on < viewer.today
        row = AssignmentRow(
            pk=assignment.pk,
            title=str(assignment),
            period=_period(assignment),
            public_consent=assignment.public_consent,
            can_end=not over and may(viewer, "organisation.end_assignment", assignment),
        )
        rows[over].append(row)
    return rows


def _period(assignment: Assignment) -> str:
    start = date_format(assignment.starts_on)
    return f"{start} – {date_format(assignment.ends_on)}" if assignment.ends_on else f"sedan {start}"


def invitation_rows(viewer: Viewer, now: datetime) -> list[InvitationRow]:
    """Invitations that nobody has answered, latest first."""
    unanswered = Invitation.objects.visible_to(viewer).unanswered().select_related("body")
    return [
        InvitationRow(
            pk=invitation.pk,
            name=str(invitation),
            email=invitation.email,
            title=f"{Role(invitation.role).label}, {invitation.body}",
            state=f"gäller till {date_format(localtime(invitation.expires_at), 'j F')}"
            if invitation.is_open(now)
            else "har gått ut",
            is_open=invitation.is_open(now),
            can_change=may(viewer, "organisation.grant_assignment", invitation.offered()),
        )
        for invitation in unanswered
    ]


def body_groups(bodies: QuerySet[Body]) -> list[BodyGroup]:
    """Branches and other bodies apart; those put to rest last in each."""
    ordered = list(bodies.select_related("branch").order_by("-is_active", "name"))
    return [
        BodyGroup("Partiföreningar", [body for body in ordered if body.kind == BodyKind.BRANCH]),
        BodyGroup("Övriga organ", [body for body in ordered if body.kind != BodyKind.BRANCH]),
    ]


def holders_of(bodies: Iterable[int], roles: Iterable[str], day: date) -> dict[int, dict[int, str]]:
    """{body id: {person id: address}} of those who hold any of the roles there on the day and can log in. One query."""
    holders: defaultdict[int, dict[int, str]] = defaultdict(dict)
    held = Assignment.objects.in_force(day).filter(body__in=set(bodies), role__in=list(roles), user__is_active=True)
    for body, person, email in held.order_by("user").values_list("body", "user", "user__email"):
        holders[body][person] = email
    return holders


def people_holding(roles: Iterable[str], day: date) -> list[tuple[int, str]]:
    """(person id, address) of those who hold any of the roles on the day and can log in, each once. One query."""
    held = Assignment.objects.in_force(day).filter(role__in=list(roles), user__is_active=True)
    return list(held.order_by("user").values_list("user", "user__email").distinct())


def viewers_of(people: Iterable[int], day: date) -> dict[int, Viewer]:
    """{person id: the viewer they are on the day}, for work that asks of many at once. Two queries."""
    held: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = Assignment.objects.in_force(day).filter(user__in=list(people), user__is_active=True).order_by()
    for person, role, body in rows.values_list("user", "role", "body"):
        held[person].add((role, body))
    district = frozenset(Body.objects.filter(kind__in=DISTRICT_KINDS).values_list("pk", flat=True))
    return {person: Viewer(person, frozenset(roles), day, district) for person, roles in held.items()}
