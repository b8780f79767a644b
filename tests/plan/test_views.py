"""The pages of the plan as a whole, played by the cast."""

from datetime import date

import pytest

from plan import year_wheel
from plan.models import Intake, YearPlan
from tests.plan.builders import contribute, make_commitment, make_plan

TODAY = date(2026, 9, 15)


@pytest.fixture
def commitment(plan, cast):
    return make_commitment(plan, responsible=cast.bodies["sundsvall"])


class TestWhoSeesWhat:
    @pytest.mark.parametrize("path", ["", "1.1", "omrade/styrelsen/", "arshjul/"])
    @pytest.mark.parametrize(("name", "status"), [("member", 200), ("auditor", 200), ("administrator", 404)])
    def test_an_adopted_plan_is_everyones_but_not_the_administrators(self, log_in, commitment, path, name, status):
        path = f"/plan/2026/{'atagande/1.1/' if path == '1.1' else path}"
        assert log_in(name).get(path).status_code == status

    @pytest.mark.parametrize(
        ("name", "status"), [("chair", 200), ("ombudsman", 200), ("sundsvall", 404), ("member", 404)]
    )
    def test_a_draft_is_the_boards_and_the_ombudsmans(self, log_in, db, name, status):
        make_commitment(make_plan(2027, adopted=False))
        assert log_in(name).get("/plan/2027/").status_code == status
        assert log_in(name).get("/plan/2027/atagande/1.1/").status_code == status

    @pytest.mark.parametrize("path", ["/plan/", "/plan/alla/"])
    def test_the_plans_pages_are_not_the_administrators(self, log_in, path):
        assert log_in("administrator").get(path).status_code == 404

    def test_without_a_plan_the_page_says_what_will_stand_there(self, log_in):
        assert "Ingen verksamhetsplan än" in log_in("member").get("/plan/").content.decode()

    def test_plan_list_shows_a_member_no_draft(self, log_in, plan):
        make_plan(2027, adopted=False)
        page = log_in("member").get("/plan/alla/").content.decode()
        assert "Verksamhetsplan 2026" in page
        assert "Verksamhetsplan 2027" not in page

    @pytest.mark.parametrize("path", ["/plan/", "/plan/alla/"])
    @pytest.mark.parametrize(("name", "leads"), [("chair", True), ("ombudsman", True), ("sundsvall", False)])
    def test_who_drafts_plans_gets_to_reading_in_with_a_plan_in_place(self, log_in, plan, path, name, leads):
        assert ("/plan/las-in/" in log_in(name).get(path).content.decode()) is leads

    @pytest.mark.parametrize(("name", "listed"), [("chair", True), ("member", False)])
    def test_plan_list_leads_to_reviews_that_have_begun(self, log_in, plan, name, listed):
        Intake.objects.create(source_name="plan-2027.docx", source_text="", headings=[], candidates=[])
        page = log_in(name).get("/plan/alla/").content.decode()
        assert ("plan-2027.docx" in page) is listed


class TestThePlanPage:
    def test_plan_current_says_how_it_goes_in_words(self, log_in, commitment):
        contribute(commitment, *[date(2026, 2, day) for day in range(1, 8)])
        page = log_in("member").get("/plan/").content.decode()
        assert "7 av minst 8 – i fas" in page
        assert "väntat i dag: 5" in page
        assert "Sundsvall" in page

    def test_a_number_in_the_legend_leads_to_its_rows(self, log_in, plan, commitment):
        make_commitment(plan, kind="one-off", text="Distriktet ska ordna en fest.")
        page = log_in("member").get("/plan/2026/?lage=none-yet").content.decode()
        assert "en fest" in page
        assert "åtta möten" not in page

    def test_an_unknown_status_shows_the_whole_plan(self, log_in, commitment):
        assert "åtta möten" in log_in("member").get("/plan/2026/?lage=x").content.decode()

    def test_of_two_plans_alike_each_leads_to_its_own_rows(self, log_in, cast):
        for year in (2025, 2026):
            make_commitment(make_plan(year), kind="one-off", closed_on=date(year, 5, 1))
        client = log_in("member")
        for year in (2025, 2026):
            assert f'href="/plan/{year}/atagande/1.1/"' in client.get(f"/plan/{year}/").content.decode()

    def test_what_is_done_shows_at_once(self, log_in, commitment):
        client = log_in("member")
        assert "0 av minst 8" in client.get("/plan/2026/").content.decode()
        contribute(commitment, TODAY)
        assert "1 av minst 8" in client.get("/plan/2026/").content.decode()

    def test_a_crowded_year_wheel_is_drawn_anew_where_it_is_read(self, log_in, plan, monkeypatch):
        monkeypatch.setattr(year_wheel, "CROWDED", 0)
        marks = [year_wheel.Mark(TODAY, "board", True, "Möte", "/")]
        monkeypatch.setitem(year_wheel.mark_sources._entries, "test", lambda start, end, viewer: marks)
        client = log_in("member")
        assert "1 aktivitet från" in client.get("/plan/2026/").content.decode()
        marks.append(marks[0])
        assert "2 aktiviteter från" in client.get("/plan/2026/arshjul/").content.decode()

    @pytest.mark.parametrize("rows", [1, 30])
    @pytest.mark.parametrize("insatser", [1, 200])
    def test_the_plan_page_costs_as_many_queries_for_one_row_as_for_thirty(
        self, log_in, plan, django_assert_num_queries, rows, insatser
    ):
        commitments = [make_commitment(plan) for _ in range(rows)]
        contribute(commitments[0], *[TODAY] * insatser)
        client = log_in("member")
        with django_assert_num_queries(10):
            client.get("/plan/")


class TestAdoption:
    @pytest.fixture
    def draft(self, cast):
        plan = make_plan(2027, adopted=False)
        make_commitment(plan)
        return plan

    def adopt(self, client, **typed):
        fields = {
            "title": "Verksamhetsplan 2027",
            "adopted_on": "2026-09-12",
            "decision": "Årskonferensen § 14",
            "version": 1,
        }
        return client.post("/plan/2027/antag/", {**fields, **typed})

    def test_plan_adopt_fixes_the_plan(self, log_in, draft):
        client = log_in("chair")
        assert self.adopt(client).status_code == 302
        draft.refresh_from_db()
        assert (draft.status, draft.adopted_on) == ("adopted", date(2026, 9, 12))
        assert client.get("/plan/2027/antag/").status_code == 403
        assert client.get("/plan/2027/andra/").status_code == 403

    @pytest.mark.parametrize(
        "proposed",
        [
            "Förslag på verksamhetsplan 2027",
            "Styrelsens förslag till verksamhetsplan 2027",
            "Utkast: Verksamhetsplan 2027",
            "Verksamhetsplan 2027 (förslag)",
            "Verksamhetsplan 2027 – utkast",
            "Verksamhetsplan 2027",
        ],
    )
    def test_an_adopted_plan_is_no_longer_called_a_proposal(self, log_in, draft, proposed):
        YearPlan.objects.filter(pk=draft.pk).update(title=proposed)
        client = log_in("chair")
        form = client.get("/plan/2027/antag/").context["form"]
        assert form.initial["title"] == "Verksamhetsplan 2027"
        self.adopt(client, title="Plan för 2027")
        draft.refresh_from_db()
        assert draft.title == "Plan för 2027"

    def test_the_same_form_sent_twice_adopts_once(self, log_in, draft):
        client = log_in("chair")
        assert [self.adopt(client).url for _ in range(2)] == ["/plan/2027/"] * 2
        assert self.adopt(client, decision="Något annat").status_code == 302
        draft.refresh_from_db()
        assert draft.decision == "Årskonferensen § 14"

    def test_a_plan_changed_since_the_page_was_opened_is_not_adopted_unseen(self, log_in, draft):
        YearPlan.objects.filter(pk=draft.pk).update(version=2)
        response = self.adopt(log_in("chair"))
        assert response.status_code == 409
        draft.refresh_from_db()
        assert draft.is_draft

    def test_who_has_a_commitment_open_while_the_plan_is_adopted_meets_a_conflict(self, log_in, draft):
        self.adopt(log_in("chair"))
        assert draft.commitments.get().version == 2

    @pytest.mark.parametrize(("field", "value"), [("adopted_on", ""), ("adopted_on", "2026-12-24"), ("decision", "")])
    def test_date_and_decision_are_required_and_the_day_has_been(self, log_in, draft, field, value):
        assert self.adopt(log_in("chair"), **{field: value}).context["form"].errors.keys() == {field}

    def test_an_empty_plan_cannot_be_adopted(self, log_in, cast):
        make_plan(2027, adopted=False)
        assert self.adopt(log_in("chair")).context["form"].non_field_errors()

    def test_plan_edit_refuses_an_end_before_the_start_at_its_field(self, log_in, draft):
        typed = {"title": "Plan", "year": 2027, "starts_on": "2027-12-31", "ends_on": "2027-01-01", "version": 1}
        response = log_in("chair").post("/plan/2027/andra/", typed)
        assert (
            "Planen kan inte sluta innan den börjar. Välj en senare dag." in response.context["form"].errors["ends_on"]
        )

    def test_a_period_in_another_year_is_refused(self, log_in, draft):
        typed = {"title": "Plan", "year": 2027, "starts_on": "2029-01-01", "ends_on": "2029-12-31", "version": 1}
        assert "starts_on" in log_in("chair").post("/plan/2027/andra/", typed).context["form"].errors

    def test_a_year_that_has_a_plan_is_refused(self, log_in, draft, plan):
        typed = {"title": "Plan", "year": 2026, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "version": 1}
        assert "year" in log_in("chair").post("/plan/2027/andra/", typed).context["form"].errors

    def test_two_people_on_the_same_plan(self, log_in, draft):
        typed = {"year": 2027, "starts_on": "2027-01-01", "ends_on": "2027-12-31", "version": 1}
        log_in("chair").post("/plan/2027/andra/", {**typed, "title": "Ordförandens rubrik"})
        response = log_in("secretary").post("/plan/2027/andra/", {**typed, "title": "Sekreterarens rubrik"})
        assert response.status_code == 409
        assert "Ordförandens rubrik" in response.content.decode()

    def test_plan_close_asks_once_and_then_closes_once(self, log_in, cast):
        make_plan(2025)
        client = log_in("chair")
        assert client.get("/plan/2025/avsluta/").status_code == 200
        for _ in range(2):
            assert client.post("/plan/2025/avsluta/").status_code == 302
        plan = YearPlan.objects.get()
        assert (plan.status, plan.version) == ("closed", 2)

    def test_a_plan_is_not_closed_before_its_year_is_over(self, log_in, plan):
        assert log_in("chair").post("/plan/2026/avsluta/").status_code == 403

    @pytest.mark.parametrize("path", ["antag/", "andra/"])
    def test_a_contact_knows_of_no_draft(self, log_in, draft, path):
        assert log_in("sundsvall").get(f"/plan/2027/{path}").status_code == 404
