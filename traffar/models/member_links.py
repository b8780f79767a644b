"""The link by which the members of a branch, who have no account, see what happens and sign up."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from distrikt.organisation.models import Body
from distrikt.organisation.roles import Role
from traffar.models.feeds import new_token

if TYPE_CHECKING:
    from distrikt.access import Viewer


class MemberLinkQuerySet(models.QuerySet["MemberLink"]):
    def visible_to(self, viewer: "Viewer") -> "MemberLinkQuerySet":
        """Those of the branches whose contact the viewer is; the ombudsman sees all, and hands them out."""
        return self if viewer.holds(Role.OMBUDSMAN) else self.filter(branch__in=viewer.bodies(Role.CONTACT))

    def open(self) -> "MemberLinkQuerySet":
        return self.filter(revoked_at=None)


class MemberLink(models.Model):
    """A branch's link to its members. Who has it sees no names; when it has gone astray it is closed and made anew."""

    token = models.CharField("nyckel", max_length=64, unique=True, default=new_token, editable=False)
    branch = models.ForeignKey(Body, models.CASCADE, related_name="member_links", verbose_name="partiförening")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gjord av"
    )
    created_at = models.DateTimeField("gjord", default=timezone.now, editable=False)
    revoked_at = models.DateTimeField("stängd", null=True, blank=True, editable=False)

    objects = MemberLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "medlemslänk"
        verbose_name_plural = "medlemslänkar"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["branch"], condition=Q(revoked_at=None), name="member_link_open_once")
        ]

    def __str__(self) -> str:
        return f"medlemslänk {self.branch}"
