"""Which mails a person wants, and when the district reminds."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from distrikt.access import Request, require
from distrikt.mail import kinds
from distrikt.organisation.models import District, User
from distrikt.saving import EditConflict, save_edit, show_conflict
from distrikt.utskick.forms.preferences import CalmForm, PreferencesForm, RuleForm
from distrikt.utskick.links import LinkForged, read_unsubscribe
from distrikt.utskick.models import Preference, ReminderSetting
from distrikt.utskick.planning import set_preferences, set_rules
from distrikt.utskick.reminders import reminder_rules


def preferences(request: Request) -> HttpResponse:
    """Mejl till mig: everything that is no duty can be switched off."""
    person = request.viewer.person_id
    off = set(Preference.objects.filter(user=person, is_on=False).values_list("kind", flat=True))
    form = PreferencesForm(request.POST or None, off=off)
    if request.method == "POST":
        form = PreferencesForm(request.POST, off=off)
        if form.is_valid():
            set_preferences(person_id=person, chosen=form.chosen)
            messages.success(request, "Dina val är sparade.")
            return redirect("utskick:preferences")
    duties = sorted(kind.name for _, kind in kinds if kind.is_duty and not kind.is_secret)
    return render(request, "utskick/preferences.html", {"form": form, "duties": duties})


@login_not_required
@csrf_exempt  # The token in the address is the secret, and mail programs press the button by themselves.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Switch off one kind of mail for one person. A GET only asks."""
    try:
        person_id, kind = read_unsubscribe(token)
    except LinkForged:
        return render(request, "utskick/unsubscribe.html", {"name": ""}, status=404)
    person = User.objects.filter(pk=person_id).first()
    rule = kinds.get(kind)
    if person is None or rule is None or not rule.has_switch:
        return render(request, "utskick/unsubscribe.html", {"name": ""}, status=404)
    if request.method == "POST":
        set_preferences(person_id=person.pk, chosen={kind: False})
    done = request.method == "POST"
    return render(request, "utskick/unsubscribe.html", {"name": rule.name, "done": done})


def reminder_settings(request: Request) -> HttpResponse:
    """When the district reminds, and when it wants peace."""
    require(request.viewer, "utskick.set_reminders")
    known = {setting.kind: setting for setting in ReminderSetting.objects.all()}
    data = request.POST or None
    rules = [RuleForm(data, key=key, setting=known.get(key)) for key, _ in reminder_rules]
    form = CalmForm(data, instance=get_object_or_404(District))
    differences = None
    if request.method == "POST" and all([form.is_valid(), *(rule.is_valid() for rule in rules)]):
        row, version, fields = form.changed_row()
        try:
            save_edit(row, version=version, fields=fields, by=request.viewer.person_id)
        except EditConflict as conflict:
            now = {setting.kind: setting for setting in ReminderSetting.objects.all()}
            ours = [difference for rule in rules for difference in rule.differences(now.get(rule.key))]
            differences = show_conflict(form, conflict) + ours
        else:
            set_rules(rules=[rule.setting for rule in rules], by=request.viewer.person_id)
            messages.success(request, "Påminnelserna är sparade.")
            return redirect("utskick:reminder_settings")
    context = {"form": form, "rules": rules, "differences": differences, "tab": "reminders"}
    return render(request, "utskick/reminder_settings.html", context, status=200 if differences is None else 409)
