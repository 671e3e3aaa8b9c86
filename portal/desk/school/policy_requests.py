"""Ask, advise, decide and end: requests about the policy. Given to `alter` as what to apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.desk.school.administration import audit_change
from portal.errors import Refused
from portal.outbox import rows as outbox
from portal.rules.school import requests
from portal.rules.school.requests import Kind, Stage
from portal.store.school import schools
from portal.store.school.policy_requests import asked, find_request
from tenants.calendar import uk_date
from tenants.change import Altered, Entry, Impossible
from tenants.db import Scope, uuid7
from tenants.drafting import IN_FORCE, begin_draft, find_draft
from tenants.permissions import Permission
from tenants.policy_requests import PolicyRequest, RequestKind

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tenants.policy.schema import Policy

GONE: Final = "There is no such request."


def ask(
    session: Session,
    school_id: UUID,
    kind: Kind,
    *,
    clause: str,
    what: str,
    why: str,
    by: UUID,
    now: datetime,
    from_on: date | None = None,
    until_on: date | None = None,
    renews: UUID | None = None,
) -> Altered:
    """Ask for an exception with its period, or propose a change. Raises Impossible."""
    if not requests.offered(kind, _policy(session, school_id, now)):
        raise Impossible("The policy in force at the school does not offer this.")
    if kind is Kind.EXCEPTION and (from_on is None or until_on is None):
        raise Impossible("Say from when until when", field="until_on")
    if from_on and until_on and until_on < max(from_on, uk_date(now)):
        raise Impossible("It must end on a day to come, after it begins", field="until_on")
    row = PolicyRequest(
        school_id=school_id,
        id=uuid7(),
        kind=RequestKind(kind),
        clause=clause,
        what=what,
        why=why,
        from_on=from_on,
        until_on=until_on,
        asked_by=by,
        asked_at=now,
        renews=renews,
    )
    session.add(row)
    return Altered(f"ask_{kind}", row.id, after={"stage": Stage.ASKED})


def view(
    session: Session,
    school_id: UUID,
    request_id: UUID,
    *,
    backed: bool | None,
    text: str,
    by: UUID,
    now: datetime,
) -> Altered:
    """Advise on an exception; back or drop a proposal.

    Raises Impossible for what the rules refuse.
    """
    row = _mine(session, school_id, request_id, by, now)
    try:
        after = requests.view(asked(row), backed=backed, text=text, now=now, today=uk_date(now))
    except Refused as refused:
        raise Impossible(refused.sentence, field=refused.field) from None
    row.backed, row.view, row.viewed_by, row.viewed_at = backed, text, by, after.viewed_at
    return _altered(session, row, "view", by, now)


def decide(
    session: Session,
    school_id: UUID,
    request_id: UUID,
    *,
    granted: bool | None,
    text: str,
    expires_on: date | None,
    by: UUID,
    now: datetime,
) -> Altered:
    """Grant or refuse. A proposal that is granted opens a draft, where none is open."""
    row = _mine(session, school_id, request_id, by, now)
    try:
        after = requests.decide(
            asked(row),
            granted=granted,
            text=text,
            expires_on=expires_on,
            now=now,
            today=uk_date(now),
        )
    except Refused as refused:
        raise Impossible(refused.sentence, field=refused.field) from None
    row.granted, row.terms, row.decided_by = granted, text, by
    row.decided_at, row.expires_on = after.decided_at, after.expires_on
    _end_renewed(session, row, now)
    if row.granted and row.kind is RequestKind.PROPOSAL and not find_draft(session, school_id):
        begun = begin_draft(session, school_id, IN_FORCE, now)
        audit_change(session, Entry(school_id, Permission.ASK_ABOUT_POLICY, by, now, begun))
    return _altered(session, row, "decide", by, now)


def end(session: Session, school_id: UUID, request_id: UUID, *, by: UUID, now: datetime) -> Altered:
    """End an exception early, or take back what one has asked for oneself.

    Raises Impossible for anybody else's, and for what the rules refuse.
    """
    row = _find(session, school_id, request_id)
    before = requests.stage(asked(row), uk_date(now))
    if row.asked_by != by and not may_decide(session, school_id, row, by, now):
        raise Impossible("This is for whoever asked, or whoever decides.")
    try:
        row.ended_at = requests.end(asked(row), now, uk_date(now)).ended_at
    except Refused as refused:
        raise Impossible(refused.sentence) from None
    _tell(session, row, Stage.ENDED, by, now)
    return Altered(f"end_{row.kind}", row.id, {"stage": before}, {"stage": Stage.ENDED})


def may_decide(
    session: Session, school_id: UUID, row: PolicyRequest, by: UUID, now: datetime
) -> bool:
    """Whether this person holds, or stands in for, the role that decides on such a request."""
    roster = schools.roster(Scope.of(school_id), school_id, now).within(session)
    policy = _policy(session, school_id, now)
    return requests.is_decider(by, asked(row), policy, roster, now)


def _mine(
    session: Session, school_id: UUID, request_id: UUID, by: UUID, now: datetime
) -> PolicyRequest:
    """The request, where its next step is this person's. Raises Impossible."""
    row = _find(session, school_id, request_id)
    roster = schools.roster(Scope.of(school_id), school_id, now).within(session)
    policy = _policy(session, school_id, now)
    if not requests.may_act(by, asked(row), policy, roster, now, uk_date(now)):
        raise Impossible("The next step is somebody else’s, or has been taken meanwhile.")
    return row


def _find(session: Session, school_id: UUID, request_id: UUID) -> PolicyRequest:
    row = find_request(session, Scope.of(school_id), request_id)
    if row is None:
        raise Impossible(GONE)
    return row


def _policy(session: Session, school_id: UUID, now: datetime) -> Policy:
    adopted = schools.policy_today(session, Scope.of(school_id), school_id, now)
    if adopted is None:
        raise Impossible("No policy is in force at the school yet.")
    return adopted[1]


def _end_renewed(session: Session, row: PolicyRequest, now: datetime) -> None:
    if not row.granted or row.renews is None:
        return
    earlier = find_request(session, Scope.of(row.school_id), row.renews)
    if earlier is not None and earlier.ended_at is None:
        earlier.ended_at = now


def _altered(session: Session, row: PolicyRequest, what: str, by: UUID, now: datetime) -> Altered:
    """What is audited: never the words."""
    stage = requests.stage(asked(row), uk_date(now))
    if stage is not Stage.VIEWED:
        _tell(session, row, stage, by, now)
    return Altered(f"{what}_{row.kind}", row.id, after={"stage": stage})


def _tell(session: Session, row: PolicyRequest, stage: Stage, by: UUID, now: datetime) -> None:
    """Whoever asked is told what somebody else did with it: also that it holds no more."""
    if row.asked_by != by:
        outbox.write(
            session,
            school_id=row.school_id,
            kind="alert",
            key=f"policy_request:{row.id}:{stage}",
            person_id=row.asked_by,
            template="request_answered",
            run_after=now,
        )
