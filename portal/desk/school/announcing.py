"""Tell those who answer for a school what somebody else has decided in its name.

An officer of a service may adopt a policy for the school, a trust's chief executive name its DPO,
and whoever runs the portal close it, or say what a service sees: nobody of the school is the last
to know.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.outbox import rows as outbox
from portal.rules import uk_time
from portal.store.school import schools
from tenants.calendar import uk_date
from tenants.db import Scope
from tenants.models import Organisation
from tenants.organisations import list_members
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tenants.change import Altered

_RUN_IT: Final = frozenset({Role.HEAD, Role.DPO, Role.ADMINISTRATOR})
ANNOUNCED: Final[Mapping[str, tuple[str, frozenset[Role]]]] = {
    "adopt_policy": ("policy_adopted", frozenset({Role.HEAD, Role.CHAIR, Role.DPO})),
    "appoint_dpo": ("dpo_named", frozenset({Role.HEAD, Role.CHAIR})),
    "close_school": ("school_closes", _RUN_IT),
    "reopen_school": ("school_goes_on", _RUN_IT),
    "add_oversight": ("overseer_came", _RUN_IT),
    "end_oversight": ("overseer_left", _RUN_IT),
}
"""By what was changed: the alert, and who gets it unless they changed it themselves."""


def who_run(session: Session, school_id: UUID, now: datetime) -> frozenset[UUID]:
    """Who runs the school, before a change after which they may be nobody there."""
    return _holders(session, school_id, _RUN_IT, now)


def announce(
    session: Session,
    school_id: UUID,
    altered: Altered,
    by: UUID | None,
    now: datetime,
    *,
    ran_it: frozenset[UUID] = frozenset(),
) -> frozenset[UUID]:
    """Alert those whom this change is to be told, and `ran_it` until then; who they are."""
    if altered.what not in ANNOUNCED:
        return frozenset()
    template, roles = ANNOUNCED[altered.what]
    comes = altered.what == "add_oversight"  # who comes with it knows
    today = frozenset() if comes else _holders(session, school_id, roles, now)
    told = (today | ran_it) - {by}
    if not told:  # as at a trust's own office, where nobody is Head or chair
        told = _holders(session, school_id, {Role.CHIEF_EXECUTIVE}, now) - {by}
    outbox.alert(
        session,
        school_id=school_id,
        incident_id=None,
        template=template,
        about=f"{altered.subject_id}:{now.isoformat()}",
        people=told,
        now=now,
        data=_said(session, altered),
    )
    if altered.what == "appoint_dpo":
        _tell_officers(session, school_id, altered, by, now)
    if keeper := altered.after.get("successor"):
        _tell_keeper(session, UUID(keeper), altered, told, now)
    return told


def _tell_officers(
    session: Session, school_id: UUID, altered: Altered, by: UUID | None, now: datetime
) -> None:
    """Alert whoever is named, and whoever is not any more: what is open is the one's, and the
    other must not learn it from a page that has gone.

    Not where the operator puts one officer in another's place at every school of their service.
    """
    before, after = ({**one} for one in (altered.before, altered.after))
    if by is None and before.get("service_id") == after.get("service_id") is not None:
        return
    old, new = before.get("person_id"), after.get("person_id")
    for template, person in (("dpo_no_more", old), ("dpo_now", new)):
        if person is not None and old != new and UUID(person) != by:
            outbox.alert(
                session,
                school_id=school_id,
                incident_id=None,
                template=template,
                about=f"{altered.subject_id}:{now.isoformat()}",
                people=[UUID(person)],
                now=now,
                data={"from_day": uk_time.day(date.fromisoformat(after["from_on"]))},
            )


def _tell_keeper(
    session: Session, keeper_id: UUID, closed: Altered, told: Collection[UUID], now: datetime
) -> None:
    """Alert those who are to keep the records of a school that closes: who runs a school, and of a
    service, trust or authority, which is run by nobody as a school is, all but its staff.
    """
    keepers = who_run(session, keeper_id, now) or list_members(session, keeper_id, uk_date(now))
    outbox.alert(
        session,
        school_id=keeper_id,
        incident_id=None,
        template="records_to_keep",
        about=f"{closed.subject_id}:{now.isoformat()}",
        people=keepers - {*told},
        now=now,
        data={**_said(session, closed), "closes": _name(session, str(closed.subject_id))},
    )


def _holders(
    session: Session, school_id: UUID, roles: Collection[Role], now: datetime
) -> frozenset[UUID]:
    holders = schools.roster(Scope.of(school_id), school_id, now).within(session).holders
    return frozenset(one.person_id for one in holders if one.role in roles)


def _said(session: Session, altered: Altered) -> dict[str, str]:
    """What the text needs that no page of the school shows afterwards."""
    match altered.what:
        case "close_school":
            last_on = date.fromisoformat(altered.after["until_on"])
            keeper = _name(session, altered.after["successor"])
            return {"last_day": uk_time.day(last_on), "keeper": keeper}
        case "add_oversight":
            overseer = _name(session, altered.after["overseer_id"])
            return {"overseer": overseer, "kind": altered.after["kind"]}
        case "end_oversight":
            return {"overseer": _name(session, altered.before["overseer_id"])}
        case _:
            return {}


def _name(session: Session, organisation_id: str) -> str:
    found = session.get(Organisation, UUID(organisation_id)) if organisation_id else None
    return found.name if found else ""
