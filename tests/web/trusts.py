"""A trust that is the controller of two schools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Engine

from tenants.adoption import adopt_policy
from tenants.db import Scope, open_session, uuid7
from tenants.models import Organisation, OrganisationKind, Oversight, OversightKind
from tests.portal_app import FRIDAY

SCHOOLS = ("wormley", "wentworth")


def found_trust(engine: Engine, ids: Sequence[UUID]) -> None:
    """`SCHOOLS`, by their ids, belong to a trust; each has the variant of its name."""
    trust = uuid7()
    with open_session(engine, Scope.of(trust, *ids)) as session, session.begin():
        session.add(
            Organisation(
                id=trust,
                kind=OrganisationKind.TRUST,
                name="Lea Valley Trust",
                slug="lea-valley-trust",
                address="1 Lea Road, Hexworth",
                ico_registration="ZA777777",
            )
        )
        session.flush()
        for each in ids:
            session.add(
                Oversight(
                    school_id=each,
                    overseer_id=trust,
                    kind=OversightKind.TRUST,
                    from_on=date(2026, 1, 1),
                )
            )
        for name, each in zip(SCHOOLS, ids, strict=True):
            adopt_policy(
                session,
                each,
                name,
                in_force_from=FRIDAY.date() - timedelta(days=1),
                approved_on=date(2026, 7, 1),
                approved_by="The Trustees",
                next_review_on=date(2027, 9, 1),
                own_answers={
                    "controller": "trust",
                    "dpo": "external_service",
                    "dpo_protocol": "Ring first.",
                },
            )
