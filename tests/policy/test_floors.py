"""Whatever a school answers, no policy goes below what the portal and the law need."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.policy.defaults import ALWAYS_LOGGED
from tenants.policy.floors import shortfalls
from tenants.policy.loader import PolicyError, adopt, list_variants, load_variant
from tenants.policy.schema import Policy, questions
from tenants.policy.timescales import DUTY_KINDS, Timescales
from tenants.roles import Role

VARIANTS = {name: load_variant(name) for name in list_variants()}

roles = st.lists(st.sampled_from(Role), max_size=3)
plausible = st.lists(st.sampled_from([Role.HEAD, Role.DPO, Role.SLT, Role.CHAIR]), max_size=3)
numbers = st.integers(min_value=-1, max_value=120)
periods = st.dictionaries(
    st.sampled_from(["hours", "days", "school_days", "closed_hours", "then_every_days"]),
    numbers,
    max_size=2,
)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


def _answers_like(default: object) -> st.SearchStrategy[object]:
    match default:
        case bool():
            return st.booleans()
        case int():
            return numbers
        case Timescales():
            return st.dictionaries(st.sampled_from(DUTY_KINDS), periods, max_size=3)
        case tuple():
            return plausible | roles
        case _:
            return st.sampled_from(
                [
                    "",
                    "all",
                    "reporter_chooses",
                    "none",
                    "head_decides",
                    "scotland",
                    "always",
                    "trust",
                ]
            )


own_answers = st.dictionaries(
    st.sampled_from(list(questions())), st.just(None), max_size=5
).flatmap(
    lambda chosen: st.fixed_dictionaries(
        {name: _answers_like(getattr(Policy(), name)) for name in chosen}
    )
)


def _adopted(name: str, own: Mapping[str, object]) -> Policy | None:
    try:
        return adopt(VARIANTS[name], own)
    except PolicyError:
        return None


@given(name=st.sampled_from(list_variants()), own=own_answers)
def test_no_answers_lead_below_the_floor(name: str, own: dict[str, object]) -> None:
    policy = _adopted(name, own)
    if policy is None:
        return
    assert policy.timescales.submit_to_regulator.elapsed == timedelta(hours=72)
    assert {"confirmed", "potential"} <= set(policy.kinds_accepted)
    asked = {heading.key for heading in policy.log_headings}
    assert {heading.key for heading in ALWAYS_LOGGED} <= asked
    assert policy.regulator_deciders
    assert policy.regulator_submitters
    assert policy.people_deciders
    assert policy.closers
    assert policy.last_resort
    assert 10 <= policy.pupil_age <= 16
    assert policy.outcome_report == bool(policy.outcome_assessors)
    if policy.first_contact_choice == "reporter_chooses":
        assert len(policy.first_contacts) > 1
    no_incident_action = {Role.ADMINISTRATOR, Role.OVERSEER, Role.STAFF}
    for _, answer in policy:
        if isinstance(answer, tuple):
            assert not no_incident_action & {role for role in answer if isinstance(role, Role)}


@given(name=st.sampled_from([*questions(), "sources", "timescales.contain", "x"]), answer=junk)
def test_nonsense_is_refused_in_a_sentence_and_breaks_nothing(name: str, answer: object) -> None:
    try:
        adopt(VARIANTS["wormley"], {name: answer})
        said: tuple[str, ...] = ("Adopted.",)
    except PolicyError as refused:
        said = refused.sentences
    assert said
    assert all(sentence.strip() for sentence in said)


def test_the_same_answers_make_the_same_policy() -> None:
    own = {"pupil_age": 12, "timescales": {"contain": {"hours": 1}}}
    assert _adopted("wormley", own) == _adopted("wormley", own)


@pytest.mark.parametrize(
    ("own", "question", "words"),
    [
        ({}, "escalation_gate", "can take up a case that was not escalated"),
        ({}, "dpo_stand_ins", "no conflict of interests"),
        ({}, "log_before_referral", "do not wait for the log"),
        ({}, "regulator_deciders", "controller answers"),
        ({"nation": "scotland"}, "pupil_age", "child of 12"),
        ({"parents_as_well": "always"}, "parents_as_well", "case by case"),
        ({"notice_agreement": True}, "notice_agreement", "may send without agreement"),
        ({"dpo": "external_service"}, "dpo_protocol", "how and when"),
        (
            {"escalation_gate": "none", "first_contacts": ["head", "slt"]},
            "first_contacts",
            "tells the DPO of every report",
        ),
        (
            {"timescales": {"send_notices": {"school_days": 10}}},
            "timescales.send_notices",
            "without undue delay",
        ),
        (
            {"timescales": {"tell_controller": {"days": 14}}},
            "timescales.tell_controller",
            "Article 33(2)",
        ),
        (
            {"timescales": {"acknowledge_complaint": {"days": 31}}},
            "timescales.acknowledge_complaint",
            "within 30 days",
        ),
    ],
)
def test_an_answer_below_the_law_is_followed_and_said(
    own: dict[str, object], question: str, words: str
) -> None:
    found = {
        short.question: short.sentence for short in shortfalls(adopt(VARIANTS["wormley"], own))
    }
    assert words in found[question]


def test_a_policy_that_gives_people_time_in_hours_falls_short_of_nothing_there() -> None:
    found = {short.question for short in shortfalls(adopt(VARIANTS["wormley"], {}))}
    assert not {name for name in found if name.startswith("timescales.")}


def test_reminders_climb_as_the_ladder_says() -> None:
    policy = Policy()
    before = [s.amount for s in policy.regulator_reminders if s.when == "hours_before"]
    assert before == [36, 24, 12, 6, 1]
    overdue = policy.internal_reminders[-1]
    assert overdue.amount == 12
    assert [str(whom) for whom in overdue.whom] == [
        "owner",
        "stand_in",
        "head",
        "dpo",
        "chief_executive",
        "chair",
    ]


@pytest.mark.parametrize("kind", DUTY_KINDS)
def test_every_kind_of_duty_has_a_period_in_words(kind: str) -> None:
    assert str(Policy().timescales.of(kind))


def test_a_kind_that_no_duty_has_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError):
        Policy().timescales.of("model_fields")
