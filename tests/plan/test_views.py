"""The pages of the plan, played by the cast."""

from datetime import date
from uuid import uuid4

import pytest

from distrikt.organisation.models import Body
from plan.actions import set_contributions
from plan.evidence import EvidenceSource, sources
from plan.models import Amendment, CheckIn, YearPlan
from tests.plan.builders import contribute, make_commitment, make_plan

TODAY = date(2026, 9, 15)


@pytest.fixture
def commitment(plan, cast):
    return make_commitment(plan, responsible=cast.bodies["sundsvall"])


@pytest.fixture
def open_source(monkeypatch):
    """A kind of source whose even ids everybody may see."""
    links = lambda ids, viewer: {pk: f"/nagot/{pk}/" for pk in ids if pk % 2 == 0}  # noqa: E731
    monkeypatch.setitem(sources._entries, "test", EvidenceSource("prov", links, lambda ids: {}))
    return "test"


def check_in(**typed) -> dict[str, object]:
    return {"text": "Det går bra.", "verdict": "note", "submission": uuid4(), **typed}


def amendment(commitment, **typed) -> dict[str, object]:
    fields = {"kind": "changed", "new_text": "Styrelsen ska hålla minst sex möten.", "new_target": 6}
    decided = {"decision": "§ 34/2026", "decided_on": "2026-09-01", "reason": "Två möten blev digitala."}
    return {**fields, **decided, "version": commitment.version, "submission": uuid4(), **typed}


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

    @pytest.mark.parametrize("rows", [1, 30])
    @pytest.mark.parametrize("insatser", [1, 200])
    def test_the_plan_page_costs_as_many_queries_for_one_row_as_for_thirty(
        self, log_in, plan, django_assert_max_num_queries, rows, insatser
    ):
        commitments = [make_commitment(plan) for _ in range(rows)]
        contribute(commitments[0], *[TODAY] * insatser)
        client = log_in("member")
        with django_assert_max_num_queries(10) as queries:
            client.get("/plan/")
        assert len(queries) == 9


class TestTheCommitment:
    def test_commitment_detail_shows_its_evidence_and_last_years_figure(self, log_in, plan, open_source):
        commitment = make_commitment(plan, last_year=9)
        set_contributions(
            source_kind="test", source_id=2, commitments=[commitment.pk], state="done", day=TODAY, label="Möte", by=None
        )
        page = log_in("member").get("/plan/2026/atagande/1.1/").content.decode()
        assert 'href="/nagot/2/">Möte' in page
        assert "i fjol: 9, hittills 8 färre" in page

    def test_evidence_that_the_viewer_may_not_see_is_only_counted(self, log_in, commitment, open_source):
        for pk in (1, 2, 3):
            set_contributions(
                source_kind=open_source,
                source_id=pk,
                commitments=[commitment.pk],
                state="done",
                day=TODAY,
                label=f"Hemligt {pk}",
                by=None,
            )
        page = log_in("member").get("/plan/2026/atagande/1.1/").content.decode()
        assert "Hemligt 2" in page
        assert "Hemligt 1" not in page
        assert "och 2 du inte kan se" in page
        assert "3 av minst 8" in page

    def test_much_evidence_is_shown_page_by_page(self, log_in, commitment, django_assert_max_num_queries):
        contribute(commitment, *[TODAY] * 120)
        client = log_in("member")
        with django_assert_max_num_queries(12):
            page = client.get("/plan/2026/atagande/1.1/?sida=2").content.decode()
        assert "51–100 av 120" in page

    def test_an_unknown_number_is_not_found(self, log_in, commitment):
        assert log_in("chair").get("/plan/2026/atagande/9.9/").status_code == 404


class TestCheckIns:
    url = "/plan/2026/atagande/1.1/avstamning/"

    @pytest.mark.parametrize(("name", "status"), [("chair", 302), ("sundsvall", 302), ("ange", 403), ("member", 403)])
    def test_check_in_create_is_for_those_who_answer_for_it(self, log_in, commitment, name, status):
        assert log_in(name).post(self.url, check_in()).status_code == status
        assert CheckIn.objects.count() == (status == 302)

    def test_the_same_form_sent_twice_is_one_check_in(self, log_in, commitment):
        form = check_in()
        client = log_in("chair")
        assert [client.post(self.url, form).status_code for _ in range(2)] == [302, 302]
        assert CheckIn.objects.count() == 1

    def test_an_empty_one_is_refused_at_its_field(self, log_in, commitment):
        page = log_in("chair").post(self.url, check_in(text="")).content.decode()
        assert "Skriv en rad om hur det går." in page

    def test_a_person_closes_what_is_not_counted_and_opens_it_again(self, log_in, plan):
        once = make_commitment(plan, kind="one-off")
        client = log_in("chair")
        client.post(self.url, check_in(verdict="closed"))
        once.refresh_from_db()
        assert once.closed_on == TODAY
        assert "Avslutat – uppfyllt" in client.get("/plan/2026/").content.decode()
        client.post(self.url, check_in(verdict="reopened"))
        once.refresh_from_db()
        assert once.closed_on is None

    def test_a_closing_check_in_sent_twice_is_one(self, log_in, plan):
        make_commitment(plan, kind="one-off")
        form = check_in(verdict="closed")
        client = log_in("chair")
        assert [client.post(self.url, form).status_code for _ in range(2)] == [302, 302]
        assert CheckIn.objects.count() == 1

    def test_what_is_counted_cannot_be_closed_by_a_person(self, log_in, commitment):
        log_in("chair").post(self.url, check_in(verdict="closed"))
        commitment.refresh_from_db()
        assert commitment.closed_on is None

    def test_a_plan_that_is_closed_is_followed_up_no_more(self, log_in, commitment):
        YearPlan.objects.update(status="closed")
        assert log_in("chair").post(self.url, check_in()).status_code == 403


class TestAmendments:
    url = "/plan/2026/atagande/1.1/beslut/"

    def test_amendment_create_changes_the_wording_and_keeps_the_old_one(self, log_in, commitment):
        client = log_in("chair")
        assert client.post(self.url, amendment(commitment)).status_code == 302
        commitment.refresh_from_db()
        assert (commitment.number, commitment.target) == ("1.1", 6)
        page = client.get("/plan/2026/atagande/1.1/").content.decode()
        for words in ("minst sex möten", "minst åtta möten", "§ 34/2026", "Två möten blev digitala."):
            assert words in page

    def test_a_dropped_commitment_says_so_and_keeps_its_wording(self, log_in, commitment):
        log_in("chair").post(self.url, amendment(commitment, kind="dropped"))
        commitment.refresh_from_db()
        assert (commitment.dropped_on, commitment.text) == (date(2026, 9, 1), "Styrelsen ska hålla minst åtta möten.")
        assert "Utgått" in log_in("member").get("/plan/2026/").content.decode()
        assert log_in("chair").post(self.url, amendment(commitment)).status_code == 403

    @pytest.mark.parametrize("missing", ["decision", "decided_on", "reason", "new_text"])
    def test_decision_date_reason_and_wording_are_required(self, log_in, commitment, missing):
        response = log_in("chair").post(self.url, amendment(commitment, **{missing: ""}))
        assert response.context["form"].errors.keys() == {missing}
        assert not Amendment.objects.exists()

    @pytest.mark.parametrize("day", ["2026-09-16", "2025-12-31"])
    def test_a_date_in_another_year_is_refused_at_its_field(self, log_in, commitment, day):
        response = log_in("chair").post(self.url, amendment(commitment, decided_on=day))
        assert response.context["form"].errors.keys() == {"decided_on"}

    def test_the_same_form_sent_twice_is_one_amendment(self, log_in, commitment):
        form = amendment(commitment)
        client = log_in("chair")
        assert [client.post(self.url, form).status_code for _ in range(2)] == [302, 302]
        assert Amendment.objects.count() == 1

    def test_a_dropping_amendment_sent_twice_is_one(self, log_in, commitment):
        form = amendment(commitment, kind="dropped")
        client = log_in("chair")
        assert [client.post(self.url, form).status_code for _ in range(2)] == [302, 302]
        assert Amendment.objects.count() == 1

    def test_a_new_target_takes_the_place_of_a_range(self, log_in, plan):
        between = make_commitment(plan, operator="range", target=5, target_max=7)
        assert log_in("chair").post(self.url, amendment(between, new_target=9)).status_code == 302
        between.refresh_from_db()
        assert (between.target, between.target_max) == (9, None)
        assert "0 av 9" in log_in("chair").get("/plan/2026/").content.decode()

    def test_a_decision_may_move_the_deadline(self, log_in, plan):
        late = make_commitment(plan, kind="one-off", deadline=date(2026, 5, 1), deadline_text="senast 1 maj")
        assert log_in("chair").post(self.url, amendment(late, deadline="2026-11-01")).status_code == 302
        late.refresh_from_db()
        assert (late.deadline, late.deadline_text) == (date(2026, 11, 1), "")
        refused = log_in("chair").post(self.url, amendment(late, deadline="2027-11-01"))
        assert refused.context["form"].errors.keys() == {"deadline"}

    def test_only_the_board_and_the_ombudsman_amend(self, log_in, commitment):
        assert log_in("sundsvall").get(self.url).status_code == 403

    def test_two_people_amending_the_same_commitment(self, log_in, commitment):
        log_in("chair").post(self.url, amendment(commitment, new_text="Styrelsen ska hålla minst fem möten."))
        response = log_in("secretary").post(self.url, amendment(commitment))
        page = response.content.decode()
        assert response.status_code == 409
        assert "minst fem möten" in page
        assert "minst sex möten" in page
        assert Amendment.objects.count() == 1


class TestEditing:
    url = "/plan/2027/atagande/1.1/andra/"

    def fields(self, commitment, **typed) -> dict[str, object]:
        shown = {
            "text": commitment.text,
            "kind": "countable",
            "operator": ">=",
            "target": 8,
            "version": commitment.version,
        }
        return {**shown, **typed}

    @pytest.fixture
    def draft(self, cast):
        return make_commitment(make_plan(2027, adopted=False))

    def test_commitment_edit_changes_a_draft(self, log_in, draft, cast):
        body = cast.bodies["sundsvall"]
        response = log_in("chair").post(self.url, self.fields(draft, target=10, responsible=body.pk, last_year=9))
        assert response.status_code == 302
        draft.refresh_from_db()
        assert (draft.target, draft.responsible, draft.last_year) == (10, body, 9)

    def test_two_people_on_the_same_commitment_lose_nothing(self, log_in, draft):
        seen = self.fields(draft)
        log_in("chair").post(self.url, {**seen, "text": "Det som ordföranden skrev."})
        response = log_in("secretary").post(self.url, {**seen, "text": "Det som sekreteraren skrev."})
        page = response.content.decode()
        assert response.status_code == 409
        assert "Det som ordföranden skrev." in page
        assert page.count("Det som sekreteraren skrev.") >= 2
        draft.refresh_from_db()
        assert draft.text == "Det som ordföranden skrev."
        again = {**seen, "text": "Det de enades om.", "version": response.context["form"].data["version"]}
        assert log_in("secretary").post(self.url, again).status_code == 302

    def test_a_deadline_in_another_year_is_refused_at_its_field(self, log_in, draft):
        response = log_in("chair").post(self.url, self.fields(draft, deadline="2029-01-01"))
        assert response.context["form"].errors.keys() == {"deadline"}

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"kind": "ongoing"}, "target"),
            ({"operator": "range", "target": 8, "target_max": 5}, "target_max"),
            ({"operator": "range", "target": 8, "target_max": ""}, "target_max"),
            ({"text": ""}, "text"),
        ],
    )
    def test_what_does_not_fit_is_refused_at_its_field(self, log_in, draft, typed, field):
        assert field in log_in("chair").post(self.url, self.fields(draft, **typed)).context["form"].errors

    def test_the_same_form_sent_twice_is_one_change(self, log_in, draft):
        client, form = log_in("chair"), self.fields(draft, target=10)
        assert [client.post(self.url, form).status_code for _ in range(2)] == [302, 302]
        draft.refresh_from_db()
        assert draft.version == 2

    def test_in_an_adopted_plan_the_wording_is_fixed(self, log_in, commitment):
        url = "/plan/2026/atagande/1.1/andra/"
        log_in("chair").post(url, {"version": 1, "target": 1, "last_year": 4})
        commitment.refresh_from_db()
        assert (commitment.text, commitment.target) == ("Styrelsen ska hålla minst åtta möten.", 8)
        assert commitment.last_year == 4

    def test_a_wording_typed_before_the_adoption_is_given_back_and_not_saved(self, log_in, draft):
        seen = self.fields(draft, text="Det nya jag skrev.", last_year=4)
        YearPlan.objects.filter(year=2027).update(status="adopted", adopted_on="2026-09-12")
        response = log_in("chair").post(self.url, seen)
        assert "Det nya jag skrev." in response.content.decode()
        assert response.context["form"].non_field_errors()
        draft.refresh_from_db()
        assert (draft.text, draft.last_year) == ("Styrelsen ska hålla minst åtta möten.", None)

    def test_who_answers_stays_when_the_body_is_no_longer_active(self, log_in, cast):
        body = cast.bodies["ange"]
        commitment = make_commitment(make_plan(2027, adopted=False), responsible=body)
        Body.objects.filter(pk=body.pk).update(is_active=False)
        response = log_in("chair").post(self.url, self.fields(commitment, responsible=body.pk))
        assert response.status_code == 302
        commitment.refresh_from_db()
        assert commitment.responsible == body

    def test_a_member_may_not(self, log_in, commitment):
        assert log_in("member").get("/plan/2026/atagande/1.1/andra/").status_code == 403


class TestAdoption:
    @pytest.fixture
    def draft(self, cast):
        plan = make_plan(2027, adopted=False)
        make_commitment(plan)
        return plan

    def adopt(self, client, **typed):
        fields = {"adopted_on": "2026-09-12", "decision": "Årskonferensen § 14", "version": 1}
        return client.post("/plan/2027/antag/", {**fields, **typed})

    def test_plan_adopt_fixes_the_plan(self, log_in, draft):
        client = log_in("chair")
        assert self.adopt(client).status_code == 302
        draft.refresh_from_db()
        assert (draft.status, draft.adopted_on) == ("adopted", date(2026, 9, 12))
        assert client.get("/plan/2027/antag/").status_code == 403
        assert client.get("/plan/2027/andra/").status_code == 403

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
