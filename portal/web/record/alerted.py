"""Alerts in the record, in words: who was told by e-mail, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.rules.keeping.redacted import hidden_person
from portal.web.parts.owed import listed
from tenants.regulator import ICO
from tenants.roles import Role, in_sentence

if TYPE_CHECKING:
    from uuid import UUID

    from portal.store.log.timeline import Event
    from portal.web.visiting import Case

OF: Final = {
    "advised": f"The DPO has advised on the decision about the {ICO}.",
    "allocated": "The investigation is theirs.",
    "answered": "A question is answered.",
    "aware": "The school is aware of a breach, and the 72 hours run.",
    "check_asked": "The list of people affected is to be checked.",
    "communicate": "Something of the plan is theirs to say.",
    "complaint": "A complaint has come in.",
    "danger": "Somebody could be in danger.",
    "danger_found": "Somebody is in danger.",
    "declined": "The report was not escalated.",
    "ended_without_dpo": "It was ended or delayed without the DPO.",
    "escalated": "The report was escalated.",
    "handed_on": "The investigation was handed on.",
    "handed_over": "What somebody owed is theirs now.",
    "held_back": "Somebody affected is held back.",
    "hold_lifted": "The notices wait no longer.",
    "improvement": "An action is theirs to do.",
    "infected": "A file is infected.",
    "joined": "Their incident was joined to another.",
    "left_out": "Somebody was left out of a sending.",
    "log_linked": "The breach log is there to be read.",
    "moved": "A duty has moved to them.",
    "new_report": "A report has come in.",
    "news": "They are asked to look at what is new.",
    "not_asked": "The e-mail with their question did not arrive.",
    "notices_held": "The notices wait.",
    "opinion_asked": "They are asked what they think of the notice.",
    "outcome_report": "The outcome report is there to be assessed.",
    "outcome_sent_back": "The outcome report was sent back.",
    "people_decided": "It was decided whether people are told.",
    "question": "They are asked a question.",
    "regulator_decided": f"It was decided whether the {ICO} is told.",
    "regulator_wrote": f"The {ICO} has written.",
    "reminder": "Something is owed.",
    "reopened": "The incident was opened again.",
    "report_astray": f"The report to the {ICO} did not arrive.",
    "second_signature": "A second signature is asked of them.",
    "sent_back": "The notice was sent back.",
    "submitted": f"The {ICO} was told.",
    "taken_up": "The DPO has taken it up.",
    "thanked": "What came of their report.",
    "told_before": "Somebody was sent a notice who may not be told.",
    "told_wrong": "Something that people were told is wrong.",
}
"""What each alert of an incident says, by its text."""


def alerted(case: Case, event: Event, states: dict[str, int]) -> tuple[str, str]:
    """Lead and text of alerts that left together."""
    who = listed(dict.fromkeys(_title(case, person) for person in event.people)) or "Somebody"
    lead = f"{who[0].upper()}{who[1:]} {_how(states, several=_several(who, event))}"
    if event.template == "reminder":
        lead = lead.replace(" told ", " reminded ")
    return lead, " ".join(filter(None, (OF.get(event.template, ""), _trouble(states))))


def _several(who: str, event: Event) -> bool:
    return " and " in who and len(event.people) > 1


def _title(case: Case, person: UUID) -> str:
    """What somebody is here; a member of staff by name, but for a protected reporter."""
    if person == hidden_person(case.facts):
        return "the reporter, whose name is protected"
    held = {one.role: one.name for one in case.roster.holders if one.person_id == person}
    roles = sorted(held.keys() - {Role.STAFF}, key=list(Role).index)
    if roles:
        return f"the {in_sentence(roles[0])}"
    return case.roster.name_of(person)


def _how(states: dict[str, int], *, several: bool) -> str:
    were, are = ("were", "are") if several else ("was", "is")
    if "sent" in states:
        return f"{were} told by e-mail"
    if states.keys() & {"waiting", "sending"}:
        return f"{are} being told by e-mail"
    if "failed" in states:
        return "could not be told by e-mail"
    if "uncertain" in states:
        return "may not have been told by e-mail"
    return "did not need to be told any more"


def _trouble(states: dict[str, int]) -> str:
    """What did not go as it should, beside others that did."""
    failed, unknown = states.get("failed", 0), states.get("uncertain", 0)
    lines = [f"{failed} could not be delivered."] if failed else []
    if unknown:
        lines.append(f"Of {unknown} nobody knows whether it arrived.")
    return " ".join(lines)
