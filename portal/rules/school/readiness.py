"""Is a school ready for an incident? What is set up, what is missing, and where it is put right.

One list for the school's own page, for setting up, and for a DPO service's view of its schools.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from portal.rules.responsibilities import trust_is_controller
from portal.rules.school.documents import still_missing
from portal.rules.school.facts import Checked, SchoolFacts
from tenants.calendar import uk_date
from tenants.policy.schema import Policy
from tenants.regulator import ICO
from tenants.roles import NEEDS_PHONE, Role, in_sentence

NEEDS_CONTACTS: Final = {
    "it_support": "IT support",
    "insurer": "insurer",
    "local_authority": "local authority",
    "police": "police",
}
MAY_SUBMIT: Final = frozenset({Role.DPO, Role.DEPUTY_DPO, Role.HEAD, Role.DEPUTY_HEAD})
DECIDE_FOR_THE_SCHOOL: Final = (
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.SLT,
    Role.CHIEF_EXECUTIVE,
    Role.HR_CONTACT,
    Role.IT_CONTACT,
)
"""Who decides why or how data is used: none of them can be its DPO (UK GDPR Article 38(6))."""
_YEAR: Final = timedelta(days=366)

PEOPLE: Final = "people"
RETURNED: Final = "returned"
DPO: Final = "dpo"
POLICY: Final = "policy"
CONTACTS: Final = "contacts"
CALENDAR: Final = "calendar"
REGISTERS: Final = "registers"
SHEET: Final = "sheet"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist."""

    key: str
    title: str
    done: bool
    says: str = ""
    """What is missing, in a sentence; '' when it is done."""
    place: str = ""
    """Where it is put right: one of the names above, for the pages to know."""


Rule = Callable[[SchoolFacts, Policy | None, datetime], Item]


def readiness(facts: SchoolFacts, now: datetime, policy: Policy | None = None) -> tuple[Item, ...]:
    """The whole checklist, in the order in which a school is set up.

    `policy` is the one in force where it is at hand: it says which documents it refers to. A school
    that has closed has none.
    """
    if facts.has_closed:
        return ()
    return tuple(rule(facts, policy, now) for rule in RULES)


def missing(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What is still to do."""
    return tuple(item for item in items if not item.done)


def _item(key: str, title: str, says: str, place: str) -> Item:
    """An item that is done when there is nothing to say."""
    return Item(key, title, not says, says, place)


def _policy(facts: SchoolFacts, _policy: Policy | None, now: datetime) -> Item:
    title, says = "A policy in force", ""
    if facts.next_review_on is None:
        says = "No policy is in force: reports cannot be made until one is adopted."
    elif facts.next_review_on < uk_date(now):
        title = "The review of the policy"
        says = f"It was due on {facts.next_review_on:%-d %B %Y}."
    return _item("policy", title, says, POLICY)


def _dpo(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    says = ""
    if not facts.dpo_named:
        says = "Name the data protection officer: every page and letter shows them."
    elif not facts.dpo_reachable:
        says = "The data protection officer has no phone number or no e-mail address."
    elif facts.dpo_mail_returned:
        says = "Our e-mails to the data protection officer come back: ring their service."
    elif deciding := [role for role in DECIDE_FOR_THE_SCHOOL if role in facts.dpo_also]:
        says = (
            f"The data protection officer is also {_titles(deciding)}, so they check what they "
            "decided themselves. The law does not allow that: name somebody else (UK GDPR "
            "Article 38(6))."
        )
    return _item("dpo", "The named data protection officer", says, DPO)


def _roles(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    lacking = [role for role in (Role.HEAD, Role.DSL, Role.DEPUTY_DSL) if role not in facts.held]
    if not facts.held & {Role.CHAIR, Role.CHIEF_EXECUTIVE}:
        lacking.append(Role.CHAIR)
    says = f"Nobody is: {_titles(lacking)}." if lacking else ""
    title = "Headteacher, safeguarding leads and chair"
    return _item("roles", title, says, PEOPLE)


def _submitters(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    enough = facts.submitters > 1
    says = "" if enough else f"Fewer than two people could report a breach to the {ICO}."
    return _item("submitters", f"Two people who can report to the {ICO}", says, PEOPLE)


def _phones(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    lacking = [role for role in NEEDS_PHONE if role in facts.without_phone]
    says = f"No phone number is known for: {_titles(lacking)}." if lacking else ""
    return _item("phones", "Phone numbers of those in charge", says, CONTACTS)


def _mail_arrives(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    number = facts.mail_returned
    whom = "somebody" if number == 1 else f"{number} people"
    says = f"Our e-mails to {whom} come back: correct the address." if number else ""
    return _item("mail_arrives", "E-mail addresses that take our mail", says, RETURNED)


def _second_channel(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    lacking = [role for role in (Role.HEAD, Role.DPO) if role in facts.without_second_channel]
    says = f"No address outside the school’s mail is known for: {_titles(lacking)}."
    title = "A way to reach them when the school’s mail is gone"
    return _item("second_channel", title, says if lacking else "", CONTACTS)


def _mailboxes(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    says = ""
    if not facts.mailboxes:
        says = "Say to which address reports and the data protection officer’s mail come."
    elif facts.mailboxes_unwatched:
        says = "There is a mailbox into which nobody here is named to look."
    return _item("mailboxes", "Somebody for each mailbox", says, CONTACTS)


def _emergency(facts: SchoolFacts, _policy: Policy | None, now: datetime) -> Item:
    lacking = [name for kind, name in NEEDS_CONTACTS.items() if kind not in facts.contacts]
    checked_at = facts.checked_at(Checked.CONTACTS)
    says = ""
    if lacking:
        says = f"No number is known for: {', '.join(lacking)}."
    elif checked_at is None or now - checked_at > _YEAR:
        says = "They have not been checked within the last year."
    return _item("emergency", "Emergency contacts, checked each year", says, CONTACTS)


def _closures(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    says = ""
    if not facts.closures:
        says = "No holiday is known: add the term dates."
    elif not facts.closures[0].covered:
        says = f"Nobody covers the next closure, from {facts.closures[0].from_on:%-d %B %Y}."
    return _item("closures", "Term dates, and cover for the next closure", says, CALENDAR)


def _documents(facts: SchoolFacts, policy: Policy | None, _now: datetime) -> Item:
    lacking = [one.text for one in still_missing(policy, facts.documents)]
    says = ""
    if lacking:
        says = f"The policy refers to what is not linked yet: {', '.join(lacking)}."
    elif not facts.documents and not facts.information_policies:
        says = "Link the school’s information policies."
    return _item("documents", "Related policies", says, REGISTERS)


def _suppliers(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    number = facts.suppliers_without_contract
    says = f"The date of the contract is missing for {number}." if number else ""
    return _item("suppliers", "Contracts with suppliers", says, REGISTERS)


def _registration(facts: SchoolFacts, policy: Policy | None, _now: datetime) -> Item:
    of_trust = policy is not None and trust_is_controller(policy) and facts.trust_registration
    says = "" if of_trust or facts.ico_registration else f"The {ICO}’s form asks for the number."
    return _item("registration", "The registration number", says, REGISTERS)


def _sheet(facts: SchoolFacts, _policy: Policy | None, _now: datetime) -> Item:
    printed = facts.checked_at(Checked.OFFLINE_SHEET)
    says = "" if printed else "Print it once, and then each term: it is for the day without mail."
    if printed and facts.in_charge_since and uk_date(printed) < facts.in_charge_since:
        says = "Print it again: who is in charge has changed since, and it says whom to ring."
    return _item("sheet", "The printed sheet for a day without a network", says, SHEET)


def _titles(roles: Sequence[Role]) -> str:
    return ", ".join(map(in_sentence, roles))


RULES: tuple[Rule, ...] = (
    _policy,
    _dpo,
    _roles,
    _submitters,
    _phones,
    _mail_arrives,
    _second_channel,
    _mailboxes,
    _emergency,
    _closures,
    _documents,
    _suppliers,
    _registration,
    _sheet,
)
