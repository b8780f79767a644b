"""An activity as its open page shows it: what concerns a visitor, and no name of anyone who has not agreed to it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from distrikt.markup import plain, render_markdown
from distrikt.organisation.models import Assignment, Body, BodyKind, District, User
from distrikt.organisation.roles import BOARD, DISTRICT_KINDS, Role
from plan.wording import capitalised, listing
from traffar.chat import chat_text
from traffar.models import Activity, ActivityKind
from traffar.public.addresses import public_path
from traffar.when import local_day, when_words

MAP = "https://www.openstreetmap.org/search"
LONGEST_SUMMARY = 155
_LINE_ENDS = re.compile(r"</(?:p|li|h3|h4|th|td)>|<br>|\n")


@dataclass(frozen=True, slots=True)
class Host:
    """A body that arranges something; only branches have an open page (`path`)."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: the organiser's official address, and a person only when that person agreed to be named
    for those who arrange it."""

    name: str
    phone: str
    email: str

    @property
    def email_words(self) -> SafeString:
        """The address, which may be broken before its @."""
        mailbox, _, host = self.email.rpartition("@")
        return format_html("{}<wbr>@{}", mailbox, host)


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """`path` is the page's own, `where` the place with its town, `text` the description without its markup."""

    pk: int
    path: str
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    when: str
    place: str
    where: str
    map_url: str
    description: SafeString
    text: str
    summary: str
    bring: str
    contact: Contact | None
    hosts: tuple[Host, ...]
    is_cancelled: bool
    cancel_reason: str
    is_over: bool

    @property
    def organiser(self) -> Host:
        """The first of the hosts; the others help."""
        return self.hosts[0]

    @property
    def host_names(self) -> str:
        """Sundsvall, Ånge och Timrå"""
        return listing([host.name for host in self.hosts])


def open_event(activity: Activity, *, district: District | None, now: datetime) -> OpenEvent:
    """The page's facts. The activity comes with its organiser, its contact and its co-hosts."""
    today = local_day(now)
    when = when_words(activity.starts_at, activity.ends_at, today=today)
    place, description = plain(activity.place), render_markdown(plain(activity.description))
    where = _where(place, activity.organiser)
    text = _in_one_line(description)
    return OpenEvent(
        pk=activity.pk,
        path=public_path(activity),
        title=plain(activity.display_title),
        kind=ActivityKind(activity.kind).heading,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        when=when,
        place=place,
        where=where,
        map_url=f"{MAP}?{urlencode({'query': where})}" if place else "",
        description=description,
        text=text,
        summary=Truncator(". ".join(filter(None, [capitalised(when), place, text]))).chars(LONGEST_SUMMARY),
        bring=plain(activity.bring),
        contact=_contact(activity, district, today),
        hosts=tuple(_host(body) for body in (activity.organiser, *activity.co_hosts.all())),
        is_cancelled=activity.is_cancelled,
        cancel_reason=plain(activity.cancel_reason),
        is_over=activity.is_held or activity.ends_at < now,
    )


def open_chat_text(activity: Activity, event: OpenEvent, url: str) -> str:
    """The text for the group chats, with the telephone only of a contact who agreed to be named."""
    return plain(chat_text(activity, event.when, url, phone=event.contact.phone if event.contact else ""))


def official_email(body: Body, district: District | None) -> str:
    """The body's own address, or the district's."""
    own = body.branch.official_email if hasattr(body, "branch") else ""
    return own or (district.official_email if district else "")


def _in_one_line(description: SafeString) -> str:
    """The words alone; what stands on a line of its own ends as a sentence does."""
    lines = unescape(strip_tags(_LINE_ENDS.sub("\n", description))).splitlines()
    words = (" ".join(line.split()) for line in lines)
    return " ".join(line if line[-1] in ".:;,!?…" else f"{line}." for line in words if line)


def _host(body: Body) -> Host:
    is_open = body.is_active and body.kind == BodyKind.BRANCH
    return Host(body.name, reverse("traffar:public_branch", args=[body.slug]) if is_open else "")


def _where(place: str, organiser: Body) -> str:
    """The place as a map finds it: with the branch's municipality, where the place does not say it."""
    town = organiser.branch.municipality if hasattr(organiser, "branch") else ""
    return place if not town or town in place else ", ".join(filter(None, [place, town]))


def _contact(activity: Activity, district: District | None, today: date) -> Contact | None:
    email, person = official_email(activity.organiser, district), open_contact(activity, today)
    if person:
        return Contact(str(person), activity.contact_phone, email)
    return Contact("", "", email) if email else None


def open_contact(activity: Activity, today: date) -> User | None:
    """The contact, when they have agreed to be named in public in a body that arranges it or, for what the district or
    its board arranges, on the board or as ombudsman. Consent in another body says nothing of this one. One query."""
    person = activity.named_contact
    if person is None:
        return None
    hosts = [activity.organiser, *activity.co_hosts.all()]
    here = Q(body__in=hosts)
    if any(body.kind in DISTRICT_KINDS for body in hosts):
        here |= Q(role__in=[*BOARD, Role.OMBUDSMAN])
    agreed = Assignment.objects.in_force(today).filter(here, user=person, public_consent=True)
    return person if agreed.exists() else None
