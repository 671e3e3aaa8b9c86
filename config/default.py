"""Every setting of the standalone app and its default; the only one that is safe everywhere.

An environment variable of the same name wins. A secret has no default: without one the app refuses
to start and says which it misses.
"""

from datetime import timedelta

# secrets
SECRET_KEY = ""
SECURITY_PASSWORD_SALT = ""
PORTAL_MASTER_KEY = ""  # 32 bytes in base64; wraps every school's key

# PostgreSQL: the app signs in as portal_app, migrations as portal_owner
SQLALCHEMY_DATABASE_URI = ""
PORTAL_MIGRATION_URL = ""
# a request may hold two connections; twice gunicorn's threads is the least (`flask portal check`)
SQLALCHEMY_ENGINE_OPTIONS = {
    "pool_size": 10,
    "max_overflow": 10,
    "pool_pre_ping": True,
    "hide_parameters": True,  # errors of the database would print what people typed
}

# Redis or Valkey: wakes the workers, keeps nothing
REDIS_URL = "redis://127.0.0.1:6379/0"

# mail
MAIL_HOST = "127.0.0.1"
MAIL_PORT = 25
MAIL_USER = ""
MAIL_PASSWORD = ""
MAIL_STARTTLS = False
PORTAL_MAIL_FROM = "incidents@example.org"

# how people reach the portal, and what it is called
TRUSTED_PROXIES = 0  # how many proxies of yours stand before the app and say X-Forwarded-…
PORTAL_PUBLIC_URL = "http://127.0.0.1:8000"
PORTAL_SERVICE_NAME = "Incident portal"

PORTAL_CLOCK = "system"  # production accepts no other
PORTAL_DEV = False
MAILBOX_FOLDER = ""  # development: the folder of caught mail, shown at /mailbox

# people
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PERMANENT_SESSION_LIFETIME = timedelta(hours=8)

# what one request may carry, in bytes
MAX_CONTENT_LENGTH = 25 * 1024 * 1024
