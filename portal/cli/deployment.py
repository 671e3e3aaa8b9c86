"""What a deployment is: sound or not, its routes, stages and clauses."""

from __future__ import annotations

import click
from flask import current_app

from portal.cli.group import as_json, portal_commands, say, services


@portal_commands.command()
@as_json
def check(*, as_json: bool) -> None:
    """Is this deployment sound? Exit status 1 if not."""
    from portal.deployment import problems

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
    """Who may do and see what: every route, with the roles or the words of its declaration."""
    from portal.web.matrix import matrix

    rows = matrix(current_app)
    say(
        [row.as_dict() for row in rows],
        lambda: "\n".join(
            f"{row.what:45} {row.rule:60} {row.who or ', '.join(row.roles)}" for row in rows
        ),
        as_json=as_json,
    )


@portal_commands.command()
@as_json
def stages(*, as_json: bool) -> None:
    """The table of stages, as the actions declare it."""
    from portal.desk.stages import moves

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

    With --missing, exit status 1 while a clause of this release is not proved. An installed
    plugin comes without tests, and lists the declarations alone.
    """
    from portal import clauses as listing

    if listing.CHECKOUT is None:
        if missing:
            raise click.ClickException("No tests are installed here: ask in a checkout.")
        click.echo("No tests are installed here; these are the declarations.", err=True)
    rows = listing.report(missing_only=missing)
    say(
        [row.as_dict() for row in rows],
        lambda: listing.as_text(rows) or "Each clause of this release is proved by a test.",
        as_json=as_json,
    )
    raise SystemExit(1 if missing and listing.gaps(rows) else 0)
