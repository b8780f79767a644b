"""The settings of the drills: the program's own in production, with shorter times and the drills' kind of mail."""

from distrikt.settings import *  # noqa: F403
from distrikt.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.drills.apps.DrillsConfig"]
# A sweep a second instead of a minute: the drills wait for it.
CELERY_BEAT_SCHEDULE = {"send-due": {**CELERY_BEAT_SCHEDULE["send-due"], "schedule": 1.0}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
