"""Whether the people affected are told, by whom and how, or why not."""

from __future__ import annotations

from collections.abc import Iterator

from portal.rules.also_told.sharing import other_tells
from portal.rules.facts import Facts, TellingHeld, WhyNot
from portal.rules.from_record.record import Record, paragraphs, with_reasons
from portal.rules.plain_text import ended
from portal.rules.uk_time import day, day_and_time
from portal.rules.words import TO_BE_TOLD, PeopleChoice
from tenants.regulator import ICO

_GROUNDS = {
    WhyNot.UNINTELLIGIBLE: "Nobody can read the data (UK GDPR Article 34(3)(a)).",
    WhyNot.RISK_REMOVED: "What was done since means that the risk is no longer high "
    "(UK GDPR Article 34(3)(b)).",
}
_PEOPLE = {
    # also read on the ICO’s form, beside ‘Yes, they have been told’ or ‘No, but we plan to’
    PeopleChoice.OBLIGED: "They must be told: a high risk is likely",
    PeopleChoice.TRANSPARENCY: "Not by law, but they are told",
    PeopleChoice.REQUIRED_BY_REGULATOR: f"They must be told: the {ICO} requires it",
    PeopleChoice.NOT_REQUIRED: "They need not be told",
    PeopleChoice.PUBLICLY: "They are told by a public announcement, as writing to each would be "
    "out of all proportion (UK GDPR Article 34(3)(c))",
}


def people_told(record: Record) -> str:
    """Whether the people affected are told, by whom decided, by whom told, and since when
    (DBRP-A1.24).
    """
    decision = record.facts.people_decision
    if decision is None:
        return ""
    said = f"{_PEOPLE[decision.choice]}, decided by {record.names(decision.by)}"
    sent, left_at = record.facts.people.sent_at, record.facts.people.left_at
    told = "Notices to them have been made, and none has left yet." if sent else ""
    if left_at:
        told = f"Notices went out from {day_and_time(left_at)}, by e-mail or letter."
    left = record.facts.people.unresolved if sent else 0
    if left:
        told += (
            f" {left} of the people affected {'is' if left == 1 else 'are'} still to be reached."
        )
    by_word = record.facts.people.settled_at if not sent else None
    if by_word:
        told = f"All were told in person or by phone by {day_and_time(by_word)}."
    public = (
        f"Told publicly from {day(each.since)} to {day(each.until)}: {ended(each.where)} It "
        f"reaches everybody as well as a letter would: {each.as_effective}"
        for each in record.facts.people.publications
    )
    held = (_held(each) for each in record.facts.people.holds)
    decided = with_reasons(f"{said} on {day_and_time(decision.at)}", "")
    return paragraphs((decided, *held, *_they_tell(record.facts), told, *public))


def _they_tell(facts: Facts) -> Iterator[str]:
    """That a joint controller tells them, and how it has (DBRP-5.11)."""
    agreed, done = facts.who_tells, facts.other_told
    if agreed is None or not other_tells(facts):
        return
    yield f"{agreed.other} tells them. {agreed.agreed}"
    if done is not None:
        yield f"It told them on {day_and_time(done.told_at)}. {done.how}"


def _held(hold: TellingHeld) -> str:
    """Who advised to wait, and until when it was waited (DBRP-5.19)."""
    until = f" until {day_and_time(hold.lifted_at)}" if hold.lifted_at else ", and still is"
    return f"Held from {day(hold.since)}{until}, as {hold.advised_by} advised ({hold.reference})."


def why_not_told(record: Record) -> str:
    """The reasons for not telling them (DBRP-A1.25)."""
    decision = record.facts.people_decision
    if decision is None:
        return ""
    if decision.choice in TO_BE_TOLD:
        return "Does not apply: they are told."
    ground = _GROUNDS[decision.why_not] if decision.why_not else ""
    return paragraphs((ground, decision.reasons))
