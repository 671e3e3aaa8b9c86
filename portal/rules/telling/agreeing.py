"""Before notices go out: who is asked, about which text and which list, and what they said.

What they are asked about is frozen: a later text, or another list of who is told what about whom,
asks again (DBRP-5.16). Where an addressee is reached may be put right meanwhile: that is the
safeguarding lead's check, not theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from portal.rules.facts import Facts, Opinion
from portal.rules.regulator.letters import required_by_regulator
from portal.rules.responsibilities import notice_consulted, notice_needs_agreement
from portal.rules.telling.addressees import Addressee, Affected, Plan
from portal.rules.telling.addressees.sameness import name_key
from portal.rules.words import TO_BE_TOLD, LegalRisk, PeopleChoice
from tenants.policy.schema import Policy
from tenants.roles import Role, in_sentence


def to_be_told(facts: Facts) -> bool:
    """Whether the decision in force is to tell people one by one."""
    decision = facts.people_decision
    return decision is not None and decision.choice in TO_BE_TOLD


def speaks(facts: Facts) -> bool:
    """Whether people are told at all, one by one or publicly: then there is a text to agree."""
    decision = facts.people_decision
    return decision is not None and decision.choice is not PeopleChoice.NOT_REQUIRED


def obliged(facts: Facts) -> bool:
    """Whether nothing may hold the notice up: high risk, or the regulator requires it."""
    return required_by_regulator(facts) or facts.risk.legal_risk is LegalRisk.HIGH


def whom(planned: Plan, people: Mapping[UUID, Affected]) -> str:
    """A digest of who is on the list, who is written to about each, and which data of theirs it
    was; '' for an empty list. Names nobody.
    """
    lines = sorted(
        f"{one} {sorted(map(_as_addressed, found.letters))} {sorted(people[one].data_kinds)}"
        for one, found in planned.addressings.items()
    )
    return sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def _as_addressed(to: Addressee) -> str:
    return f"{to.kind} {to.id or name_key(to.name)}"


def same_text(facts: Facts) -> bool:
    """Whether those who were asked saw the latest text."""
    return facts.people.asked_version == len(facts.people.texts)


def same_list(facts: Facts) -> bool:
    """Whether the same people are told as when they were asked; a public text names nobody."""
    people = facts.people
    return not to_be_told(facts) or people.asked_whom == people.whom


def asked_as_it_stands(facts: Facts) -> bool:
    """Whether text and list are still those that were asked about."""
    return same_text(facts) and same_list(facts)


def answers(facts: Facts) -> dict[Role, Opinion | None]:
    """What each role that was asked last has said since."""
    people = facts.people
    found: dict[Role, Opinion | None] = dict.fromkeys(people.asked)
    for opinion in people.opinions:
        if people.asked_at is not None and opinion.at >= people.asked_at:
            found[opinion.role] = opinion
    return found


def must_wait_for_agreement(facts: Facts, policy: Policy) -> bool:
    """Where the school asks for agreement it is waited for, unless the law obliges to tell."""
    waits = notice_needs_agreement(policy) and not obliged(facts)
    return waits and bool(unanswered(facts, policy))


def unanswered(facts: Facts, policy: Policy) -> tuple[str, ...]:
    """Who of those whom the policy asks has not agreed to text and list as they stand."""
    found = []
    said = answers(facts)
    for role in notice_consulted(policy, facts):
        if not same_text(facts) or role not in said:
            found.append(f"The {in_sentence(role)} has not been asked about this text.")
        elif not same_list(facts):
            found.append(f"The list has changed since the {in_sentence(role)} was asked about it.")
        elif (opinion := said[role]) is None:
            found.append(f"The {in_sentence(role)} has not answered yet.")
        elif not opinion.agrees:
            found.append(f"The {in_sentence(role)} sent the text back.")
    return tuple(found)
