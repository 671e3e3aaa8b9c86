"""Tests: a clock that moves, jobs by real workers, plain HTTP."""

TESTING = True
PORTAL_DEV = True
PORTAL_CLOCK = "table"
SESSION_COOKIE_SECURE = False
SECRET_KEY = "only for tests"  # noqa: S105 no installation uses it
SECURITY_PASSWORD_SALT = "only for tests"  # noqa: S105 no installation uses it
PORTAL_MASTER_KEY = "bm90IGEgc2VjcmV0OiB0aGUga2V5IG9mIHRlc3RzISE="
SQLALCHEMY_DATABASE_URI = "postgresql+psycopg:///"  # each test gives its own
# a hash as cheap as it can be: people of the demonstration sign in hundreds of times
SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS = {
    "argon2__rounds": 1,
    "argon2__memory_cost": 8,
    "argon2__parallelism": 1,
}
