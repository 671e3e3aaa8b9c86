"""A breach from its report to its closing: six children’s support plans in the wrong envelopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.regulators.answers import Answer as Typed
from portal.rules.facts import LogAnswer
from portal.rules.uk_time import day
from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Containment,
    Ending,
    Kind,
    LegalRisk,
    PeopleChoice,
    RegulatorChoice,
    RiskFactor,
    Route,
    SubmissionKind,
)
from standalone.demo.people import people_xlsx
from standalone.demo.stories import ico
from standalone.demo.stories.teller import DPO
from tenants.roles import Role

if TYPE_CHECKING:
    from standalone.demo.stories.teller import Teller

SIX: Final = slice(10, 16)
"""Two of the six are siblings; one family has no e-mail address."""
NOTICES: Final = 7
RISK: Final = {
    RiskFactor.TYPE_OF_BREACH: "Confidentiality: each plan was posted to another family.",
    RiskFactor.NATURE_AND_VOLUME: "Six support plans with needs, diagnoses and therapies.",
    RiskFactor.EASE_OF_IDENTIFICATION: "Full names and classes.",
    RiskFactor.SEVERITY_OF_CONSEQUENCES: "Distress, and gossip at the school gate.",
    RiskFactor.SPECIAL_INDIVIDUALS: "Six children with special educational needs.",
    RiskFactor.SPECIAL_CONTROLLER: "A primary school: families have no choice but to trust it.",
    RiskFactor.NUMBER_AFFECTED: "Six children.",
}
LOG: Final = {
    "team_notified": "Yes, on the day.",
    "responsible": "The school alone.",
    "police": "No crime is suspected.",
    "other_steps": "The insurers were told.",
    "press": "No question has come.",
    "prevention": "Envelopes with windows, and a second person who checks them.",
}
NOTICE: Final = {
    "what_happened_how": "We posted support plans to families. Six plans went into envelopes that "
    "were addressed to another family.",
    "when": "",
    "what_data": "These kinds of information were in the plan:",
    "consequences": "One other family may have read the plan.",
    "done": "All six plans are back at the school.",
    "doing_next": "A second person checks every envelope that holds information about a pupil.",
    "protect_yourself": "If anybody speaks to you about the plan, please tell us.",
    "contact": "If you have a question, ask our data protection officer.",
    "complain": "Write to the Headteacher. You can also complain to the Information Commissioner’s "
    "Office on 0303 123 1113.",
}
TYPED: Final = {
    "measures_before": Typed("Staff are told to compare letter and envelope."),
    "training": Typed("In September of last year, for everybody.", ("yes",)),
    "first_breach": Typed(chosen=("no",)),
    "size": Typed(chosen=("under_250",)),
}
REVIEW: Final = (
    ("policies", "The policy on post was there; nobody had time to follow it."),
    ("ongoing_risks", "Post is still packed by hand at the end of term."),
    ("response", "Quick: all plans were back within two days."),
    ("improvements", "A second pair of eyes, and envelopes with windows."),
    ("plan", "It worked. Nothing has to change."),
    ("noticing", "A parent rang the day after the post. Nothing held that up."),
)


def envelopes(story: Teller) -> None:
    """Reported three weeks ago, closed last week; one of its two actions is still to be done."""
    _investigated(story)
    _reported_to_regulator(story)
    _told(story)
    _ended(story)


def _investigated(story: Teller) -> None:
    story.ago(days=21)
    story.do(
        "teacher2",
        "report_incident",
        happened="Support plans of six children posted to the wrong families. Two parents have "
        "rung about a plan that is not their child’s.",
        kind=Kind.CONFIRMED,
        job_title="Year 6 teacher",
        noticed_at=story.then(hours=-1),
        occurred="Posted two days before.",
        danger=Answer.NO,
        still_going_on=Answer.YES,
        done_so_far="Rang all six families and asked them to keep the letters shut.",
        whose="6 pupils",
        what_data="Names, classes, special educational needs and health",
        people_estimate="6",
        told=(Role.HEAD, Role.DPO),
    )
    story.ago(days=20, hours=23)
    story.do("head", "escalate_to_dpo")
    story.ago(days=20, hours=21)
    story.do(
        DPO,
        "classify",
        kind=Kind.CONFIRMED,
        personal_data=Answer.YES,
        breach_types=(BreachType.CONFIDENTIALITY,),
        causes=(Cause.HUMAN_ERROR,),
    )
    why = "Two families have read out whose plan they hold."
    story.do(DPO, "declare_aware", aware_at=story.then(hours=-4), reason=why)
    story.ago(days=20, hours=6)
    back = "All six plans are back at the school."
    story.do("head", "record_containment", what=back, state=Containment.CONTAINED)
    for key in ("insurers", "legal", "police", "local_authority", "it", "press"):
        told = story.then(hours=-2) if key == "insurers" else None
        note = "Told by phone." if told else "Not needed: the plans are back."
        story.do(DPO, "consider_others", key=key, told_at=told, note=note)


def _reported_to_regulator(story: Teller) -> None:
    story.ago(days=20)
    why = "Health data of children has been read by people who know them."
    story.do(DPO, "assess_risk", factors=RISK, legal_risk=LegalRisk.HIGH, reason=why)
    why = "A high risk is likely, if for few."
    story.do(DPO, "decide_regulator", choice=RegulatorChoice.REPORT, reasons=why)
    story.do(DPO, "decide_people", choice=PeopleChoice.OBLIGED)
    story.ago(days=19, hours=20)
    story.do("head", "record_told", who=Role.CHAIR, how="By phone")
    known = tuple(LogAnswer(heading, text) for heading, text in LOG.items())
    unknown = LogAnswer("records", "", not_yet_known=True)
    story.do(DPO, "complete_log", answers=(*known, unknown))
    story.ago(days=19, hours=18)
    story.do(
        DPO,
        "submit_initial",
        route=Route.WEB_FORM,
        reference="IC-204816-D3X7",
        promised_at=story.then(days=10),
        **ico.report(story, TYPED),
    )


def _told(story: Teller) -> None:
    story.ago(days=19, hours=12)
    story.import_people(people_xlsx(story.day(), SIX))
    story.do(DPO, "clear_contacts", against="The register of contacts")
    posted, found, back = (day(story.day(hours=-hours)) for hours in (84, 37, 18))
    when = f"We posted them on {posted}. We found out on {found}. All were back on {back}."
    story.do(DPO, "write_notice", parts=tuple({**NOTICE, "when": when}.items()))
    story.do(DPO, "ask_opinion")
    story.ago(days=19, hours=10)
    version = story.facts().people.list_version
    story.do("dsl", "check_list", against="Court orders, care status and moves", version=version)
    story.do("head", "give_opinion", agrees=True, comment="Clear and kind.")
    story.ago(days=19, hours=8)
    story.do(DPO, "send_notices", expected=NOTICES)
    story.ago(days=19, hours=2)
    story.do("head", "record_posted", note="First class.")


def _ended(story: Teller) -> None:
    story.ago(days=18, hours=20)
    story.do(DPO, "complete_log", answers=(LogAnswer("records", "Six plans."),))
    story.ago(days=15)
    story.do(
        DPO,
        "submit_follow_up",
        route=Route.WEB_FORM,
        **ico.report(story, TYPED, SubmissionKind.FOLLOW_UP),
    )
    story.ago(days=12)
    for owner, what, days in (
        ("slt", "Order envelopes with windows.", 7),
        ("deputy", "Show all staff how post about children is packed.", 26),
    ):
        due_on, person = story.day(days=days), story.person(owner)
        story.do(DPO, "add_improvement", what=what, owner=person, due_on=due_on)
    talk = "Considered: an honest slip at a busy time. A talk was enough."
    story.do(DPO, "review_incident", findings=REVIEW, disciplinary=talk)
    story.ago(days=10)
    ordered = story.facts().improvements[0].id
    story.do("slt", "complete_improvement", improvement=ordered, note="They are here.")
    story.ago(days=9)
    story.do(DPO, "close_incident", ending=Ending.BREACH)
    thanks = "Thank you for telling us at once: that is why all six plans came back."
    story.do(DPO, "thank_reporter", text=thanks)
