"""Step 1: whom a notice about one person is addressed to. The first row that fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.rules.school.nation import nation
from portal.rules.telling.addressees.people import (
    Affected,
    Contact,
    Named,
    OverrideTo,
    Release,
    age_on,
)
from portal.rules.telling.addressees.result import Reason, Status
from portal.rules.words import Answer, Channel
from tenants.policy.schema import Policy

ADULT_AGE = 18
PRESUMED_AGE, PRESUMED_IN_SCOTLAND = 13, 12
"""From which a pupil is taken to understand a right of their own."""
SENSITIVE_KINDS = frozenset({"safeguarding", "health", "special_needs", "sex_life", "criminal"})
"""Kinds of data that a pupil learns of only as the safeguarding lead says."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One addressee of step 1, before the bars. `channel` where only one way is allowed."""

    to: Affected | Contact | Named
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Nobody is addressed, and why."""

    status: Status
    reason: Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom step 1 proposes; `alone` when the notice must not be joined with another."""

    proposals: tuple[Proposal, ...]
    alone: bool = False


def choose(
    affected: Affected,
    policy: Policy,
    on: date,
    *,
    parents_as_well: bool,
    barred_in_own_right: bool,
) -> Choice | Stop:
    """The row that fits on the day of sending, a day in the UK.

    `parents_as_well`: decided for all pupils from the policy's age. `barred_in_own_right`: this
    person is a barred contact of somebody else.
    """
    if affected.not_affected:
        return Stop(Status.BLOCKED, Reason.NOT_AFFECTED)
    if affected.deceased:
        return Stop(Status.BLOCKED, Reason.DECEASED)
    if affected.held_back or barred_in_own_right:
        if affected.released is None:
            reason = Reason.HELD_BACK if affected.held_back else Reason.BARRED_IN_OWN_RIGHT
            return Stop(Status.HELD, reason)
        return _released(affected, affected.released, own_only=barred_in_own_right)
    if affected.in_care and not is_adult(affected, on):
        return _in_care(affected)
    if affected.left and not affected.left_address_confirmed:
        return Stop(Status.UNRESOLVED, Reason.ADDRESS_NOT_CONFIRMED)
    if affected.override is not None:
        return _overridden(affected, affected.override.to, on)
    return _by_age(affected, policy, on, parents_as_well=parents_as_well)


def _by_age(
    affected: Affected, policy: Policy, on: date, *, parents_as_well: bool
) -> Choice | Stop:
    if not affected.is_pupil:
        return Choice((Proposal(affected),))
    born = affected.date_of_birth
    if born is None or born > on:
        return Stop(Status.UNRESOLVED, Reason.DATE_OF_BIRTH_UNKNOWN)
    age = age_on(born, on)
    if age >= ADULT_AGE:
        return Choice((Proposal(affected),))
    if age < policy.pupil_age:
        return _or_nobody(_guardians(affected))
    as_well = _parents_as_well(affected, policy, decided=parents_as_well)
    return _with_pupil(affected, _guardians(affected) if as_well else ())


def is_adult(affected: Affected, on: date) -> bool:
    """Care ends at 18 (Children Act 1989, section 91(12)), whatever an older list still says."""
    born = affected.date_of_birth
    return not affected.is_pupil or (born is not None and age_on(born, on) >= ADULT_AGE)


def speaks_for_themselves(affected: Affected, policy: Policy, on: date) -> bool | None:
    """Whether they use their own rights alone: an adult always; a pupil as was judged for this one,
    else from the age at which that is presumed, or the policy's where that is lower. None while
    nobody knows how old they are.

    Scotland: Data Protection Act 2018, section 208. Elsewhere there is no age in law.
    """
    to = affected.override.to if affected.override else None
    if not affected.is_pupil or to is OverrideTo.PERSON:
        return True
    born = affected.date_of_birth
    if born is None or born > on:
        return None
    age = age_on(born, on)
    presumed = PRESUMED_IN_SCOTLAND if nation(policy) == "scotland" else PRESUMED_AGE
    understands = age >= min(policy.pupil_age, presumed) and to is not OverrideTo.CONTACTS
    return age >= ADULT_AGE or understands


def parents_may_be_told_as_well(policy: Policy) -> bool:
    """Whether it is the DPO's to decide, with reason, that parents are told as well."""
    return policy.parents_as_well == "dpo_decides"


def capacity_note(policy: Policy) -> str:
    """What the law of the school's nation presumes; the policy's age decides all the same."""
    if nation(policy) == "scotland":
        return (
            "In Scotland a child of 12 or over is presumed to understand their own rights. "
            f"The school’s policy writes to pupils from the age of {policy.pupil_age}."
        )
    return (
        "The law knows no age from which a child is told: understanding is judged case by case. "
        f"The school’s policy writes to pupils from the age of {policy.pupil_age}."
    )


def _parents_as_well(affected: Affected, policy: Policy, *, decided: bool) -> bool:
    if not parents_may_be_told_as_well(policy):
        return policy.parents_as_well == "always"
    return decided if affected.parents_as_well is None else affected.parents_as_well


def _released(affected: Affected, release: Release, *, own_only: bool) -> Choice | Stop:
    """Exactly whom the safeguarding lead released, and how; for their own data only themselves."""
    found = release.to if isinstance(release.to, Named) else _named_by(affected, (release.to,))
    to = found if isinstance(found, Named) else next(iter(found), None)
    if to is None or (own_only and to is not affected):
        reason = Reason.BARRED_IN_OWN_RIGHT if own_only else Reason.HELD_BACK
        return Stop(Status.HELD, reason)
    return Choice((Proposal(to, release.channel),), alone=True)


def _in_care(affected: Affected) -> Choice | Stop:
    """The authority first; the child, parents and carers only as it has said."""
    if affected.authority is None:
        return Stop(Status.UNRESOLVED, Reason.AUTHORITY_UNKNOWN)
    authority = Proposal(affected.authority)
    said = affected.care_instruction
    if said is None or (affected.left and not affected.left_address_confirmed):
        return Choice((authority,))
    others = (Proposal(to, said.channel) for to in _named_by(affected, said.to))
    return Choice((authority, *others), alone=True)


def _overridden(affected: Affected, to: OverrideTo, on: date) -> Choice | Stop:
    guardians = () if to is OverrideTo.PERSON else _guardians(affected)
    if to is OverrideTo.CONTACTS:
        return _or_nobody(guardians)
    if is_adult(affected, on):
        return Choice((Proposal(affected), *guardians))
    return _with_pupil(affected, guardians)


def _with_pupil(affected: Affected, guardians: tuple[Proposal, ...]) -> Choice | Stop:
    """A pupil told themselves: what is sensitive only as the safeguarding lead has said."""
    if affected.support is None and affected.data_kinds & SENSITIVE_KINDS:
        return Stop(Status.HELD, Reason.SUPPORT_NOT_SETTLED)
    channel = affected.support.channel if affected.support else None
    return Choice((Proposal(affected, channel), *guardians))


def _guardians(affected: Affected) -> tuple[Proposal, ...]:
    """Every contact with parental responsibility, and every one recorded as having daily care."""
    return tuple(
        Proposal(contact)
        for contact in sorted(affected.contacts, key=lambda contact: contact.order)
        if Answer.YES in {contact.responsibility, contact.daily_care}
    )


def _or_nobody(guardians: tuple[Proposal, ...]) -> Choice | Stop:
    if not guardians:
        return Stop(Status.UNRESOLVED, Reason.NOBODY_TO_ADDRESS)
    return Choice(guardians)


def _named_by(affected: Affected, ids: Iterable[UUID]) -> tuple[Affected | Contact, ...]:
    """The person and those contacts whom `ids` name, in that order."""
    wanted = frozenset(ids)
    people: tuple[Affected | Contact, ...] = (affected, *affected.contacts)
    return tuple(one for one in people if one.id in wanted)
