"""Copy this for an installation of your own, and name the copy in PORTAL_CONFIG.

Give secrets and addresses of servers as environment variables (config/default.py lists all names).
"""

PORTAL_PUBLIC_URL = "https://incidents.example.org"
PORTAL_SERVICE_NAME = "Incident portal"
PORTAL_MAIL_FROM = "incidents@example.org"
MAIL_HOST = "smtp.example.org"
MAIL_PORT = 587
MAIL_STARTTLS = True
