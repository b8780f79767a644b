"""Who may do what with the annual report (role table of `2-domain.md`, row "annual report")."""

from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.roles import BOARD, BodyKind, Role
from distrikt.organisation.rules import is_board, is_ombudsman

if TYPE_CHECKING:
    from plan.berattelse.models import AnnualReport, Chapter


def sees_draft_reports(viewer: Viewer) -> bool:
    """Those who write in it: board, ombudsman, contacts, conveners, region group."""
    return viewer.holds(*BOARD, Role.OMBUDSMAN, Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


@rules.predicate
def writes_in_reports(viewer: Viewer) -> bool:
    return sees_draft_reports(viewer)


@rules.predicate
def writes_chapter(viewer: Viewer, chapter: "Chapter | None") -> bool:
    """The board and the ombudsman write every chapter but the region group's own report; a body's people their own."""
    if chapter is None:
        return False
    body = chapter.body
    if body and body.pk in viewer.bodies(Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER):
        return True
    return viewer.holds(*BOARD, Role.OMBUDSMAN) and not (body and body.kind == BodyKind.REGION_GROUP)


@rules.predicate
def is_still_written(viewer: Viewer, report: "AnnualReport | None") -> bool:
    """What the board has approved stands until the board opens it again."""
    return report is None or report.is_draft


@rules.predicate
def chapter_is_still_written(viewer: Viewer, chapter: "Chapter | None") -> bool:
    return chapter is None or chapter.report.is_draft


rules.add_perm("berattelse.open_desk", writes_in_reports)
rules.add_perm("berattelse.create_report", is_board | is_ombudsman)
rules.add_perm("berattelse.write_chapter", writes_chapter & chapter_is_still_written)
rules.add_perm("berattelse.decide_outcome", (is_board | is_ombudsman) & is_still_written)
rules.add_perm("berattelse.approve_report", is_board & is_still_written)
rules.add_perm("berattelse.reopen_report", is_board)
