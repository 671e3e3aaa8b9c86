"""Decide, write, ask, check, send: who may, from where, and what each leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.actions import (
    ask_opinion,
    assess_risk,
    check_list,
    decide_people,
    give_opinion,
    hold_back,
    import_people,
    release_person,
    send_notices,
    write_notice,
)
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.facts import (
    Awareness,
    Facts,
    NoticeText,
    Opinion,
    People,
    PeopleDecision,
    RiskAssessment,
)
from portal.rules.outcome import AnyAction
from portal.rules.telling.addressees import Affected, PersonKind, plan, to_json
from portal.rules.telling.agreeing import whom
from portal.rules.telling.people_list import OnList
from portal.rules.words import LegalRisk, PeopleChoice, RiskFactor, Stage
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    NOW,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    actor,
    alerted,
    decide,
    facts,
    who_may,
)

DPO, DSL, HEAD = PEOPLE[Role.DPO], PEOPLE[Role.DSL], PEOPLE[Role.HEAD]
FOUR = (
    ("what_happened_how", "A list went astray."),
    ("contact", "Dee Officer."),
    ("consequences", "Somebody may know."),
    ("done", "We asked for its deletion."),
)
TEACHER = Affected(UUID(int=99), "Ann Teacher", kind=PersonKind.STAFF, email="ann@example.org")
ON_LIST = (OnList(TEACHER.id, b"ann", to_json(TEACHER), "to_be_told", "", (1,), b"ann"),)
WHOM = whom(plan((TEACHER,), WORMLEY, NOW.date(), None), {TEACHER.id: TEACHER})
DECIDERS = [(WORMLEY, {Role.DPO}), (WENTWORTH, {Role.HEAD, Role.SLT, Role.DPO})]
WRITERS: tuple[AnyAction, ...] = (
    decide_people.ACTION,
    write_notice.ACTION,
    import_people.ACTION,
)


def at_risk(risk: LegalRisk | None, **people: Any) -> Facts:
    """An incident under investigation at this risk."""
    return facts(
        Stage.INVESTIGATING,
        awareness=(Awareness(NOW, "Found.", DPO, NOW),),
        risk=RiskAssessment(legal_risk=risk, by=DPO, at=NOW if risk else None),
        people=People(**people),
    )


def to_send(risk: LegalRisk = LegalRisk.HIGH, **people: Any) -> Facts:
    """Decided, listed and written; asked and checked as `people` says."""
    choice = PeopleChoice.OBLIGED if risk is LegalRisk.HIGH else PeopleChoice.TRANSPARENCY
    return at_risk(
        risk,
        decisions=(PeopleDecision(choice, "Why.", DPO, NOW),),
        imported=1,
        list_version=1,
        whom=WHOM,
        asked_whom=WHOM,
        texts=(NoticeText(1, FOUR, DPO, NOW),),
        **people,
    )


def agreed() -> dict[str, Any]:
    return {
        "asked": (Role.HEAD,),
        "asked_at": NOW,
        "asked_version": 1,
        "opinions": (Opinion(Role.HEAD, HEAD, NOW, agrees=True),),
        "list_checked_at": NOW,
        "checked_version": 1,
        "checks": 1,
    }


def duties(known: Facts, policy: Policy = WORMLEY) -> dict[str, bool]:
    """The people's duties, and whether each is met."""
    found = owed(known, policy, Calendar("england", ()), NOW)
    return {duty.kind: duty.met_at is not None for duty in found if duty.family == "people"}


@pytest.mark.parametrize(("policy", "deciders"), DECIDERS)
@pytest.mark.parametrize("stage", list(Stage))
def test_who_decides_writes_and_imports(policy: Policy, deciders: set[Role], stage: Stage) -> None:
    for action in WRITERS:
        may = set() if stage is Stage.CLOSED else deciders
        assert who_may(action, facts(stage), policy) == may


@pytest.mark.parametrize("policy", [WORMLEY, WENTWORTH])
def test_who_sends_checks_holds_and_releases(policy: Policy) -> None:
    known = to_send()
    lead = {Role.DSL, Role.DEPUTY_DSL}
    assert who_may(send_notices.ACTION, known, policy) == {Role.DPO}
    assert who_may(check_list.ACTION, known, policy) == lead
    assert who_may(release_person.ACTION, known, policy) == lead
    assert who_may(hold_back.ACTION, known, policy) >= lead | {Role.HEAD, Role.DPO}
    assert who_may(give_opinion.ACTION, known, policy) == set()
    asked = to_send(asked=(Role.HEAD,), asked_at=NOW, asked_version=1)
    assert who_may(give_opinion.ACTION, asked, policy) == {Role.HEAD}


@pytest.mark.clause("DBRP-1.5", "SIP-3f")
@pytest.mark.parametrize(
    ("risk", "choice", "reasons", "field"),
    [
        (LegalRisk.HIGH, PeopleChoice.OBLIGED, "", None),
        (None, PeopleChoice.OBLIGED, "", None),
        (LegalRisk.RISK, PeopleChoice.OBLIGED, "", "choice"),
        (LegalRisk.HIGH, PeopleChoice.TRANSPARENCY, "Open.", "choice"),
        (LegalRisk.RISK, PeopleChoice.TRANSPARENCY, "", "reasons"),
        (LegalRisk.UNLIKELY, PeopleChoice.TRANSPARENCY, "Open.", None),
        (LegalRisk.UNLIKELY, PeopleChoice.NOT_REQUIRED, "", "reasons"),
        (LegalRisk.HIGH, PeopleChoice.NOT_REQUIRED, "It was encrypted.", "why_not"),
        (LegalRisk.RISK, PeopleChoice.REQUIRED_BY_REGULATOR, "Letter of Monday.", None),
        (LegalRisk.HIGH, PeopleChoice.PUBLICLY, "No addresses.", None),
    ],
)
def test_each_answer(
    risk: LegalRisk | None, choice: PeopleChoice, reasons: str, field: str | None
) -> None:
    said: dict[str, Any] = {"choice": choice, "reasons": reasons}
    if field:
        with pytest.raises(Refused) as refusal:
            decide(decide_people.ACTION, at_risk(risk), Role.DPO, **said)
        assert refusal.value.field == field
    else:
        after = decide(decide_people.ACTION, at_risk(risk), Role.DPO, **said).facts
        assert after.people_decision is not None
        assert after.people_decision.choice is choice
        assert duties(after)["decide_people"]


def test_where_another_decides_the_dpo_is_alerted_and_never_waits_for_the_regulator() -> None:
    known = at_risk(LegalRisk.HIGH)
    assert known.regulator_decision is None
    outcome = decide(
        decide_people.ACTION, known, Role.HEAD, policy=WENTWORTH, choice=PeopleChoice.OBLIGED
    )
    assert alerted(outcome) == {"people_decided": {Role.DPO}}
    assert not duties(outcome.facts, WENTWORTH)["send_notices"]


@pytest.mark.clause("DBRP-5.16-age")
def test_parents_as_well_is_the_dpos_with_reason() -> None:
    said: dict[str, Any] = {"choice": PeopleChoice.OBLIGED, "parents_as_well": True}
    with pytest.raises(Refused):
        decide(decide_people.ACTION, at_risk(LegalRisk.HIGH), Role.DPO, **said)
    with pytest.raises(Refused):
        decide(decide_people.ACTION, at_risk(LegalRisk.HIGH), Role.HEAD, policy=WENTWORTH,
               parents_reason="Young.", **said)  # fmt: skip
    after = decide(
        decide_people.ACTION, at_risk(LegalRisk.HIGH), Role.DPO, parents_reason="Young.", **said
    ).facts
    assert after.people_decision is not None
    assert after.people_decision.parents_as_well
    assert after.people_decision.parents_reason == "Young."


def test_a_no_is_asked_again_when_the_risk_turns_out_high() -> None:
    said: dict[str, Any] = {"choice": PeopleChoice.NOT_REQUIRED, "reasons": "Nothing happened."}
    after = decide(decide_people.ACTION, at_risk(LegalRisk.RISK), Role.DPO, **said).facts
    assert duties(after)["decide_people"]
    high: dict[str, Any] = {"factors": dict.fromkeys(RiskFactor, ""), "reason": "It was read."}
    for hours in (1, 20):  # the same answer once more puts nothing off
        after = decide(
            assess_risk.ACTION, after, Role.DPO, now=NOW + timedelta(hours=hours),
            legal_risk=LegalRisk.HIGH, **high,
        ).facts  # fmt: skip
        found = owed(after, WORMLEY, Calendar("england", ()), NOW)
        due = [each.due_at for each in found if each.kind == "decide_people" and not each.met_at]
        assert due == [NOW + timedelta(hours=25)]


@pytest.mark.clause("DBRP-5.16.1-4")
@pytest.mark.parametrize("lacks", [key for key, _ in FOUR])
def test_without_one_of_the_four_nobody_is_asked_or_told(lacks: str) -> None:
    parts = tuple((key, text) for key, text in FOUR if key != lacks)
    known = to_send(**agreed())
    short = replace(known, people=replace(known.people, texts=(NoticeText(1, parts, DPO, NOW),)))
    with pytest.raises(Refused):
        decide(send_notices.ACTION, short, Role.DPO, expected=1, people=ON_LIST)
    with pytest.raises(Refused):
        decide(ask_opinion.ACTION, short, Role.DPO)


@pytest.mark.clause("DBRP-5.16")
def test_what_is_missing_is_shown_reasoned_and_stays_owed() -> None:
    known = to_send(asked=(Role.HEAD,), asked_at=NOW, asked_version=1)
    said: dict[str, Any] = {"expected": 1, "people": ON_LIST}
    with pytest.raises(Refused) as refusal:
        decide(send_notices.ACTION, known, Role.DPO, **said)
    assert refusal.value.field == "why_not_waited"
    after = decide(send_notices.ACTION, known, Role.DPO, why_not_waited="High risk.", **said).facts
    assert after.people.sendings[0].gaps
    assert {kind for kind, met in duties(after).items() if not met} == {
        "check_list",
        "give_opinion",
        "send_notices",
    }
    checked = replace(after.people, list_checked_at=NOW + timedelta(hours=1), checked_version=1)
    for version, met in ((1, True), (2, False)):  # an older list's check is none
        people = replace(checked, list_version=version)
        assert duties(replace(after, people=people))["check_list"] is met


@pytest.mark.clause("DBRP-5.16")
@pytest.mark.parametrize(("risk", "waits"), [(LegalRisk.HIGH, False), (LegalRisk.RISK, True)])
def test_agreement_is_waited_for_only_where_the_law_does_not_oblige(
    risk: LegalRisk, *, waits: bool
) -> None:
    strict = WORMLEY.model_copy(update={"notice_agreement": True})
    said: dict[str, Any] = {"expected": 1, "people": ON_LIST, "why_not_waited": "Urgent."}
    if waits:
        with pytest.raises(Refused):
            decide(send_notices.ACTION, to_send(risk), Role.DPO, policy=strict, **said)
        known = to_send(risk, **agreed())
    else:
        known = to_send(risk)
    assert decide(send_notices.ACTION, known, Role.DPO, policy=strict, **said).facts.people.sent_at


def test_a_check_lasts_24_hours() -> None:
    known = to_send(**agreed())
    said: dict[str, Any] = {"expected": 1, "people": ON_LIST}
    assert decide(
        send_notices.ACTION, known, Role.DPO, now=NOW + timedelta(hours=24), **said
    ).facts.people.sent_at
    late = NOW + timedelta(hours=24, seconds=1)
    with pytest.raises(Refused):
        decide(send_notices.ACTION, known, Role.DPO, now=late, **said)


def test_a_text_that_speaks_to_parents_alone_is_refused_beside_the_part() -> None:
    parts = (*FOUR[:2], ("consequences", "Somebody may know about your son's health."))
    with pytest.raises(Refused, match="Pupils and adults read this as well") as refused:
        decide(write_notice.ACTION, to_send(), Role.DPO, parts=parts)
    assert refused.value.field == "consequences"


def test_another_version_asks_again_and_a_text_sent_back_alerts_the_dpo() -> None:
    known = to_send(**agreed())
    assert who_may(ask_opinion.ACTION, known, WORMLEY) == set()
    after = decide(write_notice.ACTION, known, Role.DPO, parts=(*FOUR, ("when", "Friday."))).facts
    assert who_may(ask_opinion.ACTION, after, WORMLEY) == {Role.DPO}
    asked = decide(ask_opinion.ACTION, after, Role.DPO)
    assert alerted(asked) == {"opinion_asked": {Role.HEAD}, "check_asked": {Role.DSL}}
    said: dict[str, Any] = {"agrees": False, "comment": "Too long."}
    back = decide(give_opinion.ACTION, asked.facts, actor(Role.HEAD), **said)
    assert alerted(back) == {"sent_back": {Role.DPO}}
    with pytest.raises(Refused):
        decide(give_opinion.ACTION, asked.facts, Role.HEAD, agrees=False)
