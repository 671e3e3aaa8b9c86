"""What the pages of people say of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.in_charge.while_away import Instead
from portal.store.school import returned_mail, staff
from portal.web.admin.people.forms import KINDS
from portal.web.parts.owed import listed
from portal.web.parts.when import day, full, full_end
from tenants import invitations
from tenants.calendar import uk_date
from tenants.details import belongs_elsewhere
from tenants.models import Person
from tenants.people import memberships
from tenants.permissions import Permission
from tenants.roles import TITLES, Role, in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from portal.web.visiting import Visit
    from tenants.invitations import Invitation
    from tenants.models import Absence, Membership


@dataclass(frozen=True, slots=True)
class Own:
    """A person of the school's own, with everything that they are and were here."""

    row: Person
    memberships: Sequence[Membership]
    today: date

    @property
    def current(self) -> tuple[Membership, ...]:
        """What they are, or will be."""
        return tuple(
            one for one in self.memberships if one.until_on is None or one.until_on >= self.today
        )

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of these."""
        return frozenset(one.role for one in self.current)

    @property
    def job_title(self) -> str:
        """As it was last given."""
        return next((one.job_title for one in reversed(self.memberships) if one.job_title), "")


def own_person(visit: Visit, person_id: UUID) -> Own | None:
    """The person, if they are or were one of the school's own, or are an officer of its service."""
    found = memberships(visit.session, visit.here, person_id)
    if not found and all(one.person_id != person_id for one in visit.roster.holders):
        return None
    row = visit.session.get(Person, person_id)
    return Own(row, found, uk_date(visit.now)) if row else None


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role with its days."""

    id: UUID
    title: str
    days: str
    ends: bool
    """Whether it can still end."""


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence."""

    id: UUID
    days: str
    why: str
    from_what: str
    stand_in: str
    open: bool
    """Not over."""
    asks_again: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person's page."""

    id: UUID
    name: str
    email: str
    phone: str
    second_email: str
    job_title: str
    here: bool
    elsewhere: bool
    returned: str
    """Since when our mail to them comes back; '' where it does not."""
    sign_in: str
    invites: bool
    """Whether an invitation makes sense."""
    withdraws: bool
    through: str
    """'Data protection officer, of the Eastern Service'; '' for the school's own."""
    roles: tuple[RoleLine, ...]
    absences: tuple[AbsenceLine, ...]
    silent: int
    """Incidents in which somebody else decides, because they have not answered in time."""


def person_page(visit: Visit, person_id: UUID) -> PersonPage | None:
    """Everything that the page says; None for somebody who was never one of the school's own."""
    own = own_person(visit, person_id)
    if own is None:
        return None
    last = invitations.last_invitation(visit.session, visit.here, person_id)
    returned = returned_mail.find(visit.session, visit.scope, person_id)
    signs_in, here = own.row.user_ref is not None, bool(own.current)
    return PersonPage(
        id=person_id,
        name=own.row.name,
        email=own.row.email,
        phone=own.row.phone,
        second_email=own.row.second_email,
        job_title=own.job_title,
        here=here,
        returned=full(returned.at) if returned else "",
        elsewhere=belongs_elsewhere(visit.session, visit.here, person_id, own.today),
        sign_in=_sign_in(last, signs_in=signs_in, now=visit.now),
        invites=here and not signs_in,
        withdraws=not signs_in and last is not None and last.is_good(visit.now),
        through=", ".join(
            f"{TITLES[one.role]}{_of(one.organisation)}"
            for one in visit.roster.holders
            if one.person_id == person_id and one.organisation
        ),
        roles=tuple(_role(one, own.today) for one in reversed(own.memberships)),
        absences=absence_lines(
            visit, person_id, staff.list_absences(visit.session, visit.scope, person_id)
        ),
        silent=_silent(visit, own),
    )


def absence_lines(
    visit: Visit, person_id: UUID, found: Sequence[Absence]
) -> tuple[AbsenceLine, ...]:
    """A person's absences, the latest first; why, for whoever manages them or is away."""
    names = {one.person_id: one.name for one in visit.roster.holders}
    told = visit.may(Permission.RECORD_ABSENCE) or person_id == visit.person_id
    return tuple(
        AbsenceLine(
            id=one.id,
            days=_absent(one),
            why=KINDS[one.kind] if told else "",
            from_what=TITLES[one.role] if one.role else "Everything",
            stand_in=names.get(one.stand_in_id, "Somebody who has left")
            if one.stand_in_id
            else "Whoever the policy says",
            open=one.until_at is None or one.until_at > visit.now,
            asks_again=day(one.review_on) if one.review_on else "",
        )
        for one in found
    )


def instead_lines(found: Iterable[Instead]) -> tuple[str, ...]:
    """'As Headteacher: Tunde Bakare (Deputy headteacher)', a line for each role."""
    return tuple(f"As {in_sentence(one.role)}: {_people(one)}" for one in found)


def _people(one: Instead) -> str:
    if not one.owner.people:
        return "nobody"
    said = listed(
        f"{each.name} ({in_sentence(each.role)}{_of(each.organisation)})"
        for each in one.owner.people
    )
    if one.owner.last_resort:
        return f"{said}, because nobody else could be found"
    return f"{said}, a conflict that is shown on each decision" if one.owner.conflict else said


def _of(organisation: str) -> str:
    return f" of {organisation}" if organisation else ""


def _silent(visit: Visit, own: Own) -> int:
    held = frozenset(one.role for one in own.current if one.from_on <= own.today)
    if not held & {Role.DPO, Role.DEPUTY_DPO, Role.HEAD}:
        return 0
    return staff.count_unanswered(visit.session, visit.scope, visit.viewer, own.row.id, held)


def _sign_in(last: Invitation | None, *, signs_in: bool, now: datetime) -> str:
    if signs_in:
        return "Signs in"
    if last is None:
        return "Has not been invited yet"
    if last.withdrawn_at is not None:
        return f"The invitation was taken back on {full(last.withdrawn_at)}"
    if not last.is_good(now):
        return f"The invitation of {full(last.issued_at)} was not opened in time"
    return f"Invited on {full(last.issued_at)}; the link opens until {full(last.expires_at)}"


def _role(one: Membership, today: date) -> RoleLine:
    if one.until_on is not None and one.until_on < one.from_on:
        days = f"Ended on the day on which it began, {day(one.from_on)}"
    else:
        until = f" until {day(one.until_on)}" if one.until_on else ""
        days = f"From {day(one.from_on)}{until}"
    return RoleLine(one.id, TITLES[one.role], days, one.until_on is None or one.until_on >= today)


def _absent(one: Absence) -> str:
    until = f"until {full_end(one.until_at)}" if one.until_at else "with no end yet"
    return f"From {full(one.from_at)} {until}"
