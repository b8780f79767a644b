"""Long work: done once, found again after a crash, failed so that people see it, and no file left behind."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from distrikt.organisation.models import District
from distrikt.utskick import actions
from distrikt.utskick.jobs import JobFailed, JobKind, kinds
from distrikt.utskick.models import Job

NOW = datetime(2026, 9, 15, 12, tzinfo=UTC)


@pytest.fixture
def work(monkeypatch):
    """A kind of job whose work is what the test says: `work.append(function)`."""
    todo = []
    kind = JobKind(
        name="Provjobb",
        objects=lambda viewer: District.objects.all() if viewer.sees_content else District.objects.none(),
        run=lambda job, progress: todo[0](job, progress),
        home=lambda pk: "/",
    )
    monkeypatch.setitem(kinds._entries, "probe", kind)
    return todo


def ask(by=None, content_hash="", at=NOW) -> Job:
    return actions.request_job(kind="probe", object_id=1, by=by, at=at, content_hash=content_hash)


def run(at=NOW) -> int:
    return actions.run_due_jobs(clock=lambda: at)


def files() -> set[str]:
    return set(default_storage.listdir("jobb")[1]) if default_storage.exists("jobb") else set()


def test_a_job_is_done_with_its_file(db, work):
    work.append(lambda job, progress: ("fil.pdf", b"innehall"))
    job = ask()
    assert run() == 1
    job.refresh_from_db()
    assert (job.status, job.progress, job.filename, job.ended_at) == ("done", 100, "fil.pdf", NOW)
    with job.result.open() as made:
        assert made.read() == b"innehall"
    assert run() == 0


def test_progress_is_seen_while_it_runs_and_renews_the_lease(db, work):
    seen = []

    def slowly(job, progress):
        progress(40, "Sätter sidorna")
        seen.append(Job.objects.values_list("progress", "message", "lease_until").get())
        return "fil.pdf", b""

    work.append(slowly)
    ask()
    run()
    assert seen == [(40, "Sätter sidorna", NOW + actions.LEASE)]


def test_the_same_content_is_asked_for_once_also_by_two_people(cast, work):
    first = ask(by=cast.chair.pk, content_hash="a")
    assert ask(by=cast.member.pk, content_hash="a") == first
    assert ask(by=cast.chair.pk, content_hash="b") != first
    assert ask(by=cast.chair.pk) != ask(by=cast.chair.pk)


def test_a_failed_job_can_be_asked_for_again(db, work):
    def refuse(job, progress):
        raise JobFailed("Planen finns inte längre.")

    work.append(refuse)
    failed = ask(content_hash="a")
    run()
    failed.refresh_from_db()
    assert (failed.status, failed.message) == ("failed", "Planen finns inte längre.")
    assert ask(content_hash="a") != failed


def test_a_mistake_in_the_program_is_told_in_words_and_noted_without_them(db, work):
    work.append(lambda job, progress: 1 / 0)
    job = ask()
    run()
    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", actions.BROKE)


def test_a_crashed_job_is_begun_again_and_given_up_after_three_attempts(db, work):
    job = ask()
    at = NOW
    for attempt in (1, 2, 3):
        assert actions.claim_job(now=at).attempts == attempt  # ... and the worker dies here
        assert actions.claim_job(now=at + actions.LEASE) is None
        at += actions.LEASE + timedelta(seconds=1)
    assert actions.claim_job(now=at) is None
    default_storage.save(job.storage_name, ContentFile(b"half a file"))
    assert run(at=at) == 0
    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", actions.GAVE_UP)
    assert str(job.pk) not in files()


def test_a_worker_that_was_too_slow_leaves_the_job_to_the_one_that_has_it(db, work):
    def too_slow(job, progress):
        assert actions.claim_job(now=NOW + actions.LEASE * 2)
        progress(50, "för sent")

    work.append(too_slow)
    job = ask()
    run()
    job.refresh_from_db()
    assert (job.status, job.attempts, job.message) == ("running", 2, "Börjar")


def test_a_newer_job_takes_the_place_of_the_older_and_its_file(db, work):
    work.append(lambda job, progress: ("fil.pdf", b"x"))
    old = ask(content_hash="a")
    run()
    new = ask(content_hash="b", at=NOW + timedelta(minutes=1))
    run()
    assert list(Job.objects.all()) == [new]
    assert str(old.pk) not in files()
    assert str(new.pk) in files()


def test_old_files_are_forgotten(db, work):
    work.append(lambda job, progress: ("fil.pdf", b"x"))
    job = ask()
    run()
    run(at=NOW + actions.KEPT + timedelta(days=1))
    assert not Job.objects.exists()
    assert str(job.pk) not in files()


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_at_once_one_gets_the_job(work):
    ask()
    barrier = threading.Barrier(4)
    claimed = []

    def claim():
        barrier.wait()
        claimed.append(actions.claim_job(now=NOW))
        connection.close()

    workers = [threading.Thread(target=claim) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len([job for job in claimed if job]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_does_not_answer_loses_nothing(work, monkeypatch):
    def no_broker():
        raise ConnectionError

    monkeypatch.setattr(actions, "nudge_workers", no_broker)
    work.append(lambda job, progress: ("fil.pdf", b"x"))
    ask()
    call_command("run_jobs", verbosity=0)
    assert Job.objects.get().status == Job.Status.DONE


def test_job_detail_shows_progress_with_and_without_script(cast, log_in, work):
    job = ask(by=cast.chair.pk)
    client = log_in("chair")
    page = client.get(f"/utskick/jobb/{job.pk}/").content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "<progress" in page
    fragment = client.get(f"/utskick/jobb/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'hx-trigger="every 1s"' in fragment


def test_job_file_is_fetched_as_an_attachment_and_kept_by_no_cache(cast, log_in, work):
    work.append(lambda job, progress: ("berättelse.pdf", b"%PDF"))
    job = ask(by=cast.chair.pk)
    client = log_in("chair")
    assert client.get(f"/utskick/jobb/{job.pk}/fil/").status_code == 404
    run()
    response = client.get(f"/utskick/jobb/{job.pk}/fil/")
    assert b"".join(response) == b"%PDF"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    default_storage.delete(job.storage_name)
    assert client.get(f"/utskick/jobb/{job.pk}/fil/").status_code == 404


def test_job_file_is_for_those_who_may_see_what_it_is_about(cast, log_in, work):
    work.append(lambda job, progress: ("fil.pdf", b"x"))
    job = ask(by=cast.chair.pk)
    run()
    for name, status in [("member", 200), ("administrator", 404), ("stranger", 404), (None, 302)]:
        for page in ("", "fil/"):
            response = log_in(name).get(f"/utskick/jobb/{job.pk}/{page}")
            b"".join(response)
            assert response.status_code == status
