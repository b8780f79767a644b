import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distrikt.settings")

application = get_wsgi_application()
# The addresses, and with them all views, are read now: the first visitor need not wait half a second for them.
reverse("webb:start")
# What is loaded by now stays: without this each full collection goes through all of it, some eighty milliseconds.
gc.freeze()
# A page leaves hardly any cycles behind; Python's own threshold would look for them seventy times a page.
gc.set_threshold(20_000, 20, 50)
