from django.urls import path

from distrikt.organisation.views import branches, district, first_run, invitations, people, profile

app_name = "organisation"
urlpatterns = [
    path("foreningar/", branches.branch_list, name="branch_list"),
    path("foreningar/<slug:slug>/", branches.branch_detail, name="branch_detail"),
    path("manniskor/", people.person_list, name="person_list"),
    path("manniskor/bjud-in/", invitations.invitation_create, name="invitation_create"),
    path("manniskor/inbjudningar/", invitations.invitation_list, name="invitation_list"),
    path("manniskor/inbjudningar/<int:pk>/skicka-igen/", invitations.invitation_resend, name="invitation_resend"),
    path("manniskor/inbjudningar/<int:pk>/dra-tillbaka/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path("manniskor/<int:pk>/", people.person_detail, name="person_detail"),
    path("manniskor/<int:pk>/andra/", people.person_edit, name="person_edit"),
    path("manniskor/<int:pk>/uppdrag/nytt/", people.assignment_create, name="assignment_create"),
    path("manniskor/uppdrag/<int:pk>/avsluta/", people.assignment_end, name="assignment_end"),
    path("valkommen/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("installningar/", district.district_edit, name="district_edit"),
    path("installningar/uppgifter/", district.retention_edit, name="retention_edit"),
    path("installningar/logotyp/", district.logotype_edit, name="logotype_edit"),
    path("installningar/organ/", district.body_list, name="body_list"),
    path("installningar/organ/nytt/", district.body_create, name="body_create"),
    path("installningar/organ/<slug:slug>/", district.body_edit, name="body_edit"),
    path("media/logotyp/<str:name>", district.logotype, name="logotype"),
    path("jag/", profile.profile, name="profile"),
    path("jag/andra/", profile.profile_edit, name="profile_edit"),
    path("jag/uppdrag/<int:pk>/offentligt/", profile.assignment_consent, name="assignment_consent"),
    path("jag/mina-uppgifter/", profile.own_data, name="own_data"),
    path("kom-igang/<str:token>/", first_run.first_run, name="first_run"),
]
