"""Both policies, answer by answer, against what their documents print."""

import re
import tomllib
from importlib import resources

import pytest

from portal.clauses import read_clauses
from tenants.policy.answers import Origin
from tenants.policy.loader import Variant, adopt, list_variants, load_variant, unanswered
from tenants.policy.schema import Policy, questions
from tenants.policy.timescales import DUTY_KINDS
from tenants.roles import Role

HEADS = (Role.HEAD, Role.SLT)
DPO = (Role.DPO,)
OTHERS = ("insurers", "legal", "police", "local_authority", "it", "press")
LAWFUL = (
    *("description", "occurred", "discovered", "aware", "people", "records", "report_to_ico"),
    *("people_told", "effects", "remedy"),
)

BY_NAME = "‘What if I need to do something against the policy?’"
SILENT = {
    *("nation", "dpo_protocol", "kept_apart", "dpo_no_answer_hours", "dpo_no_answer_night_hours"),
    *("head_stand_ins", "dsl_stand_ins", "lead_stand_ins", "last_resort", "response_team"),
    *("first_look", "identity_readers", "must_be_told", "disciplinary_readers", "risk_method"),
    *("awareness_declarers", "awareness_movers", "proposal_deciders"),
    *("retention_years", "contacts_retention_years", "timescales", "internal_reminders"),
    *("regulator_reminders", "people_reminders", "danger_reminders", "school_reminders"),
    *("own_reminders", "closure_school_days", "reminders_wait", "overseer_in_ladder"),
}
"""Questions that neither document answers: the default stands, and is shown as one."""
WENTWORTH = {
    "title": ("Security Incidents Policy", "Document Control"),
    "short_title": ("Policy", "Document Control"),
    "review_months": (36, "Document Control"),
    "policy_reviewers": ((Role.HEAD,), ""),
    "controller": ("school", ""),
    "laws_referred": (("dpa_1998", "eu_gdpr"), "‘References’"),
    "related_documents": (("data_handling_security_policy", "incident_procedures"), "7"),
    "dpo_stand_ins": ((Role.DEPUTY_DPO, Role.HEAD), ""),
    "good_faith_statement": (
        (
            "No action will be taken against any member of staff who reports a security incident "
            "about another member of staff in good faith."
        ),
        "1",
    ),
    "severity_ladder": (("minor", "moderate", "major", "critical"), "6"),
    "investigation_leads": ((Role.LEAD, *HEADS), "4c"),
    "investigation_steps": (
        (
            *("outcomes", "staff", "evidence", "expert_help", "escalate", "people", "risks"),
            *("disciplinary", "communications", "controls", "outcome_report"),
        ),
        "3",
    ),
    "others_to_consider": (OTHERS, ""),
    "legal_advice": (False, ""),
    "trained_log_keepers": (False, ""),
    "log_headings": (LAWFUL, ""),
    "notice_consulted": ((Role.HEAD,), ""),
    "notice_agreement": (False, ""),
    "parents_as_well": ("dpo_decides", ""),
    "police_hold": (True, ""),
    "reviewers": (DPO, ""),
    "review_points": ((), ""),
    "exception_deciders": ((Role.HEAD,), ""),
    "kinds_accepted": (("confirmed", "potential", "near_miss"), "opening paragraph"),
    "dpo": ("external_service", BY_NAME),
    "first_contacts": (HEADS, "1"),
    "first_contact_choice": ("all", "1"),
    "anonymous_reports": (True, "1"),
    "protected_identity": (True, "1"),
    "escalation_gate": ("none", ""),
    "classifiers": (HEADS, "5a"),
    "verifiers": (HEADS, "5b"),
    "allocators": (HEADS, "4c"),
    "outcome_report": (True, "3k"),
    "outcome_assessors": (HEADS, "4d"),
    "disciplinary_recorders": ((Role.HEAD,), ""),
    "regulator_deciders": (HEADS, "6c"),
    "regulator_submitters": (DPO, ""),
    "people_deciders": (HEADS, ""),
    "log_before_referral": (False, ""),
    "pupil_age": (13, ""),
    "review": (False, ""),
    "closers": (HEADS, "5e"),
    "proposals_to": ((Role.INFORMATION_CHAMPION,), BY_NAME),
}
WORMLEY = {
    "review_months": (12, ""),
    "policy_reviewers": (DPO, "7.1"),
    "controller": ("school", "1.4"),
    "related_documents": (("data_protection_policy", "information_security_policy"), "1.2"),
    "laws_referred": (("uk_gdpr",), "1.1"),
    "verifiers": ((), ""),
    "investigation_steps": (
        ("established", "nature_and_cause", "extent_of_harm", "stop_it", "mitigate", "it_and_hr"),
        "5.5",
    ),
    "others_to_consider": (OTHERS, "5.9"),
    "outcome_assessors": ((), ""),
    "trained_log_keepers": (True, "Appendix 1"),
    "reviewers": (DPO, "5.22"),
    "review_points": (
        ("policies", "ongoing_risks", "response", "improvements", "plan", "noticing"),
        "5.23",
    ),
    "title": ("Data Breach Response Plan", "1.2"),
    "short_title": ("Plan", "1.2"),
    "kinds_accepted": (("confirmed", "potential", "near_miss"), "4.6"),
    "dpo": ("internal", "5.0"),
    "dpo_stand_ins": ((Role.DEPUTY_DPO, Role.HEAD), "5.7"),
    "first_contacts": ((Role.HEAD, Role.DPO), "5.1"),
    "first_contact_choice": ("reporter_chooses", "5.1"),
    "anonymous_reports": (False, ""),
    "protected_identity": (True, ""),
    "good_faith_statement": ("", ""),
    "escalation_gate": ("head_decides", "5.3"),
    "severity_ladder": ((), ""),
    "classifiers": (DPO, ""),
    "allocators": ((), ""),
    "investigation_leads": (DPO, "5.5"),
    "outcome_report": (False, ""),
    "disciplinary_recorders": ((), "5.22"),
    "regulator_deciders": (DPO, "5.21"),
    "regulator_submitters": (DPO, "5.12"),
    "legal_advice": (True, "Appendix 1"),
    "log_before_referral": (True, "5.18"),
    "people_deciders": (DPO, "5.16"),
    "notice_consulted": ((Role.HEAD,), "5.16"),
    "notice_agreement": (False, "5.16"),
    "pupil_age": (13, "5.16"),
    "parents_as_well": ("dpo_decides", "5.16"),
    "police_hold": (True, "5.19"),
    "review": (True, "5.22"),
    "closers": (DPO, ""),
    "exception_deciders": ((), ""),
    "proposals_to": (DPO, "7.1"),
}
KEYED = {
    *("related_documents", "severity_ladder", "investigation_steps", "others_to_consider"),
    *("log_headings", "review_points"),
}
"""Compared by the keys of their items."""
CASES = [
    (name, question, *expected)
    for name, answers in {"wentworth": WENTWORTH, "wormley": WORMLEY}.items()
    for question, expected in answers.items()
]


@pytest.fixture(params=list_variants())
def variant(request: pytest.FixtureRequest) -> Variant:
    return load_variant(request.param)


def _policy(name: str) -> Policy:
    return adopt(load_variant(name), {})


def test_the_two_policies_come_with_the_portal() -> None:
    assert list_variants() == ("wentworth", "wormley")


@pytest.mark.parametrize(("name", "question", "answer", "clause"), CASES)
def test_answer_and_where_it_is_from(name: str, question: str, answer: object, clause: str) -> None:
    policy = _policy(name)
    source = policy.source(question)
    given = getattr(policy, question)
    if question in KEYED:
        given = tuple(item.key for item in given)
    assert given == answer
    assert source.clause == clause
    assert source.origin is (Origin.PRINTED if clause else Origin.DEFAULT)


@pytest.mark.parametrize(
    ("name", "said"), [("wentworth", WENTWORTH), ("wormley", WORMLEY | {"log_headings": ()})]
)
def test_what_a_document_does_not_answer_is_the_default_and_marked_so(
    name: str, said: dict[str, object]
) -> None:
    policy = _policy(name)
    assert SILENT | set(said) == set(questions())
    assert not SILENT & set(said)
    for question in SILENT:
        assert getattr(policy, question) == getattr(Policy(), question) or question == "timescales"
        assert policy.source(question).origin is Origin.DEFAULT


def test_every_question_is_answered_or_said_not_to_be_printed(variant: Variant) -> None:
    policy = adopt(variant, {})
    assert unanswered(variant) == ()
    assert set(questions()) <= set(policy.sources)


def test_every_clause_that_a_variant_prints_is_on_the_list(variant: Variant) -> None:
    known = {clause.id for clause in read_clauses()}
    policy = adopt(variant, {})
    lists = (policy.investigation_steps, policy.others_to_consider, policy.review_points)
    printed = {
        *(said.clause for said in variant.answers.values()),
        *variant.citations.values(),
        *variant.places,
        *(point.clause for points in (*lists, policy.log_headings) for point in points),
    } - {""}
    assert {f"{variant.clauses}-{clause}" for clause in printed} <= known


def test_a_variant_holds_no_person_date_or_mailbox(variant: Variant) -> None:
    text = (resources.files("tenants.policy") / "variants" / f"{variant.name}.toml").read_text(
        encoding="utf-8"
    )
    values = str(tomllib.loads(text))
    assert "@" not in values
    assert not re.search(r"\b(19|20)\d\d\b", values)
    assert not re.search(r"\bMr|\bMs|\bPrimary\b", values)


def test_citations_name_duties(variant: Variant) -> None:
    assert set(variant.citations) <= set(DUTY_KINDS)


def test_a_printed_clause_is_cited_in_the_words_of_the_document() -> None:
    assert _policy("wormley").cite("decide_escalation") == "Plan 5.3"
    assert _policy("wormley").cite("submit_to_regulator") == "Plan 1.4"
    assert _policy("wentworth").cite("decide_regulator") == "Policy 6c"


@pytest.mark.parametrize(
    ("name", "declared", "cited"),
    [
        ("wormley", ("SIP-3e", "DBRP-5.4"), "Plan 5.4"),
        ("wentworth", ("SIP-3e", "DBRP-5.4"), "Policy 3e"),
        ("wormley", ("DBRP-5.16-age",), "Plan 5.16"),
        ("wormley", ("DBRP-5.16.1-4",), "Plan 5.16.1-4"),
        ("wormley", ("DBRP-A1.04",), "Plan A1.04"),
        ("wormley", ("DBRP-A1-unsure",), "Plan, Appendix 1"),
        ("wentworth", ("SIP-1-anon",), "Policy 1"),
        ("wentworth", ("SIP-doc",), "Policy, Document Control"),
        ("wentworth", ("SIP-why1", "SIP-5"), "Policy 5"),
        ("wormley", ("SIP-3e",), "default"),
    ],
)
def test_an_action_is_cited_by_the_clause_of_its_own_document(
    name: str, declared: tuple[str, ...], cited: str
) -> None:
    assert _policy(name).cite("some_action", declared) == cited


def test_a_policy_that_is_neither_document_cites_no_clause() -> None:
    assert Policy().cite("some_action", ("SIP-3e", "DBRP-5.4")) == "default"


def test_what_is_not_printed_rests_on_the_law_or_is_a_default() -> None:
    policy = _policy("wentworth")
    assert policy.cite("submit_to_regulator") == "the law: UK GDPR Article 33(1)"
    assert policy.cite("thank_reporter") == "default"
    assert policy.source("timescales.submit_to_regulator").origin is Origin.LAW
    assert policy.source("timescales.contain").origin is Origin.DEFAULT


def test_severities_of_the_policy_that_has_some() -> None:
    ladder = {level.key: level for level in _policy("wentworth").severity_ladder}
    assert list(ladder) == ["minor", "moderate", "major", "critical"]
    assert ladder["minor"].leads == ladder["major"].leads == (Role.LEAD,)
    assert ladder["critical"].leads == HEADS
    assert set(HEADS) <= set(ladder["major"].joins)
    severe = {key for key, level in ladder.items() if level.regulator_decision}
    independent = {key for key, level in ladder.items() if level.independent}
    assert severe == independent == {"major", "critical"}


def test_the_steps_are_those_of_the_policy_in_its_order() -> None:
    steps = _policy("wentworth").investigation_steps
    assert [step.clause for step in steps] == [f"3{letter}" for letter in "abcdefghijk"]


def test_the_log_has_the_headings_of_the_appendix_and_then_what_the_law_needs() -> None:
    headings = _policy("wormley").log_headings
    assert [h.clause for h in headings[:29]] == [f"A1.{n:02}" for n in range(1, 30)]
    assert [h.key for h in headings[29:]] == [
        "occurred",
        "discovered",
        "aware",
        "people",
        "records",
        "effects",
        "remedy",
        "measures_before",
    ]


def test_the_promise_to_reporters_is_shown_word_for_word() -> None:
    promise = _policy("wentworth").good_faith_statement
    assert promise.startswith("No action will be taken against any member of staff who reports")
