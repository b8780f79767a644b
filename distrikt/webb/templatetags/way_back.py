"""The way back from the page where one shows once more who one is."""

import json
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django import template
from django.utils.http import url_has_allowed_host_and_scheme

register = template.Library()


@register.simple_tag(takes_context=True)
def way_back(context: dict[str, Any]) -> str:
    """The page that asked; when that was a form that was sent, and its address may not open by GET, the page where it
    stood. The start page when that is not known, or is not ours."""
    request, back = context["request"], context.get("redirect_field_value") or ""
    state = request.session.get(STATE_SESSION_KEY) or {}
    sent = json.loads(state["request"]) if "request" in state else {}
    if sent.get("path") == back:
        back = sent["META"].get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_ours else "/"
