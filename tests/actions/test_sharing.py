"""Another controller shares the matter: who tells the people, and what follows (DBRP-5.11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.actions import (
    agree_who_tells,
    confirm_people_told,
    decide_regulator,
    record_controller_told,
)
from portal.errors import Refused
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.ending.conclusion import tracks_settled_at
from portal.rules.facts import (
    Awareness,
    Facts,
    People,
    PeopleDecision,
    RegulatorDecision,
    Responsibility,
)
from portal.rules.tracks import PeopleTrack, people_track
from portal.rules.words import (
    ANY_STAGE,
    Answer,
    PeopleChoice,
    RegulatorChoice,
    Responsible,
    Stage,
)
from tenants.calendar import Calendar
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.actions.table import (
    NOTICED,
    NOW,
    PEOPLE,
    WENTWORTH,
    WORMLEY,
    Answers,
    classified,
    decide,
    facts,
    who_may,
)

DPO = PEOPLE[Role.DPO]
AWARE = (Awareness(NOTICED, "Seen.", DPO, NOTICED, by_dpo=True),)
JOINT = replace(
    classified(), responsible=Responsibility(Responsible.JOINT_CONTROLLER, "The council")
)
TOLD: Answers = {"told_at": NOTICED, "how": "By e-mail, 214 parents."}


def joint(stage: Stage = Stage.INVESTIGATING, **known: Any) -> Facts:
    decided = PeopleDecision(PeopleChoice.OBLIGED, "High risk.", DPO, NOW)
    known.setdefault("people", People(decisions=(decided,)))
    return facts(stage, awareness=AWARE, classifications=(JOINT,), **known)


def agreed(*, theirs: bool, known: Facts | None = None) -> Facts:
    return decide(
        agree_who_tells.ACTION, known or joint(), Role.DPO, theirs=theirs, agreed="By phone."
    ).facts


@pytest.mark.clause("DBRP-5.11")
def test_to_tell_them_ourselves_after_all_a_closed_incident_is_opened_first() -> None:
    closed = replace(agreed(theirs=True), stage=Stage.CLOSED)
    with pytest.raises(Refused, match="Re-open the incident first"):
        agreed(theirs=False, known=closed)
    assert agreed(theirs=True, known=closed).who_tells


def duties(known: Facts, at: datetime = NOW) -> dict[str, Duty]:
    listed = owed(known, WORMLEY, Calendar(), at)
    return {duty.kind: duty for duty in listed if duty.met_at is None}


@pytest.mark.clause("DBRP-5.11")
@pytest.mark.parametrize("stage", sorted(ANY_STAGE))
@pytest.mark.parametrize(
    ("policy", "roles"),
    [(WORMLEY, {Role.DPO}), (WENTWORTH, {Role.DPO, Role.HEAD, Role.SLT})],
)
def test_whoever_decides_about_people_records_it_at_any_stage(
    stage: Stage, policy: Policy, roles: set[Role]
) -> None:
    assert who_may(agree_who_tells.ACTION, joint(stage), policy) == roles
    assert who_may(agree_who_tells.ACTION, facts(stage), policy) == set()
    waiting = replace(joint(stage), who_tells=agreed(theirs=True).who_tells)
    assert who_may(confirm_people_told.ACTION, waiting, policy) == roles
    assert who_may(confirm_people_told.ACTION, joint(stage), policy) == set()


@pytest.mark.clause("DBRP-5.11")
def test_who_tells_is_agreed_within_a_day_and_until_then_it_is_us() -> None:
    owing = duties(joint())
    duty = owing["agree_who_tells"]
    assert (duty.role, duty.due_at) == (Role.DPO, NOW + timedelta(hours=24))
    assert "send_notices" in owing
    assert "agree_who_tells" not in duties(facts(classifications=(classified(),)))
    again = replace(joint(), classifications=(replace(JOINT, at=NOTICED), JOINT))
    assert duties(again)["agree_who_tells"].opens_at == NOTICED  # no more time each time


def test_that_another_reports_makes_it_joint_as_well() -> None:
    another = RegulatorDecision(
        RegulatorChoice.ANOTHER_REPORTS, "Theirs.", DPO, NOW, controller="The trust"
    )
    known = facts(awareness=AWARE, regulator=(another,))
    assert duties(known)["agree_who_tells"].opens_at == NOW
    outcome = decide(agree_who_tells.ACTION, known, Role.DPO, theirs=True, agreed="By phone.")
    assert "The trust tells the people affected" in outcome.summary


@pytest.mark.clause("DBRP-5.11")
def test_we_tell_them() -> None:
    owing = duties(agreed(theirs=False))
    assert "send_notices" in owing
    assert not owing.keys() & {"agree_who_tells", "other_controller_told"}


@pytest.mark.clause("DBRP-5.11")
def test_the_other_tells_them_and_we_make_sure_of_it() -> None:
    known = agreed(theirs=True)
    owing = duties(known)
    assert not owing.keys() & {"agree_who_tells", "send_notices"}
    assert owing["other_controller_told"].due_at == NOW + timedelta(hours=24)
    assert people_track(known) is PeopleTrack.ANOTHER_TELLS
    told = decide(confirm_people_told.ACTION, known, Role.DPO, **TOLD).facts
    assert "other_controller_told" not in duties(told)
    assert people_track(told) is PeopleTrack.TOLD
    assert tracks_settled_at(known) is None
    assert "send_notices" in duties(agreed(theirs=False, known=told))
    assert "other_controller_told" in duties(agreed(theirs=True, known=told))


def test_nothing_is_made_sure_of_while_nobody_is_to_be_told() -> None:
    no = PeopleDecision(PeopleChoice.NOT_REQUIRED, "Unlikely.", DPO, NOW)
    known = agreed(theirs=True, known=joint(people=People(decisions=(no,))))
    assert "other_controller_told" not in duties(known)
    assert people_track(known) is PeopleTrack.NOT_TO_BE_TOLD


def test_notices_that_have_gone_out_stay_ours() -> None:
    known = agreed(theirs=True)
    sent = replace(known, people=replace(known.people, sent_at=NOW))
    assert people_track(sent) is not PeopleTrack.ANOTHER_TELLS
    assert "other_controller_told" not in duties(sent)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"told_at": NOW + timedelta(seconds=1)}, "told_at"), ({"how": " "}, "how")],
)
def test_what_is_confirmed_has_a_time_and_a_way(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(confirm_people_told.ACTION, agreed(theirs=True), Role.DPO, **{**TOLD, **wrong})
    assert refusal.value.field == field


def test_an_agreement_is_with_somebody() -> None:
    with pytest.raises(Refused) as refusal:
        decide(agree_who_tells.ACTION, joint(), Role.DPO, theirs=True, agreed="")
    assert refusal.value.field == "agreed"


def test_nothing_is_agreed_on_where_no_data_is_involved() -> None:
    without = replace(JOINT, personal_data=Answer.NO, by_dpo=True)
    assert "agree_who_tells" not in duties(facts(classifications=(without,)))


ALL_THEIRS, PARTLY_THEIRS = Responsible.FOR_ANOTHER, Responsible.PARTLY_FOR_ANOTHER


def held(who: Responsible = ALL_THEIRS, **known: Any) -> Facts:
    """Aware of a breach of data that the school holds for another."""
    ours = replace(classified(at=NOTICED), responsible=Responsibility(who, "Elm School"))
    return facts(Stage.INVESTIGATING, awareness=AWARE, classifications=(ours,), **known)


TOLD_IT: Answers = {"told_at": NOTICED + timedelta(hours=2), "how": "Its head, by phone."}
LEFT: Answers = {
    "choice": RegulatorChoice.ANOTHER_REPORTS,
    "reasons": "It is Elm School’s data.",
    "controller": "Elm School",
}
OAK = "Oak School"
OURS = {"submit_to_regulator", "assess_risk", "decide_people"}
MAKE_SURE = {"other_controller_reported", "agree_who_tells"}


@pytest.mark.parametrize(
    ("who", "told", "left", "owing", "not_owing"),
    [
        (ALL_THEIRS, False, False, {"tell_controller", "decide_regulator"} | OURS, set()),
        # nobody has told it yet: the clock goes on
        (ALL_THEIRS, False, True, {"tell_controller", "decide_people"}, {"agree_who_tells"}),
        (ALL_THEIRS, True, False, {"decide_regulator"} | OURS, {"tell_controller"}),
        (ALL_THEIRS, True, True, set(), {"tell_controller", *OURS, *MAKE_SURE}),
        # the school's own data besides: all of it is decided here as well
        (PARTLY_THEIRS, True, False, {"decide_regulator"} | OURS, {"tell_controller"}),
        (PARTLY_THEIRS, True, True, MAKE_SURE | {"decide_people"}, set()),
        (Responsible.SCHOOL, False, False, OURS, {"tell_controller"}),
    ],
)
def test_whoever_holds_data_for_another_tells_them_and_leaves_them_to_decide(
    who: Responsible, told: bool, left: bool, owing: set[str], not_owing: set[str]
) -> None:
    """UK GDPR Article 33(2): the processor tells, the controller decides."""
    known = held(who)
    if told:
        known = decide(record_controller_told.ACTION, known, Role.DPO, **TOLD_IT).facts
    if left:
        known = decide(decide_regulator.ACTION, known, Role.DPO, **LEFT).facts
    found = duties(known)
    assert found.keys() >= owing
    assert not found.keys() & not_owing
    if "tell_controller" in owing:
        assert found["tell_controller"].due_at == NOTICED + timedelta(hours=24)


def test_nobody_is_told_of_another_s_data_where_none_is_personal() -> None:
    known = held()
    nothing = replace(known.classifications[-1], personal_data=Answer.NO, by_dpo=True)
    assert "tell_controller" not in duties(replace(known, classifications=(nothing,)))


def test_what_is_left_to_its_controller_is_settled_and_ours_again_where_that_changes() -> None:
    known = held()
    for action, said in ((record_controller_told.ACTION, TOLD_IT), (decide_regulator.ACTION, LEFT)):
        assert tracks_settled_at(known) is None
        known = decide(action, known, Role.DPO, **said).facts
    assert tracks_settled_at(known) == NOW
    late = {each.met_at for each in owed(known, WORMLEY, Calendar(), NOW)}
    assert TOLD_IT["told_at"] in late
    ours = decide(
        agree_who_tells.ACTION, known, Role.DPO, theirs=False, agreed="We know the parents."
    ).facts
    assert "decide_people" in duties(ours)
    partly = held(PARTLY_THEIRS).classifications
    again = replace(known, classifications=(*known.classifications, *partly))
    assert {"other_controller_reported", "decide_people"} <= duties(again).keys()
    assert who_may(record_controller_told.ACTION, known, WORMLEY) == {Role.DPO, Role.HEAD}
    assert who_may(record_controller_told.ACTION, joint(), WORMLEY) == set()


def test_it_stays_owed_while_somebody_else_is_left_whose_data_it_is() -> None:
    known = decide(decide_regulator.ACTION, held(), Role.DPO, **LEFT).facts
    for left in (True, False, True):
        said = {**TOLD_IT, "others_left": left}
        known = decide(record_controller_told.ACTION, known, Role.DPO, **said).facts
        assert ("tell_controller" in duties(known)) == left
        assert (tracks_settled_at(known) is None) == left


def reclassified(known: Facts, who: Responsible, name: str, hours: int = 1) -> Facts:
    """The same once somebody has said, later, whose data it is."""
    found = replace(
        classified(at=NOW + timedelta(hours=hours)), responsible=Responsibility(who, name)
    )
    return replace(known, classifications=(*known.classifications, found))


def test_what_one_was_told_or_left_counts_for_no_other_and_for_no_other_data() -> None:
    """What somebody says in a form of triage ends no clock by itself (Article 33(2))."""
    later, owing = NOW + timedelta(hours=70), "submit_to_regulator"
    known = decide(record_controller_told.ACTION, held(), Role.DPO, **TOLD_IT).facts
    known = decide(decide_regulator.ACTION, known, Role.DPO, **LEFT).facts
    assert owing not in duties(known, later)
    assert owing not in duties(reclassified(known, ALL_THEIRS, "elm school"), later)
    ours = reclassified(known, Responsible.SCHOOL, "")
    for oak in (reclassified(known, ALL_THEIRS, OAK), reclassified(ours, ALL_THEIRS, OAK, 2)):
        assert duties(oak, later).keys() >= {"tell_controller", owing, "decide_people"}
        told = decide(record_controller_told.ACTION, oak, Role.DPO, now=later, **TOLD_IT)
        assert f"Told {OAK}" in told.summary
        found = duties(told.facts, later)
        assert "tell_controller" not in found
        assert owing in found, "it was left to another one"
        left = decide(
            decide_regulator.ACTION, told.facts, Role.DPO, now=later, **{**LEFT, "controller": OAK}
        )
        assert owing not in duties(left.facts, later)


@pytest.mark.parametrize("wrong", [{"told_at": NOW + timedelta(seconds=1)}, {"how": " "}])
def test_that_it_was_told_has_a_time_and_a_way(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        decide(record_controller_told.ACTION, held(), Role.DPO, **{**TOLD_IT, **wrong})
    assert refusal.value.field == next(iter(wrong))
