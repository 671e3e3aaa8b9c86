"""The breach log of one incident, under the headings of the school's policy (DBRP-A1, 5.18).

Article 33(5) asks for facts, effects and remedial action whatever a policy prints; the policy's
headings hold those too. What the record knows is filled in; what somebody answered by hand is added
below it, so that neither hides the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.rules.clock import clock_has_ended
from portal.rules.facts import Facts, LogAnswer
from portal.rules.from_record import FILLERS, Names, Record
from tenants.policy.answers import LogHeading
from tenants.policy.schema import Policy


class LogSource(StrEnum):
    """Where the text of a line comes from."""

    RECORD = "record"
    ASKED = "asked"
    MISSING = "missing"


NOT_YET_KNOWN = "Not yet known"


def wanted_before_report(policy: Policy) -> bool:
    """Whether the policy wants the log complete before the regulator is told (DBRP-5.18)."""
    return policy.log_before_referral


def headings(policy: Policy) -> tuple[LogHeading, ...]:
    """What the policy's log asks, in its order."""
    return policy.log_headings


def keepers_are_trained(policy: Policy) -> bool:
    """Whether whoever completes the log must be trained for it (DBRP-A1-who)."""
    return policy.trained_log_keepers


@dataclass(frozen=True, slots=True)
class LogLine:
    """One heading with what is known. `clause` is as printed ('A1.04'), '' where none is."""

    key: str
    label: str
    text: str
    source: LogSource
    clause: str = ""
    required: bool = True
    not_yet_known: bool = False


def _joined(recorded: str, answer: LogAnswer | None) -> tuple[str, LogSource]:
    asked = answer.text.strip() if answer else ""
    if recorded:
        return "\n\n".join(part for part in (recorded, asked) if part), LogSource.RECORD
    if asked:
        return asked, LogSource.ASKED
    if answer and answer.not_yet_known:
        return NOT_YET_KNOWN, LogSource.ASKED
    return "", LogSource.MISSING


_ONLY_OF_A_BREACH = frozenset(
    {
        *("aware", "people", "records", "effects", "likely_risk", "high_risk"),
        *("report_to_ico", "reason_for_delay", "ico_report", "ico_advice", "sanctions"),
        *("why_not_reported", "people_told", "why_not_told", "team_notified"),
    }
)
"""What nobody is asked of a near miss, once it is confirmed to be no breach (DBRP-4.6)."""


def filled(facts: Facts, policy: Policy, names: Names) -> tuple[LogLine, ...]:
    """Every heading of the policy in its order; `names` prints a member of staff."""
    record = Record(facts, names, policy)
    answers = {answer.heading: answer for answer in facts.log.answers}
    no_breach, lines = clock_has_ended(facts), []
    for heading in headings(policy):
        filler = FILLERS.get(heading.key)
        answer = answers.get(heading.key)
        recorded = filler(record).strip() if filler else ""
        if not recorded and answer is None and no_breach and heading.key in _ONLY_OF_A_BREACH:
            recorded = "Does not apply: no personal data was compromised."
        text, source = _joined(recorded, answer)
        lines.append(
            LogLine(
                key=heading.key,
                label=heading.text,
                text=text,
                source=source,
                clause=heading.clause,
                required=heading.required,
                not_yet_known=not recorded and bool(answer and answer.not_yet_known),
            )
        )
    return tuple(lines)


BY_COMPLETING = frozenset({"completed_at", "completed_by"})
"""Answered by the act of completing the log itself."""


def missing(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """The required headings without an answer; 'not yet known' is an answer."""
    return tuple(
        line
        for line in lines
        if line.required and line.source is LogSource.MISSING and line.key not in BY_COMPLETING
    )


def not_yet_known(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """The headings to come back to: what is 'not yet known' is asked again."""
    return tuple(line for line in lines if line.not_yet_known)
