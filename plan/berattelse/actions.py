"""When something happens to the annual report."""

from collections.abc import Mapping
from datetime import date, datetime

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from distrikt.saving import save_edit
from plan.berattelse.editions import keep_edition
from plan.berattelse.models import AnnualReport, Chapter, Edition, Outcome
from plan.models import YearPlan

log = structlog.get_logger(__name__)


def create_report(*, plan: YearPlan, by: int) -> AnnualReport:
    """Begin the report of a plan; begun twice, it is the same."""
    report, is_new = AnnualReport.objects.get_or_create(plan=plan)
    if is_new:
        log.info("report_created", pk=report.pk, by=by)
    return report


def _hold_draft(report: AnnualReport) -> None:
    """Nobody approves the report until this is saved. PermissionDenied when somebody has just done so."""
    if not AnnualReport.objects.drafts().select_for_update().filter(pk=report.pk).exists():
        raise PermissionDenied


@transaction.atomic
def write_chapter(*, chapter: Chapter, version: int, by: int, at: datetime) -> None:
    """Save the chapter's text; an empty one gives the program's draft its place back.

    `chapter` carries the new text and may not have been saved before. EditConflict when somebody else has written
    since the version was read.
    """
    _hold_draft(chapter.report)
    kept, _ = Chapter.objects.get_or_create(report=chapter.report, key=chapter.key, defaults={"body": chapter.body})
    kept.text, kept.written_by_id, kept.written_at = chapter.text, by, at
    save_edit(kept, version=version, fields=["text", "written_by_id", "written_at"], by=by)


@transaction.atomic
def decide_outcome(*, outcome: Outcome, version: int, by: int, at: datetime) -> None:
    """Save what became of a commitment, and the comment. EditConflict as for a chapter."""
    _hold_draft(outcome.report)
    kept, _ = Outcome.objects.get_or_create(report=outcome.report, commitment=outcome.commitment)
    kept.value, kept.comment, kept.decided_by_id, kept.decided_at = outcome.value, outcome.comment, by, at
    save_edit(kept, version=version, fields=["value", "comment", "decided_by_id", "decided_at"], by=by)


@transaction.atomic
def accept_proposals(*, report: AnnualReport, proposals: Mapping[int, str], by: int, at: datetime) -> int:
    """Decide as proposed, by commitment (id), where nothing is decided yet. Returns how many were."""
    _hold_draft(report)
    rows = [Outcome(report=report, commitment_id=commitment) for commitment in proposals]
    Outcome.objects.bulk_create(rows, ignore_conflicts=True)
    accepted = 0
    for value in Outcome.Value:
        undecided = Outcome.objects.filter(
            value="", commitment__in=[commitment for commitment, proposal in proposals.items() if proposal == value]
        )
        accepted += undecided.update(value=value, decided_by=by, decided_at=at, version=F("version") + 1)
    log.info("proposals_accepted", pk=report.pk, count=accepted, by=by)
    return accepted


@transaction.atomic
def approve_report(*, report: AnnualReport, on: date, place_and_date: str, by: int, today: date) -> None:
    """The board approves: members and auditors see the report, and what it says stands. Approved twice, it stands."""
    draft = AnnualReport.objects.drafts().filter(pk=report.pk)
    if draft.update(status=AnnualReport.Status.APPROVED, approved_on=on, place_and_date=place_and_date):
        report.refresh_from_db(fields=["status", "approved_on", "place_and_date"])
        keep_edition(report, today)
        log.info("report_approved", pk=report.pk, by=by)


@transaction.atomic
def reopen_report(*, report: AnnualReport, by: int) -> None:
    """Back to a draft: seen only by those who write in it, until it is approved again."""
    Edition.objects.filter(report=report).delete()
    AnnualReport.objects.filter(pk=report.pk).update(status=AnnualReport.Status.DRAFT, approved_on=None)
    log.info("report_reopened", pk=report.pk, by=by)
