"""What runs beside the web: worker, timers and the outbox between."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

from portal.cli.group import as_json, portal_commands, say, services

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.local import LocalProxy


@portal_commands.command()
@as_json
def outbox(*, as_json: bool) -> None:
    """How many effects wait, have failed or are uncertain, by kind."""
    from portal.store.due import effects_by_state

    counts = effects_by_state(services().engine)
    say(
        [{"kind": k, "state": s, "number": n} for (k, s), n in counts.items()],
        lambda: (
            "\n".join(f"{k:20} {s:12} {n}" for (k, s), n in counts.items())
            or "The outbox is empty."
        ),
        as_json=as_json,
    )


@portal_commands.command()
def worker() -> None:
    """Deliver what the outbox holds, woken through RQ. Ends within 5 seconds of SIGTERM."""
    from portal.jobs.worker import run_worker

    run_worker(_app())


@portal_commands.command()
def timers() -> None:
    """Look every 30 seconds for what is due: reminders, climbs, retries."""
    from portal.jobs.timers import run_timers

    run_timers(_app())


@portal_commands.command()
def tick() -> None:
    """Do once what timers do; needs no Redis."""
    from portal.jobs.schedule import tick as run_tick

    run_tick(services(), workers=False)


def _app() -> Flask:
    """The app itself, for threads and loops that outlive the command's context."""
    proxy = cast("LocalProxy[Flask]", current_app)
    return proxy._get_current_object()  # noqa: SLF001 - the documented way to unwrap the proxy
