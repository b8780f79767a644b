from django.urls import path

from traffar.styrelse.views import agenda, calling, meetings, papers

app_name = "styrelse"
urlpatterns = [
    # Before a meeting.
    path("", meetings.meeting_list, name="meeting_list"),
    path("planera/", meetings.meeting_plan, name="meeting_plan"),
    path("regler/", meetings.board_rules_edit, name="board_rules_edit"),
    path("ta-upp/", agenda.item_request, name="item_request"),
    path("<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("<int:pk>/dagordning/", meetings.agenda_create, name="agenda_create"),
    path("<int:pk>/ta-bort/", meetings.meeting_remove, name="meeting_remove"),
    path("<int:pk>/arende/nytt/", agenda.item_create, name="item_create"),
    path("arende/<int:pk>/andra/", agenda.item_edit, name="item_edit"),
    path("arende/<int:pk>/flytta/", agenda.item_move, name="item_move"),
    path("arende/<int:pk>/ta-bort/", agenda.item_remove, name="item_remove"),
    path("begart/<int:pk>/ta-upp/<int:meeting>/", agenda.request_take, name="request_take"),
    path("begart/<int:pk>/avfor/", agenda.request_dismiss, name="request_dismiss"),
    path("kalla/<slug:kind>/<int:pk>/", agenda.source_detail, name="source_detail"),
    path("<int:pk>/forslag/", agenda.meeting_suggestions, name="meeting_suggestions"),
    path("<int:pk>/forslag/ta-upp/", agenda.suggestion_take, name="suggestion_take"),
    path("<int:pk>/forslag/avfor/", agenda.suggestion_dismiss, name="suggestion_dismiss"),
    path("<int:pk>/adjungera/", agenda.presence_co_opt, name="presence_co_opt"),
    path("adjungerad/<int:pk>/ta-bort/", agenda.presence_remove, name="presence_remove"),
    path("<int:pk>/handling/ny/", papers.attachment_create, name="attachment_create"),
    path("handling/<int:pk>/", papers.attachment_detail, name="attachment_detail"),
    path("handling/<int:pk>/ta-bort/", papers.attachment_delete, name="attachment_delete"),
    path("<int:pk>/kallelse/", calling.meeting_call, name="meeting_call"),
    path("<int:pk>/kallelse/pdf/", calling.meeting_call_pdf, name="meeting_call_pdf"),
    path("<int:pk>/svar/", calling.call_answer, name="call_answer"),
    path("svar/<str:token>/", calling.call_by_link, name="call_by_link"),
]
