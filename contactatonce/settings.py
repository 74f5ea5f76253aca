"""All settings, read from the environment; production needs the ones that checks.py names."""

from datetime import date
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from contactatonce.lib.checks import DEVELOPMENT_KEY
from contactatonce.lib.folding import FoldingConnection
from contactatonce.lib.logs import DJANGO_LOGGERS, logging_to_stderr
from contactatonce.lib.middleware import static_headers
from contactatonce.lib.private_files import private_bucket, private_folder

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Environment ----------------------------------------------------------------------------------

ENVIRONMENT = env.str("ENVIRONMENT", default="production")
if ENVIRONMENT not in {"production", "development", "test"}:
    raise environ.ImproperlyConfigured("ENVIRONMENT is production, development or test.")
IS_LOCAL = ENVIRONMENT != "production"
DEBUG = env.bool("DEBUG", default=ENVIRONMENT == "development")
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
VAR = Path(env.str("VAR", default=str(BASE_DIR / "var")))
LOCAL_PORT = env.int("PORT", default=8000) if ENVIRONMENT == "development" else None
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default={"development": ["127.0.0.1", ".localhost"], "test": ["*"]}.get(ENVIRONMENT, []),
)
PROXIES_ARE_GIVEN = "TRUSTED_PROXIES" in env.ENVIRON
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ROOT_URLCONF = "contactatonce.urls"
WSGI_APPLICATION = "contactatonce.wsgi.application"
HERE = {"development": f"http://127.0.0.1:{LOCAL_PORT}", "test": "https://www.contactatonce.com"}
SIGN_IN_ORIGIN = env.str("SIGN_IN_ORIGIN", default=HERE.get(ENVIRONMENT, "")).rstrip("/")
STAGING = env.bool("STAGING", default=False)
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:privacy@contactatonce.com")
SECURITY_REVIEWED_ON = date.fromisoformat(env.str("SECURITY_REVIEWED_ON", default="2026-11-22"))
CODE_VERSION = env.str("CODE_VERSION", default="unknown")

INSTALLED_APPS = [
    "contactatonce.apps.ProjectConfig",
    "pages",
    "blog",
    "leads",
    "testimonials",
    "forum",
    "promises",
    "privacy",
    "moderation",
    "publishing",
    "search",
    "media",
    "contactatonce.accounts",
    "contactatonce.brands",
    "contactatonce.jobs",
    "contactatonce.lib",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "csp",
    "django_ratelimit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "contactatonce.apps.StaffAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its templates, for FORM_RENDERER
]

MIDDLEWARE = [
    "contactatonce.lib.middleware.outermost",
    "contactatonce.jobs.health.probes",
    "search.middleware.hidden_while_staging",
    "privacy.middleware.closed_until_replayed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "contactatonce.brands.middleware.brand_by_host",
    "contactatonce.lib.page_cache.conditional_get",
    "contactatonce.lib.page_cache.page_cache",
    "contactatonce.lib.form_tokens.fill_in_tokens",
    "django.middleware.security.SecurityMiddleware",
    "contactatonce.lib.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "contactatonce.accounts.middleware.account_pages",
    "contactatonce.accounts.middleware.keep_sessions_alive",
    "contactatonce.accounts.middleware.admin_time_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "contactatonce.accounts.middleware.ReauthenticationMiddleware",
    "publishing.middleware.redirects_after_404",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                *(f"django.template.context_processors.{name}" for name in ("debug", "request")),
                *(f"django.contrib.{app}.context_processors.{app}" for app in ("auth", "messages")),
                "contactatonce.brands.middleware.brand",
            ],
        },
    }
]

# Storage --------------------------------------------------------------------------------------

DATABASE_IS_GIVEN = "DATABASE_URL" in env.ENVIRON
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60  # closing SQLite's last one would fold the WAL back
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "factory": FoldingConnection,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASE_CACHE = "contactatonce.lib.cache.AtomicDatabaseCache"
CACHES = {"default": {"BACKEND": DATABASE_CACHE, "LOCATION": "cache"}}
if "CACHE_URL" in env.ENVIRON:
    CACHES["default"] = env.cache("CACHE_URL")
    if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
        CACHES["default"]["BACKEND"] = "contactatonce.lib.cache.OpenRedisCache"
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0 if IS_LOCAL else 1)

STATIC_URL = "static/"
STATIC_ROOT = None if IS_LOCAL else VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "contactatonce.lib.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
FILES = "django.core.files.storage.FileSystemStorage"
STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
PICTURES = {"location": VAR / "media" / "pictures", "base_url": "/media/pictures/"}
X_ACCEL_LOCATION = env.str("X_ACCEL_LOCATION", default="")  # empty: we send private files ourselves
TESTIMONIALS_BUCKET = env.str("TESTIMONIALS_BUCKET", default="")  # empty: a folder
STORAGES = {
    "default": {"BACKEND": FILES},
    "exports": private_folder(VAR / "exports"),
    "forum": private_folder(VAR / "forum", is_sent_by_nginx=X_ACCEL_LOCATION != ""),
    "originals": private_folder(VAR / "originals"),
    "renditions": {"BACKEND": FILES, "OPTIONS": {**PICTURES, "allow_overwrite": True}},  # by hash
    "testimonials": private_bucket(TESTIMONIALS_BUCKET)
    if TESTIMONIALS_BUCKET
    else private_folder(VAR / "testimonials", is_sent_by_nginx=X_ACCEL_LOCATION != ""),
    "staticfiles": {"BACKEND": STATIC_FILES if IS_LOCAL else "contactatonce.lib.files.StaticFiles"},
}
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = IS_LOCAL  # else a test lists every file
MEDIA_ROOT, MEDIA_URL = VAR / "media", "media/"
SPOOL = VAR / "spool"  # inquiries while the database is away, for each host its own
LAST_KNOWN = None if IS_LOCAL else VAR / "last-known"  # for a start without database
IMAGE_MAX_BYTES, IMAGE_MAX_PIXELS = 20_000_000, 50_000_000  # decoded they are 200 MB

# Mail and background work ---------------------------------------------------------------------

MAIL_IS_GIVEN = "EMAIL_URL" in env.ENVIRON or "EMAIL_BACKEND" in env.ENVIRON
MAIL_FOLDER = VAR / "mail"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
if "EMAIL_URL" in env.ENVIRON:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="contactatonce.lib.mail.FolderBackend")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

TASKS = {"default": {"BACKEND": "contactatonce.jobs.backend.OutboxBackend", "QUEUES": []}}

# Privacy --------------------------------------------------------------------------------------

SUPPRESSION_KEY = env.str("SUPPRESSION_KEY", default="")  # empty: derived from SECRET_KEY
SUPPRESSION_KEY_FALLBACKS = env.list("SUPPRESSION_KEY_FALLBACKS", default=[])
EXPORT_KEY = env.str("EXPORT_KEY", default="")
EXPORT_KEY_FALLBACKS = env.list("EXPORT_KEY_FALLBACKS", default=[])
ERASURE_KEY = env.str("ERASURE_KEY", default="")
ERASURE_KEY_FALLBACKS = env.list("ERASURE_KEY_FALLBACKS", default=[])
ERASURE_LEDGER = Path(env.str("ERASURE_LEDGER", default="") or VAR / "erasures.ledger")
POLICY_NOTICE_DAYS = env.int("POLICY_NOTICE_DAYS", default=14)  # 14 at least, whatever it says
OPT_OUT_RATE = env.str("OPT_OUT_RATE", default="60/10m")
REQUEST_RATE = env.str("REQUEST_RATE", default="30/10m")

# Sign-in --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
if ENVIRONMENT == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one only costs
LOGIN_URL = LOGOUT_REDIRECT_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/accounts/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "display_name*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # to change an address or the password
ACCOUNT_SESSION_REMEMBER = False  # accounts/sessions.py has a box of its own
ACCOUNT_LOGIN_BY_CODE_ENABLED, ACCOUNT_LOGIN_BY_CODE_TIMEOUT = True, 15 * 60
ACCOUNT_RATE_LIMITS = {"change_name": "10/h/user"}  # beside those of allauth
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_ADAPTER = "contactatonce.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "contactatonce.accounts.forms.AddAddressForm",
    "confirm_login_code": "contactatonce.accounts.forms.SignInCodeForm",
    "login": "contactatonce.accounts.forms.SignInForm",
    "request_login_code": "contactatonce.accounts.forms.RequestCodeForm",
    "reset_password": "contactatonce.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "contactatonce.accounts.forms.SetPasswordByLinkForm",
    "signup": "contactatonce.accounts.forms.SignUpForm",
}
MFA_ADAPTER = "contactatonce.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED, MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True, IS_LOCAL
MFA_TOTP_ISSUER, MFA_TOTP_TOLERANCE = "Contact At Once!", 1
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not a cookie (P16)
STAFF_NEED_MFA = env.bool("STAFF_NEED_MFA", default=not DEBUG)

# Browser security -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp-reports/"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not IS_LOCAL
SESSION_ENGINE = "contactatonce.accounts.sessions"
SESSION_COOKIE_AGE, SESSION_MOST_SECONDS = 2 * 60 * 60, 12 * 60 * 60  # idle; in all
REMEMBERED_AGE, REMEMBERED_MOST_SECONDS = 30 * 24 * 60 * 60, 90 * 24 * 60 * 60  # as above
SESSION_COOKIE_NAME = "session" if IS_LOCAL else "__Host-session"
CSRF_FAILURE_VIEW = "contactatonce.accounts.interrupted.csrf_failure"
CSRF_COOKIE_AGE, CSRF_COOKIE_HTTPONLY = None, True  # until the browser is closed
CSRF_COOKIE_NAME = "csrf" if IS_LOCAL else "__Host-csrf"
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not IS_LOCAL
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_MAX_BYTES = IMAGE_MAX_BYTES  # in all files of a request
FILE_UPLOAD_HANDLERS = ["contactatonce.lib.uploads.LimitedUploadHandler"]

# Limits ---------------------------------------------------------------------------------------

RATELIMIT_IP_META_KEY = "contactatonce.lib.client_ip.client_ip"
RATELIMIT_IPV4_MASK, RATELIMIT_IPV6_MASK = 24, 64
RATELIMIT_HASH_ALGORITHM = "contactatonce.lib.client_ip.keyed_digest"
RATELIMIT_FAIL_OPEN = True
SEARCH_RATE = env.str("SEARCH_RATE", default="60/1m")
INQUIRY_RATE = env.str("INQUIRY_RATE", default="60/10m")
FORUM_RATE = env.str("FORUM_RATE", default="300/10m")  # drafts are saved every ten seconds
COMMENT_RATE = env.str("COMMENT_RATE", default="20/10m")
TESTIMONIAL_RATE = env.str("TESTIMONIAL_RATE", default="20/10m")
UPLOAD_RATE = env.str("UPLOAD_RATE", default="30/10m")
SUBSCRIBE_RATE = env.str("SUBSCRIBE_RATE", default="20/10m")
CANARY_ORIGIN = env.str("CANARY_ORIGIN", default="" if IS_LOCAL else "https://{host}")
COMMENTS_CLOSE_AFTER_DAYS = env.int("COMMENTS_CLOSE_AFTER_DAYS", default=180)  # 0: never
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.W001"]  # it knows no cache backend but its own three

# Language, time, logs -------------------------------------------------------------------------

TIME_ZONE, USE_I18N = "UTC", False  # one language: looking up the active one costs each page time
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LOGGING = logging_to_stderr(env.str("LOG_LEVEL", default="INFO"), DJANGO_LOGGERS)
