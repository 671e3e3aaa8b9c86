"""A near miss that nobody put their name to, from the report to the thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.rules.words import Answer, Cause, Ending, Kind, Naming

if TYPE_CHECKING:
    from standalone.demo.stories.teller import Teller

RECEIPT_CODE: Final = "4827193566027714"
"""Typed in at /wentworth/receipt/, it shows what the reporter sees."""
STEPS: Final = {
    "outcomes": "Nothing got out. Pupils, parents and the office have a stake in it.",
    "staff": "Spoke to everybody who packs book bags.",
    "evidence": "The pile of letters, and the rota of that afternoon.",
    "risks": "It would have been one child’s results in another family’s hands.",
    "controls": "A second person looks through the pile.",
}


def near_miss(story: Teller) -> None:
    """Reported 16 days ago, closed a week later after the report had been sent back once."""
    _allocated(story)
    _investigated(story)
    _closed(story)


def _allocated(story: Teller) -> None:
    story.ago(days=16)
    story.do(
        None,
        "report_incident",
        happened="Letters with test results nearly put into the wrong book bags. I saw it when "
        "the pile was already on the trolley.",
        kind=Kind.NEAR_MISS,
        naming=Naming.ANONYMOUS,
        danger=Answer.NO,
        still_going_on=Answer.NO,
        whose="About 30 pupils",
        what_data="Names and test results",
        receipt_code=RECEIPT_CODE,
    )
    story.ago(days=15, hours=23)
    story.do(
        "head",
        "classify",
        kind=Kind.NEAR_MISS,
        personal_data=Answer.NO,
        severity="minor",
        causes=(Cause.HUMAN_ERROR,),
        reason="The letters never left the office.",
    )
    story.ago(days=15, hours=12)
    story.do("slt", "verify_details", note="The pile was found as described.")
    agreed = "Nothing was disclosed to anybody."
    story.do("dpo", "confirm_ending", agree=True, reasons=agreed)
    story.do(
        "head",
        "allocate_investigation",
        lead=story.person("teacher2"),
        direction="Find out how letters are matched to book bags, and who checks it.",
        due_at=story.then(days=6),
    )


def _investigated(story: Teller) -> None:
    story.ago(days=14)
    story.do(
        "teacher2",
        "ask_question",
        text="Were the letters sorted by class or by name?",
        to=None,
        due_at=story.then(days=3),
    )
    story.ago(days=13)
    asked = story.facts().questions[0].id
    sorted_so = "By class, but two classes lay on one pile."
    story.do(None, "answer_question", question=asked, answer=sorted_so)
    story.ago(days=12)
    for key, note in STEPS.items():
        story.do("teacher2", "complete_step", key=key, done=True, note=note)
    story.do(
        "teacher2",
        "write_outcome_report",
        findings="Nobody looks at the pile after it is sorted.",
        recommendations="Somebody should.",
    )
    story.ago(days=11)
    who = "Who should, and when? A recommendation names somebody."
    story.do("head", "assess_outcome", accept=False, reasons=who)
    story.ago(days=10)
    story.do(
        "teacher2",
        "write_outcome_report",
        findings="Letters are sorted by class at the end of a busy day. Two classes lay on one "
        "pile, and nobody looks at it again before it goes on the trolley.",
        recommendations="The business manager looks through each pile before it leaves the office.",
    )


def _closed(story: Teller) -> None:
    story.ago(days=9, hours=12)
    enough = "It names who does what. The other steps are not needed for a near miss."
    story.do("head", "assess_outcome", accept=True, reasons=enough)
    story.do("head", "record_disciplinary", begun=False, why_not="Nobody has done anything wrong.")
    story.do(
        "head",
        "add_improvement",
        what="Look through each pile of letters before it leaves the office.",
        owner=story.person("slt"),
        due_on=story.day(days=3),
    )
    story.ago(days=8)
    piles = story.facts().improvements[0].id
    story.do("slt", "complete_improvement", improvement=piles, note="Part of the day now.")
    story.ago(days=7)
    story.do("head", "close_incident", ending=Ending.NO_BREACH)
    thanks = "Thank you. Each pile of letters is looked through now before it leaves the office."
    story.do("teacher2", "thank_reporter", text=thanks)
