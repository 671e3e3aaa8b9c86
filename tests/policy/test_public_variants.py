"""Policies that schools and councils publish, each told by the answers that set it apart.

The numbers are those of our survey; what one of them does not say has the default.
"""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tenants.policy.loader import adopt, load_variant, parse
from tenants.policy.schema import Policy, questions
from tenants.policy.writing import as_toml, blank
from tenants.roles import Role

Own = dict[str, Any]


def tell(who: str, when: str, **within: int) -> Own:
    """One line of the list of who must be told."""
    return {"who": who, "when": when, "within": within}


def step(key: str, text: str) -> Own:
    """A step, a heading, a question."""
    return {"key": key, "text": text}


HEADINGS = [heading.model_dump() for heading in Policy().log_headings]

PUBLISHED: dict[str, tuple[str, Own]] = {
    "1 a school with severities of its own": (
        "wentworth",
        {
            "first_contacts": ["deputy_head", "head"],
            "severity_ladder": [
                {
                    "key": "low",
                    "title": "Low",
                    "test": "Nobody outside the school is involved.",
                    "leads": ["lead"],
                    "outcome_report_school_days": 5,
                },
                {
                    "key": "high",
                    "title": "High",
                    "test": "Somebody outside the school has it.",
                    "leads": ["head"],
                    "joins": ["deputy_head", "dpo"],
                    "independent": True,
                    "regulator_decision": True,
                    "outcome_report_school_days": 3,
                    "periods": {"contain": {"hours": 1}, "look_at_report": {"hours": 1}},
                },
            ],
        },
    ),
    "2 a county: Head, deputy or DPO if absent; the chair as soon as possible": (
        "blank",
        {
            "first_contacts": ["head"],
            "head_stand_ins": ["deputy_head", "dpo"],
            "must_be_told": [tell("chair", "reported", hours=2)],
            "others_to_consider": [step("police", "The police")],
            "dpo": "local_authority",
        },
    ),
    "3 Northern Ireland: the authority may be the DPO, told first": (
        "blank",
        {
            "nation": "northern_ireland",
            "first_contacts": ["dpo"],
            "dpo": "local_authority",
            "dpo_protocol": "The authority’s own breach report form is sent at once.",
            "timescales.look_at_report": {"hours": 0, "start": "noticed"},
        },
    ),
    "4 an academy: a form in three parts, then the risk register": (
        "blank",
        {
            "controller": "trust",
            "first_contacts": ["information_champion", "dpo"],
            "investigation_steps": [
                step("part_1", "Complete part 1 of the form"),
                step("risk_register", "Check the risk register"),
            ],
            "log_headings": [*HEADINGS, {**step("register", "Risk register entry"), "clause": "3"}],
        },
    ),
    "5 a council's draft: staff, governors, volunteers and contractors report": (
        "blank",
        {"anonymous_reports": True, "must_be_told": [tell("governors", "aware", school_days=1)]},
    ),
    "6 a data protection lead plans; near misses and weaknesses are reported": (
        "blank",
        {
            "kinds_accepted": ["confirmed", "potential", "near_miss", "weakness"],
            "allocators": ["information_champion"],
            "investigation_leads": ["information_champion"],
            "risk_method": "five_by_five",
            "review_months": 12,
        },
    ),
    "7 an independent school: all breaches are logged, reviewed yearly": (
        "blank",
        {"nation": "england", "retention_years": 7, "review_months": 12},
    ),
    "8 DPO first, who alerts Head and chair; DPO and Head review": (
        "blank",
        {
            "first_contacts": ["dpo"],
            "must_be_told": [
                tell("head", "reported", hours=4),
                tell("chair", "reported", hours=24),
            ],
            "reviewers": ["dpo", "head"],
            "investigation_steps": [
                step("recall", "Recall the e-mail"),
                step("deleted", "Get written confirmation that it was deleted"),
                step("searched", "Search the web for it"),
            ],
        },
    ),
    "9 an external DPO; authorities and insurer before anything else": (
        "blank",
        {
            "dpo": "external_service",
            "dpo_protocol": "By phone, day or night.",
            "others_to_consider": [step("insurers", "The insurer"), step("ncsc", "The NCSC")],
            "timescales.consider_others": {"hours": 4, "start": "noticed"},
        },
    ),
    "10 an external DPO, and a data protection lead in the school": (
        "blank",
        {
            "dpo": "external_service",
            "dpo_protocol": "Through the data protection lead.",
            "dpo_stand_ins": ["deputy_dpo", "information_champion"],
            "first_contacts": ["information_champion", "head"],
            "first_contact_choice": "all",
        },
    ),
    "11 the trust is the controller and reports": (
        "blank",
        {
            "controller": "trust",
            "regulator_deciders": ["chief_executive"],
            "must_be_told": [
                tell("chief_executive", "reported", hours=2),
                tell("trustees", "to_report", hours=24),
            ],
        },
    ),
    "12 the DPO reports to the executive; a governance officer investigates": (
        "blank",
        {
            "investigation_leads": ["information_champion"],
            "must_be_told": [tell("chief_executive", "aware", hours=24)],
            "kept_apart": [{"one": "investigate", "other": "close"}],
        },
    ),
    "13 two places at once: IT and the assurance team, and each must look": (
        "blank",
        {"first_contacts": ["it_contact", "dpo"], "first_look": "each"},
    ),
    "14 a manager and the head of IT": (
        "blank",
        {"first_contacts": ["slt", "it_contact"], "first_look": "each"},
    ),
    "15 a line manager, then the DPO; serious: by telephone, else an executive": (
        "blank",
        {
            "first_contacts": ["slt", "dpo"],
            "dpo_stand_ins": ["chief_executive"],
            "dpo_no_answer_hours": 1,
        },
    ),
    "16 thirty-six hours to the DPO, and two stages by risk": (
        "blank",
        {
            "escalation_gate": "head_decides",
            "timescales.decide_escalation": {"hours": 36, "start": "noticed"},
            "risk_method": "factors",
        },
    ),
    "17 the form is filled after the investigation; no breach is logged as a near miss": (
        "blank",
        {
            "log_before_referral": True,
            "must_be_told": [tell("local_authority", "high_risk", hours=24)],
            "timescales.complete_log": {"school_days": 1, "start": "aware"},
        },
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_sets_a_published_policy_apart_can_be_said(name: str) -> None:
    start, own = PUBLISHED[name]
    variant = parse(blank()) if start == "blank" else load_variant(start)
    before, after = adopt(variant, {}), adopt(variant, own, dict.fromkeys(own, "2.1"))
    assert after != before
    assert {after.source(question).clause for question in own} == {"2.1"}


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_is_written_and_read_back_the_same(name: str) -> None:
    start, own = PUBLISHED[name]
    variant = parse(blank()) if start == "blank" else load_variant(start)
    policy = adopt(variant, own)
    text = as_toml(variant, policy, name="ours", about="Ours")
    again = adopt(parse(text), {})
    assert tomllib.loads(text)["name"] == "ours"
    assert [getattr(again, name) for name in questions()] == [
        getattr(policy, name) for name in questions()
    ]


def test_seventeen_of_them() -> None:
    assert [name.split()[0] for name in PUBLISHED] == [str(number) for number in range(1, 18)]


# The questions that both documents were read against, in their order, and where each is asked.
TABLE = {
    "related documents, and the law referred to": ("related_documents", "laws_referred"),
    "title, version, approval, next review": (
        "title",
        "short_title",
        "review_months",
        "policy_reviewers",
    ),
    "kinds accepted": ("kinds_accepted",),
    "controller": ("controller",),
    "DPO, and the protocol with an external one": ("dpo", "dpo_protocol"),
    "who is told first": ("first_contacts", "first_contact_choice", "first_look"),
    "anonymous reports": ("anonymous_reports",),
    "protected identity on request": ("protected_identity", "identity_readers"),
    "good-faith promise": ("good_faith_statement",),
    "escalation gate": ("escalation_gate",),
    "DPO unavailable": ("dpo_stand_ins", "dpo_no_answer_hours", "dpo_no_answer_night_hours"),
    "Head unavailable": ("head_stand_ins", "lead_stand_ins", "last_resort"),
    "DSL and deputy": ("dsl_stand_ins",),
    "breach response team": ("response_team",),
    "severity ladder, independence": ("severity_ladder",),
    "who classifies": ("classifiers", "verifiers"),
    "who leads": ("investigation_leads", "allocators"),
    "steps": ("investigation_steps",),
    "outcome report; who assesses": ("outcome_report", "outcome_assessors"),
    "who may declare aware, move it later": ("awareness_declarers", "awareness_movers"),
    "who decides on the regulator": ("regulator_deciders",),
    "unsure whether to notify": ("legal_advice",),
    "log before the referral": ("log_before_referral",),
    "who submits": ("regulator_submitters",),
    "who decides about people affected": ("people_deciders",),
    "who is consulted on the notice": ("notice_consulted", "notice_agreement"),
    "pupils below this age": ("pupil_age", "nation"),
    "parents as well": ("parents_as_well",),
    "law-enforcement hold": ("police_hold",),
    "holidays": ("closure_school_days", "reminders_wait"),
    "log headings": ("log_headings",),
    "who may complete the log": ("trained_log_keepers",),
    "disciplinary": ("disciplinary_recorders", "disciplinary_readers"),
    "who else must be told, and when": ("others_to_consider", "must_be_told"),
    "post-incident review": ("review", "review_points", "reviewers"),
    "who closes": ("closers",),
    "exceptions": ("exception_deciders",),
    "proposals": ("proposals_to", "proposal_deciders"),
    "timescales, ladder": (
        "timescales",
        "internal_reminders",
        "regulator_reminders",
        "people_reminders",
        "danger_reminders",
        "school_reminders",
        "own_reminders",
    ),
    "retention": ("retention_years", "contacts_retention_years"),
    "overseers in the ladder": ("overseer_in_ladder",),
    "which tasks are kept apart": ("kept_apart",),
    "how the severity of a breach is worked out": ("risk_method",),
}


def test_everything_that_the_documents_were_read_for_is_a_question() -> None:
    asked = [name for names in TABLE.values() for name in names]
    assert sorted(asked) == sorted(questions())


def test_a_blank_sheet_answers_everything_as_proposed() -> None:
    policy = adopt(parse(blank()), {})
    assert all(getattr(policy, name) == getattr(Policy(), name) for name in questions())


def test_the_head_may_stand_in_for_the_dpo_and_is_shown_as_a_conflict() -> None:
    assert Role.HEAD in Policy().dpo_stand_ins
