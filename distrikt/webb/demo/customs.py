"""What is customary: when each kind of activity is held, for whom, how many come, and where in each town."""

from dataclasses import dataclass
from datetime import time

from traffar.models import Activity, ActivityKind

Kind = ActivityKind
Audience = Activity.Audience

WEEKDAY_EVENINGS = (0, 1, 2, 3)
SATURDAY = (5,)
WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class Custom:
    """Weekdays (Monday 0), hour of the start, length in hours, for whom, and the fewest and most who come."""

    weekdays: tuple[int, ...]
    start: time
    hours: float
    audience: Audience
    fewest: int
    most: int
    outdoors: bool = False
    description: str = ""


CUSTOMS: dict[str, Custom] = {
    Kind.BOARD_MEETING: Custom(WEEKEND, time(10), 5, Audience.OWN, 8, 13),
    Kind.EXECUTIVE_MEETING: Custom(WEEKDAY_EVENINGS, time(19), 1.5, Audience.OWN, 3, 4),
    Kind.ANNUAL_CONFERENCE: Custom(SATURDAY, time(10), 7, Audience.INVITED, 44, 58),
    Kind.AUTUMN_CONFERENCE: Custom(SATURDAY, time(10), 7, Audience.MEMBERS, 48, 70),
    Kind.COURSE_SESSION: Custom(
        WEEKDAY_EVENINGS, time(18), 3, Audience.MEMBERS, 9, 22, description="Öppet för medlemmar i hela länet."
    ),
    Kind.STUDY_CIRCLE: Custom(WEEKDAY_EVENINGS, time(18), 2.5, Audience.MEMBERS, 4, 11),
    Kind.REPRESENTATIVES_MEETUP: Custom(SATURDAY, time(10), 5, Audience.INVITED, 12, 24),
    Kind.CONGRESS_PREPARATION: Custom(WEEKDAY_EVENINGS, time(18), 3, Audience.MEMBERS, 8, 18),
    Kind.MEMBERS_MEETING: Custom(WEEKDAY_EVENINGS, time(18, 30), 2, Audience.MEMBERS, 7, 24),
    Kind.FEMINISM_MEETUP: Custom(WEEKDAY_EVENINGS, time(18), 2.5, Audience.MEMBERS, 6, 17),
    Kind.NETWORK_MEETING: Custom(WEEKDAY_EVENINGS, time(18, 30), 1.5, Audience.OWN, 4, 11),
    Kind.NETWORK_ACTION: Custom((3, 5), time(13), 3, Audience.EVERYONE, 9, 45, outdoors=True),
    Kind.OPEN_EVENT: Custom(
        (3, 4, 5), time(18), 2.5, Audience.EVERYONE, 16, 85, description="Fri entré. Kaffe och te finns."
    ),
    Kind.SQUARE_MEETING: Custom(
        SATURDAY, time(11), 2, Audience.EVERYONE, 15, 70, outdoors=True, description="Tal, bord och flygblad."
    ),
    Kind.LEAFLETING: Custom((1, 2, 3), time(7), 1.5, Audience.MEMBERS, 3, 9, outdoors=True),
    Kind.ACTION: Custom((4, 5), time(16), 2, Audience.EVERYONE, 25, 140, outdoors=True),
    Kind.RALLY: Custom(SATURDAY, time(12), 3, Audience.EVERYONE, 60, 320, outdoors=True),
    Kind.VISIT: Custom(WEEKDAY_EVENINGS, time(17, 30), 2, Audience.INVITED, 4, 12),
    Kind.OTHER: Custom(SATURDAY, time(11), 4, Audience.MEMBERS, 8, 48, outdoors=True),
}

# Where one meets indoors and outdoors, in general words; the town's name is added.
PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "harnosand": (("Folkets hus", "Biblioteket", "Föreningens lokal"), ("Stora torget", "Kajen")),
    "kramfors": (("Folkets hus", "Biblioteket"), ("Torget",)),
    "solleftea": (("Folkets hus", "Bygdegården", "Biblioteket"), ("Torget", "Älvparken")),
    "sundsvall": (("Navet", "Folkets hus", "Stadsbiblioteket"), ("Stora torget", "Navets gård")),
    "timra": (("Folkets hus", "Föreningshuset"), ("Torget i centrum",)),
    "ange": (("Folkets hus", "Stationshuset"), ("Torget vid stationen",)),
    "ornskoldsvik": (("Folkets hus", "Konsthallens kafé", "Biblioteket"), ("Stora torget", "Hamntorget")),
}
# Towns where the district's own bodies and networks meet, most often in the larger ones.
MEETING_TOWNS = ("harnosand", "harnosand", "sundsvall", "sundsvall", "kramfors", "solleftea", "ornskoldsvik")
AT_A_DISTANCE = "På distans"

CANCEL_REASONS = (
    "Stormvarning, vägarna var avstängda.",
    "Föreläsaren blev sjuk.",
    "För få anmälda; vi slår ihop det med nästa gång.",
    "Lokalen vattenskadades.",
    "Krockar med fackets demonstration, dit vi går i stället.",
    "Ingen kunde köra högtalaren dit.",
)
