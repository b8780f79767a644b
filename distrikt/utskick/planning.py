"""What is to be told in the coming day is put into the outbox: by key, so that however often it is planned it is once.

Quiet hours are kept, and nobody gets more than one mail a day of what can wait, unless the next day would be too late.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from distrikt.clock import STOCKHOLM
from distrikt.mail import Mail, MailKind, Occasion, QueuedMail, kinds
from distrikt.organisation.models import User
from distrikt.organisation.reports import people_holding
from distrikt.organisation.roles import Role
from distrikt.utskick.calm import Calm
from distrikt.utskick.models import Message, Preference, ReminderSetting
from distrikt.utskick.reminders import Line, digest_sources, planners, reminder_rules

# So far ahead "På väg" shows what is coming.
AHEAD = timedelta(days=1)
DIGEST = "digest"
DIGEST_CLOCK = time(8)
# "Tre saker den här veckan": the rest is told by number.
MOST_LINES = 3

log = structlog.get_logger(__name__)

# By the person or, for those without an account, the address.
_Days = dict[tuple[int | str, date], set[str]]


def plan_all(*, now: datetime) -> int:
    """Queue everything that is told without anybody asking for it. Returns how many are new."""
    new = plan_reminders(now=now) + plan_digests(now=now)
    return new + sum(planner(now) for _, planner in planners)


def plan_reminders(*, now: datetime) -> int:
    """Queue what falls due until this time tomorrow. Returns how many are new. A fixed number of queries."""
    changed = {setting.kind: setting for setting in ReminderSetting.objects.all()}
    mails = []
    for kind, rule in reminder_rules:
        setting = changed.get(kind)
        if setting and not setting.is_on:
            continue
        for reminder in rule.plan(now, now + AHEAD, setting.days_before if setting else rule.days):
            mails.append(
                QueuedMail(
                    kind=kind,
                    email=reminder.email,
                    person_id=reminder.person_id,
                    object_id=reminder.object_id,
                    occurrence=reminder.occurrence,
                    due_at=reminder.due_at,
                    not_after=reminder.not_after,
                )
            )
    return queue_planned(mails, Calm.of_district(), now=now)


def plan_digests(*, now: datetime) -> int:
    """On a Monday, one mail to each who has something that can wait. Quiet weeks have none. Returns how many."""
    today = now.astimezone(STOCKHOLM).date()
    week = f"{today:%G-W%V}"
    calm = Calm.of_district()
    if today.isoweekday() != 1 or calm.is_quiet_week(today):
        return 0
    if Message.objects.filter(kind=DIGEST, occurrence=week).exists():
        return 0
    lines: defaultdict[tuple[int, str], list[Line]] = defaultdict(list)
    for _, source in digest_sources:
        for line in source(today):
            lines[line.person_id, line.email].append(line)
    due_at = datetime.combine(today, DIGEST_CLOCK, tzinfo=STOCKHOLM)
    mails = [
        QueuedMail(
            kind=DIGEST,
            email=email,
            person_id=person,
            occurrence=week,
            payload=_payload(found),
            due_at=due_at,
            not_after=due_at + timedelta(days=2),
        )
        for (person, email), found in lines.items()
    ]
    return queue_planned(mails, calm, now=now)


def _payload(lines: Iterable[Line]) -> dict[str, object]:
    ordered = sorted(lines, key=lambda line: -line.weight)
    shown = [{"text": line.text, "url": line.url} for line in ordered[:MOST_LINES]]
    return {"lines": shown, "more": len(ordered) - len(shown)}


def queue_planned(mails: list[QueuedMail], calm: Calm, *, now: datetime) -> int:
    """Write down those that are new, each at its time or when it may. Returns how many. A fixed number of queries.

    What is due already goes now: what counts for the quiet hours is the clock, not when it should have gone.
    """
    known = set(Message.objects.filter(key__in=[mail.key for mail in mails]).values_list("key", flat=True))
    off = set(Preference.objects.filter(is_on=False).values_list("user", "kind"))
    taken = _days_taken(mails)
    rows = []
    for mail in sorted(mails, key=lambda mail: mail.due_at or datetime.max.replace(tzinfo=STOCKHOLM)):
        if mail.key in known or (mail.person_id, mail.kind) in off:
            continue
        known.add(mail.key)
        row = Message.of(mail)
        if kinds[mail.kind].can_wait:
            row.due_at = row.wanted_at = _free_moment(mail, max(row.due_at, now), calm, taken)
        rows.append(row)
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _days_taken(mails: list[QueuedMail]) -> _Days:
    """On which days who gets something that could have waited."""
    waiting = [kind for kind, rule in kinds if rule.can_wait]
    first = min((mail.due_at for mail in mails if mail.due_at), default=None)
    taken: _Days = defaultdict(set)
    if first is None:
        return taken
    rows = Message.objects.filter(kind__in=waiting, due_at__gte=first - timedelta(days=1)).exclude(
        status__in=[Message.Status.CANCELLED, Message.Status.TOO_LATE]
    )
    for person, email, due_at, key in rows.values_list("recipient", "email", "due_at", "key"):
        taken[person or email.lower(), due_at.astimezone(STOCKHOLM).date()].add(key)
    return taken


def _free_moment(mail: QueuedMail, earliest: datetime, calm: Calm, taken: _Days) -> datetime:
    """When the mail may go: out of quiet hours, and on a day without another, as long as that is not too late."""
    wanted = calm.free_moment(earliest, mail.not_after)
    moment, who = wanted, mail.person_id or mail.email.lower()
    while taken[who, moment.astimezone(STOCKHOLM).date()]:
        later = moment + timedelta(days=1)
        if mail.not_after is None or later > mail.not_after:
            moment = wanted
            break
        moment = later
    taken[who, moment.astimezone(STOCKHOLM).date()].add(mail.key)
    return moment


def set_preferences(*, person_id: int, chosen: Mapping[str, bool]) -> None:
    """Keep which kinds of mail a person wants; those that are off no longer go, not even what waits already."""
    Preference.objects.bulk_create(
        [Preference(user_id=person_id, kind=kind, is_on=is_on) for kind, is_on in chosen.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["is_on"],
    )


@transaction.atomic
def set_rules(*, rules: Iterable[ReminderSetting], by: int) -> None:
    """Keep the district's own timing of its reminders."""
    for rule in rules:
        rule.save()
    log.info("reminder_rules_set", by=by)


def bounce_lines(monday: date) -> Iterator[Line]:
    """To the ombudsman: whose address takes no mail. Two queries."""
    gone = list(User.objects.filter(is_active=True, bounced_email=F("email")))
    if not gone:
        return
    for person, email in people_holding([Role.OMBUDSMAN], monday):
        for lost in gone:
            url = f"{settings.BASE_URL}{reverse('organisation:person_detail', args=[lost.pk])}"
            yield Line(person, email, f"Mejl till {lost} kommer inte fram. Be om en ny adress.", url, 35)


def _digest(occasion: Occasion) -> Mail:
    return Mail("utskick/email/digest", {"lines": occasion.payload["lines"], "more": occasion.payload["more"]})


KINDS = {DIGEST: MailKind("Måndagsmejl", _digest, is_duty=False, can_wait=True)}
