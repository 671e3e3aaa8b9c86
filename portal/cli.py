"""`flask portal …`: what operators and programs ask. Each answers in plain words or `--json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from flask import current_app
from flask.cli import AppGroup

from portal.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.host import Services

portal_commands = AppGroup("portal", help="School incident portal.")
as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def services() -> Services:
    """The portal's services of the current app."""
    return cast("Services", current_app.extensions["portal"].services())


def say(value: object, text: Callable[[], str], *, as_json: bool) -> None:
    """Print `value` as JSON, or the text."""
    click.echo(json.dumps(value, indent=2, default=str) if as_json else text())


@portal_commands.command()
@as_json
def check(*, as_json: bool) -> None:
    """Is this deployment sound? Exit status 1 if not."""
    from portal.deployment import problems  # noqa: PLC0415 - asks the database

    found = problems(services(), dict(current_app.config))
    say(
        {"sound": not found, "problems": found},
        lambda: "\n".join(found) or "This deployment is sound.",
        as_json=as_json,
    )
    raise SystemExit(1 if found else 0)


@portal_commands.command()
@as_json
def permissions(*, as_json: bool) -> None:
    """Who may do and see what: every route, with the roles that its declaration names."""
    from portal.web.matrix import matrix  # noqa: PLC0415 - pages are loaded late

    rows = matrix(current_app)
    say(
        [row.as_dict() for row in rows],
        lambda: "\n".join(f"{row.what:45} {row.rule:60} {', '.join(row.roles)}" for row in rows),
        as_json=as_json,
    )


@portal_commands.command()
@as_json
def stages(*, as_json: bool) -> None:
    """The table of stages, as the actions declare it."""
    from portal.desk.stages import moves  # noqa: PLC0415

    rows = moves()
    say(
        [{"action": m.action, "from": m.from_stage, "to": sorted(m.to_stages)} for m in rows],
        lambda: "\n".join(
            f"{m.from_stage:15} {m.action:32} → {', '.join(sorted(m.to_stages))}" for m in rows
        ),
        as_json=as_json,
    )


@portal_commands.command()
@click.option("--missing", is_flag=True, help="Only those without a test.")
@as_json
def clauses(*, missing: bool, as_json: bool) -> None:
    """Each clause of both policies: where it is declared, and which tests prove it.

    With --missing, exit status 1 while a clause of this release is not proved.
    """
    from portal import clauses as listing  # noqa: PLC0415

    rows = listing.report(missing_only=missing)
    say([row.as_dict() for row in rows], lambda: listing.as_text(rows), as_json=as_json)
    raise SystemExit(1 if missing and listing.gaps(rows) else 0)


policy_commands = AppGroup("policy", help="A school's policy.")
portal_commands.add_command(policy_commands)


@policy_commands.command("explain")
@click.argument("school")
def policy_explain(school: str) -> None:
    """The policy in force at SCHOOL (its short name), in plain English."""
    from portal.store.schools import policy_in_force  # noqa: PLC0415
    from tenants.policy.explain import explain  # noqa: PLC0415

    using = services()
    try:
        policy = policy_in_force(using.engine, school, using.clock.now())
    except NotFound:
        raise click.ClickException(f"There is no school whose short name is {school}.") from None
    click.echo(explain(policy))


@policy_commands.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def policy_check(file: Path, *, as_json: bool) -> None:
    """Is FILE a policy variant that can hold? Exit status 1 if not."""
    from tenants.policy.check import check_text  # noqa: PLC0415

    problems = check_text(file.read_text(encoding="utf-8"))
    say(
        {"sound": not problems, "problems": problems},
        lambda: "\n".join(problems) or "This variant is sound.",
        as_json=as_json,
    )
    raise SystemExit(1 if problems else 0)


audit_commands = AppGroup("audit", help="The audit chain.")
portal_commands.add_command(audit_commands)


@audit_commands.command("verify")
@as_json
def audit_verify(*, as_json: bool) -> None:
    """Walk each school's chain. Exit status 1 if one does not hold."""
    from portal.store.audit import verify_all  # noqa: PLC0415

    found = verify_all(services().engine)
    say(
        [{"school": str(s), "ok": v.ok, "entries": v.entries} for s, v in found.items()],
        lambda: "\n".join(
            f"{s}  {'holds' if v.ok else f'FAILS at entry {v.first_bad}'}  {v.entries} entries"
            for s, v in found.items()
        ),
        as_json=as_json,
    )
    raise SystemExit(0 if all(v.ok for v in found.values()) else 1)


@portal_commands.command()
@as_json
def outbox(*, as_json: bool) -> None:
    """How many effects wait, have failed or are uncertain, by kind."""
    from portal.store.due import effects_by_state  # noqa: PLC0415

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
    from portal.jobs.worker import run_worker  # noqa: PLC0415 - RQ is loaded only here

    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


@portal_commands.command()
def timers() -> None:
    """Look every 30 seconds for what is due: reminders, climbs, retries."""
    from portal.jobs.timers import run_timers  # noqa: PLC0415

    run_timers(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


@portal_commands.command()
def tick() -> None:
    """Do once what timers do; needs no Redis."""
    from portal.jobs.schedule import tick as run_tick  # noqa: PLC0415

    run_tick(services(), workers=False)


db_commands = AppGroup("db", help="The portal's tables.")
portal_commands.add_command(db_commands)


@db_commands.command("upgrade")
@click.option("--url", envvar="PORTAL_MIGRATION_URL", required=True, help="As the tables' owner.")
def db_upgrade(url: str) -> None:
    """Bring the tables to this version; run as portal_owner."""
    from portal.migrate import WrongRole, upgrade  # noqa: PLC0415 - alembic is loaded only here

    try:
        upgrade(url)
    except WrongRole as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo("The portal's tables are up to date.")
