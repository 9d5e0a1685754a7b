"""Settings, read from the environment; nothing is different in production but the values.

Here is what all share; a folder of ``domain`` or ``channels`` keeps its own in its ``settings.py``,
found like all else.
"""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from guichet.config import discovery, embedded
from guichet.lib import env
from guichet.lib.env import BASE, STATE, TRIAL
from guichet.lib.locale import here

DEBUG = env.flag("GUICHET_DEBUG")
ALLOWED_HOSTS = env.words("GUICHET_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("GUICHET_ORIGINS")
# How many proxies of ours stand before the web processes; the client's address is what the
# outermost saw.
TRUSTED_PROXIES = env.number("GUICHET_TRUSTED_PROXIES", 0)
# Ours end TLS and set this on every call; nobody else's word about it counts.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None


SHORTEST_SECRET = 50


def _secret() -> str:
    given = env.text("GUICHET_SECRET_KEY")
    if 0 < len(given) < SHORTEST_SECRET and not TRIAL:
        raise ImproperlyConfigured(
            f"GUICHET_SECRET_KEY has {len(given)} characters; it needs {SHORTEST_SECRET}, drawn by chance"
        )
    if given or not TRIAL:
        return given
    path = STATE / "secret_key"
    if not path.exists():
        import secrets

        STATE.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


def _database() -> dict[str, object]:
    uri = env.text("DATABASE_URL") or embedded.start(STATE / "postgres")
    parts = conninfo_to_dict(uri)
    return {
        "ENGINE": "guichet.config.postgres",
        "NAME": parts.get("dbname") or "postgres",
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Sessions and times are stored in UTC; days are the institution's (engine.context.HOME).
        "OPTIONS": {
            "application_name": "guichet",
            "prepare_threshold": env.number("GUICHET_PREPARE_AFTER", 0) or None,
        },
        "TEST": {"NAME": env.text("GUICHET_TEST_DATABASE", "test_guichet")},
    }


SECRET_KEY = _secret()
DATABASES = {"default": _database()}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "procrastinate.contrib.django",
    "guichet.engine",
    *discovery.apps(),
]

MIDDLEWARE = [
    "guichet.channels.shared.request_ids.numbered",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *discovery.middleware(),
]

ROOT_URLCONF = "guichet.config.urls"
WSGI_APPLICATION = "guichet.config.wsgi.application"
AUTH_USER_MODEL = "identity.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *discovery.context_processors(),
            ],
        },
    }
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "ar"
LANGUAGES = [
    ("ar", "العربية"),
    ("en", "English"),
    ("fr", "Français"),
    *((one.code, one.name) for one in here().brings),
]
LANGUAGES_BIDI = ["ar", *(one.code for one in here().brings if one.right_to_left)]
LOCALE_PATHS = [BASE / "guichet" / "locale", *(one.folder for one in here().brings)]
USE_I18N = True
USE_TZ = True
TIME_ZONE = here().zone

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = TRIAL

# Browser safety. A trial runs over http on loopback; anything else is https only.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not TRIAL
SECURE_SSL_REDIRECT = not TRIAL and env.flag("GUICHET_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 0 if TRIAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not TRIAL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# The institution's signing keys (Ed25519): the newest private key signs, every public key verifies.
SIGNING_KEYS = Path(env.text("GUICHET_SIGNING_KEYS", str(STATE / "keys")))
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"lines": {"()": "guichet.lib.logs.Lines"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["lines"]}
    },
    # Nobody is mailed a traceback for what any outsider can cause; what is wrong stands in the log
    # once.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
    "root": {"handlers": ["console"], "level": env.text("GUICHET_LOG", "WARNING")},
}

# How many days jobs of the queue are kept with their events, once they are done and once they have
# failed.
KEEP_JOBS_DAYS = env.number("GUICHET_KEEP_JOBS_DAYS", 7)
KEEP_FAILED_JOBS_DAYS = env.number("GUICHET_KEEP_FAILED_JOBS_DAYS", 90)

# Audit: a folder on another machine or medium where new seals are added by themselves; empty: by
# hand only.
AUDIT_EXPORT = env.text("GUICHET_AUDIT_EXPORT")

# Row-level security: the role this process takes after connecting (see `guichet roles`). Empty: the
# login's own.
DATABASE_ROLE = env.text("GUICHET_DATABASE_ROLE")
if DATABASE_ROLE:
    DATABASES["default"]["OPTIONS"] |= {"options": f"-c role={DATABASE_ROLE}"}  # type: ignore[operator]

# The address that stands in QR codes and certificates: what outsiders reach us at.
PUBLIC_ADDRESS = env.text("GUICHET_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

# After a change of the secret key: PINs were keyed with the one before it.
SECRET_KEY_FALLBACKS = env.words("GUICHET_SECRET_KEYS_BEFORE")

# What every request of somebody who is signed in looks up: one prepared statement.
SESSION_ENGINE = "guichet.domain.identity.sessions"

for _name, _value in discovery.settings().items():
    globals()[_name] = _value
