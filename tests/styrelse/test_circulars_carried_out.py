"""What a question per capsulam says of who sees to it, by when and for how much: the decision's then, and a task."""

from datetime import date, timedelta
from itertools import product
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distrikt.organisation.models import Assignment, User
from distrikt.organisation.privacy import copy_for
from plan.uppgifter.models import Task
from tests.plan.builders import make_commitment, make_plan
from tests.styrelse.meetings import NOW, adjust, decide, hold_meeting, item_of, make_board
from tests.styrelse.test_circulars import FORM, LIST, VOTING, Status, Vote, answer, answer_all, ask
from tests.styrelse.test_constituting import PAGE, seat, step_one
from traffar.styrelse.actions import circulating, constituting, preparing
from traffar.styrelse.minutes import minutes_of
from traffar.styrelse.models import AgendaRequest, CircularDecision, Decision, Presence
from traffar.styrelse.published import public_minutes, what_is_removed
from traffar.styrelse.sheet import make_sheet

LEDGER = "/styrelsen/beslut/"
DUE = date(2026, 10, 1)
ALL_YES = [Vote.YES] * len(VOTING)
WORDS = "Ansvarig Sara Lind · klart senast 1 oktober 2026 · belopp 12\xa0000\xa0kr"


@pytest.fixture
def commitment(db):
    return make_commitment(make_plan(), text="Distriktet ska resa tillsammans.")


@pytest.fixture
def circular(board, commitment):
    """Sara is to see to it by the first of October, for 12 000 kr."""
    return ask(board, [commitment.pk], responsible=board.sara, due_on=DUE, amount=12_000)


def carried(cast, circular) -> Decision:
    answer_all(cast, circular, *ALL_YES)
    return Decision.objects.with_origin().get(circular=circular)


def typed(cast, commitment, **changed):
    more = {"responsible": cast.sara.pk, "due_on": DUE.isoformat(), "amount": "12 000 kr"}
    return {**FORM, **more, "commitments": [commitment.pk], **changed}


class TestAsked:
    def test_circular_create_saves_it_once_and_those_asked_read_it(self, board, commitment, log_in):
        client = log_in("chair")
        for _ in range(2):
            answer_to = client.post(f"{LIST}ny/", typed(board, commitment))
        row = CircularDecision.objects.get()
        assert answer_to.url == row.get_absolute_url()
        assert (row.responsible, row.responsible_name, row.due_on, row.amount) == (board.sara, "Sara Lind", DUE, 12_000)
        assert list(row.commitments.all()) == [commitment]
        page = log_in("omar").get(row.get_absolute_url()).text
        for words in ("Sara Lind", "1 oktober 2026", "12\xa0000\xa0kr", "Punkt 1.1</a> Distriktet ska resa"):
            assert words in page

    def test_the_mail_says_that_it_is_settled_and_not_how(self, circular):
        [told, *others] = [message.subject + message.body for message in mail.outbox]
        assert len(others) == len(VOTING) - 1
        kinds = "vem som ansvarar, när det ska vara klart, vilket belopp det gäller och vilka punkter i planen"
        assert f"Det säger också {kinds} det hör till." in " ".join(told.split())
        assert not any(words in told for words in ("Sara Lind", "oktober", "12\xa0000", "resa"))

    def test_what_can_be_left_out_is_folded_and_said_nowhere(self, board, commitment, log_in):
        client = log_in("chair")
        assert '<details class="more">' in client.get(f"{LIST}ny/").text
        client.post(f"{LIST}ny/", FORM)
        assert "Ansvarig" not in client.get(CircularDecision.objects.get().get_absolute_url()).text
        assert not any("också" in message.body for message in mail.outbox)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"amount": "tolv tusen"}, "Skriv hela kronor"),
            ({"amount": "12,50"}, "Skriv hela kronor"),
            ({"amount": "-5"}, "Skriv beloppet utan minus."),
            ({"amount": "9" * 30}, "Högst en miljard."),
            ({"due_on": "i morgon"}, "Det är inget datum."),
            ({"due_on": "2026-09-14"}, "Då kan frågan pågå än."),
            ({"due_on": "2026-09-21"}, "Då kan frågan pågå än."),
            ({"due_on": "2026-09-14", "last_day": "aldrig"}, "Då kan frågan pågå än."),
            ({"responsible": "{member}"}, "Välj någon i listan."),
            ({"responsible": "999999"}, "Välj någon i listan."),
            ({"commitments": ["999999"]}, "Den punkten finns inte i planen som gäller."),
        ],
    )
    def test_what_is_wrong_is_told_where_it_can_be_seen_and_nothing_is_asked(
        self, board, commitment, log_in, changed, said
    ):
        if changed.get("responsible") == "{member}":
            changed = {"responsible": board.member.pk}
        page = log_in("chair").post(f"{LIST}ny/", typed(board, commitment, **changed)).text
        assert said in page
        assert '<details class="more" open>' in page
        assert "Bussbolaget väntar." in page
        assert not CircularDecision.objects.exists()

    def test_the_last_day_to_answer_is_early_enough(self, board, commitment, log_in):
        log_in("chair").post(f"{LIST}ny/", typed(board, commitment, due_on=FORM["last_day"]))
        assert CircularDecision.objects.get().due_on == date(2026, 9, 22)

    def test_circular_detail_costs_the_same_with_thirty_sentences(self, board, commitment, log_in):
        client, plan = log_in("sara"), commitment.plan
        few = ask(board, [commitment.pk], responsible=board.sara)
        many = ask(board, [make_commitment(plan).pk for _ in range(30)], responsible=board.sara)

        def cost(row):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(row.get_absolute_url()).status_code == 200
            return len(queries)

        cost(few)
        assert cost(few) == cost(many) <= 12


class TestCarried:
    def test_all_the_way_by_the_pages(self, board, commitment, log_in):
        log_in("chair").post(f"{LIST}ny/", typed(board, commitment))
        page = CircularDecision.objects.get().get_absolute_url()
        for name in VOTING:
            assert not Task.objects.exists()
            log_in(name).post(f"{page}svar/", {"consents": "ja", "vote": "yes"})
        decision = Decision.objects.get()
        assert f"{LEDGER}{decision.pk}/" in log_in("sara").get(page).text
        followed = {"state": "done", "done_on": "2026-09-15", "version": decision.version}
        log_in("sara").post(f"{LEDGER}{decision.pk}/", followed)
        assert Task.objects.get().state == "done"

    def test_the_decision_is_open_and_its_task_written(self, board, circular, commitment, log_in):
        decision = carried(board, circular)
        assert (decision.responsible, decision.responsible_name, decision.state) == (board.sara, "Sara Lind", "open")
        assert (decision.due_on, decision.amount) == (DUE, 12_000)
        assert list(decision.commitments.all()) == [commitment]
        task = Task.objects.get()
        assert (task.source_kind, task.source_id, task.created_by) == ("decision", decision.pk, board.chair)
        assert (task.title, task.responsible, task.due_on) == ("Hyra bussen.", board.sara, DUE)

    def test_ledger_own_tasks_and_plan_show_it(self, board, circular, commitment, log_in):
        decision = carried(board, circular)
        page = log_in("chair").get(LEDGER).text
        for words in ("Sara Lind", "1 okt 2026", "12\xa0000\xa0kr", "Punkt 1.1"):
            assert words in page
        assert "hyra bussen" in log_in("sara").get("/uppgifter/").text.lower()
        sentence = f"/plan/{commitment.plan.year}/atagande/{commitment.number}/"
        assert f"{LEDGER}{decision.pk}/" in log_in("chair").get(sentence).text

    @pytest.mark.parametrize(("who", "day", "amount"), list(product((None, "sara"), (None, DUE), (None, 0, 900))))
    def test_it_becomes_what_a_meeting_makes_of_the_same(self, board, meeting, who, day, amount):
        fields = {"responsible": who and board.people[who], "due_on": day, "amount": amount}
        decision = carried(board, ask(board, **fields))
        hold_meeting(board, meeting)
        at_table = decide(board, item_of(meeting, "matter"), **fields)
        meeting = adjust(board, meeting)
        columns = ("responsible", "responsible_name", "due_on", "amount", "state")
        assert [getattr(decision, name) for name in columns] == [getattr(at_table, name) for name in columns]
        tasks = [Task.objects.filter(source_id=row.pk).values("responsible", "due_on") for row in (decision, at_table)]
        assert list(tasks[0]) == list(tasks[1])
        [words] = [
            row for paragraph in make_sheet(meeting, minutes_of(meeting)).paragraphs for row in paragraph.decisions
        ]
        assert AgendaRequest.objects.get().background.endswith(words.details or decision.text)

    def test_the_next_minutes_say_it_as_minutes_do(self, board, circular, meeting):
        carried(board, circular)
        item = preparing.take_up(request=AgendaRequest.objects.get(), meeting=meeting, by=board.secretary.pk)
        assert item.text.endswith(f"hyra bussen.\n\n{WORDS}")

    def test_done_it_is_done_in_both_places(self, board, circular, log_in, clock):
        decision = carried(board, circular)
        clock.move_to(NOW.replace(month=10))
        task = Task.objects.get()
        said = {"state": "done", "done_on": "2026-09-30", "note": "Hyrd.", "version": task.version}
        assert log_in("sara").post(f"/uppgifter/{task.pk}/klar/", said).status_code == 302
        decision.refresh_from_db()
        assert (decision.state, decision.note) == ("done", "Hyrd.")

    def test_a_confidential_one_has_a_task_that_the_ombudsman_does_not_see(self, board, log_in):
        carried(board, ask(board, responsible=board.sara, is_confidential=True))
        assert "hyra bussen" not in log_in("ombudsman").get("/uppgifter/?visa=andras").text.lower()
        assert "hyra bussen" in log_in("chair").get("/uppgifter/?visa=andras").text.lower()

    def test_who_sits_outside_the_board_sees_it_when_it_is_theirs(self, board, log_in):
        circular = ask(board, responsible=board.ange)
        client = log_in("ange")
        assert client.get(circular.get_absolute_url()).status_code == 404
        decision = carried(board, circular)
        assert "hyra bussen" in client.get("/uppgifter/").text.lower()
        assert client.get(f"{LEDGER}{decision.pk}/").status_code == 200


class TestNotCarried:
    @pytest.mark.parametrize(
        ("votes", "last", "status"),
        [
            ([Vote.NO] * 4, {"vote": Vote.NO}, Status.REJECTED),
            ([Vote.YES] * 4, {"consents": False}, Status.NO_CONSENT),
        ],
    )
    def test_there_is_no_task_and_nobody_is_named(self, board, circular, votes, last, status):
        answer_all(board, circular, *votes)
        answer(board, circular, "tove", **last)
        circular.refresh_from_db()
        assert circular.status == status
        assert not Decision.objects.exists()
        assert not Task.objects.exists()
        assert AgendaRequest.objects.get().background.endswith("hyra bussen.")

    def test_nor_when_it_is_withdrawn_or_its_time_is_over(self, board, circular):
        other = ask(board, responsible=board.sara)
        circulating.withdraw(circular=circular, at=NOW, by=board.chair.pk)
        circulating.close_overdue(at=NOW + timedelta(days=7))
        other.refresh_from_db()
        circular.refresh_from_db()
        assert other.status == Status.NO_CONSENT
        assert circular.responsible_name == other.responsible_name == "", "no minutes keep the name"
        assert not Task.objects.exists()


class TestWhoIsGoneMeanwhile:
    def test_an_account_that_is_erased_leaves_the_name_and_a_task_for_nobody(self, board, commitment, log_in):
        circular = ask(board, responsible=board.ombudsman)
        board.ombudsman.delete()
        circular.refresh_from_db()
        assert "Robin Ek" in log_in("sara").get(circular.get_absolute_url()).text
        decision = carried(board, circular)
        assert (decision.responsible, decision.responsible_name, decision.state) == (None, "Robin Ek", "open")
        assert Task.objects.get().responsible is None
        assert "Ingen ansvarig än" in log_in("chair").get("/uppgifter/?visa=andras").text

    def test_one_that_is_closed_too(self, board):
        circular = ask(board, responsible=board.ombudsman)
        User.objects.filter(pk=board.ombudsman.pk).update(is_active=False)
        decision = carried(board, circular)
        assert (decision.responsible, decision.responsible_name, decision.state) == (None, "Robin Ek", "open")

    def test_who_asked_can_be_gone_as_well(self, board, circular):
        User.objects.filter(pk=board.chair.pk).update(is_active=False)
        CircularDecision.objects.update(asked_by=None)
        assert carried(board, circular).responsible == board.sara
        assert Task.objects.get().created_by is None

    def test_who_has_left_the_board_sees_to_it_as_to_other_decisions(self, board, log_in):
        circular = ask(board, responsible=board.ombudsman)
        Assignment.objects.filter(user=board.ombudsman).update(ends_on=date(2026, 9, 1))
        assert carried(board, circular).responsible == board.ombudsman
        assert "hyra bussen" in log_in("chair").get(f"/styrelsen/overlamning/{board.ombudsman.pk}/").text


class TestConstitution:
    """Omar leaves while a question makes something his."""

    @pytest.fixture
    def asked(self, board):
        return ask(board, responsible=board.omar, due_on=DUE)

    def go_through(self, client, cast, circular, heir):
        client.post(PAGE, step_one(cast))
        assert "Fråga per capsulam, pågår: Hyra av buss" in client.get(f"{PAGE}?steg=arv").text
        client.post(PAGE, {"steg": "arv", f"circular_{circular.pk}": heir})
        assert "Hyra av buss" in client.get(f"{PAGE}?steg=sammanfattning").text
        client.post(PAGE, {"steg": "sammanfattning"})
        assert seat(cast, "omar").ends_on == date(2026, 9, 11)
        circular.refresh_from_db()

    @pytest.mark.parametrize(
        ("heir", "who", "name"), [("sara", "sara", "Sara Lind"), ("nobody", None, ""), ("keeps", "omar", "Omar Haddad")]
    )
    def test_it_changes_hands_and_so_does_what_it_becomes(self, board, asked, log_in, heir, who, name):
        self.go_through(log_in("secretary"), board, asked, board.people[heir].pk if heir == who else heir)
        expected = who and board.people[who]
        assert (asked.responsible, asked.responsible_name) == (expected, name)
        Assignment.objects.filter(user=board.omar).update(ends_on=None)
        decision = carried(board, asked)
        assert (decision.responsible, decision.responsible_name, decision.state) == (expected, name, "open")
        assert Task.objects.get().responsible == expected
        assert (f"Ansvarig {name}" in AgendaRequest.objects.get().background) is bool(name)

    def test_carried_between_the_form_and_the_constitution_it_is_handed_over_all_the_same(self, board, asked):
        carried(board, asked)
        change = constituting.Constitution(
            key=asked.submission, from_day=NOW.date(), ending=(), starting=(), invited=(),
            circular_heirs={asked.pk: board.sara.pk},
        )  # fmt: skip
        constituting.constitute(change=change, by=board.chair, at=NOW, today=NOW.date())
        assert Decision.objects.get().responsible == Task.objects.get().responsible == board.sara

    def test_one_that_has_ended_meanwhile_stays_as_it_is(self, board, asked):
        circulating.withdraw(circular=asked, at=NOW, by=board.chair.pk)
        circulating.hand_question_over(circular=asked.pk, to_person=board.sara.pk, by=board.chair.pk)
        asked.refresh_from_db()
        assert asked.responsible == board.omar

    def test_handover_shows_it_to_those_who_may_read_it(self, board, asked, log_in):
        page = f"/styrelsen/overlamning/{board.omar.pk}/"
        assert "Omar ansvarar om det blir bifall" in log_in("secretary").get(page).text
        Assignment.objects.filter(user=board.omar).update(ends_on=date(2026, 9, 1))
        assert "Hyra av buss" not in log_in("omar").get(page).text


class TestProtected:
    def protect(self, cast, name):
        User.objects.filter(pk=cast.people[name].pk).update(is_protected=True)

    def test_nobody_is_named_on_an_agenda_nor_to_who_does_not_know(self, board, circular, log_in):
        self.protect(board, "sara")
        assert "Sara Lind" not in log_in("omar").get(circular.get_absolute_url()).text.partition("Svar: ")[0]
        carried(board, circular)
        said = AgendaRequest.objects.get().background
        assert "Ansvarig en person med skyddade uppgifter · klart senast" in said

    def test_nor_by_a_name_they_had(self, board, circular, meeting):
        User.objects.filter(pk=board.sara.pk).update(last_name="Ny", is_protected=True)
        carried(board, circular)
        assert "Sara" not in AgendaRequest.objects.get().background

    def test_nor_in_published_minutes_by_a_name_they_had(self, board, circular, meeting):
        carried(board, circular)
        preparing.take_up(request=AgendaRequest.objects.get(), meeting=meeting, by=board.chair.pk)
        hold_meeting(board, meeting, present=("chair", "secretary", "omar", "tove"), adjuster="omar")
        Presence.objects.filter(person=board.sara).delete()
        User.objects.filter(pk=board.sara.pk).update(last_name="Ny", is_protected=True)
        assert "Sara" not in str(public_minutes(meeting))
        assert any("Sara Lind" in words for words in what_is_removed(meeting))

    def test_nor_in_published_minutes_when_it_is_so_later(self, board, circular, meeting, log_in):
        carried(board, circular)
        preparing.take_up(request=AgendaRequest.objects.get(), meeting=meeting, by=board.secretary.pk)
        hold_meeting(board, meeting, adjuster="sara")
        meeting = adjust(board, meeting)
        assert WORDS in str([row.text for row in public_minutes(meeting).paragraphs]).replace("\\xa0", "\xa0")
        self.protect(board, "sara")
        assert "Sara Lind" not in str(public_minutes(meeting))
        assert "Ansvarig (namnet visas inte) · klart senast" in str(public_minutes(meeting))


def test_the_copy_tells_who_is_to_see_to_it_and_names_no_other(board, circular):
    for name, words in (("sara", "du"), ("chair", "någon annan")):
        [part] = [part for part in copy_for(board.people[name]) if "föreslagits ansvara" in part["vad"]]
        [row] = part["uppgifter"]
        assert (row["rubrik"], row["ansvarig"]) == ("Hyra av buss", words)
        assert "Sara Lind" not in str(row)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time")
def test_the_last_answer_and_the_constitution_at_once_wait_for_each_other(cast):
    make_board(cast)
    circular = ask(cast, responsible=cast.omar)
    for name in VOTING[:-1]:
        answer(cast, circular, name)
    change = constituting.Constitution(
        key=circular.submission,
        from_day=NOW.date(),
        ending=(),
        starting=(constituting.Seat(cast.member.pk, "board_member", cast.bodies["distriktsstyrelsen"].pk),),
        invited=(),
        circular_heirs={circular.pk: cast.sara.pk},
    )
    start, failed = Barrier(2), []

    def run(work):
        try:
            start.wait()
            work()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    works = [
        lambda: answer(cast, circular, VOTING[-1]),
        lambda: constituting.constitute(change=change, by=cast.chair, at=NOW, today=NOW.date()),
    ]
    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Decision.objects.get().responsible == Task.objects.get().responsible == cast.sara
