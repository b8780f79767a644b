"""Every night the files go that a crash left without a row; all others stay."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

from distrikt.celery import app
from distrikt.organisation.models import District
from distrikt.uploads import remove_leftovers
from tests.traffar.activities import make_activity
from traffar.models import ActivityPhoto


@pytest.fixture
def tomorrow(settings, tmp_path) -> datetime:
    settings.MEDIA_ROOT = tmp_path
    return timezone.now() + timedelta(hours=25)


def test_a_file_without_a_row_goes_after_a_day(cast, tomorrow):
    for folder in ("foton", "logotyp", "jobb"):
        default_storage.save(f"{folder}/lost.jpeg", ContentFile(b"x"))
    assert remove_leftovers(at=timezone.now()) == 0
    assert remove_leftovers(at=tomorrow) == 3
    assert not default_storage.exists("foton/lost.jpeg")


def test_files_that_a_row_names_stay(cast, tomorrow):
    photo = default_storage.save("foton/kept.jpeg", ContentFile(b"x"))
    ActivityPhoto.objects.create(activity=make_activity(cast), image=photo, alt="Ett bord")
    District.objects.update(logotype=default_storage.save("logotyp/kept.png", ContentFile(b"x")))
    assert remove_leftovers(at=tomorrow) == 0
    assert default_storage.exists(photo)


def test_files_outside_the_fields_folders_are_none_of_its_business(cast, tomorrow):
    default_storage.save("annat/fil.txt", ContentFile(b"x"))
    assert remove_leftovers(at=tomorrow) == 0


def test_every_file_field_says_its_folder():
    fields = [f for model in apps.get_models() for f in model._meta.get_fields() if isinstance(f, FileField)]
    assert all(isinstance(field.upload_to, str) and field.upload_to.endswith("/") for field in fields)
    assert {field.upload_to for field in fields} == {"foton/", "logotyp/", "jobb/", "styrelsen/"}


def test_every_task_of_the_clock_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= app.tasks.keys()
