"""The words of a classification, and what makes one possible (DBRP-2.2, 2.3, 2.5, SIP-5a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from portal.errors import Refused
from portal.rules import uk_time
from portal.rules.also_told.sharing import OTHER_CONTROLLERS
from portal.rules.facts import Classification, Outage, Responsibility
from portal.rules.responsibilities import severity_level, severity_levels
from portal.rules.triage.causes import cause_of
from portal.rules.triage.causes import in_words as causes_in_words
from portal.rules.words import Answer, BreachType, Cause, Kind, Responsible
from tenants.policy.schema import Policy

KINDS: Mapping[Kind, str] = {
    Kind.CONFIRMED: "a confirmed breach",
    Kind.POTENTIAL: "a potential breach",
    Kind.NEAR_MISS: "a near miss",
    Kind.WEAKNESS: "a weakness",
}
PERSONAL_DATA: Mapping[Answer, str] = {
    Answer.YES: "personal data is involved",
    Answer.NO: "no personal data is involved",
    Answer.NOT_SURE: "it is not clear yet whether personal data is involved",
}
TYPES: Mapping[BreachType, str] = {
    BreachType.CONFIDENTIALITY: "confidentiality",
    BreachType.INTEGRITY: "integrity",
    BreachType.AVAILABILITY: "availability",
}
RESPONSIBLE: Mapping[Responsible, str] = {
    Responsible.SCHOOL: "in the school’s own hands",
    Responsible.JOINT_CONTROLLER: "in the hands of a joint controller",
    Responsible.PROCESSOR: "in the hands of a processor",
    Responsible.FOR_ANOTHER: "in the school’s hands, all of it held for another organisation",
    Responsible.PARTLY_FOR_ANOTHER: (
        "in the school’s hands, some of it held for another organisation"
    ),
}


def check_severity(policy: Policy, severity: str | None) -> None:
    """Refuse a severity left out where there is a ladder, and one that no ladder has."""
    possible = severity_level(policy, severity) if severity_levels(policy) else severity is None
    if not possible:
        raise Refused("Choose how severe it is", field="severity")


def check_types(types: Iterable[BreachType], *, lost_for_good: bool, outage: Outage | None) -> None:
    """DBRP-2.5, 2.6: what is lost, for good or for a while, is an availability breach as well.

    Raises Refused.
    """
    if (lost_for_good or outage) and BreachType.AVAILABILITY not in types:
        how = "is lost for good" if lost_for_good else "could not be reached for a while"
        sentence = f"What {how} is an availability breach as well: choose that too"
        raise Refused(sentence, field="breach_types")


def check_outage(outage: Outage | None, now: datetime) -> None:
    """From before until; both past. Raises Refused."""
    if outage is None:
        return
    if outage.since > now or (outage.until is not None and outage.until > now):
        raise Refused("This must be in the past", field="outage_since")
    if outage.until is not None and outage.until < outage.since:
        sentence = "The end must be after the beginning"
        raise Refused(sentence, field="outage_until")


def check_causes(causes: tuple[Cause, ...], sub_causes: tuple[str, ...]) -> None:
    """At least one, or 'not yet known' alone; each sub-cause below a cause that was chosen.

    Raises Refused.
    """
    if not causes:
        raise Refused("Choose at least one cause, or ‘Not yet known’", field="causes")
    if Cause.NOT_YET_KNOWN in causes and len(causes) > 1:
        raise Refused("Choose the causes, or ‘Not yet known’ alone", field="causes")
    if any(cause_of(each) not in causes for each in sub_causes):
        sentence = "Choose the cause as well as what it was more exactly"
        raise Refused(sentence, field="causes")


def check_responsible(found: Responsibility, now: datetime) -> None:
    """A processor or another controller has a name; found is what lies in the past. Raises
    Refused.
    """
    others = OTHER_CONTROLLERS | {Responsible.PROCESSOR}
    if found.who in others and not found.name.strip():
        raise Refused("Say which organisation it is", field="responsible_name")
    if found.found_at is not None and found.found_at > now:
        raise Refused("This must be in the past", field="found_at")


def in_words(policy: Policy, found: Classification) -> str:
    """'a potential breach, severity Major; personal data is involved; …; cause: human error'."""
    level = severity_level(policy, found.severity)
    parts = [
        KINDS[found.kind] + (f", severity {level.title}" if level else ""),
        PERSONAL_DATA[found.personal_data],
    ]
    if found.breach_types:
        parts.append(f"a breach of {_listed(TYPES[kind] for kind in found.breach_types)}")
    if found.permanent_loss:
        parts.append("some of it is lost for good")
    if found.outage:
        parts.append(_outage(found.outage))
    if found.responsible.who in RESPONSIBLE:
        name = f", {found.responsible.name}" if found.responsible.name else ""
        at = found.responsible.found_at
        since = f", which found it on {uk_time.day_or_time(at)}" if at else ""
        parts.append(f"{RESPONSIBLE[found.responsible.who]}{name}{since}")
    parts.append(f"cause: {_listed(causes_in_words(found.causes, found.sub_causes))}")
    return "; ".join(parts)


def _outage(outage: Outage) -> str:
    since = f"could not be reached from {uk_time.day_and_time(outage.since)}"
    return f"{since} to {uk_time.day_and_time(outage.until)}" if outage.until else since


def _listed(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
