"""§ 34/2020 in a text: where it leads for who reads it. Of several by the same number, to a search of the ledger."""

from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from distrikt.access import Viewer, may
from distrikt.markup import references_in
from traffar.styrelse.addresses import minutes_address, published_address
from traffar.styrelse.models import AgendaItem, Decision
from traffar.styrelse.numbering import reference
from traffar.styrelse.rules import reads_all

# (§, year)
Pair = tuple[int, int]


def addresses_of(pairs: Collection[Pair], viewer: Viewer) -> dict[Pair, str]:
    """{(§, year): address} of those that the viewer may open, of the board and of its executive committee. Two queries,
    three for who reads published minutes only."""
    found: defaultdict[Pair, list[str]] = defaultdict(list)
    asked = reduce(or_, (Q(paragraph=number, meeting__year=year) for number, year in pairs))
    items = AgendaItem.objects.visible_to(viewer).filter(asked)
    for number, year, meeting in set(items.values_list("paragraph", "meeting__year", "meeting")):
        found[number or 0, year].append(minutes_address(meeting, number))
    words = {reference(number, year): (number, year) for number, year in pairs}
    earlier = Decision.objects.visible_to(viewer).filter(item=None, reference__in=words)
    for pk, said in earlier.values_list("pk", "reference"):
        found[words[said]].append(reverse("styrelse:decision_follow_up", args=[pk]))
    if viewer.sees_content and not reads_all(viewer):
        published = AgendaItem.objects.filter(asked, is_confidential=False, meeting__published__isnull=False)
        for number, year, meeting in published.values_list("paragraph", "meeting__year", "meeting"):
            if minutes_address(meeting, number) not in found[number or 0, year]:
                found[number or 0, year].append(published_address(meeting, number))
    searches = may(viewer, "styrelse.see_decisions")
    return {
        pair: urls[0] if len(urls) == 1 else search_address(*pair)
        for pair, urls in found.items()
        if len(urls) == 1 or (urls and searches)
    }


def places_of(text: str, viewer: Viewer) -> list[tuple[str, str]]:
    """(title of the meeting, address) of each § that a search names, where the viewer may read it. One query, when it
    names any."""
    pairs = references_in(text)
    if not pairs:
        return []
    asked = reduce(or_, (Q(paragraph=number, meeting__year=year) for number, year in pairs))
    items = AgendaItem.objects.visible_to(viewer).filter(asked).select_related("meeting__activity")
    rows = items.order_by("meeting__held_on", "pk")
    return [(f"{row.meeting.title}: {row}", minutes_address(row.meeting_id, row.paragraph)) for row in rows]


def search_address(number: int, year: int) -> str:
    return f"{reverse('styrelse:decision_list')}?{urlencode({'visa': 'alla', 'q': reference(number, year)})}"
