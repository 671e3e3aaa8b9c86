"""The first people of an organisation, and those who leave it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from portal.cli.changing import change, names, organisation_of, saying
from portal.cli.group import portal_commands, services
from tenants.calendar import uk_date
from tenants.db import Scope, open_session
from tenants.permissions import Permission
from tenants.roles import IN_ONE_INCIDENT, NEEDS_PHONE, Role

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from portal.host import Services

person_commands = AppGroup("person", help="The first people of an organisation.")
portal_commands.add_command(person_commands)


@person_commands.command("add")
@click.option("--organisation", required=True, help="Its short name.")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--role", type=names({*Role} - IN_ONE_INCIDENT), required=True)
@click.option("--phone", default="", help="Needed for those in charge.")
def person_add(*, organisation: str, name: str, email: str, role: str, phone: str) -> None:
    """Add somebody to an organisation, and invite them to sign in."""
    from portal.desk.school import inviting
    from tenants import people

    using, held = services(), Role(role.replace("-", "_"))
    here = organisation_of(using, organisation)
    if held in NEEDS_PHONE and not phone:
        raise click.ClickException("Those in charge must be reachable by phone: give --phone.")
    added = change(
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
    change(using, here, Permission.KEEP_PEOPLE, invitation)
    click.echo("Added. An invitation is on its way.")


@person_commands.command("invite")
@click.argument("email")
@click.option("--organisation", required=True, help="Its short name.")
@click.option("--show-link", is_flag=True, help="Print the link: whoever opens it signs in.")
def person_invite(email: str, *, organisation: str, show_link: bool) -> None:
    """Invite the person of this address again, as when the first mail did not arrive."""
    from portal.desk.school import inviting
    from tenants.organisations import find_by_email

    using = services()
    here = organisation_of(using, organisation)
    with open_session(using.engine, Scope.of(here)) as session:
        person_id = find_by_email(session, here, email)
    if person_id is None:
        raise click.ClickException("Nobody at this organisation has this e-mail address.")
    invitation = partial(
        inviting.invite, services=using, school_id=here, person_id=person_id, by=None
    )
    made = change(using, here, Permission.KEEP_PEOPLE, invitation)
    click.echo("An invitation is on its way.")
    if show_link:
        with open_session(using.engine, Scope.of(here)) as session:
            click.echo(inviting.link(session, using, here, made.subject_id))


@person_commands.command("leave")
@click.argument("email")
@click.option("--organisation", required=True, help="Its short name.")
@click.option("--to", "to_email", help="Who takes their place: an officer there, by address.")
def person_leave(email: str, *, organisation: str, to_email: str | None) -> None:
    """End all that the person of this address is at a service, trust or authority, today.

    Whoever takes their place is named wherever they were the DPO, and gets what was theirs alone.
    """
    from portal.desk.school import leaving_team
    from tenants.organisations import find_by_email

    using = services()
    here, today = organisation_of(using, organisation), uk_date(using.clock.now())
    with open_session(using.engine, Scope.of(here)) as session:
        found = {each: find_by_email(session, here, each) for each in (email, to_email) if each}
    for address, person in found.items():
        if person is None:
            raise click.ClickException(f"Nobody at this organisation has the address {address}.")
    person_id, successor = found[email], found.get(to_email or "")
    assert person_id is not None  # noqa: S101 - refused above
    if successor is None and (why := _needs_somebody(using, here, person_id, today)):
        raise click.ClickException(f"{why} Say with --to who takes their place.")
    with saying():
        leaving_team.leave(using, here, person_id, today - timedelta(days=1), successor)
    click.echo("They have left. Their schools are brought up to date.")


def _needs_somebody(using: Services, here: UUID, person_id: UUID, today: date) -> str:
    """Why somebody must take their place; '' where nobody need."""
    from portal.desk.school import leaving_team
    from tenants.directory import relations

    named = [one.name for one in relations(using.engine, person_id, today) if Role.DPO in one.roles]
    if named:
        return f"They are the named data protection officer of: {', '.join(named)}."
    if leaving_team.owns(using, here, person_id):
        return "Something at a school was given to them by name."
    return ""


@person_commands.command("replace")
@click.argument("email")
@click.option("--by", "by_email", required=True, help="Who is named instead: their address.")
@click.option("--organisation", required=True, help="Of which both are officers: its short name.")
@click.option("--from-day", type=click.DateTime(["%Y-%m-%d"]), help="From when; else from today.")
def person_replace(
    email: str, *, by_email: str, organisation: str, from_day: datetime | None
) -> None:
    """Name another officer wherever the one of this address is the named DPO. Say it again freely.

    What is owed moves, and each school is told.
    """
    from portal.desk.school.replacing_officers import replace_officer
    from tenants.organisations import find_by_email, list_officers

    using = services()
    here, today = organisation_of(using, organisation), uk_date(using.clock.now())
    on = from_day.date() if from_day else today
    if on < today:
        raise click.ClickException("It begins today or on a day to come.")
    with open_session(using.engine, Scope.of(here)) as session:
        leaver, new = (find_by_email(session, here, each) for each in (email, by_email))
        officers = {one.person_id: one for one in list_officers(session, here, on)}
    for address, found in ((email, leaver), (by_email, new)):
        if found is None:
            raise click.ClickException(f"Nobody at {organisation} has the address {address}.")
    if leaver is None or new is None or leaver == new:
        raise click.ClickException("Give the addresses of two people of this organisation.")
    if new not in officers or not officers[new].phone:
        raise click.ClickException(
            f"{by_email} must be an officer there on that day, with a phone number."
        )
    replaced = replace_officer(using, here, leaver, officers[new], on)
    for name in replaced.schools:
        click.echo(f"{name}: {officers[new].name} from {on:%-d %B %Y}.")
    if replaced.refused:
        raise click.ClickException("\n".join(("Not everywhere.", *replaced.refused)))
    if not replaced.schools:
        click.echo("No school names them as its DPO on that day.")
