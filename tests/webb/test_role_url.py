"""Who opens what: every URL of the program by every member of the cast. A URL that is not listed fails the build.

The letters: o opens (or leads on), f is refused (403), n does not exist for this person (404 or 410), l is sent to the
log-in. What only takes POST is posted to, and rolled back. The columns stand in the order of the cast:
chair, secretary, ombudsman · Sundsvall's contact, Ånge's contact · convener, region · auditor, member ·
administrator, stranger, visitor. Rows are those of `world.py`: Sundsvall's activity and draft of a
letter, the chair's job, a draft report, a meeting of the board that is planned with a closed item and a closed paper.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.cast import PEOPLE
from tests.consistency.test_pages import our_patterns
from tests.webb.world import make_world

TABLE = """
webb:start                          ooo oo oo oo ool
webb:robots                         ooo oo oo oo ooo
organisation:branch_list            ooo oo oo oo ffl
organisation:branch_detail          ooo oo oo oo ffl
organisation:person_list            ooo oo ff ff ofl
organisation:invitation_create      ooo oo ff ff ofl
organisation:invitation_list        ooo oo ff ff ofl
organisation:invitation_resend      ooo on nn nn onl
organisation:invitation_withdraw    ooo on nn nn onl
organisation:person_detail          ooo on nn nn onl
organisation:person_edit            ooo fn nn nn onl
organisation:assignment_create      ooo on nn nn onl
organisation:assignment_end         ooo on nn nn onl
organisation:invitation_accept      nnn nn nn nn nnn
organisation:district_edit          oof ff ff ff ofl
organisation:retention_edit         oof ff ff ff ofl
organisation:logotype_edit          oof ff ff ff ofl
organisation:body_list              oof ff ff ff ofl
organisation:body_create            oof ff ff ff ofl
organisation:body_edit              oof ff ff ff ofl
organisation:logotype               nnn nn nn nn nnn
organisation:profile                ooo oo oo oo ool
organisation:profile_edit           ooo oo oo oo ool
organisation:assignment_consent     nnn on nn nn nnl
organisation:own_data               ooo oo oo oo ool
organisation:first_run              nnn nn nn nn nnn
utskick:message_list                ooo ff ff ff ffl
utskick:message_history             ooo ff ff ff ffl
utskick:message_detail              ooo nn nn nn nnl
utskick:message_look                ooo nn nn nn nnl
utskick:message_send_again          ooo nn nn nn nnl
utskick:message_cancel              ooo nn nn nn nnl
utskick:message_sample              ooo nn nn nn nnl
utskick:preferences                 ooo oo oo oo ool
utskick:unsubscribe                 nnn nn nn nn nnn
utskick:reminder_settings           oof ff ff ff ofl
utskick:letter_list                 ooo oo of ff ffl
utskick:letter_history              ooo oo of ff ffl
utskick:letter_create               ooo oo of ff ffl
utskick:letter_recipients           ooo oo of ff ffl
utskick:letter_of_week              ooo oo of ff ffl
utskick:letter_detail               nnn on nn nn nnl
utskick:letter_edit                 nnn on nn nn nnl
utskick:letter_look                 nnn on nn nn nnl
utskick:letter_sample               nnn on nn nn nnl
utskick:letter_send                 nnn on nn nn nnl
utskick:letter_delete               nnn on nn nn nnl
utskick:health                      ooo ff ff ff ofl
utskick:job_detail                  ooo oo oo nn nnl
utskick:job_file                    nnn nn nn nn nnl
plan:plan_current                   ooo oo oo oo nnl
plan:plan_list                      ooo oo oo oo nnl
plan:plan_read                      ooo ff ff ff ffl
plan:plan_read_review               ooo nn nn nn nnl
plan:plan_read_save                 ooo ff ff ff ffl
plan:plan_read_discard              ooo nn nn nn nnl
plan:plan_detail                    ooo oo oo oo nnl
plan:plan_edit                      fff ff ff ff nnl
plan:plan_adopt                     fff ff ff ff nnl
plan:plan_close                     fff ff ff ff nnl
plan:year_wheel                     ooo oo oo oo nnl
plan:area_detail                    ooo oo oo oo nnl
plan:commitment_detail              ooo oo oo oo nnl
plan:check_in_create                ooo of ff ff nnl
plan:commitment_edit                ooo ff ff ff nnl
plan:amendment_create               ooo ff ff ff nnl
berattelse:report_current           ooo oo oo oo nnl
berattelse:report_detail            ooo oo oo nn nnl
berattelse:report_create            ooo ff ff ff ffl
berattelse:report_read              ooo oo oo nn nnl
berattelse:report_pdf               ooo oo oo nn nnl
berattelse:report_approve           oof ff ff nn nnl
berattelse:report_reopen            oof ff ff nn nnl
berattelse:chapter_edit             ooo ff ff nn nnl
berattelse:outcome_list             ooo ff ff nn nnl
berattelse:outcome_accept_all       ooo ff ff nn nnl
berattelse:outcome_decide           ooo ff ff nn nnl
traffar:activity_list               ooo oo oo oo nnl
traffar:month_detail                ooo oo oo oo nnl
traffar:activity_create             ooo oo oo ff ffl
traffar:activity_day                ooo oo oo ff ffl
traffar:activity_detail             ooo oo oo oo nnl
traffar:activity_edit               ffo of ff ff nnl
traffar:activity_publish            ffo of ff ff nnl
traffar:activity_cancel             ffo of ff ff nnl
traffar:activity_restore            ffo of ff ff nnl
traffar:activity_delete             ffo of ff ff nnl
traffar:activity_commitments        ffo of ff ff nnl
traffar:outcome_report              ffo of ff ff nnl
traffar:outcome_retract             ffo of ff ff nnl
traffar:outcome_request             ffo of ff ff nnl
traffar:photo_detail                ooo oo oo oo nnl
traffar:photo_delete                ffo of ff ff nnl
traffar:activity_calendar           ooo oo oo oo nnl
traffar:feed_list                   ooo oo oo oo nnl
traffar:feed_close                  nnn on nn nn nnl
traffar:feed_renew                  nnn on nn nn nnl
traffar:feed_file                   nnn nn nn nn nnn
traffar:public_feed                 ooo oo oo oo ooo
traffar:public_branch_feed          ooo oo oo oo ooo
traffar:poster_create               ffo of ff ff nnl
traffar:public_list                 ooo oo oo oo ooo
traffar:public_branch               ooo oo oo oo ooo
traffar:public_detail               ooo oo oo oo ooo
traffar:public_calendar             ooo oo oo oo ooo
traffar:public_picture              ooo oo oo oo ooo
traffar:help_list                   ooo oo oo oo nnl
traffar:help_request_create         ffo of ff ff nnl
traffar:help_request_edit           ffo of ff ff nnl
traffar:help_request_close          ffo of ff ff nnl
traffar:help_request_reopen         ffo of ff ff nnl
traffar:help_request_thank          ffo of ff ff nnl
traffar:help_offer_create           ooo fo oo ff nnl
traffar:help_offer_edit             ffo fo ff ff nnl
traffar:help_offer_withdraw         ffo fo ff ff nnl
traffar:speaking_count              ooo of ff ff nnl
traffar:speaking_save               ooo of ff ff nnl
traffar:speaking_year               ooo oo oo oo nnl
traffar:outcome_by_link             nnn nn nn nn nnn
traffar:sign_up_create              ooo oo oo oo nnl
traffar:sign_up_edit                nnn nn nn no nnl
traffar:sign_up_cancel              nnn nn nn no nnl
traffar:sign_up_accept              nnn nn nn no nnl
traffar:terms_edit                  ffo of ff ff nnl
traffar:sign_up_list                ffo of ff ff nnl
traffar:guest_edit                  ffo of ff ff nnl
traffar:sign_up_remove              ffo of ff ff nnl
traffar:sign_ups_csv                ffo of ff ff nnl
traffar:sign_ups_xlsx               ffo of ff ff nnl
traffar:sign_ups_pdf                ffo of ff ff nnl
traffar:attendance                  ffo of ff ff nnl
traffar:attendance_tick             ffo of ff ff nnl
traffar:sign_up_public              ooo oo oo oo ooo
traffar:sign_up_asked               ooo oo oo oo ooo
traffar:sign_up_by_link             nnn nn nn nn nnn
traffar:sign_up_edit_by_link        ooo oo oo oo ooo
traffar:subscription_create         ooo oo oo oo ooo
traffar:subscription_asked          ooo oo oo oo ooo
traffar:subscription_by_link        nnn nn nn nn nnn
traffar:subscription_numbers        ffo ff ff ff ffl
traffar:member_link_edit            ffo of ff ff fnl
traffar:member_page                 nnn nn nn nn nnn
traffar:member_sign_up              nnn nn nn nn nnn
styrelse:meeting_list               ooo oo oo oo ffl
styrelse:meeting_plan               ooo ff ff ff ffl
styrelse:board_rules_edit           oof ff ff ff ffl
styrelse:item_request               ooo ff ff ff ffl
styrelse:meeting_detail             ooo nn nn nn nnl
styrelse:agenda_create              ooo ff ff ff ffl
styrelse:meeting_remove             ooo nn nn nn nnl
styrelse:item_create                ooo nn nn nn nnl
styrelse:item_edit                  oon nn nn nn nnl
styrelse:item_move                  oon nn nn nn nnl
styrelse:item_remove                oon nn nn nn nnl
styrelse:request_take               ooo nn nn nn nnl
styrelse:request_dismiss            ooo nn nn nn nnl
styrelse:source_detail              ooo oo oo oo nnl
styrelse:meeting_suggestions        ooo nn nn nn nnl
styrelse:suggestion_take            ooo nn nn nn nnl
styrelse:suggestion_dismiss         ooo nn nn nn nnl
styrelse:presence_co_opt            ooo nn nn nn nnl
styrelse:presence_remove            ooo nn nn nn nnl
styrelse:attachment_create          ooo nn nn nn nnl
styrelse:attachment_detail          oon nn nn nn nnl
styrelse:attachment_delete          oon nn nn nn nnl
styrelse:meeting_call               ooo nn nn nn nnl
styrelse:meeting_call_pdf           ooo nn nn nn nnl
styrelse:call_answer                nnn nn nn nn nnl
styrelse:call_by_link               nnn nn nn nn nnn
styrelse:meeting_table              ooo nn nn nn nnl
styrelse:meeting_open               oof nn nn nn nnl
styrelse:meeting_close              oof nn nn nn nnl
styrelse:meeting_reopen             oof nn nn nn nnl
styrelse:duty_give                  oof nn nn nn nnl
styrelse:adjusters_choose           oof nn nn nn nnl
styrelse:item_add                   oof nn nn nn nnl
styrelse:presence_set               oof nn nn nn nnl
styrelse:presence_change            nnf nn nn nn nnl
styrelse:recusal_toggle             nnf nn nn nn nnl
styrelse:item_write                 oof nn nn nn nnl
styrelse:item_outcome               oof nn nn nn nnl
styrelse:item_adjust_at_once        oof nn nn nn nnl
styrelse:item_approve               ofn nn nn nn nnl
styrelse:proposal_create            oof nn nn nn nnl
styrelse:proposal_settle            oof nn nn nn nnl
styrelse:proposal_remove            oof nn nn nn nnl
styrelse:reservation_create         oof nn nn nn nnl
styrelse:reservation_remove         oof nn nn nn nnl
styrelse:decision_create            oof nn nn nn nnl
styrelse:decision_edit              oof nn nn nn nnl
styrelse:decision_remove            oof nn nn nn nnl
styrelse:minutes_detail             ooo nn nn nn nnl
styrelse:minutes_pdf                ooo nn nn nn nnl
styrelse:minutes_docx               ooo nn nn nn nnl
styrelse:attendance_pdf             ooo nn nn nn nnl
styrelse:minutes_hand_over          oof nn nn nn nnl
styrelse:minutes_send_back          oof nn nn nn nnl
styrelse:minutes_approve            off nn nn nn nnl
styrelse:minutes_sign_on_paper      oof nn nn nn nnl
styrelse:paper_confirm              off nn nn nn nnl
styrelse:minutes_comment            oon nn nn nn nnl
styrelse:comment_settle             oon nn nn nn nnl
styrelse:minutes_publish            oof nn nn fn nnl
styrelse:minutes_withdraw           oof nn nn fn nnl
styrelse:minutes_published_list     ooo oo oo oo nnl
styrelse:minutes_published          ooo oo oo oo nnl
styrelse:meeting_enter              ooo ff ff ff ffl
uppgifter:task_list                 ooo oo oo oo nnl
uppgifter:task_finish               ooo nn nn fn nnl
uppgifter:task_reopen               ooo nn nn fn nnl
styrelse:decision_list              ooo ff ff of ffl
styrelse:decisions_csv              ooo ff ff of ffl
styrelse:decisions_xlsx             ooo ff ff of ffl
styrelse:decision_enter             ooo ff ff ff ffl
styrelse:decision_follow_up         ooo nn nn on nnl
styrelse:circular_list              oof ff ff of ffl
styrelse:circular_create            oof ff ff ff ffl
styrelse:circular_detail            oon nn nn on nnl
styrelse:circular_answer            oon nn nn fn nnl
styrelse:circular_withdraw          oon nn nn fn nnl
styrelse:constitution               oof ff ff ff ffl
styrelse:handover                   oof on nn nn fnl
"""
ROWS = {name: "".join(letters) for name, *letters in (line.split() for line in TABLE.strip().splitlines())}
VIEWERS = [*PEOPLE, None]
LETTERS = {403: "f", 404: "n", 410: "n"}


def test_every_url_is_in_the_table():
    assert {f"{space}:{pattern.name}" for space, pattern in our_patterns()} == set(ROWS)


def letter(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code == 405:
        with transaction.atomic():
            response = client.post(address)
            transaction.set_rollback(True)
    # A file is read to its end: to close it instead would take the test's database connection along.
    b"".join(response)
    if response.status_code == 302 and response.url.startswith("/konto/login/"):
        return "l"
    return LETTERS.get(response.status_code, "o")


@pytest.mark.parametrize("name", VIEWERS)
def test_what_each_person_opens(cast, log_in, name):
    addresses = make_world(cast)
    client = log_in(name)
    seen = {url: letter(client, reverse(url, kwargs=addresses(url))) for url in ROWS}
    column = VIEWERS.index(name)
    assert seen == {url: letters[column] for url, letters in ROWS.items()}
