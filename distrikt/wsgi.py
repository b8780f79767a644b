import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distrikt.settings")

application = get_wsgi_application()
# What is loaded by now stays: without this each full collection goes through all of it, some eighty milliseconds.
gc.freeze()
