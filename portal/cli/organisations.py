"""The first organisation of an empty database, its people, and the DfE's register of schools."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from portal.cli.changing import change, names, organisation_of, saying
from portal.cli.group import portal_commands, services
from tenants.calendar import Nation, uk_date
from tenants.db import Scope, uuid7
from tenants.models import OrganisationKind
from tenants.permissions import Permission
from tenants.regulator import ICO

if TYPE_CHECKING:
    from datetime import datetime


organisation_commands = AppGroup("organisation", help="Services, trusts, authorities and schools.")
gias_commands = AppGroup("gias", help="The DfE’s register of schools.")
for _group in (organisation_commands, gias_commands):
    portal_commands.add_command(_group)


@organisation_commands.command("add")
@click.option("--kind", type=names({*OrganisationKind}), required=True)
@click.option("--name", required=True, help="As pages and letters print it.")
@click.option("--slug", required=True, help="Its short name, for addresses.")
@click.option("--nation", type=names({*Nation}), default="england")
@click.option("--email", default="", help="Where it is written to.")
@click.option("--phone", default="")
@click.option("--address", default="", help=f"Of a trust: what a report to the {ICO} gives.")
@click.option("--registration", default="", help="The number of its data protection fee.")
def organisation_add(
    *,
    kind: str,
    name: str,
    slug: str,
    nation: str,
    email: str,
    phone: str,
    address: str,
    registration: str,
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
        address=address,
        ico_registration=registration,
    )
    change(using, ident, Permission.REGISTER_ORGANISATION, apply)
    click.echo(f"{name} is registered as {slug}.")


@organisation_commands.command("change")
@click.argument("organisation")
@click.option("--name", help="As pages and letters print it from now on.")
@click.option("--email")
@click.option("--phone")
@click.option("--address", help=f"Of a trust or school: what a report to the {ICO} gives.")
@click.option("--registration", help="The number of its data protection fee.")
def organisation_change(
    organisation: str,
    *,
    name: str | None,
    email: str | None,
    phone: str | None,
    address: str | None,
    registration: str | None,
) -> None:
    """Correct what is known of ORGANISATION: only what is given. '' takes a detail away.

    What was sent stays as it was. The short name stays: addresses and printed codes hold it.
    """
    from tenants import schools

    said = {
        "name": name,
        "email": email,
        "phone": phone,
        "address": address,
        "ico_registration": registration,
    }
    values = {key: value.strip() for key, value in said.items() if value is not None}
    if not values:
        raise click.UsageError("Give what changes, as --address or --registration.")
    if values.get("name") == "":
        raise click.ClickException("Every organisation has a name.")
    using = services()
    here = organisation_of(using, organisation)
    apply = partial(schools.change_organisation, organisation_id=here, values=values)
    altered = change(using, here, Permission.REGISTER_ORGANISATION, apply)
    changed = altered.after["changed"].replace("ico_", "")
    click.echo(f"Changed of {organisation}: {changed or 'nothing, it was so already'}.")


@organisation_commands.command("join")
@click.argument("school")
@click.option("--overseer", required=True, help="Who looks after it from now on: its short name.")
def organisation_join(school: str, *, overseer: str) -> None:
    """Let a service, trust or authority look after SCHOOL, which is on the portal, from today."""
    from tenants import oversight

    using = services()
    here, joined = organisation_of(using, school), organisation_of(using, overseer)
    apply = partial(
        oversight.join_overseer,
        school_id=here,
        overseer_id=joined,
        from_on=uk_date(using.clock.now()),
    )
    scope = Scope.of(here, joined)
    change(using, here, Permission.GRANT_OVERSIGHT, apply, scope=scope)
    click.echo(f"{overseer} looks after {school} from today.")


@organisation_commands.command("leave")
@click.argument("school")
@click.option("--overseer", required=True, help="Whom it leaves: its short name.")
def organisation_leave(school: str, *, overseer: str) -> None:
    """End what a service, trust or authority sees of SCHOOL, at once, also what began today."""
    from tenants import oversight

    using = services()
    here, ended = organisation_of(using, school), organisation_of(using, overseer)
    last_day = uk_date(using.clock.now()) - timedelta(days=1)
    apply = partial(oversight.end_oversight, school_id=here, overseer_id=ended, until_on=last_day)
    change(using, here, Permission.GRANT_OVERSIGHT, apply)
    click.echo(f"{overseer} looks after {school} no more.")


@organisation_commands.command("close")
@click.argument("school")
@click.option("--last-day", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--successor", help="Who keeps its records: its short name.")
def organisation_close(school: str, *, last_day: datetime, successor: str | None) -> None:
    """Close SCHOOL after its last day. Said again, the new day and successor replace the old.

    What is still open there goes on, and is owed by those in charge at the successor.
    """
    from portal.desk.school import closing_schools

    using = services()
    here = organisation_of(using, school)
    heir = organisation_of(using, successor) if successor else None
    with saying():
        closing_schools.close_school(using, here, last_on=last_day.date(), successor_id=heir)
    keeper, over = successor or "Its DPO", last_day.date() < uk_date(using.clock.now())
    click.echo(f"{school} closes after {last_day:%-d %B %Y}. {keeper} keeps its records.")
    if over:
        click.echo("That day is past: its own people see nothing of it now. Was the year mistyped?")
        click.echo(f"‘organisation reopen {school}’ takes it back.")


@organisation_commands.command("reopen")
@click.argument("school")
def organisation_reopen(school: str) -> None:
    """Take back that SCHOOL closes, or has closed."""
    from portal.desk.school import closing_schools

    using = services()
    with saying():
        closing_schools.reopen_school(using, organisation_of(using, school))
    click.echo(f"{school} goes on. Look whether the right DPO is named there.")


@gias_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="For whose audit: its short name.")
def gias_import(file: Path, *, organisation: str) -> None:
    """Bring in FILE: the register as the DfE gives it, .csv or .zip. Again brings it up to date."""
    from tenants import establishments, gias

    using = services()
    here = organisation_of(using, organisation)
    with file.open("rb") as content:
        apply = partial(
            establishments.bring_in,
            by_id=here,
            rows=gias.read(content),
            now=using.clock.now(),
        )
        altered = change(using, here, Permission.ADD_SCHOOL, apply)
    click.echo(f"The register is up to date: {int(altered.after['rows']):,} rows.")
