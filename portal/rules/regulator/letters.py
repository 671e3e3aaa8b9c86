"""What the regulator wrote: in words, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from portal.rules.facts import Facts, RegulatorLetter
from portal.rules.words import LetterKind, PeopleChoice

WROTE: Mapping[LetterKind, str] = {
    LetterKind.ACKNOWLEDGEMENT: "acknowledged our report",
    LetterKind.QUESTION: "asked a question",
    LetterKind.ADVICE: "gave advice",
    LetterKind.NO_ACTION: "takes no further action",
    LetterKind.INVESTIGATION: "opened an investigation",
    LetterKind.REPRIMAND: "reprimanded us",
    LetterKind.SANCTION: "imposed a sanction",
    LetterKind.ORDER: "ordered us to tell the people affected",
}
SANCTIONS = frozenset({LetterKind.REPRIMAND, LetterKind.SANCTION})


def order_to_tell(facts: Facts) -> RegulatorLetter | None:
    """The order to tell the people affected, which no decision overrides (DBRP-5.20)."""
    orders = [each for each in facts.regulator_letters if each.kind is LetterKind.ORDER]
    return orders[-1] if orders else None


def required_by_regulator(facts: Facts) -> bool:
    """Whether the regulator requires that people are told, by order or as it was decided here."""
    decision = facts.people_decision
    decided = decision is not None and decision.choice is PeopleChoice.REQUIRED_BY_REGULATOR
    return decided or order_to_tell(facts) is not None


def unanswered(facts: Facts) -> tuple[RegulatorLetter, ...]:
    """The regulator's letters that want an answer and have none."""
    return tuple(
        each
        for each in facts.regulator_letters
        if (each.answer_by or each.kind is LetterKind.QUESTION) and each.answered_at is None
    )
