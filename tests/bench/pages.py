"""The main pages: whose they are, how they are reached, and what they may cost."""

from dataclasses import dataclass

MAX_QUERIES = 12
# From how many activities on a district is a very large one.
LARGE = 100_000


@dataclass(frozen=True, slots=True)
class Limit:
    """How many times the bare page a page may cost (issue 2, part 9)."""

    times: float
    times_when_large: float

    def at(self, activities: int) -> float:
        return self.times_when_large if activities >= LARGE else self.times


PLAN, LIST, DETAIL = Limit(3, 4), Limit(3, 3), Limit(2, 2)
# A meeting of the board with a hundred and fifty items: the screen at the table, and its minutes (issue 5).
TABLE = Limit(8, 8)


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its URL name, as seen by a log-in of the demo cast; `limit` is None where no issue sets one."""

    name: str
    url_name: str
    login: str = "ordforande"
    limit: Limit | None = None
    query: str = ""
    queries: int = MAX_QUERIES


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is there, ready to be asked for: address, session cookie, queries."""

    page: str
    url: str
    session: str
    queries: int


BARE = Page("Bar sida", "bare")
PAGES = (
    Page("Start, ordförande", "webb:start", limit=PLAN, queries=20),
    Page("Start, ombudsman", "webb:start", "ombudsman", limit=PLAN, queries=20),
    Page("Start, kontaktperson", "webb:start", "sundsvall", limit=PLAN, queries=14),
    Page("Planen", "plan:plan_detail", limit=PLAN),
    Page("Område", "plan:area_detail", limit=DETAIL),
    Page("Åtagande", "plan:commitment_detail", limit=DETAIL),
    Page("Årshjul", "plan:year_wheel"),
    Page("Aktiviteter, lista", "traffar:activity_list", limit=LIST),
    Page("Aktiviteter, filtrerade", "traffar:activity_list", "sundsvall", LIST, "?slag=square_meeting"),
    Page("Aktivitet", "traffar:activity_detail", limit=DETAIL),
    Page("Månad", "traffar:month_detail"),
    Page("Kalenderflöde, allt", "traffar:feed_file"),
    Page("Kalenderflöde, öppet", "traffar:public_feed"),
    Page("Ny aktivitet", "traffar:activity_create", "sundsvall"),
    Page("Verksamhetsberättelsen", "berattelse:report_detail", "sekreterare", queries=13),
    Page("Vid mötet", "styrelse:meeting_table", "sekreterare", TABLE),
    Page("Protokollet", "styrelse:minutes_detail", "sekreterare", TABLE, queries=18),
    Page("Människor", "organisation:person_list", limit=LIST),
    Page("Partiförening", "organisation:branch_detail", "medlem", DETAIL),
)


LIMITS = {page.name: page.limit for page in PAGES}
QUERIES = {page.name: page.queries for page in PAGES}
