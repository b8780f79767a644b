"""The invented district and its bodies."""

from distrikt.organisation.models import Body, BodyKind, Branch, District
from distrikt.webb.demo.people import DOMAIN

PARTY = "Allmänningen Västernorrland"

# Slug and municipality of each branch.
BRANCHES = {
    "harnosand": "Härnösand",
    "kramfors": "Kramfors",
    "solleftea": "Sollefteå",
    "sundsvall": "Sundsvall",
    "timra": "Timrå",
    "ange": "Ånge",
    "ornskoldsvik": "Örnsköldsvik",
}

OTHER_BODIES = (
    (BodyKind.DISTRICT, "Distriktet", "distriktet"),
    (BodyKind.BOARD, "Distriktsstyrelsen", "distriktsstyrelsen"),
    (BodyKind.EXECUTIVE, "Verkställande utskottet", "vu"),
    (BodyKind.NETWORK, "Antirasistiska nätverket", "antirasistiska-natverket"),
    (BodyKind.NETWORK, "Fackliga nätverket", "fackliga-natverket"),
    (BodyKind.NETWORK, "Klimatnätverket", "klimatnatverket"),
    (BodyKind.REGION_GROUP, "Regiongruppen", "regiongruppen"),
    (BodyKind.NOMINATING, "Valberedningen", "valberedningen"),
    (BodyKind.AUDITORS, "Revisorerna", "revisorerna"),
)

NAMES = {slug: name for _, name, slug in OTHER_BODIES} | BRANCHES


def make_district() -> dict[str, Body]:
    """Save the district with its bodies; gives them by slug."""
    District.objects.create(
        pk=1,
        name=PARTY,
        short_name="Allmänningen",
        county="Västernorrland",
        official_email=f"distriktet@{DOMAIN}",
    )
    rows = [Body(kind=kind, name=name, slug=slug) for kind, name, slug in OTHER_BODIES]
    rows += [Body(kind=BodyKind.BRANCH, name=name, slug=slug) for slug, name in BRANCHES.items()]
    bodies = {body.slug: body for body in Body.objects.bulk_create(rows)}
    Branch.objects.bulk_create(
        Branch(body=bodies[slug], municipality=name, official_email=f"{slug}.foreningen@{DOMAIN}")
        for slug, name in BRANCHES.items()
    )
    return bodies
