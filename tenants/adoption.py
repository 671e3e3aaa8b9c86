"""Which policy a school follows from which day, version by version (SIP-doc).

A version is never changed: a correction is a new version. An incident keeps the version that was in
force when it was reported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.calendar import day_of
from tenants.change import Altered, Impossible, added
from tenants.db import uuid7
from tenants.models import Adoption, DpoAppointment, Organisation
from tenants.policy.answers import Origin
from tenants.policy.loader import PolicyError, adopt, parse, read_variant
from tenants.policy.schema import Policy
from tenants.policy.writing import as_toml
from tenants.roles import IN_CHARGE
from tenants.trips import Query

_COLUMN_BITS: Final = 32
"""Of `Adoption.version`, its sign included."""


def adopt_policy(
    session: Session,
    school_id: UUID,
    variant: str,
    *,
    in_force_from: date,
    approved_on: date,
    approved_by: str,
    next_review_on: date,
    own_answers: Mapping[str, object] | None = None,
) -> Altered:
    """Adopt a variant with the school's own answers as its next version, from a day on.

    Raises Impossible with what is wrong in the answers, or where nobody is named as DPO.
    """
    try:
        answers = Chosen(variant, read_variant(variant), dict(own_answers or {}))
        answers = of_its_nation(session, school_id, answers)
    except PolicyError as error:
        raise Impossible(" ".join(error.sentences)) from None
    control = Control(in_force_from, approved_on, approved_by, next_review_on)
    return adopt_chosen(session, school_id, answers, control)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A variant's text with a school's own answers, and where they stand in its document."""

    variant: str
    text: str
    own_answers: Mapping[str, object] = field(default_factory=dict)
    own_clauses: Mapping[str, str] = field(default_factory=dict)

    def policy(self, *, sketch: bool = False) -> Policy:
        """What it comes to. Raises PolicyError; for a sketch only where an answer has no shape."""
        return adopt(
            parse(self.text, sketch=True), self.own_answers, self.own_clauses, sketch=sketch
        )

    def toml(self, name: str) -> str:
        """The whole of it as the text of a variant of this name."""
        policy = self.policy(sketch=True)
        return as_toml(parse(self.text, sketch=True), policy, name=name, about=policy.title)


def of_its_nation(session: Session, school_id: UUID, chosen: Chosen) -> Chosen:
    """The same; where nobody says in which nation the school is, that of the school itself.

    Law and bodies differ: a document that is silent must not make a Scottish school English.
    """
    nation = session.scalars(sa.select(Organisation.nation).filter_by(id=school_id)).one()
    policy = chosen.policy(sketch=True)
    if policy.nation == nation or policy.source("nation").origin is not Origin.DEFAULT:
        return chosen
    return replace(chosen, own_answers={**chosen.own_answers, "nation": nation.value})


@dataclass(frozen=True, slots=True)
class Control:
    """The document control of a version (SIP-doc)."""

    in_force_from: date
    approved_on: date
    approved_by: str
    next_review_on: date


def adopt_chosen(
    session: Session, school_id: UUID, chosen: Chosen, control: Control, by: UUID | None = None
) -> Altered:
    """Make this the school's next version. Raises Impossible, naming the field of `Control`."""
    try:
        chosen.policy()
    except PolicyError as error:
        raise Impossible(" ".join(error.sentences)) from None
    _check(session, school_id, control)
    latest = session.scalar(
        sa.select(sa.func.max(Adoption.version)).where(Adoption.school_id == school_id)
    )
    adoption = Adoption(
        school_id=school_id,
        id=uuid7(),
        version=(latest or 0) + 1,
        variant=chosen.variant,
        variant_text=chosen.text,
        own_answers=dict(chosen.own_answers),
        own_clauses=dict(chosen.own_clauses),
        in_force_from=control.in_force_from,
        approved_on=control.approved_on,
        approved_by=control.approved_by,
        next_review_on=control.next_review_on,
        adopted_by=by,
    )
    session.add(adoption)
    return added("adopt_policy", adoption, adoption.id)


def _check(session: Session, school_id: UUID, control: Control) -> None:
    if control.next_review_on <= control.approved_on:
        raise Impossible("The next review comes after the approval.", field="next_review_on")
    if not is_dpo_named(session, school_id, control.in_force_from):
        raise Impossible(
            "Name the data protection officer first: nobody is named for the day from which this "
            "policy would be in force.",
            field="in_force_from",
        )


def is_dpo_named(session: Session, school_id: UUID, on: date) -> bool:
    """Whether the school has a named DPO on that day: no policy is in force without one."""
    found = sa.exists().where(
        DpoAppointment.school_id == school_id,
        DpoAppointment.from_on <= on,
        sa.func.coalesce(DpoAppointment.until_on, on) >= on,
    )
    return bool(session.scalar(sa.select(found)))


def is_anybody_in_charge(session: Session, school_id: UUID, on: date) -> bool:
    """Whether a report would come to somebody who can act on it, and not to a colleague alone."""
    asked = {"school": school_id, "today": on, "roles": sorted(IN_CHARGE)}
    return bool(session.scalar(_ANYBODY, asked))


_ANYBODY: Final = sa.text("""
select exists (select from tenants_holding
                where school_id = :school and role = any(:roles)
                  and from_on <= :today and (until_on is null or until_on >= :today))
""")


def chosen_of(adoption: Adoption) -> Chosen:
    """The answers of one version, to write the next one from."""
    return Chosen(
        adoption.variant, adoption.variant_text, adoption.own_answers, adoption.own_clauses
    )


def adoption_in_force(session: Session, school_id: UUID, on: date) -> Adoption | None:
    """The version in force on a day; None before the first.

    An instant counts by its day in the UK. Of two that begin on one day, the later version.
    """
    return session.scalars(
        sa.select(Adoption)
        .where(Adoption.school_id == school_id, Adoption.in_force_from <= day_of(on))
        .order_by(Adoption.in_force_from.desc(), Adoption.version.desc())
        .limit(1)
    ).one_or_none()


def find_waiting(session: Session, school_id: UUID, on: date) -> Adoption | None:
    """The last of the versions that come into force after a day; None where none waits."""
    return session.scalars(
        sa.select(Adoption)
        .where(Adoption.school_id == school_id, Adoption.in_force_from > day_of(on))
        .order_by(Adoption.in_force_from.desc(), Adoption.version.desc())
        .limit(1)
    ).one_or_none()


def id_in_force(session: Session, school_id: UUID, on: date) -> UUID | None:
    """The id of the version in force on a day, without its long text."""
    return find_id_in_force(school_id, on).within(session)


def find_id_in_force(school_id: UUID, on: date) -> Query[UUID | None]:
    """The same, to be asked in one trip with other things."""
    asked = {"school": school_id, "today": day_of(on)}
    return Query(_IN_FORCE, asked, lambda rows: rows[0][0] if rows else None)


_IN_FORCE: Final = """
select id from tenants_adoption
 where school_id = %(school)s and in_force_from <= %(today)s
 order by in_force_from desc, version desc limit 1
"""


def list_adoptions(session: Session, school_id: UUID) -> tuple[Adoption, ...]:
    """All versions of a school, newest first."""
    return tuple(
        session.scalars(
            sa.select(Adoption)
            .where(Adoption.school_id == school_id)
            .order_by(Adoption.version.desc())
        )
    )


def find_version(session: Session, school_id: UUID, number: int) -> Adoption | None:
    """One version by its number; None where there is none, and for one that no column holds."""
    if number.bit_length() >= _COLUMN_BITS:
        return None
    return session.scalars(
        sa.select(Adoption).where(Adoption.school_id == school_id, Adoption.version == number)
    ).one_or_none()


def policy_of(session: Session, school_id: UUID, adoption_id: UUID) -> Policy:
    """The policy of one version. Raises NoResultFound outside the scope."""
    text, own, clauses = session.execute(
        sa.select(Adoption.variant_text, Adoption.own_answers, Adoption.own_clauses).where(
            Adoption.school_id == school_id, Adoption.id == adoption_id
        )
    ).one()
    return _adopted(text, json.dumps(own, sort_keys=True), json.dumps(clauses, sort_keys=True))


# Schools with the same variant and the same answers share a policy; thousands need few.
@lru_cache(maxsize=1024)
def _adopted(text: str, own_answers: str, own_clauses: str) -> Policy:
    # It was whole on its day: what a later release asks of policies is asked of the next version.
    variant = parse(text, sketch=True)
    return adopt(variant, json.loads(own_answers), json.loads(own_clauses), sketch=True)
