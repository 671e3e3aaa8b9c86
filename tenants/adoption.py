"""Which policy a school follows from which day, version by version (SIP-doc).

A version is never changed: a correction is a new version. An incident keeps the version that was in
force when it was reported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants.calendar import day_of
from tenants.change import Altered, Impossible, added
from tenants.db import uuid7
from tenants.models import Adoption
from tenants.policy.loader import PolicyError, adopt, parse, read_variant
from tenants.policy.schema import Policy


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

    Raises Impossible with what is wrong in the answers.
    """
    own = dict(own_answers or {})
    try:
        text = read_variant(variant)
        adopt(parse(text), own)
    except PolicyError as error:
        raise Impossible(" ".join(error.sentences)) from None
    latest = session.scalar(
        sa.select(sa.func.max(Adoption.version)).where(Adoption.school_id == school_id)
    )
    adoption = Adoption(
        school_id=school_id,
        id=uuid7(),
        version=(latest or 0) + 1,
        variant=variant,
        variant_text=text,
        own_answers=own,
        in_force_from=in_force_from,
        approved_on=approved_on,
        approved_by=approved_by,
        next_review_on=next_review_on,
    )
    session.add(adoption)
    return added("adopt_policy", adoption, adoption.id)


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


def id_in_force(session: Session, school_id: UUID, on: date) -> UUID | None:
    """The id of the version in force on a day, without its long text."""
    return session.scalar(_IN_FORCE, {"school": school_id, "today": day_of(on)})


_IN_FORCE: Final = (
    sa.select(Adoption.id)
    .where(
        Adoption.school_id == sa.bindparam("school"),
        Adoption.in_force_from <= sa.bindparam("today"),
    )
    .order_by(Adoption.in_force_from.desc(), Adoption.version.desc())
    .limit(1)
)


def list_adoptions(session: Session, school_id: UUID) -> tuple[Adoption, ...]:
    """All versions of a school, newest first."""
    return tuple(
        session.scalars(
            sa.select(Adoption)
            .where(Adoption.school_id == school_id)
            .order_by(Adoption.version.desc())
        )
    )


def policy_of(session: Session, school_id: UUID, adoption_id: UUID) -> Policy:
    """The policy of one version. Raises NoResultFound outside the scope."""
    text, own = session.execute(
        sa.select(Adoption.variant_text, Adoption.own_answers).where(
            Adoption.school_id == school_id, Adoption.id == adoption_id
        )
    ).one()
    return _adopted(text, json.dumps(own, sort_keys=True))


# Schools with the same variant and the same answers share a policy; thousands need few.
@lru_cache(maxsize=1024)
def _adopted(text: str, own_answers: str) -> Policy:
    return adopt(parse(text), json.loads(own_answers))
