"""How a report may come in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.rules.facts import ByMail
from portal.rules.outcome import Effect
from portal.rules.plain_text import first_sentence
from portal.rules.uk_time import day
from portal.rules.words import Answer, Kind
from tenants.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from portal.rules.facts import Facts, Follows
    from tenants.policy.schema import Policy

TITLE_LENGTH = 80
OF_SENDER = {
    ByMail.PROVED: "",
    ByMail.UNPROVED: ", sender not proved",
    ByMail.UNNAMED: ", sender not kept",
}
_NUMBER = re.compile(r"\d[\d,]{0,8}")
_FROM_THEIR_DAY = re.compile(
    r"\b(today|tonight|yesterday|morning|afternoon|evening|night|week|ago|now"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d *(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[./-]\d+[./-]\d", re.IGNORECASE
)


def kinds(policy: Policy) -> tuple[Kind, ...]:
    """The kinds of incident that the school's policy accepts (SIP-0, DBRP-4.6)."""
    return tuple(Kind(kind) for kind in policy.kinds_accepted)


def may_be_anonymous(policy: Policy) -> bool:
    """Whether a report may come without a name (SIP-1-anon)."""
    return policy.anonymous_reports


def may_be_protected(policy: Policy) -> bool:
    """Whether a reporter may ask that their name be protected (SIP-1-faith)."""
    return policy.protected_identity


def good_faith_promise(policy: Policy) -> str:
    """The school's own words for those who report in good faith; '' when it has none."""
    return policy.good_faith_statement


def about(said: tuple[UUID, ...], follows: Follows | None) -> tuple[UUID, ...]:
    """Whom a report concerns: those whom the reporter names, and those of what it comes after."""
    return tuple(dict.fromkeys((*said, *(follows.concerned if follows else ()))))


def after(follows: Follows | None) -> str:
    """A sentence for the record about the erased incident that a report comes after; or ''."""
    return f" It comes after {follows.reference}, which was erased." if follows else ""


def alerts(danger: Answer) -> tuple[Effect, ...]:
    """The first contacts and always the DPO; whoever looks after safety comes first."""
    told = Effect("alert", template="new_report", of_new_report=True)
    if danger is Answer.NO:
        return (told,)
    return (Effect("alert", template="danger", to=(Role.DSL,)), told)


def came(by_mail: ByMail | None) -> str:
    """How it came, to go on a sentence with; '' where somebody was signed in or used a page."""
    return "" if by_mail is None else f" by e-mail{OF_SENDER[by_mail]}"


def occurred(facts: Facts) -> str:
    """When it happened, in the reporter's words: 'today at noon' says on which day that was said,
    for logs, regulators and parents read it on another.
    """
    said = facts.intake.occurred.strip()
    if facts.imported or not _FROM_THEIR_DAY.search(said) or _DATED.search(said):
        return said
    return f"{said.rstrip('.')} (said on {day(facts.reported_at)})"


def title_of(happened: str) -> str:
    """A title from the reporter's words: the first sentence, cut at a word; a mail's subject."""
    line = " ".join(happened.strip().partition("\n\n")[0].split())
    sentence, _rest = first_sentence(line)
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    return sentence[:TITLE_LENGTH].rsplit(" ", maxsplit=1)[0] + " …"


def how_many(facts: Facts) -> str:
    """How many people: those on the list, and what was reported where that is more, for a list need
    not be whole (Article 33(3)(a)); '' while nobody has said.
    """
    listed, said = facts.people.listed, facts.intake.people_estimate.strip()
    if not listed:
        return said
    most = max((int(number.replace(",", "")) for number in _NUMBER.findall(said)), default=0)
    return f"{listed} are listed; the report said ‘{said}’" if most > listed else str(listed)
