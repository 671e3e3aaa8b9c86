"""Whatever happens to people, what is owed in an incident has an owner who is here and can act.

`PORTAL_LONG_WALKS=1` walks thirty times as far.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.desk import can
from portal.desk.catalogue import actions
from portal.desk.surroundings import actor, surroundings
from portal.errors import NotFound
from portal.models.duties import DutyRow
from portal.store import incidents
from portal.store.visibility import Viewer
from tenants.db import open_session
from tenants.directory import roles_at
from tests.databases import Database, engine_of
from tests.desk.world import make_school
from tests.walks.coming_and_going import Town
from tests.walks.test_walks import LONG

WALKS = 30 if LONG else 1
STEPS = 60 if LONG else 25


def wrong(town: Town) -> Iterator[str]:
    """Each duty that nobody here could do, and each mail to somebody who is not."""
    yield from (f"mail to {each}" for each in town.astray)
    here = {person for person, *_ in town.here()}
    with open_session(town.services.engine, town.at.scope) as session:
        for incident in town.incidents:
            owed = session.scalars(select(DutyRow).where(DutyRow.incident_id == incident))
            for duty in owed.all():
                open_now = not (duty.met_at or duty.lapsed_at)
                if open_now and duty.opens_at <= town.at.clock.now():
                    yield from _of(town, session, duty, here)


def _of(town: Town, session: Session, duty: DutyRow, here: set[UUID]) -> Iterator[str]:
    what, now = f"{duty.kind} of {duty.owners}", town.at.clock.now()
    assert duty.incident_id is not None
    found = incidents.get_incident(
        session, town.at.scope, town.services.keyring, None, duty.incident_id
    )
    facts, school = found.facts, town.at.id
    around = surroundings(session, town.at.scope, school, found.row.adoption_id, now)
    if {*duty.owners} & facts.concerned:
        yield f"{what}: it concerns them"
    if duty.person_id is None and not {*duty.owners} <= here:
        yield f"{what}: they are gone"
    action = actions().get(duty.action)
    if action is None:
        return
    able = [
        one
        for one in duty.owners
        if can.may(action, facts, around.policy, actor(one, around, facts, now))
    ]
    if not able:
        yield f"{what}: nobody may {duty.action}"
    for one in able:
        viewer = Viewer.of(one, [(school, roles_at(session, school, one, now))])
        try:
            incidents.get_incident(
                session, town.at.scope, town.services.keyring, viewer, duty.incident_id
            )
        except NotFound:
            yield f"{what}: {one} does not see it"


@pytest.mark.clause("DBRP-5.7", "DBRP-1.9")
@pytest.mark.parametrize("seed", range(WALKS))
def test_what_is_owed_has_an_owner_who_can_act(seed: int, fresh_database: Database) -> None:
    engine = engine_of(fresh_database.app_url)
    town = Town(make_school(engine, ("wormley", "wentworth")[seed % 2]), Random(seed))  # noqa: S311 - a walk
    town.incidents.append(town.at.report())
    for _ in range(STEPS):
        town.step()
        found = list(wrong(town))
        assert not found, "\n".join((*found, *town.happened))
    engine.dispose()
    assert len(town.happened) > STEPS // 2, "most of it may happen"
