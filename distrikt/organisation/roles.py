"""What a person can be in a body. What each role may do stands in the `rules.py` of the apps."""

from django.db import models


class Role(models.TextChoices):
    CHAIR = "chair", "ordförande"
    SECRETARY = "secretary", "sekreterare"
    TREASURER = "treasurer", "kassör"
    BOARD_MEMBER = "board_member", "ledamot"
    SUBSTITUTE = "substitute", "ersättare"
    OMBUDSMAN = "ombudsman", "ombudsman"
    CONTACT = "contact", "kontaktperson"
    CONVENER = "convener", "sammankallande"
    REGION_MEMBER = "region_member", "regiongruppen"
    AUDITOR = "auditor", "revisor"
    NOMINATOR = "nominator", "valberedning"
    REPRESENTATIVE = "representative", "parlamentariker"
    CONGRESS_DELEGATE = "congress_delegate", "kongressombud"
    MEMBER = "member", "medlem"
    ADMINISTRATOR = "administrator", "administratör"


# The district board: substitutes see and do what the members do (role table of `2-domain.md`).
BOARD = (Role.CHAIR, Role.SECRETARY, Role.TREASURER, Role.BOARD_MEMBER, Role.SUBSTITUTE)
