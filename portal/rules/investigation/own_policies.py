"""Kinds of a school's own policies: which were not kept is counted (SIP-3a, SIP-why1)."""

from __future__ import annotations

from enum import StrEnum


class PolicyKind(StrEnum):
    """What the policy is about. Values are stored: never change one, only add."""

    DATA_PROTECTION = "data_protection"
    INFORMATION_SECURITY = "information_security"
    ACCEPTABLE_USE = "acceptable_use"
    PASSWORDS = "passwords"
    RECORDS = "records"
    MOBILE_WORKING = "mobile_working"
    SAFEGUARDING = "safeguarding"
    CONDUCT = "conduct"
    OTHER = "other"


POLICIES = {
    PolicyKind.DATA_PROTECTION: "Data protection",
    PolicyKind.INFORMATION_SECURITY: "Information security",
    PolicyKind.ACCEPTABLE_USE: "Acceptable use",
    PolicyKind.PASSWORDS: "Passwords",
    PolicyKind.RECORDS: "Records and retention",
    PolicyKind.MOBILE_WORKING: "Working away from school",
    PolicyKind.SAFEGUARDING: "Safeguarding",
    PolicyKind.CONDUCT: "Conduct",
    PolicyKind.OTHER: "Another policy",
}


def policies_in_words(kinds: tuple[PolicyKind, ...], titles: tuple[str, ...] = ()) -> str:
    """'Data protection, Passwords, Clear desk policy', or that none was found."""
    return ", ".join((*(POLICIES[kind] for kind in kinds), *titles)) or "None was found"
