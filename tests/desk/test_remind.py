"""Reminders through the desk: each step once, however often timers run or are missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.desk.by_time.remind import remind
from portal.models.effects import EffectRow
from portal.models.reminders import ReminderRow
from portal.store import due
from tenants.db import open_session
from tenants.roles import Role
from tests.desk.world import FRIDAY, School
from tests.statements import noted

Make = Callable[[str], School]


def tick(at: School) -> None:
    """What timers do for one school."""
    now = at.clock.now()
    duties = due.due_duties(at.services.engine, now).get(at.id, [])
    remind(at.services, at.id, duties, now)


def told(at: School) -> list[tuple[EffectRow, UUID]]:
    """The mails that remind somebody, with each duty of which they tell."""
    with open_session(at.services.engine, at.scope) as session:
        rows = session.execute(
            select(EffectRow, ReminderRow.duty_id)
            .join(ReminderRow, ReminderRow.effect_id == EffectRow.id)
            .where(EffectRow.template == "reminder")
        )
        return [(mail, duty_id) for mail, duty_id in rows]


def mails(at: School, incident: UUID) -> Counter[tuple[str, Role]]:
    """How many reminders of which duty go to whom."""
    roles = {person: role for role, person in reversed(at.people.items())}
    kinds = {row.id: kind for kind, row in at.duties(incident).items()}
    return Counter(
        (kinds.get(duty_id, "met"), roles[mail.person_id])
        for mail, duty_id in told(at)
        if mail.person_id
    )


def steps(at: School, duty_id: UUID) -> list[tuple[str, UUID]]:
    """The steps recorded for a duty, with their people."""
    with open_session(at.services.engine, at.scope) as session:
        rows = session.scalars(select(ReminderRow).where(ReminderRow.duty_id == duty_id)).all()
    return [(row.step, row.person_id) for row in rows]


@pytest.mark.clause("SIP-7")
def test_however_often_timers_run_each_step_is_sent_once(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    at.clock.at = FRIDAY + timedelta(hours=1, minutes=1)
    for _ in range(3):
        tick(at)
    assert mails(at, incident)["look_at_report", Role.HEAD] == 1
    taken = steps(at, at.duties(incident)["look_at_report"].id)
    assert len(taken) == len(set(taken)) == 1


def test_missed_timers_are_caught_up_in_one_mail(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    at.clock.at = FRIDAY + timedelta(hours=40)
    tick(at)
    look = at.duties(incident)["look_at_report"]
    assert mails(at, incident)["look_at_report", Role.HEAD] == 1
    assert len([step for step, who in steps(at, look.id) if who == at.people[Role.HEAD]]) >= 2
    assert look.next_at is not None
    assert look.next_at > at.clock.at


def test_one_look_sends_a_person_one_mail_for_an_incident(school: Make) -> None:
    at = school("wormley")
    first, second = at.report(told=(Role.HEAD,)), at.report(told=(Role.HEAD,))
    at.do("escalate_to_dpo", Role.HEAD, first)
    at.do("declare_aware", Role.DPO, first, aware_at=FRIDAY, reason="It was read.")
    before = {mail.id for mail, _ in told(at)}
    at.clock.at = max(row.due_at for row in at.duties(first).values()) + timedelta(minutes=1)
    with noted(at.services.engine) as asked:
        for _ in range(2):
            tick(at)
    for table in ("portal_seen", "portal_reminder"):
        looks = [one for one in asked if one.startswith("SELECT") and f"FROM {table}" in one]
        assert len(looks) == 2, "once for an incident, however many of its duties are late"
    sent = {(mail.id, duty_id): mail for mail, duty_id in told(at) if mail.id not in before}
    mails_of = Counter((mail.incident_id, mail.person_id) for mail in {*sent.values()})
    assert set(mails_of.values()) == {1}
    listed: dict[UUID | None, set[UUID]] = {first: set(), second: set()}
    for (_, duty_id), mail in sent.items():
        if mail.person_id == at.people[Role.DPO]:
            listed[mail.incident_id].add(duty_id)
            assert str(duty_id) in str(mail.data["duty_ids"])
    assert len(listed[first]) > 5, "whether to tell the police, insurers and others among them"
    assert listed[first] <= {row.id for row in at.duties(first).values()}
    assert listed[second] <= {row.id for row in at.duties(second).values()}
    for duty_id in listed[first]:
        taken = steps(at, duty_id)
        assert len(taken) == len(set(taken)) > 0, "each duty climbs by itself"


def test_a_duty_met_meanwhile_reminds_nobody(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    at.do("escalate_to_dpo", Role.HEAD, incident)
    at.clock.at = FRIDAY + timedelta(hours=6)
    tick(at)
    assert not [kind for kind, _ in mails(at, incident) if kind == "decide_escalation"]
    assert mails(at, incident)["met", Role.HEAD] == 0


def test_an_overdue_duty_climbs_to_the_next_role(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.HEAD,))
    for hours in range(2, 60, 6):
        at.clock.at = FRIDAY + timedelta(hours=hours)
        tick(at)
    reminded = {role for kind, role in mails(at, incident) if kind == "look_at_report"}
    assert {Role.HEAD, Role.DEPUTY_HEAD, Role.DPO} <= reminded


@pytest.mark.clause("DBRP-1.4")
def test_the_regulator_duty_climbs_before_it_is_due(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.DPO,))
    due_at = at.duties(incident)["submit_to_regulator"].due_at
    for hours_left in (40, 35, 23, 11, 5):
        at.clock.at = due_at - timedelta(hours=hours_left)
        tick(at)
    reminded = {role for kind, role in mails(at, incident) if kind == "submit_to_regulator"}
    assert {Role.DPO, Role.DEPUTY_DPO, Role.HEAD, Role.CHAIR} <= reminded


def test_persons_concerned_are_never_reminded(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.DPO,), about=(at.people[Role.HEAD],))
    for hours in range(1, 80, 5):
        at.clock.at = FRIDAY + timedelta(hours=hours)
        tick(at)
    assert mails(at, incident)
    assert Role.HEAD not in {role for _, role in mails(at, incident)}


LEFT = (35, 23, 11, 5)
"""Hours before the end of the 72, each after another step of the ladder."""


def climb(at: School, incident: UUID) -> Counter[Role]:
    """How many mails tell whom of the report to the regulator while its time runs out."""
    roles = {person: role for role, person in reversed(at.people.items())}
    duty = at.duties(incident)["submit_to_regulator"]
    for hours in LEFT:
        at.clock.at = duty.due_at - timedelta(hours=hours)
        tick(at)
    with open_session(at.services.engine, at.scope) as session:
        sent = session.scalars(select(EffectRow).where(EffectRow.template == "reminder")).all()
    return Counter(
        roles[each.person_id]
        for each in sent
        if each.person_id and str(duty.id) in str(each.data["duty_ids"])
    )


@pytest.mark.clause("DBRP-1.4", "DBRP-4.2")
def test_a_clock_that_starts_later_than_feared_climbs_once_more(school: Make) -> None:
    at = school("wormley")
    incident = at.report(told=(Role.DPO,))
    feared = climb(at, incident)
    assert {Role.DPO, Role.HEAD, Role.CHAIR} <= feared.keys()
    at.do(
        "declare_aware",
        Role.DPO,
        incident,
        aware_at=at.clock.at,
        reason="Now it is certain.",
        why_later="Nobody had seen what was lost.",
    )
    again = climb(at, incident)
    for role in (Role.DPO, Role.HEAD, Role.CHAIR):
        assert again[role] == 2 * feared[role], role
    assert climb(at, incident) == again


@pytest.mark.clause("DBRP-1.4")
@pytest.mark.parametrize("moved", [False, True])
def test_where_little_is_left_nobody_waits_for_the_next_step(school: Make, *, moved: bool) -> None:
    at = school("wormley")
    noticed = FRIDAY - timedelta(hours=64)
    if moved:
        incident = at.report(told=(Role.DPO,))
        at.do("declare_aware", Role.DPO, incident, aware_at=FRIDAY, reason="Seen.")
        at.do("move_awareness", Role.DPO, incident, aware_at=noticed, reason="Seen before.")
    else:
        incident = at.report(told=(Role.DPO,), noticed_at=noticed)
    at.clock.at = FRIDAY + timedelta(seconds=30)
    tick(at)
    sent = {role for kind, role in mails(at, incident) if kind == "submit_to_regulator"}
    assert {Role.DPO, Role.DEPUTY_DPO, Role.HEAD, Role.CHAIR} <= sent
