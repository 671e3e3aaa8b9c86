"""The version that a school is writing: begun, answered question by question, adopted or dropped.

Its answers have their shape but may contradict each other for a while: two that depend on each
other are changed one after the other. Only what can hold is adopted.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.adoption import (
    Chosen,
    Control,
    adopt_chosen,
    adoption_in_force,
    chosen_of,
    find_waiting,
    is_anybody_in_charge,
    of_its_nation,
)
from tenants.change import Altered, Impossible
from tenants.db import uuid7
from tenants.models import PolicyDraft
from tenants.policy.limits import contradictions
from tenants.policy.loader import PolicyError, adopt, is_question, parse, read_variant
from tenants.policy.schema import Policy
from tenants.policy.writing import BLANK, blank
from tenants.registering import check
from tenants.training import ASKED_TO_READ, is_reading_asked

IN_FORCE = "in_force"
"""Begin from the version in force."""
WAITING = "waiting"
"""Begin from the version that waits for its day."""


def find_draft(session: Session, school_id: UUID) -> PolicyDraft | None:
    """The open draft; None while there is none."""
    return session.scalars(
        sa.select(PolicyDraft).where(PolicyDraft.school_id == school_id)
    ).one_or_none()


def chosen_in(draft: PolicyDraft) -> Chosen:
    """What the draft says."""
    return Chosen(draft.variant, draft.variant_text, draft.own_answers, draft.own_clauses)


def sketched(draft: PolicyDraft) -> Policy:
    """The policy that the draft comes to, finished or not."""
    return chosen_in(draft).policy(sketch=True)


def problems(draft: PolicyDraft) -> tuple[str, ...]:
    """A sentence for each pair of its answers that cannot both hold."""
    return tuple(contradictions(sketched(draft)))


def begin_draft(session: Session, school_id: UUID, source: str, now: datetime) -> Altered:
    """Begin from a variant's name, `BLANK`, `IN_FORCE` or `WAITING`: its answers, and then own."""
    return _begin(session, school_id, _source(session, school_id, source, now), now)


def import_draft(session: Session, school_id: UUID, toml: str, now: datetime) -> Altered:
    """Begin from the text of a variant, in place of an open draft. Raises Impossible."""
    try:
        variant = parse(toml)
        adopt(variant, {})
    except PolicyError as error:
        raise Impossible(" ".join(error.sentences), field="file") from None
    if draft := find_draft(session, school_id):
        session.delete(draft)
        session.flush()
    return _begin(session, school_id, Chosen(variant.name, toml), now)


def answer(
    session: Session, school_id: UUID, question: str, value: object, clause: str, now: datetime
) -> Altered:
    """Answer one question in the draft. Raises Impossible where the answer has no shape."""
    draft = _draft(session, school_id)
    _known(question)
    draft.own_answers = {**draft.own_answers, question: value}
    others = {name: where for name, where in draft.own_clauses.items() if name != question}
    draft.own_clauses = {**others, **({question: clause} if clause else {})}
    draft.changed_at = now
    try:
        sketched(draft)
    except PolicyError as error:
        raise Impossible(" ".join(error.sentences)) from None
    return Altered("answer_policy_question", draft.id, after={"question": question})


def answer_as_variant(session: Session, school_id: UUID, question: str, now: datetime) -> Altered:
    """Take back an own answer: the variant's holds again."""
    draft = _draft(session, school_id)
    _known(question)
    draft.own_answers = {n: a for n, a in draft.own_answers.items() if n != question}
    draft.own_clauses = {n: c for n, c in draft.own_clauses.items() if n != question}
    draft.changed_at = now
    return Altered("answer_policy_question_as_variant", draft.id, after={"question": question})


def drop_draft(session: Session, school_id: UUID) -> Altered:
    """Throw the draft away."""
    draft = _draft(session, school_id)
    session.delete(draft)
    return Altered("drop_policy_draft", draft.id)


def adopt_draft(
    session: Session, school_id: UUID, control: Control, *, by: UUID, now: datetime
) -> Altered:
    """Make the draft the next version. Raises Impossible: answers, DPO, days, nobody in charge.

    Where the school has asked everybody to read a version, it asks them to read this one too.
    """
    draft = _draft(session, school_id)
    altered = adopt_chosen(session, school_id, chosen_in(draft), control, by)
    if not is_anybody_in_charge(session, school_id, control.in_force_from):
        raise Impossible(
            "Add the Headteacher, or whoever else is in charge, to the school’s people first: "
            "nobody would be there to be told of a report.",
            field="in_force_from",
        )
    session.delete(draft)
    if is_reading_asked(session, school_id):
        check(session, school_id, ASKED_TO_READ, by=by, now=now, subject_id=altered.subject_id)
    return altered


def _source(session: Session, school_id: UUID, source: str, now: datetime) -> Chosen:
    if source == IN_FORCE:
        current = adoption_in_force(session, school_id, now)
        if current is None:
            raise Impossible("No policy is in force yet: begin from a variant.", field="source")
        return chosen_of(current)
    if source == WAITING:
        waiting = find_waiting(session, school_id, now)
        if waiting is None:
            raise Impossible("No version waits for its day any more.", field="source")
        return chosen_of(waiting)
    if source == BLANK:
        return Chosen(BLANK, blank())
    try:
        return Chosen(source, read_variant(source))
    except PolicyError as error:
        raise Impossible(" ".join(error.sentences), field="source") from None


def _begin(session: Session, school_id: UUID, chosen: Chosen, now: datetime) -> Altered:
    if find_draft(session, school_id) is not None:
        raise Impossible("A draft is open already: go on with it, or discard it first.")
    chosen = of_its_nation(session, school_id, chosen)
    draft = PolicyDraft(
        school_id=school_id,
        id=uuid7(),
        variant=chosen.variant,
        variant_text=chosen.text,
        own_answers=dict(chosen.own_answers),
        own_clauses=dict(chosen.own_clauses),
        changed_at=now,
    )
    session.add(draft)
    return Altered("begin_policy_draft", draft.id, after={"variant": chosen.variant})


def _draft(session: Session, school_id: UUID) -> PolicyDraft:
    if draft := find_draft(session, school_id):
        return draft
    raise Impossible("There is no draft: begin one first.")


def _known(question: str) -> None:
    if not is_question(question) or question == "timescales":
        raise Impossible("There is no such question.")
