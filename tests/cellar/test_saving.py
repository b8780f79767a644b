"""How forms are saved, whatever the room."""

import pytest
from django.http import Http404

from distrikt.organisation.models import User
from distrikt.saving import save_edit


def test_an_edit_of_what_was_taken_away_meanwhile_is_not_found_and_says_so(cast, log_in, monkeypatch):
    def taken_away_first(row, **edit):
        User.objects.filter(pk=row.pk).delete()
        save_edit(row, **edit)

    monkeypatch.setattr("distrikt.organisation.views.profile.save_edit", taken_away_first)
    response = log_in("stranger").post("/jag/andra/", {"first_name": "Ture", "last_name": "Utan", "version": 1})
    assert response.status_code == 404
    assert "tagits bort" in response.content.decode()


def test_save_edit_of_a_row_that_never_was_is_not_found(db):
    with pytest.raises(Http404):
        save_edit(User(pk=0, first_name="Ingen"), version=1, fields=["first_name"], by=1)
