"""When long work is asked for, claimed, done or given up.

The database is the truth: a worker claims a job by a conditional UPDATE with a lease, and one that shows no sign of
life loses it. Celery only nudges; a sweep every minute finds what a lost nudge forgot.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet

from distrikt.utskick.jobs import JobFailed
from distrikt.utskick.models import Job

# A job that has shown no sign of life for this long was lost with its worker.
LEASE = timedelta(minutes=5)
ATTEMPTS = 3
# Files hold names of people: they are made anew rather than kept.
KEPT = timedelta(days=30)

GAVE_UP = f"Det gick inte att göra filen: arbetet avbröts {ATTEMPTS} gånger. Försök igen, och säg till om det upprepas."
BROKE = "Något gick fel när filen skulle göras. Felet är antecknat. Försök igen om en stund."

logger = structlog.get_logger(__name__)


class JobLost(Exception):
    """The lease ran out and another worker has the job now."""


def nudge_workers() -> None:
    """Ask a worker to look at once. May raise when there is no broker; the sweep does the work then."""
    current_app.send_task("distrikt.utskick.tasks.run_jobs", retry=False, ignore_result=True)


@transaction.atomic
def request_job(*, kind: str, object_id: int, by: int | None, at: datetime, content_hash: str = "") -> Job:
    """Ask for long work on a row. A job with the same content, waiting or done, is given back instead of a new one.

    Without `content_hash` every call makes a job.
    """
    asked = {"requested_by_id": by, "created_at": at}
    if content_hash:
        job, is_new = Job.objects.not_failed().get_or_create(
            kind=kind, object_id=object_id, content_hash=content_hash, defaults=asked
        )
    else:
        job, is_new = Job.objects.create(kind=kind, object_id=object_id, **asked), True
    if is_new:
        transaction.on_commit(nudge_workers, robust=True)
    return job


def claim_job(*, now: datetime) -> Job | None:
    """Take the oldest job that nobody works on; of several workers at once exactly one gets it."""
    free = Job.objects.due(now).filter(attempts__lt=ATTEMPTS)
    begun = {"status": Job.Status.RUNNING, "lease_until": now + LEASE, "message": "Börjar"}
    for pk in free.values_list("pk", flat=True)[:10]:
        if free.filter(pk=pk).update(**begun, attempts=F("attempts") + 1):
            return Job.objects.get(pk=pk)
    return None


def give_up_jobs(*, now: datetime) -> int:
    """Fail those that have lost their worker as often as a job may. Returns how many."""
    given_up = 0
    for job in Job.objects.due(now).filter(attempts__gte=ATTEMPTS):
        default_storage.delete(job.storage_name)
        given_up += _end(job, status=Job.Status.FAILED, at=now, message=GAVE_UP)
    return given_up


def run_due_jobs(*, clock: Callable[[], datetime]) -> int:
    """Do all that waits, one after another. Returns how many were begun."""
    begun = 0
    forget_jobs(Job.objects.over().filter(ended_at__lt=clock() - KEPT).values_list("pk", flat=True))
    give_up_jobs(now=clock())
    while job := claim_job(now=clock()):
        begun += 1
        run_job(job, clock=clock)
    return begun


def run_job(job: Job, *, clock: Callable[[], datetime]) -> None:
    """Do a claimed job to its end: done with a file, or failed with words for the one who asked."""
    try:
        filename, content = job.rule.run(job, _Report(job, clock))
    except JobLost:
        logger.warning("job_lost", job=str(job.pk), kind=job.kind)
    except JobFailed as failure:
        _end(job, status=Job.Status.FAILED, at=clock(), message=str(failure))
    except Exception:
        logger.exception("job_broke", job=str(job.pk), kind=job.kind)
        _end(job, status=Job.Status.FAILED, at=clock(), message=BROKE)
    else:
        _finish(job, filename=filename, content=content, at=clock())


@dataclass(frozen=True, slots=True)
class _Report:
    """Writes progress on the row and renews the lease, as long as the job is still this worker's."""

    job: Job
    clock: Callable[[], datetime]

    def __call__(self, percent: int, line: str) -> None:
        if not _mine(self.job).update(progress=percent, message=line, lease_until=self.clock() + LEASE):
            raise JobLost


def _mine(job: Job) -> QuerySet[Job]:
    """The row as long as nobody else has claimed it since."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, status=Job.Status.RUNNING)


def _finish(job: Job, *, filename: str, content: bytes, at: datetime) -> None:
    if not _mine(job).update(lease_until=at + LEASE):
        return
    # First the file, then the row: a crash in between leaves a file that the next attempt writes over.
    default_storage.delete(job.storage_name)
    default_storage.save(job.storage_name, ContentFile(content))
    _end(job, status=Job.Status.DONE, at=at, message="", progress=100, filename=filename, result=job.storage_name)
    earlier = Job.objects.over().filter(kind=job.kind, object_id=job.object_id, created_at__lt=job.created_at)
    forget_jobs(earlier.values_list("pk", flat=True))


def _end(job: Job, *, at: datetime, **fields: object) -> int:
    return _mine(job).update(ended_at=at, lease_until=None, **fields)


def forget_jobs(pks: Iterable[UUID]) -> None:
    """Remove jobs with their files: the file first, so that a crash in between leaves a row to find it by."""
    for job in Job.objects.filter(pk__in=list(pks)):
        if job.result:
            job.result.delete(save=False)
        job.delete()
