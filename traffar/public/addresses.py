"""The addresses of the open pages, made of words and the activity's number."""

from django.urls import reverse
from django.utils.text import slugify

from traffar.models import Activity, ActivityKind


def slug_of(title: str, kind: str) -> str:
    """torgmote-pa-asen; a title without a letter of the alphabet gives way to what it is."""
    return slugify(title) or slugify(ActivityKind(kind).label)


def public_path(activity: Activity) -> str:
    """/oppet/torgmote-12/"""
    return path_of(activity.pk, activity.display_title, activity.kind)


def beside(activity: Activity, name: str) -> str:
    """The address of a file under the page: `public_calendar`, `public_picture`."""
    slug = slug_of(activity.display_title, activity.kind)
    return reverse(f"traffar:{name}", kwargs={"slug": slug, "pk": activity.pk})


def path_of(pk: int, title: str, kind: str) -> str:
    """The same, of the parts; an empty title is the kind's."""
    return reverse("traffar:public_detail", kwargs={"slug": slug_of(title, kind), "pk": pk})


def short_path(pk: int) -> str:
    """/oppet/12/, which leads on to the page: to be read from a poster and typed by hand."""
    return reverse("traffar:public_detail", kwargs={"pk": pk})
