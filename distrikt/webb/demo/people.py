"""The invented cast: who they are, what they are elected to, and how they log in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from distrikt.organisation.models import Assignment, Body, User, UserQuerySet
from distrikt.organisation.roles import Role
from distrikt.webb.demo.days import elected_on, noon

DOMAIN = "distrikt.example"

BOARD, DISTRICT, EXECUTIVE = "distriktsstyrelsen", "distriktet", "vu"
REGION, AUDITORS, NOMINATING = "regiongruppen", "revisorerna", "valberedningen"
ANTIRACISM, UNIONS, CLIMATE = "antirasistiska-natverket", "fackliga-natverket", "klimatnatverket"


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in a body (slug), held since the annual conference so many years ago."""

    role: Role
    body: str
    years: int = 0
    left: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    first_name: str
    last_name: str
    seats: tuple[Seat, ...]
    login: str = ""
    is_protected: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        local = self.login or f"{slugify(self.first_name)}.{slugify(self.last_name)}"
        return f"{local}@{DOMAIN}"


def _member(first_name: str, last_name: str, branch: str, *, is_protected: bool = False) -> Person:
    return Person(first_name, last_name, (Seat(Role.MEMBER, branch, 1),), is_protected=is_protected)


CAST = (
    # The board: nine members, one of them new, and four substitutes.
    Person("Gunvor", "Stenqvist", (Seat(Role.CHAIR, BOARD, 3), Seat(Role.BOARD_MEMBER, EXECUTIVE, 3)), "ordforande"),
    Person("Elias", "Haddad", (Seat(Role.SECRETARY, BOARD, 2), Seat(Role.BOARD_MEMBER, EXECUTIVE, 2)), "sekreterare"),
    Person("Birgitta", "Ottander", (Seat(Role.TREASURER, BOARD, 4), Seat(Role.BOARD_MEMBER, EXECUTIVE, 4))),
    Person("Yonas", "Tesfamariam", (Seat(Role.BOARD_MEMBER, BOARD, 2),)),
    Person("Kerstin", "Brännmark", (Seat(Role.BOARD_MEMBER, BOARD, 5),)),
    Person("Dilan", "Aydin", (Seat(Role.BOARD_MEMBER, BOARD, 1),)),
    Person("Torbjörn", "Forsmo", (Seat(Role.BOARD_MEMBER, BOARD, 1),)),
    Person("Mirjam", "Sehlstedt", (Seat(Role.BOARD_MEMBER, BOARD, 2),)),
    Person("Aino", "Kivelä", (Seat(Role.BOARD_MEMBER, BOARD),)),
    Person("Rune", "Westblad", (Seat(Role.BOARD_MEMBER, BOARD, 6, left=True), Seat(Role.MEMBER, "harnosand", 6))),
    Person("Samira", "Nouri", (Seat(Role.SUBSTITUTE, BOARD, 1),)),
    Person("Pär", "Lidgård", (Seat(Role.SUBSTITUTE, BOARD, 1),)),
    Person("Ida-Maria", "Svedjeland", (Seat(Role.SUBSTITUTE, BOARD),)),
    Person("Tomasz", "Zielonka", (Seat(Role.SUBSTITUTE, BOARD),)),
    Person("Robin", "Ekbäck", (Seat(Role.OMBUDSMAN, DISTRICT, 1),), "ombudsman"),
    # Contacts of the seven branches; the larger ones have two.
    Person("Ingegerd", "Åslin", (Seat(Role.CONTACT, "harnosand", 2),)),
    Person("Hassan", "Jibril", (Seat(Role.CONTACT, "harnosand"),)),
    Person("Sven-Erik", "Tjärnlund", (Seat(Role.CONTACT, "kramfors", 4),)),
    Person("Maj-Lis", "Edfors", (Seat(Role.CONTACT, "solleftea", 3),)),
    Person("Jonatan", "Rödin", (Seat(Role.CONTACT, "solleftea", 1),)),
    Person("Amina", "Farah", (Seat(Role.CONTACT, "sundsvall", 1),), "sundsvall"),
    Person("Lennart", "Vikander", (Seat(Role.CONTACT, "sundsvall", 3),)),
    Person("Sara", "Nyhlén-Diaz", (Seat(Role.CONTACT, "timra", 2),)),
    Person("Göran", "Sjöbergh", (Seat(Role.CONTACT, "ange", 5),), "ange"),
    Person("Wilma", "Hedlöf", (Seat(Role.CONTACT, "ornskoldsvik", 1),)),
    Person("Arvid", "Bodlund", (Seat(Role.CONTACT, "ornskoldsvik", 2),)),
    # Conveners of the three networks.
    Person("Nadja", "Petrović", (Seat(Role.CONVENER, ANTIRACISM, 1), Seat(Role.MEMBER, "sundsvall", 3))),
    Person("Conny", "Grelsson", (Seat(Role.CONVENER, UNIONS, 2), Seat(Role.MEMBER, "ornskoldsvik", 5))),
    Person("Elin", "Ståhlnacke", (Seat(Role.CONVENER, CLIMATE, 1), Seat(Role.MEMBER, "harnosand", 2)), "natverk"),
    # The region group.
    Person(
        "Per-Olof", "Hägglöv", (Seat(Role.REGION_MEMBER, REGION, 2), Seat(Role.REPRESENTATIVE, DISTRICT, 2)), "region"
    ),
    Person("Farida", "Rahmani", (Seat(Role.REGION_MEMBER, REGION, 2), Seat(Role.REPRESENTATIVE, DISTRICT, 2))),
    Person("Ulla-Britt", "Sandahl", (Seat(Role.REGION_MEMBER, REGION, 5), Seat(Role.REPRESENTATIVE, DISTRICT, 5))),
    Person("Kalle", "Mårdh", (Seat(Role.REGION_MEMBER, REGION, 1), Seat(Role.REPRESENTATIVE, DISTRICT, 1))),
    # Auditors and the committee that proposes who is elected.
    Person("Vera", "Lundkvist-Ortiz", (Seat(Role.AUDITOR, AUDITORS, 3),), "revisor"),
    Person("Hilding", "Näsström", (Seat(Role.AUDITOR, AUDITORS, 2),)),
    Person("Anna-Karin", "Uddeholm", (Seat(Role.NOMINATOR, NOMINATING, 1),)),
    Person("Bashir", "Osman", (Seat(Role.NOMINATOR, NOMINATING, 1),)),
    Person("Lisbet", "Fjällborg", (Seat(Role.NOMINATOR, NOMINATING),)),
    # Elected in the municipalities, and delegates to the party's congress.
    Person("Moa", "Tunström", (Seat(Role.REPRESENTATIVE, "sundsvall", 2), Seat(Role.CONGRESS_DELEGATE, DISTRICT))),
    Person("Roland", "Ågren-Bask", (Seat(Role.REPRESENTATIVE, "solleftea", 6),)),
    Person("Shirin", "Kamali", (Seat(Role.REPRESENTATIVE, "timra", 2), Seat(Role.CONGRESS_DELEGATE, DISTRICT))),
    Person("Tage", "Norrlid", (Seat(Role.REPRESENTATIVE, "ange", 4),)),
    Person("Josefin", "Aspmo", (Seat(Role.REPRESENTATIVE, "ornskoldsvik", 2), Seat(Role.CONGRESS_DELEGATE, DISTRICT))),
    Person("Barbro", "Wikmark", (Seat(Role.REPRESENTATIVE, "kramfors", 6),)),
    Person("Ali", "Demirkan", (Seat(Role.REPRESENTATIVE, "harnosand", 2), Seat(Role.CONGRESS_DELEGATE, DISTRICT))),
    # Members without another assignment; one has protected personal data.
    Person("Nils", "Åströmmer", (Seat(Role.MEMBER, "sundsvall", 1),), "medlem"),
    _member("Lovisa", "Hörnfeldt", "sundsvall"),
    _member("Abdi", "Guled", "sundsvall"),
    _member("Siv", "Malmgärd", "sundsvall"),
    _member("Emil", "Kroksjö", "harnosand"),
    _member("Rita", "Pihlaja", "harnosand"),
    _member("Teodor", "Wännman", "ornskoldsvik"),
    _member("Fatima", "El-Khatib", "ornskoldsvik"),
    _member("Gerd", "Olofsdotter", "ornskoldsvik"),
    _member("Mattias", "Selånger", "timra"),
    _member("Zahra", "Hosseinpour", "timra", is_protected=True),
    _member("Uno", "Flodström", "solleftea"),
    _member("Katarzyna", "Wilczek", "solleftea"),
    _member("Britt-Marie", "Näsåker", "solleftea"),
    _member("Isak", "Ljustorp", "kramfors"),
    _member("Hanna", "Docksta", "kramfors"),
    _member("Oskar", "Borgsjö", "ange"),
    _member("Maryam", "Yusufi", "ange"),
    Person("Ada", "Bergvall", (Seat(Role.ADMINISTRATOR, DISTRICT, 1),), "admin"),
)

LOGINS = tuple(person for person in CAST if person.login)


def make_people(bodies: Mapping[str, Body], *, today: date, password: str) -> dict[str, User]:
    """Save the cast with their assignments as they stand on the day; gives them by e-mail address.

    Everyone has the same password, so one hash does: Argon2 is slow on purpose.
    """
    hashed = make_password(password)
    users = User.objects.bulk_create(
        User(
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            phone=f"070-174 06 {number:02}",
            is_protected=person.is_protected,
            password=hashed,
            date_joined=noon(elected_on(today, years=max(seat.years for seat in person.seats))),
        )
        for number, person in enumerate(CAST, start=5)
    )
    Assignment.objects.bulk_create(
        Assignment(
            user=user,
            body=bodies[seat.body],
            role=seat.role,
            starts_on=elected_on(today, years=seat.years),
            ends_on=elected_on(today) if seat.left else None,
            public_consent=seat.role is not Role.MEMBER,
        )
        for user, person in zip(users, CAST, strict=True)
        for seat in person.seats
    )
    return {user.email: user for user in users}


def accounts() -> UserQuerySet:
    """The accounts of the cast. None where no demo has been: nobody in earnest has an address below `.example`."""
    cast: UserQuerySet = User.objects.filter(email__in=[person.email for person in CAST])
    return cast


def renew_password(password: str) -> None:
    """Give the whole cast a new password. Who is logged in as one of them is logged out."""
    accounts().update(password=make_password(password))
