"""Every setting of the standalone app and its default; the only one that is safe everywhere.

An environment variable of the same name wins. A secret has no default: without one the app refuses
to start and says which it misses. docs/settings.md is made from this file (`make docs`).
"""

from datetime import timedelta

# Secrets
SECRET_KEY = ""  # signs sessions and forms
SECURITY_PASSWORD_SALT = ""  # goes into every password's hash
PORTAL_MASTER_KEY = ""  # 32 bytes in base64; wraps every school's key
PORTAL_EARLIER_MASTER_KEYS = ""  # those before it, with spaces, until `flask portal keys rewrap`

# The regulator
PORTAL_REGULATOR_FORM = ""  # the version of its form for new reports; none: the product's
PORTAL_REGULATOR_FORMS = ""  # environment only: a folder of your own versions and `regulator.toml`

# PostgreSQL
SQLALCHEMY_DATABASE_URI = ""  # as portal_app, whom web, worker and timers sign in as
PORTAL_MIGRATION_URL = ""  # environment only: as portal_owner, for `flask portal db upgrade`
PORTAL_BIND = ""  # the Flask-SQLAlchemy bind of the portal's tables; none: the host's own database
PORTAL_THREADS = 4  # of one web process, as in config/gunicorn.py: `flask portal check` asks
# a request may hold two connections: the pool needs twice as many as there are threads
SQLALCHEMY_ENGINE_OPTIONS = {
    "pool_size": 10,
    "max_overflow": 10,
    "connect_args": {"connect_timeout": 5},  # seconds; a page that waits longer is no help
    "hide_parameters": True,  # errors of the database would print what people typed
}

# Redis or Valkey
REDIS_URL = "redis://127.0.0.1:6379/0"  # wakes the workers, counts tries; keeps nothing
PORTAL_QUEUE = "portal"  # the name of RQ's queue

# Mail
MAIL_HOST = "127.0.0.1"  # the SMTP server
MAIL_PORT = 25  # its port
MAIL_USER = ""  # who signs in there; none: nobody does
MAIL_PASSWORD = ""  # with which password
MAIL_STARTTLS = False  # whether the connection must be encrypted
PORTAL_NOTIFY_KEY = ""  # an API key of GOV.UK Notify: notices to people go that way then
PORTAL_NOTIFY_TEMPLATE = ""  # the id of its template with ((subject)) and ((body))
PORTAL_NOTIFY_URL = "https://api.notifications.service.gov.uk"  # where its API is
PORTAL_MAIL_FROM = "incidents@example.org"  # the address that mails come from
PORTAL_NOTICES_PER_MINUTE = 0  # that your mail provider allows, less some for alerts; 0: no limit

# Mail that comes in: reports to the schools' addresses, and what could not be delivered
IMAP_HOST = ""  # the IMAP server; none: mail is piped to `flask portal mail receive`
IMAP_PORT = 993  # its port
IMAP_USER = ""  # who signs in there
IMAP_PASSWORD = ""  # with which password
IMAP_TLS = True  # whether the connection is encrypted from its beginning
IMAP_FOLDER = "Inbox"  # the folder that is read; what was taken is marked as read
PORTAL_MAIL_AUTHSERV = ""  # your mail server in Authentication-Results; none: no sender is proved
PORTAL_MAIL_PER_HOUR = 30  # of one school; more wait their turn, and Head and DPO are told

# Evidence files
PORTAL_EVIDENCE_MEGABYTES = 10  # of one file; MAX_CONTENT_LENGTH is for all of a request
PORTAL_CLAMD = ""  # ClamAV's daemon, host:port or a socket's path; none: not scanned

# How people reach the portal, and what it is called
PORTAL_PUBLIC_URL = "http://127.0.0.1:8000"  # links in mails begin so: with a prefix, no last slash
PORTAL_SERVICE_NAME = "Incident portal"  # stands in headers, mails and the sender's name
TRUSTED_PROXIES = 0  # how many proxies of yours stand before the app and say X-Forwarded-…

# Time, and what production refuses
PORTAL_CLOCK = "system"  # production accepts no other
PORTAL_DEV = False  # a demonstration: demo people, a clock that can be moved
MAILBOX_FOLDER = ""  # development: the folder of caught mail, shown at /mailbox

# Sessions
SESSION_COOKIE_SECURE = True  # over HTTPS alone
SESSION_COOKIE_HTTPONLY = True  # out of reach of scripts
SESSION_COOKIE_SAMESITE = "Lax"  # not sent along by other sites' forms
PERMANENT_SESSION_LIFETIME = timedelta(hours=8)  # how long a session lasts (environment: seconds)
WTF_CSRF_TIME_LIMIT = None  # a form is good while its session lasts (of the file alone)
SIGN_IN_CODES = "chosen"  # who needs a code of their phone as well: chosen, handlers, everybody

# What one request may carry
MAX_CONTENT_LENGTH = 25 * 1024 * 1024  # bytes
