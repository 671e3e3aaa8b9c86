"""Is the process alive, and can it serve? For the load balancer and the operator; tells no more."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from standalone import migrate
from standalone.users import db

health = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    """Mount both pages."""
    app.register_blueprint(health)


@health.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return {"process": "ok"}


@health.get("/readyz")
def ready() -> ResponseReturnValue:
    """503 without the database or with old tables; without Redis mail is late, and nothing else."""
    state = {"database": _database(), "redis": _redis()}
    return state, 200 if state["database"] == "ok" else 503


def _database() -> str:
    try:
        return "ok" if migrate.is_current(db.engine) else "migrations are missing"
    except SQLAlchemyError:
        return "not reachable"


def _redis() -> str:
    try:
        with Redis.from_url(current_app.config["REDIS_URL"], socket_timeout=0.5) as client:
            client.ping()
    except RedisError:
        return "not reachable"
    return "ok"
