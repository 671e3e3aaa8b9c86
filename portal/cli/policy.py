"""A policy in words, and whether a variant can hold."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from portal.cli.group import as_json, portal_commands, say, services
from tenants.db import Scope, open_session
from tenants.directory import find_school
from tenants.permissions import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from portal.host import Services

policy_commands = AppGroup("policy", help="A school's policy.")
portal_commands.add_command(policy_commands)


@policy_commands.command("explain")
@click.argument("school")
def policy_explain(school: str) -> None:
    """The policy in force at SCHOOL (its short name), in plain English."""
    from portal.store.school.schools import policy_today
    from tenants.policy.explain import explain

    using = services()
    school_id = _school(using, school)
    scope = Scope.of(school_id)
    with open_session(using.engine, scope) as session:
        found = policy_today(session, scope, school_id, using.clock.now())
    if found is None:
        raise _none_in_force(school)
    click.echo(explain(found[1]))


@policy_commands.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def policy_check(file: Path, *, as_json: bool) -> None:
    """Is FILE a policy variant that can hold? Exit status 1 if not."""
    from tenants.policy.check import check_text

    problems = check_text(_text(file))
    say(
        {"sound": not problems, "problems": problems},
        lambda: "\n".join(problems) or "This variant is sound.",
        as_json=as_json,
    )
    raise SystemExit(1 if problems else 0)


@policy_commands.command("export")
@click.argument("school")
def policy_export(school: str) -> None:
    """The policy in force at SCHOOL as a TOML file, which `import` and `check` read."""
    from tenants import adoption

    using = services()
    school_id = _school(using, school)
    with open_session(using.engine, Scope.of(school_id)) as session:
        found = adoption.adoption_in_force(session, school_id, using.clock.now())
        if found is None:
            raise _none_in_force(school)
        click.echo(adoption.chosen_of(found).toml(f"{school}-{found.version}"), nl=False)


@policy_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", required=True, help="Its short name.")
def policy_import(file: Path, school: str) -> None:
    """Read FILE into a draft at a school, in place of one that is open. The school adopts it."""
    from portal.desk.school.administration import alter
    from tenants.drafting import import_draft
    from tenants.policy.check import check_lines

    using, toml = services(), _text(file)
    if problems := check_lines(toml):
        raise click.ClickException("\n".join(problems))
    school_id = _school(using, school)
    apply = partial(import_draft, school_id=school_id, toml=toml, now=using.clock.now())
    alter(using, school_id, Permission.ADOPT_POLICY, apply, by=None)
    click.echo("The draft is open.")


def _school(using: Services, slug: str) -> UUID:
    found = find_school(using.engine, slug)
    if found is None:
        raise click.ClickException(f"There is no school whose short name is {slug}.")
    return found


def _none_in_force(school: str) -> click.ClickException:
    return click.ClickException(f"No policy is in force at {school} yet.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException("This file is not UTF-8. Save it as UTF-8 first.") from None
