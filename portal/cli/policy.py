"""A policy in words, and whether a variant can hold."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from portal.cli.group import as_json, portal_commands, say, services
from portal.errors import NotFound

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
