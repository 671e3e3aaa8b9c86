"""A report that the Head did not pass on, with reasons: the DPO’s look at it is still owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.rules.facts import LogAnswer
from portal.rules.words import Answer, Kind
from tenants.roles import Role

if TYPE_CHECKING:
    from standalone.demo.stories.teller import Teller

LOG: Final = {
    "team_notified": "No: it was over before anybody could be called.",
    "responsible": "The school alone.",
    "contained": "Contained: the list is back.",
    "special_data": "No.",
    "likely_risk": "A risk is unlikely: first names only, back after ten minutes.",
    "high_risk": "No.",
    "report_to_ico": "No.",
    "aware": "Not declared: the Headteacher does not think that it is a breach.",
    "people_told": "No.",
    "police": "No.",
    "other_steps": "None.",
    "press": "No.",
    "prevention": "Lists for clubs stay with the coach.",
    "records": "One list.",
    "effects": "None: the list was out of the school’s hands for ten minutes.",
    "remedy": "The father brought it back. It was kept in the office and shredded.",
}


def declined(story: Teller) -> None:
    """Reported and declined since yesterday, with the log completed by the Head."""
    story.ago(hours=18.5)
    story.do(
        "office",
        "report_incident",
        happened="Swimming list left in the hall after the parents’ evening. A father found it "
        "and brought it to the office ten minutes later.",
        kind=Kind.POTENTIAL,
        job_title="School secretary",
        noticed_at=story.then(hours=-0.25),
        occurred="During the parents’ evening.",
        danger=Answer.NO,
        still_going_on=Answer.NO,
        whose="18 pupils",
        what_data="First names and classes",
        people_estimate="18",
        told=(Role.HEAD,),
    )
    story.ago(hours=17)
    story.do(
        "head",
        "decline_escalation",
        reasons="First names and classes alone, and one father who brought it straight back. "
        "Nobody can come to harm by that.",
    )
    story.ago(hours=16)
    answers = tuple(LogAnswer(heading, text) for heading, text in LOG.items())
    story.do("head", "complete_log", answers=answers)
