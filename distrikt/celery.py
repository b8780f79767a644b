"""The worker's entry point: `celery -A distrikt worker`.

Celery only nudges. What is to be done stands in the database (`Job`), and a sweep every minute finds what a lost
broker forgot.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distrikt.settings")

app = Celery("distrikt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
