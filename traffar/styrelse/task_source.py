"""Decisions as what tasks come from."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from distrikt.access import Viewer
from plan.uppgifter.sources import Origin, TaskSource
from traffar.styrelse.actions.carrying_out import task_finished
from traffar.styrelse.minutes import decision_reference
from traffar.styrelse.models import Decision
from traffar.styrelse.sources import DECISION

SOURCE = DECISION


def links(ids: Collection[int], viewer: Viewer) -> dict[int, Origin]:
    """{id: its § and page} of those which the viewer may see."""
    seen = Decision.objects.visible_to(viewer).with_origin().filter(pk__in=ids)
    return {
        row.pk: Origin(decision_reference(row), reverse("styrelse:decision_follow_up", args=[row.pk])) for row in seen
    }


def visible_to(viewer: Viewer) -> "QuerySet[Any, Any]":
    return Decision.objects.visible_to(viewer).order_by().values("pk")


TASK_SOURCE = TaskSource("beslut", links, visible_to, task_finished)
