"""What is known of a person is corrected; an invitation then goes to the right address only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from portal.desk.school import inviting
from tenants import invitations
from tenants.calendar import uk_date
from tenants.details import change_details
from tenants.people import get_person, is_over, memberships

if TYPE_CHECKING:
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
        _invite_anew(session, services, organisation_id, person_id, by=by)
    return altered


def _invite_anew(
    session: Session, services: Services, organisation_id: UUID, person_id: UUID, *, by: UUID | None
) -> None:
    """Send it where they are still awaited; where they have left, only take it back."""
    today = uk_date(services.clock.now())
    held = memberships(session, organisation_id, person_id)
    if all(is_over(one, today) for one in held):
        invitations.withdraw_invitation(
            session, organisation_id, person_id, now=services.clock.now()
        )
        return
    inviting.invite(session, services, organisation_id, person_id, by=by)
