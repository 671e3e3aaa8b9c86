"""`make run`: this machine alone, over plain HTTP, mail caught and shown."""

PORTAL_DEV = True
PORTAL_SERVICE_NAME = "Incident portal (demonstration)"
SESSION_COOKIE_SECURE = False
