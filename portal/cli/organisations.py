"""The first organisation of an empty database, its people, and the DfE's register of schools."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from portal.cli.group import portal_commands, services
from tenants.calendar import Nation, uk_date
from tenants.change import Impossible
from tenants.db import Scope, open_session, uuid7
from tenants.models import OrganisationKind
from tenants.permissions import Permission
from tenants.roles import IN_ONE_INCIDENT, NEEDS_PHONE, Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from portal.host import Services
    from tenants.change import Altered, Apply

organisation_commands = AppGroup("organisation", help="Services, trusts, authorities and schools.")
person_commands = AppGroup("person", help="The first people of an organisation.")
gias_commands = AppGroup("gias", help="The DfE’s register of schools.")
for _group in (organisation_commands, person_commands, gias_commands):
    portal_commands.add_command(_group)


def _names(words: Collection[str]) -> click.Choice[str]:
    return click.Choice(sorted(word.replace("_", "-") for word in words))


@organisation_commands.command("add")
@click.option("--kind", type=_names({*OrganisationKind}), required=True)
@click.option("--name", required=True, help="As pages and letters print it.")
@click.option("--slug", required=True, help="Its short name, for addresses.")
@click.option("--nation", type=_names({*Nation}), default="england")
@click.option("--email", default="", help="Where it is written to.")
@click.option("--phone", default="")
def organisation_add(
    *, kind: str, name: str, slug: str, nation: str, email: str, phone: str
) -> None:
    """Register an organisation. The schools of a service are added by its own people, on pages."""
    from tenants import naming, organisations, schools

    using, ident = services(), uuid7()
    if not naming.is_slug(slug) or organisations.find_organisation(using.engine, slug):
        raise click.ClickException("The short name is taken, or not small letters and hyphens.")
    apply = partial(
        schools.add_organisation,
        organisation_id=ident,
        kind=OrganisationKind(kind.replace("-", "_")),
        name=name,
        slug=slug,
        nation=Nation(nation.replace("-", "_")),
        email=email,
        phone=phone,
    )
    _alter(using, ident, Permission.REGISTER_ORGANISATION, apply)
    click.echo(f"{name} is registered as {slug}.")


@organisation_commands.command("join")
@click.argument("school")
@click.option("--overseer", required=True, help="Who looks after it from now on: its short name.")
def organisation_join(school: str, *, overseer: str) -> None:
    """Let a service, trust or authority look after SCHOOL, which is on the portal, from today."""
    from tenants import schools

    using = services()
    here, joined = _organisation(using, school), _organisation(using, overseer)
    apply = partial(
        schools.join_overseer,
        school_id=here,
        overseer_id=joined,
        from_on=uk_date(using.clock.now()),
    )
    scope = Scope.of(here, joined)
    _alter(using, here, Permission.GRANT_OVERSIGHT, apply, scope=scope)
    click.echo(f"{overseer} looks after {school} from today.")


@organisation_commands.command("leave")
@click.argument("school")
@click.option("--overseer", required=True, help="Whom it leaves: its short name.")
def organisation_leave(school: str, *, overseer: str) -> None:
    """End what a service, trust or authority sees of SCHOOL, at once."""
    from tenants import schools

    using = services()
    here, ended = _organisation(using, school), _organisation(using, overseer)
    last_day = uk_date(using.clock.now()) - timedelta(days=1)
    apply = partial(schools.end_oversight, school_id=here, overseer_id=ended, until_on=last_day)
    _alter(using, here, Permission.GRANT_OVERSIGHT, apply)
    click.echo(f"{overseer} looks after {school} no more.")


@person_commands.command("add")
@click.option("--organisation", required=True, help="Its short name.")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--role", type=_names({*Role} - IN_ONE_INCIDENT), required=True)
@click.option("--phone", default="", help="Needed for those in charge.")
def person_add(*, organisation: str, name: str, email: str, role: str, phone: str) -> None:
    """Add somebody to an organisation, and invite them to sign in."""
    from portal.desk import inviting
    from tenants import people

    using, held = services(), Role(role.replace("-", "_"))
    here = _organisation(using, organisation)
    if held in NEEDS_PHONE and not phone:
        raise click.ClickException("Those in charge must be reachable by phone: give --phone.")
    added = _alter(
        using,
        here,
        Permission.KEEP_PEOPLE,
        partial(
            people.add_person,
            organisation_id=here,
            name=name,
            email=email,
            phone=phone,
            role=held,
            from_on=uk_date(using.clock.now()),
        ),
    )
    invitation = partial(
        inviting.invite, services=using, school_id=here, person_id=added.subject_id, by=None
    )
    _alter(using, here, Permission.KEEP_PEOPLE, invitation)
    click.echo("Added. An invitation is on its way.")


@person_commands.command("invite")
@click.argument("email")
@click.option("--organisation", required=True, help="Its short name.")
@click.option("--show-link", is_flag=True, help="Print the link: whoever opens it signs in.")
def person_invite(email: str, *, organisation: str, show_link: bool) -> None:
    """Invite the person of this address again, as when the first mail did not arrive."""
    from portal.desk import inviting
    from tenants.organisations import find_by_email

    using = services()
    here = _organisation(using, organisation)
    with open_session(using.engine, Scope.of(here)) as session:
        person_id = find_by_email(session, here, email)
    if person_id is None:
        raise click.ClickException("Nobody at this organisation has this e-mail address.")
    invitation = partial(
        inviting.invite, services=using, school_id=here, person_id=person_id, by=None
    )
    made = _alter(using, here, Permission.KEEP_PEOPLE, invitation)
    click.echo("An invitation is on its way.")
    if show_link:
        with open_session(using.engine, Scope.of(here)) as session:
            click.echo(inviting.link(session, using, here, made.subject_id))


@person_commands.command("leave")
@click.argument("email")
@click.option("--organisation", required=True, help="Its short name.")
def person_leave(email: str, *, organisation: str) -> None:
    """End all that the person of this address is at a service, trust or authority, today."""
    from tenants import people
    from tenants.directory import relations
    from tenants.organisations import find_by_email

    using = services()
    here, today = _organisation(using, organisation), uk_date(using.clock.now())
    with open_session(using.engine, Scope.of(here)) as session:
        person_id = find_by_email(session, here, email)
    if person_id is None:
        raise click.ClickException("Nobody at this organisation has this e-mail address.")
    named = [one.name for one in relations(using.engine, person_id, today) if Role.DPO in one.roles]
    if named:
        raise click.ClickException(
            f"They are the named data protection officer of: {', '.join(named)}. Name another one "
            "there first."
        )
    apply = partial(
        people.leave, organisation_id=here, person_id=person_id, until_on=today - timedelta(days=1)
    )
    _alter(using, here, Permission.KEEP_PEOPLE, apply)
    click.echo("They have left. Their schools are brought up to date.")


@gias_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="For whose audit: its short name.")
def gias_import(file: Path, *, organisation: str) -> None:
    """Bring in FILE: the register as the DfE gives it, .csv or .zip. Again brings it up to date."""
    from tenants import establishments, gias

    using = services()
    here = _organisation(using, organisation)
    with file.open("rb") as content:
        apply = partial(
            establishments.bring_in,
            by_id=here,
            rows=gias.read(content),
            now=using.clock.now(),
        )
        altered = _alter(using, here, Permission.ADD_SCHOOL, apply)
    click.echo(f"The register is up to date: {int(altered.after['rows']):,} rows.")


def _organisation(using: Services, slug: str) -> UUID:
    from tenants.organisations import find_organisation

    found = find_organisation(using.engine, slug)
    if found is None:
        raise click.ClickException(f"There is no organisation whose short name is {slug}.")
    return found


def _alter(
    using: Services,
    here: UUID,
    permission: Permission,
    apply: Apply,
    *,
    scope: Scope | None = None,
) -> Altered:
    from portal.desk.administration import alter

    try:
        return alter(using, here, permission, apply, by=None, scope=scope)
    except Impossible as impossible:
        raise click.ClickException(impossible.sentence) from None
