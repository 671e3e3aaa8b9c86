"""Note what became of mails to somebody outside whom the school must reach: a report to the
regulator, a question to an organisation. No decision, no stage.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.desk import linked
from portal.desk.surroundings import surroundings
from portal.desk.writing import duties
from portal.models.effects import EffectRow
from portal.notices import asking
from portal.outbox import rows as outbox
from portal.rules.in_charge import alerts
from portal.rules.words import Delivery
from portal.store import incidents
from portal.store.documents import seal_facts
from tenants.db import Scope
from tenants.roles import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.desk.surroundings import Surroundings
    from portal.host import Services
    from portal.rules.facts import Facts, Question, Submission

MAIL = "regulator_mail"
NOTED = "delivery"
"""The kind of effect that follows each of these mails, and brings `note` about."""
_BECAME = {
    "sent": Delivery.SENT,
    "failed": Delivery.FAILED,
    "uncertain": Delivery.UNCERTAIN,
}


def note(session: Session, services: Services, school_id: UUID, incident_id: UUID) -> None:
    """Bring the facts and the duties up to date; tell whoever must act where one went astray."""
    scope, now = Scope.of(school_id), services.clock.now()
    found = incidents.lock_incident(session, scope, services.keyring, incident_id)
    reports = tuple(_noted(session, school_id, each) for each in found.facts.submissions)
    questions = tuple(_asked(session, school_id, each) for each in found.facts.questions)
    facts = replace(found.facts, submissions=reports, questions=questions)
    if facts == found.facts:
        return
    around = surroundings(session, scope, school_id, found.row.adoption_id, now)
    found.row.facts = seal_facts(found.key, facts)
    duties.compare(session, scope, around, facts, now)
    linked.pass_on(session, found.facts, facts, now)
    before = {each.id for each in found.facts.submissions if each.astray}
    for report in reports:
        if report.astray and report.id not in before:
            _alert(session, around, facts, report, now)
    for earlier, question in zip(found.facts.questions, questions, strict=True):
        if question.is_astray and not earlier.is_astray:
            _alert_asker(session, facts, question, now)


def _noted(session: Session, school_id: UUID, report: Submission) -> Submission:
    """The report as its latest e-mail stands; one that a person has settled stays settled."""
    if report.delivery is not Delivery.WAITING:
        return report
    row = _latest(session, school_id, MAIL, report.id)
    if row is None or row.state not in _BECAME:
        return report
    return replace(report, delivery=_BECAME[row.state], delivered_at=row.settled_at)


def _asked(session: Session, school_id: UUID, question: Question) -> Question:
    """The question as its latest e-mail stands; one that was answered or asked by phone stays."""
    if not question.email or question.answered_at is not None or question.is_astray:
        return question
    row = _latest(session, school_id, asking.KIND, question.id)
    if row is None or row.state != "failed":
        return question
    return replace(question, astray_at=row.settled_at, asked_again_at=None)


def _latest(session: Session, school_id: UUID, kind: str, about: UUID) -> EffectRow | None:
    """The mail of this kind that was written last about it."""
    return session.scalars(
        select(EffectRow)
        .where(
            EffectRow.school_id == school_id,
            EffectRow.kind == kind,
            EffectRow.subject_id == about,
        )
        .order_by(EffectRow.id.desc())
        .limit(1)
    ).one_or_none()


def _alert(
    session: Session, around: Surroundings, facts: Facts, report: Submission, now: datetime
) -> None:
    people = alerts.people_behind((Role.DPO, Role.HEAD), around.roster, facts, around.policy, now)
    outbox.alert(
        session,
        school_id=facts.school_id,
        incident_id=facts.incident_id,
        template="report_astray",
        about=f"{report.id}:{report.told_at.isoformat()}",
        people=(person.person_id for person in people),
        now=now,
    )


def _alert_asker(session: Session, facts: Facts, question: Question, now: datetime) -> None:
    assert question.astray_at is not None  # noqa: S101 - that is what has changed
    outbox.alert(
        session,
        school_id=facts.school_id,
        incident_id=facts.incident_id,
        template="not_asked",
        about=f"{question.id}:{question.astray_at.isoformat()}",
        people=(question.by,),
        now=now,
    )
