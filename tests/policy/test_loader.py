"""Reading variants, changing answers, and the sentences for what cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.policy.answers import Origin
from tenants.policy.check import check_text
from tenants.policy.loader import PolicyError, Variant, adopt, load_variant, parse
from tenants.policy.schema import Policy, questions
from tenants.roles import Role


@pytest.fixture
def plan() -> Variant:
    return load_variant("wormley")


def _toml(**lines: str) -> str:
    """A variant of defaults, but for the given lines."""
    answers = dict.fromkeys(questions(), "{ default = true }") | lines
    rows = "\n".join(f"{name} = {answer}" for name, answer in answers.items())
    return f'name = "x"\nabout = "x"\nclauses = "X"\n[answers]\n{rows}\n'


def _refusal(variant: Variant, **own: object) -> str:
    with pytest.raises(PolicyError) as refused:
        adopt(variant, own)
    return str(refused.value)


def test_a_variant_that_prints_nothing_is_the_default_policy() -> None:
    policy = adopt(parse(_toml()), {})
    assert policy.model_copy(update={"sources": {}, "clauses": ""}) == Policy()


def test_own_answers_win_and_are_shown_as_changed(plan: Variant) -> None:
    policy = adopt(plan, {"dpo": "external_service", "dpo_protocol": "Telephone, day or night."})
    assert policy.dpo == "external_service"
    assert policy.source("dpo").origin is Origin.OWN
    assert policy.source("first_contacts").origin is Origin.PRINTED


def test_an_own_answer_that_says_the_same_changes_nothing(plan: Variant) -> None:
    assert adopt(plan, {"pupil_age": 13}) == adopt(plan, {})


@pytest.mark.parametrize(
    "own",
    [
        {"timescales": {"contain": {"hours": 1}}},
        {"timescales.contain": {"hours": 1}},
    ],
)
def test_one_period_can_be_changed_alone(plan: Variant, own: dict[str, object]) -> None:
    policy = adopt(plan, own)
    assert policy.timescales.contain.hours == 1
    assert policy.timescales.classify == Policy().timescales.classify
    assert policy.source("timescales.contain").origin is Origin.OWN
    assert policy.source("timescales.submit_to_regulator").clause == "1.4"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"first_contacts": ["head"]}, ("reporter chooses", "only one to choose: Headteacher")),
        ({"outcome_report": True}, ("outcome report is written", "nobody assesses it")),
        ({"outcome_assessors": ["head"]}, ("assesses the outcome", "no outcome report")),
        ({"review": False}, ("review has questions", "no review")),
        ({"closers": []}, ("nobody can close",)),
        ({"policy_reviewers": ["hr_contact"]}, ("HR contact cannot be", "under review?")),
        ({"pupil_age": 9}, ("age of 9", "between 10 and 16")),
        ({"pupil_age": 17}, ("age of 17", "between 10 and 16")),
        ({"kinds_accepted": ["near_miss"]}, ("confirmed and potential", "Article 33(5)")),
        (
            {"notice_agreement": True, "notice_consulted": []},
            ("needs agreement", "nobody is asked"),
        ),
        ({"identity_readers": []}, ("name can be protected", "nobody may read it")),
        ({"investigation_leads": ["lead"]}, ("officer leads", "nobody allocates")),
        ({"dpo_stand_ins": ["dpo"]}, ("cannot stand in for",)),
        (
            {"closers": ["overseer"]},
            ("Oversight cannot be the answer to “Who closes an incident?”",),
        ),
        ({"first_contacts": ["lead", "dpo"]}, ("Investigating officer cannot be",)),
        ({"closers": ["dpo", "dpo"]}, ("same thing twice",)),
        ({"retention_years": 1, "contacts_retention_years": 2}, ("2 years", "incident for 1")),
        (
            {"dpo_no_answer_hours": 9, "dpo_no_answer_night_hours": 8},
            ("9 hours by day", "8 at night"),
        ),
        ({"log_headings": []}, ("leaves out “When it happened”",)),
        ({"proposal_deciders": []}, ("are received", "nobody decides")),
        ({"own_reminders": []}, ("no own reminders",)),
        ({"regulator_reminders": []}, ("no regulator reminders",)),
        ({"timescales": {"submit_to_regulator": {"hours": 96}}}, ("96 hours", "72 hours")),
        ({"timescales": {"submit_to_regulator": {"school_days": 3}}}, ("3 school days", "72")),
        ({"timescales": {"decide_regulator": {"hours": 80}}}, ("80 hours", "72 hours")),
        ({"timescales": {"assess_risk": {"hours": 50}}}, ("50 hours", "48 hours")),
        ({"timescales": {"danger_check": {"school_days": 1}}}, ("1 school day", "give hours")),
        ({"timescales": {"contain": {"hours": 1, "days": 1}}}, ("one of them",)),
        ({"timescales": {"tea": {"hours": 1}}}, ("“tea” is not a kind of duty",)),
        ({"timescales": 3}, ("a period for each kind of duty",)),
        ({"colour": "blue"}, ("“colour” is not a question",)),
        ({"sources": {}}, ("“sources” is not a question",)),
        ({"pupil_age": "old"}, ("From what age is a pupil told",)),
    ],
)
def test_refused_in_a_sentence_that_names_both_answers(
    plan: Variant, own: dict[str, object], words: tuple[str, ...]
) -> None:
    said = _refusal(plan, **own)
    assert all(word in said for word in words), said


def test_a_ladder_without_anybody_to_allocate_is_refused() -> None:
    said = _refusal(load_variant("wentworth"), allocators=[], investigation_leads=["head"])
    assert "A Minor incident is led by an investigating officer, but nobody allocates" in said


def test_all_that_is_wrong_is_said_at_once(plan: Variant) -> None:
    said = _refusal(plan, closers=[], pupil_age=30)
    assert "nobody can close" in said
    assert "age of 30" in said


@pytest.mark.parametrize(
    "left",
    ["[Headteacher]", "School]", "our [Data Protection Policy.]", "{{ school }}", "the [Head"],
)
def test_a_placeholder_that_nobody_filled_in_is_refused(plan: Variant, left: str) -> None:
    assert "is a placeholder" in _refusal(plan, title=left)
    (problem, *_) = check_text(_toml(title=f'{{ answer = "{left}", clause = "1" }}'))
    assert "is a placeholder" in problem
    (problem, *_) = check_text(_toml(title=f'{{ default = true, note = "{left}" }}'))
    assert "is a placeholder" in problem
    with pytest.raises(PolicyError, match="placeholder"):
        adopt(plan, {"pupil_age": 12}, {"pupil_age": left})


@given(before=st.text("abc ", max_size=9), inside=st.text("abc ", max_size=9))
def test_brackets_are_refused_wherever_they_stand(before: str, inside: str) -> None:
    with pytest.raises(PolicyError, match="placeholder"):
        adopt(load_variant("wormley"), {"title": f"{before}[{inside}]"})


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("name = ", "This is not TOML"),
        (f"name = {'1' * 5000}", "This is not TOML"),
        (f"name = {'[' * 5000}", "nested too deeply"),
        (f"{'a.' * 90_000}b = 1", "more than 30 dots"),
        (f'# """\n{"a." * 60_000}b = 1\n# """', "more than 30 dots"),
        ('name = "x\\u0000"', "a character that no text has"),
        ('name = "x"', "about: this is missing"),
        (f'title = "x"\n{_toml()}', "title: nothing of this name is known here"),
        (_toml(pupil_age="13"), "(pupil_age): write it as { answer = …"),
        (_toml(pupil_age="{ default = true, claus = 1 }"), "(pupil_age.claus): nothing of this"),
        (_toml(colour="{ default = true }"), "“colour” is not a question"),
        (_toml(pupil_age="{ answer = 13 }"), "states one of"),
        (_toml(pupil_age='{ answer = 13, clause = "1", default = true }'), "states one of"),
        (_toml(pupil_age='{ answer = 30, clause = "1" }'), "between 10 and 16"),
        (_toml(timescales="{ answer = { contain = 1 }, default = true }"), "one by one"),
        (
            _toml().replace("pupil_age = { default = true }\n", ""),
            "does not say “pupil_age” (From what age is a pupil told",
        ),
    ],
)
def test_a_file_that_is_no_variant_is_refused_in_sentences(toml: str, words: str) -> None:
    assert any(words in problem for problem in check_text(toml))


@pytest.mark.parametrize("text", ["a" * 190_000, "{{" * 95_000, "A. " * 60_000])
def test_a_long_text_is_looked_through_once(text: str) -> None:
    """Fails by time where the text is gone through again from each of its places."""
    assert not check_text(_toml(title=f'{{ answer = "{text}", clause = "1" }}'))


def test_a_sound_file_has_no_problems() -> None:
    assert check_text(_toml()) == ()


def test_a_text_adopted_before_a_question_was_asked_goes_on_to_hold() -> None:
    older = _toml(closers='{ answer = ["head"], clause = "9" }').replace(
        "pupil_age = { default = true }\n", ""
    )
    policy = adopt(parse(older), {})
    assert policy.closers == (Role.HEAD,)
    assert policy.pupil_age == 13
    assert policy.source("pupil_age").origin is Origin.DEFAULT


def test_only_variants_that_are_there_can_be_loaded() -> None:
    with pytest.raises(PolicyError, match="no policy variant called"):
        load_variant("../secrets")


def test_an_answer_may_rest_on_the_law() -> None:
    policy = adopt(parse(_toml(closers='{ answer = ["head"], law = "An Act" }')), {})
    assert policy.closers == (Role.HEAD,)
    assert policy.source("closers").origin is Origin.LAW
