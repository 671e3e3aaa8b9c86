"""Who is alerted: the roles told of a report, and the people behind roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.rules.facts import Facts
from portal.rules.in_charge.owners import owner
from portal.rules.in_charge.present import concerned, covering, in_role, is_away
from portal.rules.in_charge.roster import Holder, Roster, counted_as
from portal.rules.responsibilities import all_first_contacts, contacted
from portal.rules.words import Answer
from tenants.policy.schema import Policy
from tenants.roles import Role

if TYPE_CHECKING:
    from portal.rules.outcome import Effect


OFFICERS: Final = frozenset({Role.DPO, Role.DEPUTY_DPO})
DPO_OUTSIDE: Final = "dpo_outside"
"""Of the effect, and its mail, that asks a DPO who does not use the portal to ring the school."""
_ASKS_TO_RING: Final = frozenset({"new_report", "escalated", "declined", "aware"})


def outside_dpo_is_named(roster: Roster) -> bool:
    """Whether nobody who uses the portal is the DPO: then one may be named who does not."""
    return not any(one.role is Role.DPO for one in roster.holders)


def asked_outside(effects: Iterable[Effect], roster: Roster) -> str:
    """What a DPO who does not use the portal is asked to ring about; '' for nothing."""
    if not outside_dpo_is_named(roster):
        return ""
    found = (one.template for one in effects if one.template in _ASKS_TO_RING)
    return next(found, "")


def normally_told(policy: Policy, roster: Roster, now: datetime) -> tuple[Holder, ...]:
    """Who is told of reports where nothing is known of whom they are about, in each role; and who
    is told in the place of somebody who is away, or of nobody.
    """
    told = {*all_first_contacts(policy), Role.DPO}
    held = [one for one in roster.holders if told & counted_as(one.role)]
    known = {one.person_id for one in held}
    instead = people_behind(sorted(told), roster, None, policy, now)
    return (*held, *(one for one in instead if one.person_id not in known))


def told_of_report(policy: Policy, roster: Roster, facts: Facts) -> tuple[Role, ...]:
    """The roles alerted to a new report: its first contacts, and the DPO always.

    Whoever stands in for one whom it concerns owes it in their place, and is told for them. About
    the Head: the chair as well. About the DPO: their deputy. About both: the chief executive, and
    whoever is left to look into it.
    """
    hidden = concerned(roster, facts)
    about = {holder.role for holder in roster.holders if holder.person_id in hidden}
    both = {Role.HEAD, Role.DPO} <= about
    instead = {
        Role.CHAIR: Role.HEAD in about,
        Role.DEPUTY_DPO: Role.DPO in about,
        Role.CHIEF_EXECUTIVE: both,
        Role.LEAD: both,
    }
    as_well = (role for role, told in instead.items() if told)
    return tuple(dict.fromkeys((*contacted(policy, facts), Role.DPO, *as_well)))


def alerted_of_report(policy: Policy, roster: Roster, facts: Facts) -> tuple[Role, ...]:
    """All roles alerted to a report; the safeguarding lead first where somebody may be in danger.

    She is not kept waiting until a first contact has looked at it.
    """
    told = told_of_report(policy, roster, facts)
    if facts.intake.danger is Answer.NO:
        return told
    return tuple(dict.fromkeys((Role.DSL, *told)))


def by_second_channel(facts: Facts | None) -> bool:
    """Whether the school's own mail may not arrive, so that the second channel is used as well."""
    return facts is not None and facts.intake.systems_affected


def channels(*, second: bool) -> tuple[dict[str, object], ...]:
    """One alert for each way; `second`: the person is reached by the second channel as well."""
    return ({}, {"second_channel": True}) if second else ({},)


def people_behind(
    roles: Iterable[Role], roster: Roster, facts: Facts | None, policy: Policy, now: datetime
) -> tuple[Holder, ...]:
    """The people to alert for these roles, each once: its holders, or who stands in for them.

    Persons concerned are left out. A DPO who has not answered is alerted beside the stand-in, and
    whoever is named to stand in beside those in the role (DBRP-5.7, 6.1). Nobody stands in for
    an overseer.
    """
    found: dict[UUID, Holder] = {}
    for role in roles:
        people = [
            one for one in in_role(role, roster, facts) if not is_away(one, role, roster, now)
        ]
        if role is not Role.OVERSEER:
            people.extend(owner(role, roster, facts, policy, now).people)
            people.extend(covering(role, roster, facts, now))
        for one in people:
            found.setdefault(one.person_id, one)
    return tuple(found.values())
