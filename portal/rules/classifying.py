"""The words of a classification, and what makes one possible (DBRP-2.2, 2.3, 2.5, SIP-5a)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.errors import Refused
from portal.rules.facts import Classification
from portal.rules.responsibilities import severity_level, severity_levels
from portal.rules.words import Answer, BreachType, Cause, Kind
from tenants.policy.schema import Policy

KINDS: Mapping[Kind, str] = {
    Kind.CONFIRMED: "a confirmed breach",
    Kind.POTENTIAL: "a potential breach",
    Kind.NEAR_MISS: "a near miss",
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
CAUSES: Mapping[Cause, str] = {
    Cause.LOSS_OR_THEFT: "loss or theft",
    Cause.INAPPROPRIATE_ACCESS: "inappropriate access",
    Cause.ATTACK: "an attack on systems",
    Cause.EQUIPMENT_FAILURE: "equipment failure",
    Cause.HUMAN_ERROR: "human error",
    Cause.ACT_OF_GOD: "fire, flood or another act of God",
    Cause.MALICIOUS_ACT: "a malicious act by somebody inside",
    Cause.OTHER: "another cause",
    Cause.NOT_YET_KNOWN: "not yet known",
}


def check_severity(policy: Policy, severity: str | None) -> None:
    """Refuse a severity left out where there is a ladder, and one that no ladder has."""
    possible = severity_level(policy, severity) if severity_levels(policy) else severity is None
    if not possible:
        raise Refused("Choose how severe it is", field="severity")


def check_types(types: Iterable[BreachType], *, permanent_loss: bool) -> None:
    """DBRP-2.5: while loss for good is recorded, availability cannot be left out."""
    if permanent_loss and BreachType.AVAILABILITY not in types:
        sentence = "What is lost for good is an availability breach as well: choose that too"
        raise Refused(sentence, field="breach_types")


def check_causes(causes: tuple[Cause, ...]) -> None:
    """At least one, or 'not yet known' alone."""
    if not causes:
        raise Refused("Choose at least one cause, or ‘Not yet known’", field="causes")
    if Cause.NOT_YET_KNOWN in causes and len(causes) > 1:
        raise Refused("Choose the causes, or ‘Not yet known’ alone", field="causes")


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
    parts.append(f"cause: {_listed(CAUSES[cause] for cause in found.causes)}")
    return "; ".join(parts)


def _listed(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
