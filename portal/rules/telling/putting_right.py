"""What people were told and is not so: found, decided on, and corrected by notices of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.rules.also_told.sharing import people_left_to_controller_at
from portal.rules.clock import clock_ended_at
from portal.rules.facts import Facts, FoundWrong, People, PutRight


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that people were told and is not so."""

    subject: str
    """'' that there was a breach; 'facts' anything else."""
    occurrence: int
    at: datetime


def mistakes(facts: Facts) -> tuple[Mistake, ...]:
    """Everything found wrong after people were told (UK GDPR Article 5(1)(d)).

    It stays so when somebody comes on the list later, who is still to be told.
    """
    told_at, none_at = facts.people.anybody_told_at, facts.no_breach_at
    found = [
        Mistake("facts", number, each.at) for number, each in enumerate(facts.people.found_wrong, 1)
    ]
    if told_at is not None and none_at is not None and told_at <= none_at:
        found.append(Mistake("", max(facts.no_breach_times, 1), none_at))
    return tuple(found)


def mistakes_in(facts: Facts, version: int) -> tuple[Mistake, ...]:
    """What was found wrong after this version of the text was written: what it says, too."""
    written_at = facts.people.texts[version - 1].at
    return tuple(each for each in mistakes(facts) if each.at > written_at)


def is_to_correct(facts: Facts, version: int) -> bool:
    """Whether this version says something found wrong about which nobody has decided yet."""
    return any(decided(facts, each) is None for each in mistakes_in(facts, version))


def is_corrected_by_notice(facts: Facts, version: int) -> bool:
    """Whether whoever has had this version gets a corrected notice."""
    decisions = (decided(facts, each) for each in mistakes_in(facts, version))
    return any(done is not None and done.sending for done in decisions)


def decided(facts: Facts, mistake: Mistake) -> PutRight | None:
    """What was decided about a mistake first after it was found."""
    return next((each for each in facts.people.corrections if each.at >= mistake.at), None)


def correcting(facts: Facts) -> PutRight | None:
    """The correction that has begun and whose notices have not been sent yet: none where everybody
    who was told wrong has been barred, held back or told otherwise since, so that nobody gets it.
    """
    people = facts.people
    last = people.corrections[-1] if people.corrections else None
    if last is None or not last.sending or last.after_sendings < len(people.sendings):
        return None
    return None if people.to_correct == 0 else last


def nobody_to_tell(facts: Facts) -> bool:
    """Whether it was no breach, without personal data, or all of it another's data and left to
    them; and since then it was not chosen to correct by notices what people had been told: then
    nothing is left of telling them.
    """
    since = facts.no_breach_at or clock_ended_at(facts) or people_left_to_controller_at(facts)
    if since is None:
        return False
    return not any(each.sending and each.at >= since for each in facts.people.corrections)


def settled_at(facts: Facts, done: PutRight) -> datetime | None:
    """When it was put right: once the corrected notices are out, where they are what was chosen,
    or everybody was told by word.
    """
    sendings = facts.people.sendings
    if not done.sending:
        return done.at
    if len(sendings) <= done.after_sendings + 1:
        return facts.people.settled_at
    return sendings[done.after_sendings].at


def to_put_right(facts: Facts) -> bool:
    """Whether something was found wrong and nobody has decided what to do about it."""
    return any(decided(facts, one) is None for one in mistakes(facts))


def with_none_found_wrong(facts: Facts, by: UUID, at: datetime) -> People:
    """The people affected once 'no breach' no longer holds: told so, they were told wrong."""
    none = next((one for one in mistakes(facts) if not one.subject), None)
    told = decided(facts, none) if none else None
    if told is None or not told.corrected:
        return facts.people
    wrong = FoundWrong("That it was no breach does not hold any more.", by, at)
    return replace(facts.people, found_wrong=(*facts.people.found_wrong, wrong))
