"""What a person can be in a body. What each role may do stands in the `rules.py` of the apps."""

from django.db import models


class BodyKind(models.TextChoices):
    DISTRICT = "district", "distrikt"
    BOARD = "board", "distriktsstyrelse"
    EXECUTIVE = "executive", "verkställande utskott"
    BRANCH = "branch", "partiförening"
    NETWORK = "network", "nätverk"
    REGION_GROUP = "region_group", "regiongrupp"
    NOMINATING = "nominating", "valberedning"
    AUDITORS = "auditors", "revisorer"


class Role(models.TextChoices):
    CHAIR = "chair", "ordförande"
    SECRETARY = "secretary", "sekreterare"
    TREASURER = "treasurer", "kassör"
    BOARD_MEMBER = "board_member", "ledamot"
    SUBSTITUTE = "substitute", "ersättare"
    OMBUDSMAN = "ombudsman", "ombudsman"
    CONTACT = "contact", "kontaktperson"
    CONVENER = "convener", "sammankallande"
    REGION_MEMBER = "region_member", "regiongruppsledamot"
    AUDITOR = "auditor", "revisor"
    NOMINATOR = "nominator", "valberedare"
    REPRESENTATIVE = "representative", "parlamentariker"
    CONGRESS_DELEGATE = "congress_delegate", "kongressombud"
    MEMBER = "member", "medlem"
    ADMINISTRATOR = "administrator", "administratör"


# The district board: substitutes see and do what the members do (role table of `2-domain.md`).
BOARD = (Role.CHAIR, Role.SECRETARY, Role.TREASURER, Role.BOARD_MEMBER, Role.SUBSTITUTE)

# The bodies that the board answers for, beside those that its members hold a role in.
DISTRICT_KINDS = (BodyKind.DISTRICT, BodyKind.BOARD, BodyKind.EXECUTIVE)

# Which roles there are in which kind of body. "Ordförande" is the district's: a branch has contacts.
ROLES_IN: dict[str, tuple[Role, ...]] = {
    BodyKind.DISTRICT: (
        Role.OMBUDSMAN,
        Role.REPRESENTATIVE,
        Role.CONGRESS_DELEGATE,
        Role.MEMBER,
        Role.ADMINISTRATOR,
    ),
    BodyKind.BOARD: BOARD,
    BodyKind.EXECUTIVE: (Role.BOARD_MEMBER, Role.SUBSTITUTE),
    BodyKind.BRANCH: (Role.CONTACT, Role.REPRESENTATIVE, Role.MEMBER),
    BodyKind.NETWORK: (Role.CONVENER, Role.MEMBER),
    BodyKind.REGION_GROUP: (Role.REGION_MEMBER,),
    BodyKind.NOMINATING: (Role.NOMINATOR,),
    BodyKind.AUDITORS: (Role.AUDITOR,),
}
