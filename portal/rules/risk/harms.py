"""Kinds of harm that a breach can do to people: physical, material or not (DBRP-3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


class Harm(StrEnum):
    """What could happen to people. Values are stored."""

    PHYSICAL = "physical"
    CONTROL = "control"
    RIGHTS = "rights"
    DISCRIMINATION = "discrimination"
    IDENTITY = "identity"
    MONEY = "money"
    PSEUDONYMS = "pseudonyms"
    REPUTATION = "reputation"
    SECRECY = "secrecy"
    DISADVANTAGE = "disadvantage"


HARMS: Final[Mapping[Harm, str]] = {
    Harm.PHYSICAL: "Physical harm, or danger to somebody",
    Harm.CONTROL: "They lose control over their data",
    Harm.RIGHTS: "They cannot use their rights",
    Harm.DISCRIMINATION: "Discrimination",
    Harm.IDENTITY: "Identity theft or fraud",
    Harm.MONEY: "Loss of money",
    Harm.PSEUDONYMS: "Somebody hidden behind a code can be recognised",
    Harm.REPUTATION: "Damage to their reputation",
    Harm.SECRECY: "A professional secret comes out, as from a doctor or counsellor",
    Harm.DISADVANTAGE: "Another serious economic or social disadvantage",
}


def harms_in_words(harms: Iterable[Harm]) -> str:
    """'Possible harm: …', in the order of the list; '' for none."""
    chosen = {*harms}
    named = "; ".join(words for harm, words in HARMS.items() if harm in chosen)
    return f"Possible harm: {named}." if named else ""
