"""A school as the portal needs it: people of today, calendar, and the policy of an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.errors import NotFound
from portal.rules.in_charge.roster import Away, Holder, Roster
from tenants import adoption, directory, present
from tenants.calendar import uk_date
from tenants.db import Scope
from tenants.policy.schema import Policy
from tenants.roles import Role
from tenants.roster import People
from tenants.trips import Query, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from tenants.calendar import Calendar

IN_DANGER_RING = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD)
"""Whom to ring when a child may be in danger, in this order."""

MOST_POLICIES = 4096
_policies: dict[tuple[UUID, UUID], Policy] = {}


@dataclass(frozen=True, slots=True)
class DangerContact:
    """Somebody to ring."""

    role: Role
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class School:
    """A school with what every page of it shows."""

    id: UUID
    slug: str
    name: str
    accent: str
    address: str
    phone: str
    ico_registration: str
    dpo: directory.NamedDpo | None
    danger_contacts: tuple[DangerContact, ...]
    somebody_away: bool
    """Whether anybody at all is away now: only then is it worked out who stands in."""
    adoption_id: UUID | None
    """The version of its policy in force today; None while it has none."""
    closed_on: date | None
    """The last day of a school that has closed."""


def get_school(scope: Scope, school_id: UUID, now: datetime) -> Query[School]:
    """The school with what its pages show; `NotFound` outside the scope."""
    _within(scope, school_id)
    values = {"school": school_id, "today": uk_date(now), "now": now, "ring": _RING}
    return Query(_SCHOOL, values, _school)


@dataclass(frozen=True, slots=True)
class Trust:
    """The trust to which a school belongs."""

    name: str
    address: str
    ico_registration: str


def find_trust(scope: Scope, school_id: UUID, now: datetime) -> Query[Trust | None]:
    """The trust of this school today; None for a school that is in none."""
    _within(scope, school_id)
    values = {"school": school_id, "today": uk_date(now)}
    return Query(_TRUST, values, lambda rows: Trust(*rows[0]) if rows else None)


def list_siblings(scope: Scope, school_id: UUID, now: datetime) -> Query[tuple[UUID, ...]]:
    """The other schools of the scope that belong to the same trust today."""
    _within(scope, school_id)
    values = {"school": school_id, "scope": list(scope.schools), "today": uk_date(now)}
    return Query(_SIBLINGS, values, lambda rows: tuple(ident for (ident,) in rows))


def _school(rows: Rows) -> School:
    if not rows:
        raise NotFound
    (ident, slug, name, accent, address, phone, ico_registration, *dpo) = rows[0][:11]
    ring, away, adoption_id, closed_on = rows[0][11:]
    return School(
        id=ident,
        slug=slug,
        name=name,
        accent=accent,
        address=address,
        phone=phone,
        ico_registration=ico_registration,
        dpo=directory.NamedDpo(*dpo) if dpo[0] is not None else None,
        danger_contacts=_to_ring(ring or ()),
        somebody_away=away,
        adoption_id=adoption_id,
        closed_on=closed_on,
    )


def _to_ring(ring: Sequence[tuple[str, str, str, bool]]) -> tuple[DangerContact, ...]:
    """Whom to ring in danger: nobody who is away, unless everybody is."""
    here = [one for one in ring if not one[3]] or ring
    return tuple(DangerContact(Role(role), name, phone) for role, name, phone, _away in here)


def roster(scope: Scope, school_id: UUID, now: datetime) -> Query[Roster]:
    """Who holds which role at the school now, and who is away."""
    _within(scope, school_id)
    return present.roster(school_id, now).then(_roster)


def _roster(people: People) -> Roster:
    return Roster(
        holders=tuple(
            Holder(
                person_id=held.person_id,
                role=held.role,
                name=held.name,
                email=held.email,
                phone=held.phone,
                organisation=held.organisation,
                group=held.group,
            )
            for held in people.holders
        ),
        away=tuple(
            Away(a.person_id, a.from_at, a.until_at, a.role, a.stand_in) for a in people.away
        ),
        covering=people.covering,
        dpo_since=people.dpo_since,
    )


def calendar(session: Session, scope: Scope, school_id: UUID) -> Calendar:
    """The school's days: term, closures, bank holidays of its nation."""
    _within(scope, school_id)
    return directory.calendar_of(session, school_id)


def known_policy(scope: Scope, school_id: UUID, adoption_id: UUID) -> Policy | None:
    """The policy of one adoption, where this process has read it before."""
    _within(scope, school_id)
    return _policies.get((school_id, adoption_id))


def policy(session: Session, scope: Scope, school_id: UUID, adoption_id: UUID) -> Policy:
    """The policy of one adoption. An adoption never changes, so it is kept in memory."""
    known = known_policy(scope, school_id, adoption_id)
    if known is None:
        known = adoption.policy_of(session, school_id, adoption_id)
        if len(_policies) >= MOST_POLICIES:
            _policies.clear()
        _policies[school_id, adoption_id] = known
    return known


def find_adoption(scope: Scope, school_id: UUID, now: datetime) -> Query[UUID | None]:
    """The version of its policy in force today; None while it has none."""
    _within(scope, school_id)
    return adoption.find_id_in_force(school_id, uk_date(now))


def policy_today(
    session: Session, scope: Scope, school_id: UUID, now: datetime
) -> tuple[UUID, Policy] | None:
    """The adoption in force and its policy; None while the school has none."""
    _within(scope, school_id)
    found = adoption.id_in_force(session, school_id, now)
    return None if found is None else (found, policy(session, scope, school_id, found))


def _within(scope: Scope, school_id: UUID) -> None:
    """The first guard of tenancy for what is read through the directory."""
    if school_id not in scope.schools:
        raise NotFound


_RING: Final = f"{{{','.join(IN_DANGER_RING)}}}"  # as PostgreSQL reads an array
_SCHOOL: Final = """
select o.id, o.slug, o.name, coalesce(o.accent, ''), o.address, o.phone, o.ico_registration,
       d.name, d.email, d.phone, coalesce(v.name, ''),
       (select json_agg(json_build_array(c.role, c.name, c.phone, c.away)
                        order by c.place, c.name, c.id)
          from (select distinct m.role, p.name, p.phone, p.id,
                       array_position(cast(%(ring)s as text[]), m.role) as place,
                       exists (select from tenants_absence b
                                where b.school_id = o.id and b.person_id = p.id
                                  and (b.role is null or b.role = m.role)
                                  and b.from_at <= %(now)s
                                  and (b.until_at is null or b.until_at > %(now)s)) as away
                  from tenants_membership m
                  join tenants_person p on p.id = m.person_id
                 where m.organisation_id = o.id and m.role = any(cast(%(ring)s as text[]))
                   and m.from_on <= %(today)s and (m.until_on is null or m.until_on >= %(today)s)
                   and (o.until_on is null or o.until_on >= %(today)s) and p.phone <> '') c),
       exists (select from tenants_absence b
                where b.school_id = o.id and b.from_at <= %(now)s
                  and (b.until_at is null or b.until_at > %(now)s))
       or o.until_on < %(today)s
          and exists (select from tenants_away_at_keeper(o.id, %(now)s) k
                       where k.from_at <= %(now)s),
       (select a.id from tenants_adoption a
         where a.school_id = o.id and a.in_force_from <= %(today)s
         order by a.in_force_from desc, a.version desc limit 1),
       case when o.until_on < %(today)s then o.until_on end
  from tenants_organisation o
  left join lateral (
       select * from tenants_dpo_appointment a
        where a.school_id = o.id and a.from_on <= %(today)s
          and (a.until_on is null or a.until_on >= %(today)s)
        order by a.from_on desc limit 1) d on true
  left join tenants_organisation v on v.id = d.service_id
 where o.id = %(school)s
"""
_TRUST: Final = """
select o.name, o.address, o.ico_registration
  from tenants_oversight s
  join tenants_organisation o on o.id = s.overseer_id
 where s.school_id = %(school)s and s.kind = 'trust'
   and s.from_on <= %(today)s and (s.until_on is null or s.until_on >= %(today)s)
 order by s.from_on desc limit 1
"""
_SIBLINGS: Final = """
select distinct o.school_id
  from tenants_oversight s
  join tenants_oversight o on o.overseer_id = s.overseer_id and o.kind = 'trust'
 where s.school_id = %(school)s and s.kind = 'trust'
   and o.school_id = any(%(scope)s) and o.school_id <> s.school_id
   and s.from_on <= %(today)s and (s.until_on is null or s.until_on >= %(today)s)
   and o.from_on <= %(today)s and (o.until_on is null or o.until_on >= %(today)s)
"""
