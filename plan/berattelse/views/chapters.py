"""One chapter: its text beside the program's own draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from distrikt.access import Request, require
from distrikt.saving import Difference, EditConflict, show_conflict
from plan.berattelse import actions
from plan.berattelse.forms import ChapterForm
from plan.berattelse.models import Chapter
from plan.berattelse.reports import build_report
from plan.berattelse.views.reports import find_report, report_crumbs


def chapter_edit(request: Request, year: int, key: str) -> HttpResponse:
    row = find_report(request.viewer, year)
    shown = build_report(row.plan, row, request.viewer.today).chapter(key)
    if shown is None:
        raise Http404
    chapter = Chapter(report=row, key=key, body=shown.body, text=shown.text, version=shown.written.version)
    require(request.viewer, "berattelse.write_chapter", chapter)
    form = ChapterForm(request.POST or None, instance=chapter, draft=shown.draft)
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        chapter, version, _ = form.changed_row()
        try:
            actions.write_chapter(chapter=chapter, version=version, by=request.viewer.person_id, at=timezone.now())
        except EditConflict as conflict:
            theirs: Any = conflict.current
            theirs.text = theirs.text or shown.draft
            differences = show_conflict(form, conflict, ChapterForm(instance=theirs, draft=shown.draft))
        if not differences:
            messages.success(request, f"{shown.title}: sparat.")
            return redirect("berattelse:report_detail", year)
    context = {"chapter": shown, "form": form, "differences": differences, "parents": report_crumbs(row), "year": year}
    return render(request, "berattelse/chapter_edit.html", context, status=409 if differences else 200)
