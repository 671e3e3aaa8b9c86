"""Record what the regulator wrote or said.

Who: whoever submits to the regulator, Head and DPO. When: at any time, before a report and after
closing too.
What we ask: what it is, what it says, when it came; by when an answer is wanted; the reference;
what is to be done about it, by whom and by when.
What happens: a question is owed an answer by its date. Advice becomes actions. An order to tell
the people affected overrides an earlier decision not to (DBRP-5.20). What comes in after closing
is looked at. It stands in the log (DBRP-A1.21, A1.22).
What the policy decides: who submits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from portal.errors import Refused
from portal.rules.ending.improving import added
from portal.rules.facts import Facts, PeopleDecision, RegulatorLetter
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.plain_text import ended
from portal.rules.regulator.letters import WROTE
from portal.rules.regulator.submitting import with_reference
from portal.rules.responsibilities import letter_recorders
from portal.rules.rows import Involve
from portal.rules.uk_time import day
from portal.rules.words import ANY_STAGE, Family, LetterKind, PeopleChoice, Stage
from tenants.calendar import uk_date
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class RecordLetter:
    """As it came."""

    kind: LetterKind
    text: str
    received_at: datetime
    answer_by: datetime | None = None
    reference: str = ""
    actions: tuple[str, ...] = ()
    """What is to be done about it, each an action of `owner` by `due_on`."""
    owner: UUID | None = None
    due_on: date | None = None


def decide(
    facts: Facts, policy: Policy, person: Actor, said: RecordLetter, now: datetime
) -> Outcome:
    """One letter more, with all that follows from it."""
    _check(facts, said, now)
    letter = RegulatorLetter(
        id=uuid5(facts.incident_id, f"letter {len(facts.regulator_letters) + 1}"),
        kind=said.kind,
        text=said.text.strip(),
        received_at=said.received_at,
        recorded_at=now,
        by=person.known(),
        answer_by=said.answer_by,
        after_closing=facts.stage is Stage.CLOSED,
    )
    after = replace(facts, regulator_letters=(*facts.regulator_letters, letter))
    if said.reference.strip():
        after = with_reference(after, said.reference.strip(), now)
    if said.kind is LetterKind.ORDER:
        after = _told_by_order(after, letter)
    owner = said.owner
    if owner is not None and said.due_on is not None:
        for what in said.actions:
            after = added(after, what, owner, said.due_on, by=letter.by, at=now)
    told = (Role.HEAD, Role.DPO)
    effects = [Effect("alert", template="regulator_wrote", to=told)]
    if said.actions and owner is not None:
        effects.append(Effect("alert", template="improvement", people=(owner,)))
    answer = f" It wants an answer by {day(letter.answer_by)}." if letter.answer_by else ""
    return Outcome(
        after,
        f"The {ICO} {WROTE[letter.kind]}, received on {day(letter.received_at)}."
        f" {ended(letter.text)}{answer}",
        tuple(effects),
        (Involve(owner, "owner"),) if said.actions and owner is not None else (),
    )


def _check(facts: Facts, said: RecordLetter, now: datetime) -> None:
    if not said.text.strip():
        raise Refused("Say what it says", field="text")
    if said.received_at > now:
        raise Refused("This must be in the past", field="received_at")
    if said.answer_by is not None and uk_date(said.answer_by) < uk_date(said.received_at):
        raise Refused("The day for the answer is before the letter came", field="answer_by")
    if said.actions and said.owner is None:
        raise Refused("Say who is to do it", field="owner")
    if said.actions and said.due_on is None:
        raise Refused("Say by when it is to be done", field="due_on")
    if said.due_on is not None and said.due_on < now.date():
        raise Refused("The day by which it is to be done must not be past", field="due_on")
    if said.owner is not None and said.owner in facts.concerned:
        raise Refused("It concerns this person: choose somebody else", field="owner")


def _told_by_order(facts: Facts, letter: RegulatorLetter) -> Facts:
    """Whatever was decided before, the people affected are told (DBRP-5.20)."""
    last = facts.people_decision
    decision = PeopleDecision(
        choice=PeopleChoice.REQUIRED_BY_REGULATOR,
        reasons=letter.text,
        by=letter.by,
        at=letter.recorded_at,
        parents_as_well=last.parents_as_well if last else False,
        parents_reason=last.parents_reason if last else "",
    )
    people = replace(facts.people, decisions=(*facts.people.decisions, decision))
    return replace(facts, people=people)


ACTION = Action(
    name="record_letter",
    title=f"Record what the {ICO} wrote",
    said=RecordLetter,
    decide=decide,
    who=letter_recorders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("DBRP-5.20", "DBRP-A1.21", "DBRP-A1.22"),
    family=Family.REGULATOR,
)
