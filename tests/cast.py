"""The fixed cast of people that the flows are played by, on an invented district."""

from dataclasses import dataclass, field
from datetime import date

from distrikt.access import Viewer
from distrikt.organisation.models import Assignment, Body, BodyKind, Branch, District, User
from distrikt.organisation.roles import Role

PASSWORD = "ett långt lösenord"
BRANCHES = ["Härnösand", "Kramfors", "Sollefteå", "Sundsvall", "Timrå", "Ånge", "Örnsköldsvik"]
SINCE = date(2019, 1, 1)


@dataclass
class Cast:
    """The people by what they are, and the bodies by their slug."""

    people: dict[str, User] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def viewer(self, name: str, today: date = date(2026, 9, 15)) -> Viewer:
        """The viewer that the middleware would make for this person on the day."""
        return Assignment.objects.viewer(self.people[name].pk, today)


# name: (first name, last name, role or None, slug of the body)
PEOPLE: dict[str, tuple[str, str, Role | None, str]] = {
    "chair": ("Maria", "Norberg", Role.CHAIR, "distriktsstyrelsen"),
    "secretary": ("Lars", "Öhman", Role.SECRETARY, "distriktsstyrelsen"),
    "ombudsman": ("Robin", "Ek", Role.OMBUDSMAN, "distriktet"),
    "sundsvall": ("Amina", "Warsame", Role.CONTACT, "sundsvall"),
    "ange": ("Göran", "Sjödin", Role.CONTACT, "ange"),
    "convener": ("Elin", "Ståhl", Role.CONVENER, "klimatnatverket"),
    "region": ("Per", "Hägg", Role.REGION_MEMBER, "regiongruppen"),
    "auditor": ("Birgit", "Lund", Role.AUDITOR, "revisorerna"),
    "member": ("Nils", "Åström", Role.MEMBER, "sundsvall"),
    "administrator": ("Ada", "Berg", Role.ADMINISTRATOR, "distriktet"),
    "stranger": ("Ture", "Utan", None, ""),
}


def make_bodies() -> dict[str, Body]:
    District.objects.create(pk=1, name="Partiet i Granlandet", county="Granlandet")
    rows = [
        Body(kind=BodyKind.DISTRICT, name="Distriktet", slug="distriktet"),
        Body(kind=BodyKind.BOARD, name="Distriktsstyrelsen", slug="distriktsstyrelsen"),
        Body(kind=BodyKind.NETWORK, name="Klimatnätverket", slug="klimatnatverket"),
        Body(kind=BodyKind.REGION_GROUP, name="Regiongruppen", slug="regiongruppen"),
        Body(kind=BodyKind.AUDITORS, name="Revisorerna", slug="revisorerna"),
    ]
    slugs = ["harnosand", "kramfors", "solleftea", "sundsvall", "timra", "ange", "ornskoldsvik"]
    rows += [Body(kind=BodyKind.BRANCH, name=name, slug=slug) for name, slug in zip(BRANCHES, slugs, strict=True)]
    bodies = {body.slug: body for body in Body.objects.bulk_create(rows)}
    Branch.objects.bulk_create(
        Branch(body=bodies[slug], municipality=name) for name, slug in zip(BRANCHES, slugs, strict=True)
    )
    return bodies


def make_cast() -> Cast:
    """The whole cast, saved. Everybody's password is `PASSWORD`."""
    cast = Cast(bodies=make_bodies())
    for name, (first, last, role, slug) in PEOPLE.items():
        user = User.objects.create_user(f"{name}@distrikt.example", PASSWORD, first_name=first, last_name=last)
        cast.people[name] = user
        if role:
            Assignment.objects.create(user=user, body=cast.bodies[slug], role=role, starts_on=SINCE)
    return cast
