"""Who may do what with the annual report (role table of `2-domain.md`, row "annual report")."""

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, Role
from distrikt.organisation.rules import is_board, is_ombudsman


def sees_draft_reports(viewer: Viewer) -> bool:
    """Those who write in it: board, ombudsman, contacts, conveners, region group."""
    return viewer.holds(*BOARD, Role.OMBUDSMAN, Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


rules.add_perm("berattelse.write_report", is_board | is_ombudsman)
rules.add_perm("berattelse.decide_outcome", is_board | is_ombudsman)
rules.add_perm("berattelse.approve_report", is_board)
