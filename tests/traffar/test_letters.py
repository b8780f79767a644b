"""What activities hand the letters: the people concerned, and the coming week."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from model_bakery import baker

from distrikt.clock import STOCKHOLM
from distrikt.utskick.groups import find_group, own_group, reached
from distrikt.utskick.models import Letter
from distrikt.utskick.week import week_subject, week_text
from traffar.groups import group_key
from traffar.models import Activity

NOW = datetime(2026, 9, 15, 10, tzinfo=STOCKHOLM)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW):
        yield


def activity(organiser, *, days: int = 3, **facts) -> Activity:
    starts_at = NOW + timedelta(days=days)
    common = {"kind": "square_meeting", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    return baker.make(Activity, **{**common, "organiser": organiser, "status": "planned", **facts})


class TestThoseConcerned:
    def test_are_those_who_act_for_organiser_and_co_hosts_and_the_contact(self, cast):
        row = activity(cast.bodies["sundsvall"], contact=cast.stranger)
        row.co_hosts.add(cast.bodies["klimatnatverket"])
        group = find_group(group_key(row))
        assert set(reached(group, cast.viewer("chair"))) == {cast.sundsvall, cast.convener, cast.stranger}
        assert group.name == "de som berörs av Torgmöte, fre 18 sep kl. 10"

    @pytest.mark.parametrize("slug", ["distriktsstyrelsen", "distriktet"])
    def test_of_what_the_district_arranges_are_board_and_ombudsman(self, slug, cast):
        group = find_group(group_key(activity(cast.bodies[slug])))
        assert set(reached(group, cast.viewer("chair"))) == {cast.chair, cast.secretary, cast.ombudsman}

    def test_are_written_to_by_those_who_write_to_all_and_those_who_arrange_it(self, cast):
        row = activity(cast.bodies["sundsvall"], contact=cast.member)
        writers = {who for who in cast.people if own_group(cast.viewer(who), group_key(row))}
        assert writers == {"chair", "secretary", "ombudsman", "sundsvall"}
        row.co_hosts.add(cast.bodies["klimatnatverket"])
        assert own_group(cast.viewer("convener"), group_key(row))
        assert own_group(cast.viewer("ange"), group_key(row)) is None

    def test_with_protected_personal_data_are_not_reached_by_a_contact(self, cast):
        row = activity(cast.bodies["sundsvall"], contact=cast.member)
        cast.member.is_protected = True
        cast.member.save()
        group = own_group(cast.viewer("sundsvall"), group_key(row))
        assert set(reached(group, cast.viewer("sundsvall"))) == {cast.sundsvall}

    def test_are_sent_a_letter_by_the_contact_who_sees_to_how_many_it_goes(self, cast, log_in):
        row = activity(cast.bodies["sundsvall"], contact=cast.sundsvall)
        row.co_hosts.add(cast.bodies["ange"])
        client = log_in("sundsvall")
        form = {"group": group_key(row), "subject": "Lördag", "body": "Ta med bord.", "submission": uuid4()}
        client.post("/utskick/skriv/nytt/", form)
        letter = Letter.objects.get()
        page = client.get(f"/utskick/skriv/{letter.pk}/skicka/")
        assert page.context["people"] == "2 personer"
        client.post(f"/utskick/skriv/{letter.pk}/skicka/", page.context["form"].initial)
        letter.refresh_from_db()
        assert (letter.is_draft, letter.recipients) == (False, 2)

    def test_of_a_draft_are_no_group_for_who_does_not_see_it(self, cast):
        row = activity(cast.bodies["sundsvall"], status="draft")
        assert own_group(cast.viewer("chair"), group_key(row)) is None
        assert own_group(cast.viewer("ombudsman"), group_key(row))

    def test_are_not_there_without_the_activity(self, cast):
        row = activity(cast.bodies["sundsvall"])
        key = group_key(row)
        row.delete()
        assert find_group(key) is None

    def test_are_reached_from_its_page(self, cast, log_in):
        row = activity(cast.bodies["sundsvall"], contact=cast.sundsvall)
        link = f"/utskick/skriv/nytt/?grupp={group_key(row)}"
        assert link in log_in("chair").get(row.get_absolute_url()).content.decode()
        assert link in log_in("sundsvall").get(row.get_absolute_url()).content.decode()
        assert "utskick/skriv/nytt" not in log_in("ange").get(row.get_absolute_url()).content.decode()
        form = log_in("chair").get(link).context["form"]
        assert (form["group"].value(), form.number) == (group_key(row), 1)
        form = {"group": group_key(row), "subject": "Lördag", "body": "Ta med bord.", "submission": uuid4()}
        log_in("chair").post("/utskick/skriv/nytt/", form)
        assert Letter.objects.get().group_name == "de som berörs av Torgmöte, fre 18 sep kl. 10"

    def test_a_group_in_the_address_that_is_not_the_viewers_is_not_chosen(self, cast, log_in):
        row = activity(cast.bodies["sundsvall"])
        form = log_in("ange").get(f"/utskick/skriv/nytt/?grupp={group_key(row)}").context["form"]
        assert form.number is None
        assert "Torgmöte" not in str(form.fields["group"].choices)


class TestTheWeeklyLetter:
    def test_tells_what_is_published_in_the_coming_seven_days(self, cast):
        sundsvall = cast.bodies["sundsvall"]
        activity(sundsvall, title="På lördag", place="Navet")
        activity(sundsvall, days=6, title="Sista dagen", status="cancelled", cancel_reason="Storm")
        activity(sundsvall, days=0, title="I *dag* [x]")
        activity(sundsvall, days=7, title="För sent")
        activity(sundsvall, days=-3, title="Förbi")
        activity(sundsvall, title="Hemligt", status="draft")
        assert week_text(cast.viewer("sundsvall"), "https://distrikt.example").split("\n") == [
            "Det här händer den närmaste veckan:",
            "",
            r"- **tis 15 sep kl. 10:** I \*dag\* \[x\], Sundsvall",
            "- **fre 18 sep kl. 10:** På lördag, Navet · Sundsvall",
            "- **mån 21 sep kl. 10:** INSTÄLLT – Sista dagen, Sundsvall",
            "",
            "Hela kalendern: <https://distrikt.example/traffar/>",
        ]

    def test_says_so_when_there_is_nothing(self, cast):
        assert "Inget står i kalendern" in week_text(cast.viewer("chair"), "")

    @pytest.mark.parametrize(("day", "week"), [("2026-09-15", 38), ("2026-09-18", 39), ("2026-12-31", 53)])
    def test_is_named_after_the_week_that_most_of_it_lies_in(self, day, week):
        assert week_subject(datetime.fromisoformat(day).date()) == f"Veckobrev, vecka {week}"

    @pytest.mark.parametrize(("who", "group"), [("chair", "alla med uppdrag i distriktet"), ("sundsvall", "Sundsvall")])
    def test_begins_a_draft_once_however_often_it_is_pressed(self, who, group, log_in):
        client = log_in(who)
        submission = client.get("/utskick/skriv/").context["submission"]
        answers = [client.post("/utskick/skriv/veckobrev/", {"submission": submission}) for _ in range(2)]
        letter = Letter.objects.get()
        assert [answer.url for answer in answers] == [f"/utskick/skriv/{letter.pk}/andra/"] * 2
        assert (letter.group_name, letter.subject, letter.is_draft) == (group, "Veckobrev, vecka 38", True)

    def test_without_its_form_begins_nothing(self, log_in):
        assert log_in("chair").post("/utskick/skriv/veckobrev/").url == "/utskick/skriv/"
        assert not Letter.objects.exists()
