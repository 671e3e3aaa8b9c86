"""The answers of a report in words, for the check page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.rules.words import Answer, Kind, Naming
from portal.web.parts import when
from portal.web.parts.owed import listed
from portal.web.parts.words import in_words
from tenants.roles import TITLES

if TYPE_CHECKING:
    from portal.actions.report_incident import ReportIncident
    from portal.rules.in_charge.roster import Roster

NAMINGS = {
    Naming.NAMED: "With my name",
    Naming.PROTECTED: "My name is kept private",
    Naming.ANONYMOUS: "Anonymously",
}
KINDS = {
    Kind.CONFIRMED: "It has happened",
    Kind.POTENTIAL: "It may have happened",
    Kind.NEAR_MISS: "It nearly happened",
    Kind.WEAKNESS: "Nothing has happened, but it could",
}
ANSWERS = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_SURE: "I am not sure"}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line of the check page, and the step that changes it."""

    question: str
    answer: str
    step: str


def lines(said: ReportIncident, roster: Roster) -> tuple[AnswerLine, ...]:
    """Every question in order."""
    noticed = ANSWERS[Answer.NOT_SURE]
    if said.noticed_at is not None:
        at = said.noticed_at
        noticed = when.day(when.uk(at).date()) if said.day_only else when.full(at)
    names = {holder.person_id: holder.name for holder in roster.holders}
    told = listed(TITLES[role] for role in said.told)
    hidden = listed(names.get(one, "") for one in said.about)
    return (
        AnswerLine("How you report", NAMINGS[said.naming], "how"),
        AnswerLine("What happened", said.happened, "what"),
        AnswerLine("Has something gone wrong", KINDS[said.kind], "what"),
        AnswerLine("When you noticed it", noticed, "when"),
        AnswerLine("When it happened", said.occurred, "when"),
        *_found(said),
        AnswerLine("Could anyone be in danger", ANSWERS[said.danger], "danger"),
        AnswerLine("Is it still going on", ANSWERS[said.still_going_on], "danger"),
        AnswerLine("Done so far", said.done_so_far, "danger"),
        AnswerLine("Whose information", said.whose, "whose"),
        AnswerLine("What kind of information", said.what_data, "whose"),
        AnswerLine("About how many people", said.people_estimate, "whose"),
        AnswerLine("Who was involved", said.involved, "whose"),
        AnswerLine("Who is told first", told or "Whoever the policy names", "who"),
        AnswerLine("Hidden from", hidden or "Nobody", "who"),
        AnswerLine("E-mail or network affected", "Yes" if said.systems_affected else "No", "who"),
    )


def _found(said: ReportIncident) -> tuple[AnswerLine, ...]:
    """Whoever reports anonymously is not asked who told them."""
    if said.naming is Naming.ANONYMOUS:
        return ()
    told = in_words(said.on_behalf)
    return (AnswerLine("Who told you", told or "Nobody: you found it yourself", "when"),)
