"""When a branch's link to its members is made, closed, and made anew."""

from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from distrikt.organisation.models import Body
from traffar.models import MemberLink

log = structlog.get_logger(__name__)


def address_of(link: MemberLink) -> str:
    return f"{settings.BASE_URL}{reverse('traffar:member_page', args=[link.token])}"


def make_link(*, branch: Body, by: int) -> None:
    """Make the link. Where there is one it stays: two who press at once get the same."""
    made = MemberLink(branch=branch, created_by_id=by)
    MemberLink.objects.bulk_create([made], ignore_conflicts=True)
    log.info("member_link_made", branch=branch.pk, by=by)


def close_link(*, branch: Body, by: int, at: datetime) -> None:
    """The link opens nothing from now on."""
    MemberLink.objects.open().filter(branch=branch).update(revoked_at=at)
    log.info("member_link_closed", branch=branch.pk, by=by)


@transaction.atomic
def renew_link(*, branch: Body, by: int, at: datetime) -> None:
    """Close the link, for it has gone astray, and make another."""
    close_link(branch=branch, by=by, at=at)
    make_link(branch=branch, by=by)
