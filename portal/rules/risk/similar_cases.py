"""Published examples to compare a breach with: what happened, and what was to be done.

From the EDPB's Guidelines 01/2021 and the ICO's examples, in our words and as we understand them.
They are no rule: each breach is decided on its own facts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.rules.words import Cause
from tenants.regulator import ICO

EDPB = (
    "https://www.edpb.europa.eu/our-work-tools/our-documents/guidelines/"
    "guidelines-012021-examples-regarding-personal-data-breach_en"
)
_ITS_OWN = (
    "https://ico.org.uk/for-organisations/report-a-breach/personal-data-breach/"
    "personal-data-breach-examples/"
)
_ATTACK, _LOSS = Cause.ATTACK, Cause.LOSS_OR_THEFT
_MISTAKE, _INSIDE = Cause.HUMAN_ERROR, Cause.INAPPROPRIATE_ACCESS


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """One example. It is logged whatever else is to be done."""

    number: str
    what: str
    data: str
    causes: frozenset[Cause]
    regulator: bool
    """Whether the regulator was to be told."""
    people: bool
    """Whether the people affected were to be told."""
    why: str
    source: str = EDPB

    @property
    def told(self) -> str:
        """'Log, and tell the ICO and the people affected'."""
        also = [f"the {ICO}"] * self.regulator + ["the people affected"] * self.people
        return f"Log, and tell {' and '.join(also)}" if also else "Log only"


def _case(
    number: int, what: str, data: str, why: str, *causes: Cause, ico: bool, people: bool
) -> SimilarCase:
    return SimilarCase(f"EDPB {number}", what, data, frozenset(causes), ico, people, why)


SIMILAR_CASES: tuple[SimilarCase, ...] = (
    _case(1, "Ransomware; a good backup, nothing was taken", "contact details, encrypted at rest",
          "All was back within hours and nobody could read anything.", _ATTACK,
          ico=False, people=False),
    _case(2, "Ransomware; no electronic backup", "details of staff and customers",
          "Restoring from paper took days: a risk, but no high one.", _ATTACK,
          ico=True, people=False),
    _case(3, "Ransomware in a hospital; a backup, but treatment was delayed", "health data",
          "What could not be reached for two days harmed people.", _ATTACK, ico=True, people=True),
    _case(4, "Ransomware; no backup, and the data was taken", "identity and card data",
          "Lost to the owner, and in the hands of criminals.", _ATTACK, ico=True, people=True),
    _case(5, "Job applications taken from a website", "applications, with much about each person",
          "What was taken can be used against people.", _ATTACK, ico=True, people=True),
    _case(6, "Passwords taken, hashed and salted", "passwords that cannot be read",
          "They were useless to the attacker and were changed.", _ATTACK, ico=False, people=False),
    _case(7, "Many passwords tried out against accounts of a bank", "financial data, log-ins",
          "Accounts were entered, and money could be lost.", _ATTACK, ico=True, people=True),
    _case(8, "A leaver copied contacts for the next employer", "business contacts",
          "Done on purpose, but with little harm to each person.", _INSIDE, Cause.MALICIOUS_ACT,
          ico=True, people=False),
    _case(9, "A list sent by mistake to a partner bound to secrecy", "insurance data of a few",
          "The recipient is trusted, told at once and deleted it.", _MISTAKE,
          ico=False, people=False),
    _case(10, "Stolen tablets with encrypted data", "data about children in a day nursery",
          "Nobody could read it, and there was a backup.", _LOSS, ico=False, people=False),
    _case(11, "A stolen laptop without encryption", "names, addresses, dates of birth of many",
          "Whoever has it can read it all.", _LOSS, ico=True, people=True),
    _case(12, "A paper file of a clinic stolen", "health data",
          "Sensitive, readable, and no copy.", _LOSS, ico=True, people=True),
    _case(13, "Two parcels swapped by mistake", "name and what was bought",
          "Little data of two people, and sent back.", _MISTAKE, ico=False, people=False),
    _case(14, "A sensitive list attached to a message to many by mistake",
          "sensitive data, national insurance numbers",
          "It cannot be called back from many recipients.", _MISTAKE, ico=True, people=True),
    _case(15, "A short list of participants sent to the others", "names, dietary needs of a few",
          "Few people and little harm; deletion was confirmed.", _MISTAKE,
          ico=False, people=False),
    _case(16, "Insurance letters put into the wrong envelopes", "contract data of one person each",
          "A risk that is not high: it reached one wrong person.", _MISTAKE,
          ico=True, people=False),
    _case(17, "Somebody pretended to be another and had their address changed", "identity, bills",
          "Identity was stolen, and could be again.", _ATTACK, Cause.MALICIOUS_ACT,
          ico=True, people=True),
    _case(18, "A mailbox was entered and messages were copied for months", "mail, bank details",
          "Used for fraud, over a long time.", _ATTACK, ico=True, people=True),
    SimilarCase(f"{ICO}, adoption", "The address of an adoptive family given to the birth parents",
                "address of a child", frozenset({_MISTAKE}), True, True,
                "A child could be in danger.", _ITS_OWN),
    SimilarCase(f"{ICO}, colleague", "A sensitive file sent to a wrong colleague, deleted at once",
                "mental health data", frozenset({_MISTAKE}), False, False,
                "It stayed inside, with somebody trusted, and was gone at once.", _ITS_OWN),
)  # fmt: skip


def find(words: str = "", causes: Collection[Cause] = ()) -> tuple[SimilarCase, ...]:
    """Those of any of the causes whose text has all the words; all of them without either."""
    wanted = words.casefold().split()
    return tuple(
        case
        for case in SIMILAR_CASES
        if (not causes or not case.causes.isdisjoint(causes))
        and all(word in f"{case.what} {case.data} {case.why}".casefold() for word in wanted)
    )
