"""One settings file; what differs between installations comes from the environment.

`docs/drift.md` lists the variables. Without any of them the program runs on SQLite under `data/`, with no other server.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from distrikt import clock
from distrikt.logs import mask_keys
from distrikt.smtp import smtp_server

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))


def _secret_key() -> str:
    """The secret of this installation, from SECRET_KEY or `data/secret_key`. There is no default."""
    if key := env.str("SECRET_KEY", default=""):
        return str(key)
    path = DATA_DIR / "secret_key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    raise ImproperlyConfigured(f"Ingen hemlig nyckel: sätt SECRET_KEY eller skapa {path} (make run gör det).")


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)

# One address feeds allowed hosts, CSRF origins, links in mails and the cookie prefix.
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "", *([] if HTTPS else ["localhost", "127.0.0.1"])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "distrikt.webb",
    "studier",
    "natverk",
    "region",
    "traffar.kongress",
    "traffar.styrelse",
    "traffar",
    "plan.berattelse",
    "plan.uppgifter",
    "plan",
    "distrikt.utskick",
    "distrikt.organisation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "distrikt.webb.middleware.RequestLog",
    "distrikt.webb.middleware.viewer_middleware",
]

ROOT_URLCONF = "distrikt.urls"
WSGI_APPLICATION = "distrikt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "distrikt.webb.shell.shell",
            ],
            "builtins": ["distrikt.webb.templatetags.assets", "distrikt.webb.templatetags.words"],
        },
    }
]

# Database: PostgreSQL by DATABASE_URL, otherwise SQLite tuned so that several processes can write.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'distrikt.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-16000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# With Redis the log-in limits are shared between machines; without it between the processes of this one.
REDIS_URL = env.str("REDIS_URL", default="")
_CACHE_DIR = DATA_DIR / "cache"
# Django's 300 would let anyone push the log-in limits out of the cache.
_CACHE_OPTIONS = {"MAX_ENTRIES": 20_000}
CACHES = {
    "default": (
        {
            "BACKEND": "distrikt.cache.RedisOrFiles",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"folder": _CACHE_DIR, **_CACHE_OPTIONS},
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": _CACHE_DIR,
            "OPTIONS": _CACHE_OPTIONS,
        }
    )
}

# Background work.
CELERY_TIMEZONE = clock.STOCKHOLM.key
CELERY_TASK_IGNORE_RESULT = True
# A nudge that was held by a worker or child that died is given to another. The database keeps it from doing harm.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# A lost broker must not cut off a mail between its text and the answer.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# For as long as it takes: after Celery's usual hundred tries, within an hour, the worker would be gone.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
QUEUE_DIR = DATA_DIR / "queue"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A nudge tries once: the page must not wait for a broker, the sweep does the work anyway.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "max_retries": 0,
        # What a killed worker held is given to another after ten minutes instead of an hour.
        "visibility_timeout": 600,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "in"),
        "data_folder_out": str(QUEUE_DIR / "in"),
        "control_folder": str(QUEUE_DIR / "control"),
    }
CELERY_BEAT_SCHEDULER = "distrikt.beat:SteadyScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "send-due": {"task": "distrikt.utskick.tasks.send_due", "schedule": 60.0},
    "plan-reminders": {"task": "distrikt.utskick.tasks.plan_reminders", "schedule": 600.0},
    "forget-old-messages": {
        "task": "distrikt.utskick.tasks.forget_old_messages",
        "schedule": crontab(hour=4, minute=15),
    },
    "settle-queues": {"task": "traffar.tasks.settle_queues", "schedule": 300.0},
    "forget-sign-ups": {"task": "traffar.tasks.forget_sign_ups", "schedule": crontab(hour=4, minute=25)},
    "forget-unconfirmed-subscriptions": {
        "task": "traffar.tasks.forget_unconfirmed_subscriptions",
        "schedule": crontab(hour=4, minute=35),
    },
    "close-circulars": {"task": "traffar.styrelse.tasks.close_circulars", "schedule": 300.0},
    "call-newcomers": {"task": "traffar.styrelse.tasks.call_newcomers", "schedule": 3600.0},
    "run-jobs": {"task": "distrikt.utskick.tasks.run_jobs", "schedule": 60.0},
    "forget-old-records": {
        "task": "distrikt.organisation.tasks.forget_old_records",
        "schedule": crontab(hour=4, minute=10),
    },
    "discard-old-intakes": {"task": "plan.tasks.discard_old_intakes", "schedule": crontab(hour=4, minute=20)},
    "keep-ledger-true": {"task": "plan.tasks.keep_ledger_true", "schedule": crontab(hour=4, minute=40)},
    "remove-leftover-files": {
        "task": "distrikt.utskick.tasks.remove_leftover_files",
        "schedule": crontab(hour=4, minute=30),
    },
}

# People and log-in. Accounts are made by invitation only.
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "distrikt.organisation.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A mail can be slow; the code still falls after three wrong tries.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# One address each; a new one counts once the link sent to it has been opened.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# A new address is a new way in, so it too asks for the password first.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Distrikt"
MFA_PASSKEY_LOGIN_ENABLED = True
SESSION_COOKIE_AGE = 90 * 24 * 3600

# Mail leaves the outbox by SMTP where EMAIL_URL names a server (smtp, smtp+tls: STARTTLS, smtp+ssl), else as files.
SMTP = smtp_server(env.str("EMAIL_URL", default=""))
EMAIL_BACKEND = "distrikt.utskick.carriers.EmlFileBackend"
EML_DIR = DATA_DIR / "epost"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Distrikt <distrikt@localhost>")

# Swedish to its users.
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska")]
TIME_ZONE = clock.STOCKHOLM.key
USE_I18N = True
# What Django and allauth say in words that are not ours.
LOCALE_PATHS = [BASE_DIR / "distrikt" / "locale"]
USE_TZ = True
FORMAT_MODULE_PATH = ["distrikt.formats"]

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Nothing is served from the folder itself: each kind of file has a view of its own under this address.
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Widgets by the project's own templates where there are any (`templates/django/forms/`).
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Headers. No third party is ever asked for anything.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Trusted only when the installation says that a proxy of its own sets it.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"

# Who was where is told by the list of sessions, to the person; the log knows people by number alone.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "keys": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.stdlib.add_log_level,
                structlog.processors.format_exc_info,
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                mask_keys,
                structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False),
            ],
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "keys"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
