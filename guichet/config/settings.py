"""One settings file, read from the environment; nothing is different in production but the values."""

from __future__ import annotations

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from guichet.config import discovery, embedded, env

BASE = Path(__file__).resolve().parents[2]
# Everything this installation writes: embedded database, keys, uploaded files.
STATE = Path(env.text("GUICHET_STATE", str(BASE / "var"))).resolve()

DEBUG = env.flag("GUICHET_DEBUG")
TRIAL = env.flag("GUICHET_TRIAL", True)  # a demonstration institution: http, generated secrets
ALLOWED_HOSTS = env.words("GUICHET_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("GUICHET_ORIGINS")
# How many proxies of ours stand before the web processes; the client's address is what the outermost saw.
TRUSTED_PROXIES = env.number("GUICHET_TRUSTED_PROXIES", 0)


def _secret() -> str:
    given = env.text("GUICHET_SECRET_KEY")
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
LANGUAGES = [("ar", "العربية"), ("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE / "guichet" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Riyadh"

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
# Public bodies; `make run` starts sandboxes at these addresses.
CIVIL_REGISTRY_URL = env.text("GUICHET_CIVIL_REGISTRY", "http://127.0.0.1:8701/civil/v1")
COMMERCIAL_REGISTRY_URL = env.text("GUICHET_COMMERCIAL_REGISTRY", "http://127.0.0.1:8701/commerce/v1")
JUSTICE_REGISTRY_URL = env.text("GUICHET_JUSTICE_REGISTRY", "http://127.0.0.1:8701/justice/v1")

BANKS_URL = env.text("GUICHET_BANKS", "http://127.0.0.1:8701/bank/v1")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("GUICHET_LOG", "WARNING")},
}

# The bank channel (ISO 8583): a folder of acquirers' profiles. A trial serves made-up ones; production none until told.
_profiles = env.text("GUICHET_BANK_PROFILES", str(BASE / "guichet/channels/bank/profiles") if TRIAL else "")
BANK_PROFILES = Path(_profiles) if _profiles else None
BANK_CERTIFICATE = env.text("GUICHET_BANK_CERTIFICATE")
BANK_KEY = env.text("GUICHET_BANK_KEY")
BANK_CLIENTS = env.text("GUICHET_BANK_CLIENTS")  # the authority that signed the acquirers' certificates

# The bill consolidator: its address (empty: there is none) and the secret that signs what is said each way.
CONSOLIDATOR_URL = env.text("GUICHET_CONSOLIDATOR")
CONSOLIDATOR_SECRET = env.text("GUICHET_CONSOLIDATOR_SECRET")

# Online payment: a provider with a page of its own, and the secret both sign with; `make run` starts a sandbox.
PAYMENT_PROVIDER_URL = env.text("GUICHET_PAYMENT_PROVIDER", "")
PAYMENT_PROVIDER_SECRET = env.text("GUICHET_PAYMENT_SECRET", "")
# Audit: a folder on another machine or medium where new seals are added by themselves; empty: by hand only.
AUDIT_EXPORT = env.text("GUICHET_AUDIT_EXPORT")

# Row-level security: the role this process takes after connecting (see `guichet roles`). Empty: the login's own.
DATABASE_ROLE = env.text("GUICHET_DATABASE_ROLE")
if DATABASE_ROLE:
    DATABASES["default"]["OPTIONS"] |= {"options": f"-c role={DATABASE_ROLE}"}  # type: ignore[operator]

# Certificates and documents. The address stands in QR codes and certificates: what outsiders reach us at.
PUBLIC_ADDRESS = env.text("GUICHET_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
# A folder, or pkcs11:MODULE?token=LABEL (see guichet/domain/certificates/custody.py).
CERTIFICATE_KEYS = env.text("GUICHET_CERTIFICATE_KEYS", str(STATE / "certificates"))
PKCS11_PIN = env.text("GUICHET_PKCS11_PIN")
# A time-stamping authority (RFC 3161); without one, papers carry the signer's own time.
TIMESTAMP_URL = env.text("GUICHET_TIMESTAMP_URL")
# Whether the revocation of outside authorities' certificates may be asked over the network (CRL, OCSP).
FETCH_REVOCATION = env.flag("GUICHET_FETCH_REVOCATION")

# One-time codes and the telephone. In a trial a folder of files stands for the handsets that codes are sent to.
HANDSETS = STATE / "handsets"
# Where messages to mobiles and mail addresses are handed over: POST {"to", "text"}. Empty: nowhere.
MESSAGES_URL = env.text("GUICHET_MESSAGES")
MESSAGES_SECRET = env.text("GUICHET_MESSAGES_SECRET")
_COURIER = "messages" if MESSAGES_URL else "handset" if TRIAL else ""
_COURIER = _COURIER and f"guichet.domain.contact.backends.{_COURIER}.deliver"
CODE_COURIER = env.text("GUICHET_CODE_COURIER", _COURIER)
EMAIL_COURIER = env.text("GUICHET_EMAIL_COURIER", _COURIER)
# After a change of the secret key: PINs were keyed with the one before it.
SECRET_KEY_FALLBACKS = env.words("GUICHET_SECRET_KEYS_BEFORE")
# What a voice browser shows to begin a call (by default derived from the secret key), where operators are reached
# (tel: or sip:), and where recorded phrases lie.
VOICE_KEY = env.text("GUICHET_VOICE_KEY")
VOICE_AGENT = env.text("GUICHET_VOICE_AGENT")
VOICE_RECORDINGS = env.text("GUICHET_VOICE_RECORDINGS")

# --- Systems: who we are to machines, and what stands before us -------------------------------------------------------
# Our own address as machines know it (https://…); without it, the address a call came to.
ISSUER = env.text("GUICHET_ISSUER").rstrip("/")
# Where the proxy asks for client certificates, if that is another host or port.
CERTIFICATES_ADDRESS = env.text("GUICHET_CERTIFICATES_ADDRESS").rstrip("/")
# What only our proxy knows: without it nobody's word about a client certificate is believed.
PROXY_SECRET = env.text("GUICHET_PROXY_SECRET")
# Keys that sign access tokens; by default a folder beside the signing keys.
TOKEN_KEYS = env.text("GUICHET_TOKEN_KEYS")
# For demonstrations only: messages may go to http and to addresses of the own network.
WEBHOOKS_ANYWHERE = env.flag("GUICHET_WEBHOOKS_ANYWHERE")
# X-Road security servers (addresses or networks) whose X-Road-* headers are believed.
XROAD_SERVERS = env.words("GUICHET_XROAD_SERVERS")

# What every request of somebody who is signed in looks up: one prepared statement.
SESSION_ENGINE = "guichet.domain.identity.sessions"

# Text messages: the providers, one address each, separated by blanks (see docs/how-to/send-texts.md), and the hours of a
# day (the institution's) in which notices are not sent.
SMS_PROVIDERS = env.text("GUICHET_SMS_PROVIDERS")
SMS_QUIET_HOURS = env.text("GUICHET_SMS_QUIET_HOURS", "21-8")
if SMS_PROVIDERS:
    CODE_COURIER = env.text("GUICHET_CODE_COURIER", "guichet.channels.sms.courier.deliver")

# People. Secrets of second factors are sealed with the first key of this file; older lines still open (`guichet key`
# of the institution signs receipts and has nothing to do with it). A trial makes its own.
FACTOR_KEYS = Path(env.text("GUICHET_FACTOR_KEYS", str(STATE / "factor_keys")))
# A factor added on a password alone counts only after so many hours.
FACTOR_WAIT_HOURS = env.number("GUICHET_FACTOR_WAIT_HOURS", 0 if TRIAL else 24)
# How long a second factor, once shown, is worth a surer sign-in.
STEP_UP_MINUTES = env.number("GUICHET_STEP_UP_MINUTES", 15)
# Where people find the branch, as https://branch.example: passkeys are bound to it. A trial takes the address it is asked at.
PUBLIC_ORIGIN = env.text("GUICHET_PUBLIC_ORIGIN")
# The national identity provider: by redirection (OpenID Connect) and by pushing a number to an app. Empty: not offered.
OIDC_ISSUER = env.text("GUICHET_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("GUICHET_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("GUICHET_OIDC_CLIENT_SECRET")
OIDC_SURE_ACR = env.words("GUICHET_OIDC_SURE_ACR", "substantial,high")  # proved there by more than a password
IDENTITY_PUSH_URL = env.text("GUICHET_IDENTITY_PUSH")
IDENTITY_PUSH_SECRET = env.text("GUICHET_IDENTITY_PUSH_SECRET")

# --- Kiosks -----------------------------------------------------------------------------------------------------------
# Our kiosks, NAME=ADDRESS each; nobody else is served. A trial without any lets every browser play one.
KIOSKS = env.words("GUICHET_KIOSKS")
# Where receipts are printed, {kiosk} standing for the name: network://HOST:9100, file:///PATH, or empty: not at all.
KIOSK_PRINTER = env.text("GUICHET_KIOSK_PRINTER")
# What monitoring shows (Authorization: Bearer …) at /kiosk/health.
KIOSK_HEALTH_KEY = env.text("GUICHET_KIOSK_HEALTH_KEY")
# Documents at a kiosk: cups:QUEUE (printed with lp), folder:///PATH (spooled there), or empty: not at all. {kiosk} is its name.
KIOSK_DOCUMENT_PRINTER = env.text("GUICHET_KIOSK_DOCUMENT_PRINTER")
# Whose queue a kiosk gives numbers for, NAME=BRANCH each: hall-1=101,hall-2=101.
KIOSK_BRANCHES = env.words("GUICHET_KIOSK_BRANCHES")

# --- Payouts ----------------------------------------------------------------------------------------------------------
# The account of ours that pays (IBAN), the bank that holds it (BIC, if it wants one) and our name in its files.
PAYOUT_ACCOUNT = env.text("GUICHET_PAYOUT_ACCOUNT")
PAYOUT_BANK = env.text("GUICHET_PAYOUT_BANK")
PAYOUT_PAYER = env.text("GUICHET_PAYOUT_PAYER")
# Folders shared with the bank: what we send (pain.001), and what it answers (pain.002, camt.053, camt.054). Empty: none.
PAYOUT_OUTBOX = env.text("GUICHET_PAYOUT_OUTBOX")
PAYOUT_INBOX = env.text("GUICHET_PAYOUT_INBOX")
# Each morning the banks of establishments are asked to pay bills that are new or changed (pain.013, into the same folder).
REQUEST_TO_PAY = env.flag("GUICHET_REQUEST_TO_PAY")

# --- Mobiles ----------------------------------------------------------------------------------------------------------
# How many days a mobile that took another's place, or was registered at a counter, confirms no change of money.
MOBILE_COOLING_DAYS = env.number("GUICHET_MOBILE_COOLING_DAYS", 3)
