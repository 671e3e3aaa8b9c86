"""News that re-opens a decision not to report to the regulator by themselves (DBRP-5.21).

Each decision and each review keeps what was known then. What is known now is held against the
latest of them: more people, special category data, interest of the media, not contained after all,
a greater risk, a letter of the regulator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.rules.ending.conclusion import is_contained
from portal.rules.facts import Basis, Facts, NotReportingReview, RegulatorDecision
from portal.rules.risk.data_kinds import suggested
from portal.rules.risk.legal_risk import TO_REPORT, obligations, recorded_since
from portal.rules.words import RegulatorChoice, RiskFactor
from tenants.regulator import ICO

_NUMBER = re.compile(r"\d{1,7}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_OF_PEOPLE = re.compile(
    r"\b(\d{1,7}) (?:more |other )?"
    r"(?:people|persons|pupils|children|students|famil|parents|carers|staff|teachers|governors)",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"\b(?:newspaper|journalist|press|media|television|radio)\b", re.IGNORECASE)
_SAYS_NO = re.compile(r"\s*(?:no|none|not|n/?a)\b", re.IGNORECASE)

WEIGHTY = (
    "More people are affected than was known",
    "Special category or criminal offence data turns out to be involved",
    "The press or the public take an interest",
    "It is not contained after all",
    "A risk to people is recorded",
    f"The {ICO} writes about it",
)
"""What re-opens the decision by itself, as a page says it."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that was not known when it was decided, and since when it is."""

    what: str
    since: datetime


def basis(facts: Facts) -> Basis:
    """What is known now, to be kept with a decision."""
    people, special, media = known_people(facts), _special(facts), _media(facts)
    return Basis(
        people=people[0] if people else None,
        special=special is not None,
        media=media is not None,
        contained=is_contained(facts),
        legal_risk=facts.risk.legal_risk,
        factors=facts.risk.factors,
    )


def last_look(facts: Facts) -> RegulatorDecision | NotReportingReview | None:
    """The decision not to report in force, or its last review; None where none is in force."""
    decision = facts.regulator_decision
    if decision is None or decision.choice is not RegulatorChoice.DO_NOT_REPORT:
        return None
    if facts.submissions:
        return None
    later = [each for each in facts.not_reporting_reviews if each.at >= decision.at]
    return later[-1] if later else decision


def news(facts: Facts) -> tuple[News, ...]:
    """What has come to light since the decision not to report was last looked at."""
    look = last_look(facts)
    return () if look is None else tuple(_news(facts, look))


def asked_again_at(facts: Facts) -> datetime | None:
    """Since when the decision not to report is asked for again; None while it is not."""
    return min((each.since for each in news(facts)), default=None)


def _news(facts: Facts, look: RegulatorDecision | NotReportingReview) -> Iterator[News]:
    since = recorded_since(facts.risk, TO_REPORT, look.at)
    if isinstance(look, RegulatorDecision) and facts.risk.legal_risk in TO_REPORT:
        since = since or look.at  # decided against the risk as it was recorded
    if since is not None and obligations(facts).report:
        yield News("a risk to people is recorded", since)
    letters = [each for each in facts.regulator_letters if each.recorded_at > look.at]
    if letters:
        yield News(f"the {ICO} has written about it", letters[0].recorded_at)
    if look.basis is not None:
        yield from _beyond(facts, look.basis, look.at)


def _beyond(facts: Facts, before: Basis, at: datetime) -> Iterator[News]:
    people, special, media = known_people(facts), _special(facts), _media(facts)
    if people and people[0] > (before.people or 0):
        yield News("more people are affected", max(people[1], at))
    if special and not before.special:
        yield News("special category or criminal offence data is involved", max(special, at))
    if media and not before.media:
        yield News("the press or the public take an interest", max(media, at))
    if before.contained and not is_contained(facts):
        yield News("it is not contained after all", max(facts.containment[-1].at, at))


def known_people(facts: Facts) -> tuple[int, datetime] | None:
    """How many people at most, and since when that is known: by the report, what was added to it,
    the list, the breach log and the assessment of risk.
    """
    said = [(facts.intake.people_estimate, facts.reported_at)]
    said += [(text, _saved(facts)) for text in _logged(facts, "people")]
    said += _weighed(facts, RiskFactor.NUMBER_AFFECTED)
    found = [(number, at) for text, at in said for number in _numbers(_NUMBER, text)]
    for each in facts.intake.additions:
        found += [(number, each.at) for number in _numbers(_OF_PEOPLE, each.text)]
    if facts.people.listed and facts.people.imported_at:
        found.append((facts.people.listed, facts.people.imported_at))
    return max(found, key=lambda each: each[0], default=None)


def _numbers(pattern: re.Pattern[str], text: str) -> list[int]:
    return [int(number) for number in pattern.findall(_THOUSANDS.sub("", text))]


def _weighed(facts: Facts, factor: RiskFactor) -> list[tuple[str, datetime]]:
    """What the assessment of risk says of one of the seven factors."""
    at = facts.risk.at
    return [(text, at) for name, text in facts.risk.factors if name is factor and at]


def _special(facts: Facts) -> datetime | None:
    """Since when special category or criminal offence data is known to be involved."""
    said = [(facts.intake.what_data, facts.reported_at)]
    said += [(each.text, each.at) for each in facts.intake.additions]
    said += [(text, _saved(facts)) for text in _logged(facts, "data_types", "special_data")]
    said += _weighed(facts, RiskFactor.NATURE_AND_VOLUME)
    special = (at for text, at in said if any(k.special or k.criminal for k in suggested(text)))
    return min(special, default=None)


def _media(facts: Facts) -> datetime | None:
    """Since when the press is known to ask: what the log says of it, or somebody added."""
    said = [each.at for each in facts.intake.additions if _MEDIA.search(each.text)]
    said += [_saved(facts) for text in _logged(facts, "press") if not _SAYS_NO.match(text)]
    return min(said, default=None)


def _logged(facts: Facts, *headings: str) -> list[str]:
    return [each.text for each in facts.log.answers if each.heading in headings and each.text]


def _saved(facts: Facts) -> datetime:
    return facts.log.saved_at or facts.reported_at
