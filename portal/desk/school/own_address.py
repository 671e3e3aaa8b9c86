"""Somebody signs in with another address: the portal's mails go there as well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portal.desk.school.administration import alter
from tenants import directory, organisations
from tenants.calendar import uk_date
from tenants.db import Scope
from tenants.details import change_own_email
from tenants.permissions import Permission
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from uuid import UUID

    from portal.host import Services
    from tenants.directory import Relation
    from tenants.organisations import Belonging


def own_scope(belongings: Collection[Belonging], relations: Collection[Relation]) -> Scope:
    """Where somebody belongs: an officer of a service is of no school, and changes their own row
    in the scope of the service; and the schools that print their number, as it names them as DPO.
    """
    places = {one.organisation_id for one in belongings} or {one.school_id for one in relations}
    named = {one.school_id for one in relations if Role.DPO in one.roles}
    return Scope.of(*places, *named)


def follow(
    services: Services, user_ref: str, *, was: str, email: str, by_operator: bool = False
) -> None:
    """Write to this user of the host at `email` from now on, where it was at `was`.

    For a host that has made sure that the new address is theirs. Nothing changes for somebody who
    is nobody here, or whom their organisation reaches at another address.
    """
    now = services.clock.now()
    known = directory.find_visitor(services.engine, user_ref, now)
    if known is None:
        return
    person, relations = known
    belongings = organisations.organisations_of(services.engine, person.id, now)
    home = next(_homes(belongings, relations), None)
    if home is None:
        return
    organisation_id, permission = home
    alter(
        services,
        organisation_id,
        permission,
        partial(change_own_email, person_id=person.id, was=was, email=email, today=uk_date(now)),
        by=None if by_operator else person.id,
        scope=own_scope(belongings, relations),
    )


def _homes(
    belongings: Iterable[Belonging], relations: Iterable[Relation]
) -> Iterator[tuple[UUID, Permission]]:
    """Where they may change something of their own."""
    places = [(one.organisation_id, one.roles) for one in belongings]
    places += [(one.school_id, one.roles) for one in relations]
    for organisation_id, roles in places:
        for permission in (Permission.KEEP_OWN, Permission.KEEP_TEAM):
            if permission.held_by(roles):
                yield organisation_id, permission
