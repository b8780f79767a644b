"""Speaking share: counting at an activity, two who count at once, the sums of a year, and the annual report."""

import uuid
from itertools import pairwise
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from distrikt.saving import EditConflict
from plan.berattelse.chapters import Material, Part
from tests.traffar.activities import NOW, at, make_activity, make_plan
from traffar.chapters import activity_parts
from traffar.models import Activity, SpeakingCount, SpeakingShare
from traffar.speaking.actions import save_count
from traffar.speaking.forms import SpeakingForm
from traffar.speaking.shares import FEWEST_TURNS, Counted, compare, per_cent, time_words

NAMES = st.sampled_from(["kvinnor", "män", "ickebinära", "nya", "gamla"])
COUNTS = st.builds(Counted, st.integers(1, 6), NAMES, st.integers(0, 60), st.integers(0, 9000))


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(cast) -> Activity:
    return make_activity(cast, starts_at=at(14), kind="members_meeting", title="Höstmöte")


def count_form(*groups: tuple[str, object, object], **changed) -> dict[str, object]:
    """What is sent for groups with turns and minutes."""
    fields: dict[str, object] = {"submission": str(uuid.uuid4()), "version": 0}
    for number, row in enumerate(groups, start=1):
        fields |= {f"{name}_{number}": value for name, value in zip(("group", "turns", "minutes"), row, strict=True)}
    return fields | changed


WOMEN_AND_MEN = (("Kvinnor", 12, "14:20"), (" män ", 9, "20"))


def stored(activity: Activity) -> list[tuple[str, int, int]]:
    return list(activity.speaking_shares.values_list("group", "turns", "seconds"))


def make_shares(activity: Activity, **groups: tuple[int, int]) -> None:
    SpeakingCount.objects.create(activity=activity)
    for name, (turns, seconds) in groups.items():
        SpeakingShare.objects.create(activity=activity, group=name, turns=turns, seconds=seconds)


class TestShares:
    @given(st.lists(st.integers(0, 10**7), min_size=1, max_size=6))
    def test_they_make_a_hundred_and_none_is_negative_or_off_by_a_whole(self, amounts):
        shares, total = per_cent(amounts), sum(amounts)
        assert sum(shares) == (100 if total else 0)
        assert all(share >= 0 for share in shares)
        assert all(
            abs(share * total - 100 * amount) < total for share, amount in zip(shares, amounts, strict=True) if total
        )

    @given(st.lists(st.integers(0, 1000), min_size=2, max_size=5))
    def test_who_had_more_has_no_smaller_share(self, amounts):
        ranked = sorted(zip(amounts, per_cent(amounts), strict=True))
        assert all(less[1] <= more[1] for less, more in pairwise(ranked) if less[0] < more[0])

    @given(st.lists(COUNTS, max_size=20, unique_by=lambda row: (row.activity, row.group)))
    def test_the_sums_hide_small_groups_and_lose_no_others(self, rows):
        comparisons = compare(rows)
        sums: dict[str, int] = {}
        for row in rows:
            sums[row.group] = sums.get(row.group, 0) + row.turns
        shown = [group for comparison in comparisons for group in comparison.groups]
        assert all(group.turns == sums[group.name] >= FEWEST_TURNS for group in shown)
        assert len({group.name for group in shown}) == len(shown)
        assert sum(comparison.activities for comparison in comparisons) == len({row.activity for row in rows})
        for comparison in comparisons:
            assert len(comparison.groups) != 1
            assert sum(group.share for group in comparison.groups) == (100 if comparison.groups else 0)

    @given(st.lists(COUNTS, max_size=12, unique_by=lambda row: (row.activity, row.group)), st.randoms())
    def test_the_order_of_the_rows_does_not_matter(self, rows, random):
        mixed = random.sample(rows, len(rows))
        assert compare(mixed) == compare(rows)

    def test_only_groups_that_were_counted_against_each_other_are_compared(self):
        rows = [
            *(Counted(1, "kvinnor", 9, 60), Counted(1, "män", 9, 60)),
            *(Counted(2, "kvinnor", 9, 60), Counted(2, "män", 8, 120), Counted(2, "ickebinära", 6, 60)),
            *(Counted(3, "nya", 5, 0), Counted(3, "gamla", 15, 0)),
        ]
        first, second = compare(rows)
        assert first.words == "ickebinära 17\xa0%, kvinnor 33\xa0%, män 50\xa0% av tiden; 41 inlägg"
        assert second.words == "gamla 75\xa0%, nya 25\xa0% av inläggen; 20 inlägg"
        assert (first.activities, second.activities) == (2, 1)

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(0, ""), (20, "under en minut"), (60, "1 min"), (3600, "1 tim"), (4800, "1 tim 20 min"), (3599, "1 tim")],
    )
    def test_time_in_words(self, seconds, words):
        assert time_words(seconds) == words


class TestSpeakingCount:
    def url(self, meeting: Activity, page: str = "speaking_count") -> str:
        return reverse(f"traffar:{page}", args=[meeting.pk])

    @pytest.mark.parametrize("name", ["sundsvall", "ombudsman", "chair", "secretary"])
    def test_who_may_change_it_or_sits_on_the_board_counts(self, meeting, log_in, name):
        response = log_in(name).post(self.url(meeting), count_form(*WOMEN_AND_MEN))
        assertRedirects(response, meeting.get_absolute_url())
        assert stored(meeting) == [("kvinnor", 12, 860), ("män", 9, 1200)]

    def test_first_the_groups_are_chosen_then_they_are_counted(self, meeting, log_in):
        client = log_in("sundsvall")
        page = client.get(self.url(meeting))
        assertContains(page, "ickebinära")
        assertNotContains(page, "speaking.js")
        response = client.post(self.url(meeting), count_form(("nya", "", ""), ("gamla", "", "")))
        assertRedirects(response, self.url(meeting))
        page = client.get(self.url(meeting))
        assertContains(page, "speaking.js")
        assertNotContains(page, "ickebinära")

    def test_the_activitys_page_tells_the_shares_in_a_line(self, meeting, log_in):
        make_shares(meeting, kvinnor=(16, 2900), män=(15, 3100))
        page = log_in("member").get(meeting.get_absolute_url())
        assertContains(page, "Kvinnor 48\xa0%, män 52\xa0% av tiden; 31 inlägg")
        assertContains(page, reverse("traffar:speaking_year", args=[2026]))
        assertNotContains(page, self.url(meeting))

    def test_what_a_single_person_said_is_not_told(self, meeting, log_in):
        make_shares(meeting, kvinnor=(16, 2900), män=(15, 3100), ickebinära=(4, 900))
        page = log_in("member").get(meeting.get_absolute_url())
        assertContains(page, "Kvinnor 48\xa0%, män 52\xa0% av tiden; 31 inlägg")
        SpeakingShare.objects.filter(group="män").update(turns=1)
        assertContains(log_in("member").get(meeting.get_absolute_url()), "för få inlägg")

    def test_groups_that_nobody_has_spoken_in_are_no_count_yet(self, meeting, log_in):
        make_shares(meeting, kvinnor=(0, 0), män=(0, 0))
        page = log_in("sundsvall").get(meeting.get_absolute_url())
        assertContains(page, "Räkna taltid")
        assertNotContains(page, "för få inlägg")

    @pytest.mark.parametrize(
        "fields",
        [{"starts_at": at(16)}, {"status": "draft"}, {"status": "cancelled", "cancel_reason": "Storm"}],
        ids=["tomorrow", "draft", "cancelled"],
    )
    def test_what_is_not_now_is_not_counted_at(self, cast, log_in, fields):
        meeting = make_activity(cast, **{"starts_at": at(14), **fields})
        client = log_in("sundsvall")
        assertNotContains(client.get(meeting.get_absolute_url()), "Räkna taltid")
        assertRedirects(client.post(self.url(meeting), count_form(*WOMEN_AND_MEN)), meeting.get_absolute_url())
        assert client.post(self.url(meeting, "speaking_save"), count_form(*WOMEN_AND_MEN)).status_code == 400
        assert stored(meeting) == []

    @pytest.mark.parametrize(
        ("groups", "error"),
        [
            ([("kvinnor", 3, "4")], "Välj minst två grupper att jämföra."),
            ([], "Välj minst två grupper att jämföra."),
            ([("kvinnor", 3, "4"), ("Kvinnor ", 3, "4")], "Två grupper kan inte heta likadant."),
            ([("kvinnor", 3, "4"), ("", 3, "4")], "Skriv vad gruppen heter."),
            ([("kvinnor", "", "4"), ("män", 1, "4")], "Skriv hur många inlägg det var."),
            ([("kvinnor", -1, "4"), ("män", 1, "4")], "mindre än 0"),
            ([("kvinnor", 10**9, "4"), ("män", 1, "4")], "större än 2"),
            ([("kvinnor", "tre", "4"), ("män", 1, "4")], "heltal"),
            ([("kvinnor", 3, "fyra"), ("män", 1, "4")], "14 eller 14:20"),
            ([("kvinnor", 3, "4:75"), ("män", 1, "4")], "14 eller 14:20"),
            ([("kvinnor", 3, "9999"), ("män", 1, "4")], "14 eller 14:20"),
            ([("k" * 25, 3, "4"), ("män", 1, "4")], "24 tecken"),
            ([("19121212-1212", 3, "4"), ("män", 1, "4")], "aldrig uppgifter om en person"),
            ([("anna@distrikt.example", 3, "4"), ("män", 1, "4")], "aldrig uppgifter om en person"),
        ],
    )
    def test_what_is_wrong_is_told_and_kept(self, meeting, log_in, groups, error):
        page = log_in("sundsvall").post(self.url(meeting), count_form(*groups))
        assertContains(page, error)
        assert stored(meeting) == []
        answer = log_in("sundsvall").post(self.url(meeting, "speaking_save"), count_form(*groups))
        assert answer.status_code == 400
        assert error in answer.json()["error"]

    def test_all_of_it_emptied_takes_the_count_away(self, meeting, log_in):
        client = log_in("sundsvall")
        client.post(self.url(meeting), count_form(*WOMEN_AND_MEN))
        assertRedirects(client.post(self.url(meeting), count_form(version=1)), meeting.get_absolute_url())
        assert stored(meeting) == []

    def test_sent_twice_is_saved_once(self, meeting, log_in):
        form, client = count_form(*WOMEN_AND_MEN), log_in("sundsvall")
        for _ in range(2):
            assertRedirects(client.post(self.url(meeting), form), meeting.get_absolute_url())
        assert len(stored(meeting)) == 2

    def test_two_who_count_by_hand_see_each_others(self, meeting, log_in):
        log_in("chair").post(self.url(meeting), count_form(*WOMEN_AND_MEN))
        form = count_form(("kvinnor", 1, "1"), ("män", 2, "2"))
        page = log_in("sundsvall").post(self.url(meeting), form)
        assertContains(page, "kvinnor 12 inlägg på 14:20, män 9 inlägg på 20:00", status_code=409)
        assertContains(page, "kvinnor 1 inlägg på 1:00", status_code=409)
        assert stored(meeting)[0] == ("kvinnor", 12, 860)
        assertRedirects(log_in("sundsvall").post(self.url(meeting), form | {"version": 1}), meeting.get_absolute_url())
        assert stored(meeting)[0] == ("kvinnor", 1, 60)

    def test_two_who_have_counted_the_same_need_not_choose(self, meeting, log_in):
        for name in ("chair", "sundsvall"):
            response = log_in(name).post(self.url(meeting), count_form(*WOMEN_AND_MEN))
            assertRedirects(response, meeting.get_absolute_url())
        assert SpeakingCount.objects.get().version == 1

    def test_speaking_save_counts_on_and_another_telephone_is_told(self, meeting, log_in):
        url, client = self.url(meeting, "speaking_save"), log_in("sundsvall")
        mine, other = count_form(*WOMEN_AND_MEN), count_form(("kvinnor", 1, "1"), ("män", 2, "2"))
        assert client.post(url, mine).json() == {"version": 1}
        # Its answer was lost: what it has seen is older than what it saved.
        assert client.post(url, mine | {"turns_1": 13}).json() == {"version": 2}
        answer = log_in("chair").post(url, other)
        assert (answer.status_code, answer.json()) == (
            409,
            {"version": 2, "theirs": "kvinnor 13 inlägg på 14:20, män 9 inlägg på 20:00"},
        )
        assert log_in("chair").post(url, other | {"version": 2}).json() == {"version": 3}
        assert client.post(url, mine | {"version": 2}).status_code == 409

    def test_bad_keys_are_no_fault_of_the_server(self, meeting, log_in):
        for changed in ({"submission": "x"}, {"version": "x"}, {"version": -1}, {"version": 10**30}):
            form = count_form(*WOMEN_AND_MEN, **changed)
            answer = log_in("sundsvall").post(self.url(meeting, "speaking_save"), form)
            assert answer.status_code == 400

    def test_nothing_is_known_of_when_or_who(self):
        fields = {field.name for field in SpeakingShare._meta.get_fields()}
        assert fields == {"id", "activity", "group", "turns", "seconds"}


class TestModel:
    def test_a_group_stands_once_and_time_needs_turns(self, meeting):
        make_shares(meeting, kvinnor=(3, 60))
        for name, turns in (("kvinnor", 1), ("män", 0)):
            share = SpeakingShare(activity=meeting, group=name, turns=turns, seconds=60)
            with pytest.raises(ValidationError):
                share.full_clean()
            with pytest.raises(IntegrityError), transaction.atomic():
                share.save()

    @given(
        st.lists(
            st.tuples(NAMES, st.integers(0, 2000), st.integers(0, 6000)),
            min_size=2,
            max_size=4,
            unique_by=lambda row: row[0],
        )
    )
    def test_what_a_form_shows_is_read_back_the_same(self, rows):
        shares = [
            SpeakingShare(group=name, turns=turns, seconds=seconds * bool(turns)) for name, turns, seconds in rows
        ]
        shown = SpeakingForm(count=None, shares=shares)
        data = {field.html_name: field.value() for field in shown if field.value() is not None}
        again = SpeakingForm(data, count=None, shares=[])
        assert again.is_valid(), urlencode(data)
        said = [(share.group, share.turns, share.seconds) for share in again.shares()]
        assert said == [(share.group, share.turns, share.seconds) for share in shares]

    def test_who_comes_second_saves_nothing(self, meeting):
        save_count(activity_id=meeting.pk, shares=[], submission=uuid.uuid4(), version=0, by=1)
        with pytest.raises(EditConflict):
            save_count(
                activity_id=meeting.pk,
                shares=[SpeakingShare(group="män", turns=1, seconds=1)],
                submission=uuid.uuid4(),
                version=0,
                by=1,
            )
        assert stored(meeting) == []


class TestSpeakingYear:
    url = "/taltid/2026/"

    def test_it_sums_the_year_and_names_what_is_behind_it(self, cast, log_in, meeting):
        make_shares(meeting, kvinnor=(10, 600), män=(10, 600), ickebinära=(2, 60))
        make_shares(make_activity(cast, "ange", at(3), status="held"), kvinnor=(2, 600), män=(20, 1800))
        make_shares(make_activity(cast, starts_at=at(3), status="cancelled", cancel_reason="Storm"), kvinnor=(90, 1))
        make_shares(make_activity(cast, starts_at=at(3, year=2025)), kvinnor=(90, 1), män=(90, 1))
        page = log_in("member").get(self.url)
        assertContains(page, "33 %")
        assertContains(page, "67 %")
        assertContains(page, "20 min")
        assertContains(page, "2 aktiviteter")
        assertContains(page, "Höstmöte")
        assertContains(page, "färre än fem inlägg")
        assertContains(page, "/taltid/2025/")
        assertNotContains(page, "Ickebinära")

    def test_nothing_counted_tells_how_to_begin(self, log_in):
        assertContains(log_in("member").get(self.url), "Ingen har räknat taltid 2026")

    @pytest.mark.parametrize("year", [0, 1, 1989, 2100, 99999])
    def test_speaking_year_knows_no_years_out_of_reach(self, log_in, year):
        assert log_in("member").get(f"/taltid/{year}/").status_code == 404

    def test_speaking_year_makes_as_many_queries_for_thirty_as_for_one(
        self, cast, log_in, meeting, django_assert_max_num_queries
    ):
        make_shares(meeting, kvinnor=(10, 600), män=(10, 600))
        client = log_in("member")
        with django_assert_max_num_queries(9) as few:
            client.get(self.url)
        for day in range(29):
            make_shares(make_activity(cast, starts_at=at(1 + day % 15)), kvinnor=(10, 600), män=(10, 600))
        with django_assert_max_num_queries(9) as many:
            client.get(self.url)
        assert len(few) == len(many)


class TestReport:
    def parts(self) -> list[Part]:
        """What is told of the speaking share, apart from what else is told of activities."""
        material = Material(make_plan(), None, (), (), ())  # type: ignore[arg-type]  # nothing else is read
        return [part for part in activity_parts(material) if "Taltiden" in part.draft]

    def test_the_chapter_tells_the_sums_of_what_was_held(self, cast):
        meeting = make_activity(cast, starts_at=at(3), status="held")
        meeting.co_hosts.set([cast.bodies["timra"], cast.bodies["kramfors"]])
        make_shares(meeting, kvinnor=(10, 600), män=(10, 1800))
        make_shares(make_activity(cast, starts_at=at(4), status="planned"), kvinnor=(90, 600), män=(10, 1800))
        [part] = self.parts()
        assert part.chapter == "feminism"
        assert part.draft == "Taltiden räknades vid en aktivitet: kvinnor 25\xa0%, män 75\xa0% av tiden; 20 inlägg."
        assert [group.turns for group in part.facts.comparisons[0].groups] == [10, 10]

    def test_too_few_turns_are_not_told_of(self, cast):
        make_shares(make_activity(cast, starts_at=at(3), status="held"), kvinnor=(4, 600), män=(10, 1800))
        assert self.parts() == []
