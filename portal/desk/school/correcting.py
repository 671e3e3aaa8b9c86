"""How people are called and reached, corrected; an invitation goes to the right address only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from portal.desk.school import inviting
from tenants import invitations
from tenants.calendar import uk_date
from tenants.change import Impossible
from tenants.details import change_details
from tenants.models import Membership, Person
from tenants.people import get_person, memberships

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services
    from tenants.change import Altered


@dataclass(frozen=True, slots=True)
class Details:
    """How somebody is called and reached; what is not known is ''."""

    name: str
    email: str
    phone: str
    second_email: str
    job_title: str

    @classmethod
    def of(cls, session: Session, organisation_id: UUID, person_id: UUID) -> Self:
        """As they are known now. Raises Impossible for somebody out of scope."""
        person = get_person(session, person_id)
        held = memberships(session, organisation_id, person_id)
        title = next((one.job_title for one in reversed(held) if one.job_title), "")
        return cls(person.name, person.email, person.phone, person.second_email, title)


def refuse_shared(
    session: Session, organisation_id: UUID, email: str, from_on: date, *, but: UUID | None = None
) -> None:
    """Raises Impossible where somebody else (`but` them) has this address there on or after a day.

    With one mailbox for two, neither could sign in as themselves. Whoever leaves before that day
    passes it on.
    """
    found = sa.select(Person.name).join(Membership, Membership.person_id == Person.id)
    name = session.scalars(
        found.where(
            Membership.organisation_id == organisation_id,
            sa.or_(
                Membership.until_on.is_(None),
                # ended before it began, it has held on no day
                Membership.until_on >= sa.func.greatest(Membership.from_on, from_on),
            ),
            sa.func.lower(Person.email) == email.lower(),
            Person.id.is_distinct_from(but),
        ).limit(1)
    ).first()
    if name is not None:
        raise Impossible(
            f"{name} has this address already. Everybody needs an address of their own, so that "
            "the record shows who did what.",
            field="email",
        )


def correct(
    session: Session,
    services: Services,
    organisation_id: UUID,
    person_id: UUID,
    details: Details,
    *,
    by: UUID | None,
) -> Altered:
    """Correct a person's details. Given to `alter` as what to apply; raises Impossible.

    Where the address was wrong, a stranger may hold the link that was sent there: it opens nothing
    any more, and a new one goes to the address as it is now.
    """
    now = services.clock.now()
    was = get_person(session, person_id).email
    if details.email != was:
        refuse_shared(session, organisation_id, details.email, uk_date(now), but=person_id)
    altered = change_details(
        session,
        organisation_id,
        person_id,
        name=details.name,
        email=details.email,
        phone=details.phone,
        second_email=details.second_email,
        job_title=details.job_title,
        today=uk_date(now),
    )
    last = invitations.last_invitation(session, organisation_id, person_id)
    if details.email != was and last is not None and last.is_good(now):
        session.flush()
        inviting.invite(session, services, organisation_id, person_id, by=by)
    return altered
