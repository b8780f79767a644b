"""What kinds of activity there are, and the five families that they belong to."""

from django.db import models

from plan.wording import capitalised


class Family(models.TextChoices):
    """The five families that colour the wheel and the calendar."""

    BOARD = "board", "Styrelsen"
    STUDIES = "studies", "Studier"
    MEETUPS = "meetups", "Träffar"
    NETWORKS = "networks", "Nätverk"
    OUTREACH = "outreach", "Utåtriktat"


class ActivityKind(models.TextChoices):
    BOARD_MEETING = "board_meeting", "styrelsemöte"
    EXECUTIVE_MEETING = "executive_meeting", "VU-möte"
    COURSE_SESSION = "course_session", "kurstillfälle"
    STUDY_CIRCLE = "study_circle", "studiecirkel"
    REPRESENTATIVES_MEETUP = "representatives_meetup", "parlamentarikerträff"
    AUTUMN_CONFERENCE = "autumn_conference", "höstkonferens"
    ANNUAL_CONFERENCE = "annual_conference", "årskonferens"
    CONGRESS_PREPARATION = "congress_preparation", "kongressträff"
    MEMBERS_MEETING = "members_meeting", "medlemsmöte"
    FEMINISM_MEETUP = "feminism_meetup", "internfeministisk träff"
    NETWORK_MEETING = "network_meeting", "nätverksmöte"
    NETWORK_ACTION = "network_action", "nätverksaktivitet"
    OPEN_EVENT = "open_event", "öppet arrangemang"
    SQUARE_MEETING = "square_meeting", "torgmöte"
    LEAFLETING = "leafleting", "flygbladsutdelning"
    ACTION = "action", "aktion"
    RALLY = "rally", "manifestation"
    VISIT = "visit", "besök"
    OTHER = "other", "annat"

    @property
    def family(self) -> Family:
        return FAMILY_OF[self]

    @property
    def heading(self) -> str:
        """The word as a heading: Torgmöte, VU-möte."""
        return capitalised(self.label)


FAMILY_OF: dict[ActivityKind, Family] = {
    **dict.fromkeys([ActivityKind.BOARD_MEETING, ActivityKind.EXECUTIVE_MEETING], Family.BOARD),
    **dict.fromkeys([ActivityKind.COURSE_SESSION, ActivityKind.STUDY_CIRCLE], Family.STUDIES),
    **dict.fromkeys(
        [
            ActivityKind.REPRESENTATIVES_MEETUP,
            ActivityKind.AUTUMN_CONFERENCE,
            ActivityKind.ANNUAL_CONFERENCE,
            ActivityKind.CONGRESS_PREPARATION,
            ActivityKind.MEMBERS_MEETING,
            ActivityKind.FEMINISM_MEETUP,
            ActivityKind.OTHER,
        ],
        Family.MEETUPS,
    ),
    **dict.fromkeys([ActivityKind.NETWORK_MEETING, ActivityKind.NETWORK_ACTION], Family.NETWORKS),
    **dict.fromkeys(
        [
            ActivityKind.OPEN_EVENT,
            ActivityKind.SQUARE_MEETING,
            ActivityKind.LEAFLETING,
            ActivityKind.ACTION,
            ActivityKind.RALLY,
            ActivityKind.VISIT,
        ],
        Family.OUTREACH,
    ),
}
