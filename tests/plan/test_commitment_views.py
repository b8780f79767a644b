"""The pages of a single commitment, played by the cast."""

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
        assert "21–40 av 120" in page

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
        page = log_in("member").get("/plan/2026/atagande/1.1/").content.decode()
        assert "(senast 1 november 2026)" in page
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
