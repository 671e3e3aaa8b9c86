"""A worker dies with the report to the regulator in its hands: never lost, never sent twice unseen.

A real worker process, woken through RQ, and a real mail server. The moment is held open from
outside: before the server's answer, and between that answer and its record.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.actions.settle_delivery import Settled
from portal.jobs.schedule import tick
from portal.models.effects import EffectRow
from portal.rules.words import Delivery, Route
from tenants.db import open_session, uuid7
from tenants.roles import Role
from tests.desk.world import FRIDAY, School, make_school
from tests.faults.conftest import Scene, wait_until
from tests.jobs.world import School as Rows
from tests.regulators.incidents import snapshot

pytestmark = pytest.mark.faults

ICO = "icocasework@ico.org.uk"


@pytest.fixture
def at(scene: Scene) -> School:
    """A school whose report to the regulator waits to be mailed, in the time of every process."""
    scene.set_time(FRIDAY + timedelta(minutes=1))
    return make_school(scene.services.engine, "wormley")


def mailed(at: School) -> UUID:
    """An incident whose report the portal is to send."""
    incident = at.report(told=(Role.DPO,))
    said: dict[str, Any] = {"submission_id": uuid7(), "route": Route.EMAIL, "by_portal": True}
    frozen = snapshot("misdirected-mail").content
    said |= {"freeze": lambda _facts, _report: frozen, "reason": "It cannot wait."}
    at.do("submit_initial", Role.DPO, incident, **said)
    return incident


def state(at: School) -> str:
    """Of the e-mail to the regulator."""
    with open_session(at.services.engine, at.scope) as session:
        rows = select(EffectRow.state).where(EffectRow.kind == "regulator_mail")
        return session.scalars(rows.order_by(EffectRow.id.desc())).first() or ""


@contextmanager
def nothing_recorded(at: School) -> Iterator[None]:
    """Whoever would settle the e-mail waits."""
    with open_session(at.services.engine, at.scope) as session, session.begin():
        held = select(EffectRow.id).where(EffectRow.kind == "regulator_mail").with_for_update()
        session.execute(held)
        yield


def lose(scene: Scene, at: School, *, accepted: bool) -> None:
    """Kill the worker while the server has not answered, or has and nobody wrote it down."""
    scene.smtp.held = ICO
    worker = scene.fleet.start("worker")
    tick(scene.services)
    wait_until(lambda: state(at) == "sending")
    if accepted:
        with nothing_recorded(at):
            scene.smtp.held = None
            wait_until(lambda: len(scene.smtp.sent_to(ICO)) == 1)
            scene.fleet.kill(worker)
    else:
        scene.fleet.kill(worker)
        wait_until(lambda: not scene.smtp.holding)
        scene.smtp.held = None
    Rows(scene.services.engine, at.id, "", at.people[Role.HEAD]).let_leases_die()


@pytest.mark.clause("DBRP-1.4")
@pytest.mark.parametrize("accepted", [False, True], ids=["unanswered", "accepted"])
def test_a_worker_killed_with_the_report_in_hand(accepted: bool, scene: Scene, at: School) -> None:
    incident = mailed(at)
    lose(scene, at, accepted=accepted)
    scene.fleet.start("worker")
    wait_until(lambda: tick(scene.services) and delivery(at, incident) is Delivery.UNCERTAIN)
    assert state(at) == "uncertain"
    # no timer sends it once more, only a person
    at.clock.at = scene.set_time(FRIDAY + timedelta(hours=3))
    assert tick(scene.services)
    assert len(scene.smtp.sent_to(ICO)) == int(accepted)
    duties = at.duties(incident)
    assert {"settle_delivery", "submit_to_regulator"} <= duties.keys()
    assert duties["settle_delivery"].role == Role.DPO
    assert {Role.DPO, Role.HEAD} <= at.alerted(incident, "report_astray")
    report = at.facts(incident).submissions[0]
    again: dict[str, Any] = {"submission_id": report.id, "what": Settled.AGAIN}
    at.do("settle_delivery", Role.DPO, incident, **again)
    wait_until(lambda: tick(scene.services) and delivery(at, incident) is Delivery.SENT)
    sent = scene.smtp.sent_to(ICO)
    assert len(sent) == 1 + accepted
    assert len({str(mail["Message-ID"]) for mail in sent}) == 1
    assert "settle_delivery" not in at.duties(incident)


def delivery(at: School, incident: UUID) -> Delivery:
    return at.facts(incident).submissions[0].delivery
