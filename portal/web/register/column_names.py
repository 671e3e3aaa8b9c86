"""What schools call the columns of their logs: patterns for a heading in small letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# Tried in this order, so that what is said more closely comes first.
LIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "completed_by": (r"(name|who|person).*(complet|fill)",),
    "completed_at": (
        r"(date|time|when).*(record|log|form).*(complet|fill)",
        r"date (completed|logged)",
    ),
    "reason_for_delay": (r"delay", r"(ago|more than|after) .*72", r"why .*late"),
    "ico_advice": (
        r"ico.*(advice|recommend|advis)",
        r"(advice|recommend).*(ico|given)",
        r"report .*advice",
    ),
    "sanctions": (r"sanction", r"\bfine"),
    "why_not_reported": (
        r"(ico|commissioner).*(not being made|not told|not reported)",
        r"why .*not .*report",
        r"not being made",
    ),
    "ico_report": (
        r"(already|been) .*report.*ico",
        r"(date|when).*(report\w*|told|notif\w*).*\bico",
        r"ico.*(date|when|ref)",
        r"when .*ico",
    ),
    "report_to_ico": (r"\bico\b", r"commissioner", r"reportable"),
    "more_needed": (r"(other|further|more) information", r"what else"),
    "why_not_told": (
        r"why .*(people|subject|individual|parent)",
        r"not (going to be )?(informed|told|notified)",
    ),
    "people_told": (
        r"(subject|people|individual|parent)s? .*(notif|told|inform)",
        r"(notif|inform)\w* .*(subject|people|individual|parent)",
    ),
    "dpo_informed": (r"data protection officer", r"\bdpo\b"),
    "team_notified": (r"response team",),
    "police": (r"police", r"action fraud", r"report fraud"),
    "press": (r"\bpress\b", r"media"),
    "high_risk": (r"high risk",),
    "likely_risk": (r"risk",),
    "special_data": (r"special categor", r"sensitive", r"criminal offence"),
    "data_types": (
        r"(type|kind|categor\w+|nature)s? of (personal )?(data|information)",
        r"(data|information) involved",
        r"which kinds",
    ),
    "records": (r"(number|how many|no) .*records", r"records affected"),
    "people": (
        r"(number|how many|no|about) .*(people|individual|subject|pupil|affected)",
        r"people affected",
    ),
    "whose_data": (
        r"whose",
        r"data subject",
        r"individuals",
        r"who is affected",
        r"who was affected",
    ),
    "responsible": (
        r"responsible for the breach",
        r"who is responsible",
        r"controller",
        r"processor",
    ),
    "contained": (r"ongoing", r"going on", r"contained"),
    "reported_to": (r"report\w* .*\bto\b", r"to whom", r"told to"),
    "reported_by": (r"(name|who|person|staff).*(report|rais|notif)", r"reported by", r"reporter"),
    "reported_at": (r"(date|time|when|day).*(report|rais|notif|log)", r"reported (on|at|date)"),
    "aware": (r"aware",),
    "discovered": (r"notic", r"discover", r"found", r"identified"),
    "occurred": (r"(when|date|time|day).*(happen|occur|breach|incident)", r"^date$"),
    "prevention": (
        r"lesson",
        r"prevent",
        r"recur",
        r"re occur",
        r"action",
        r"happening again",
        r"outcome",
    ),
    "other_steps": (r"other steps", r"further steps", r"communication", r"comms"),
    "details": (r"detail", r"what happened", r"full"),
    "description": (r"general", r"summary", r"brief", r"title", r"descri", r"incident", r"breach"),
}
_SMALL_HEADING: Final = re.compile(r"[^a-z0-9]+")


def plain(heading: str) -> str:
    """Small letters, figures and single spaces."""
    return " ".join(_SMALL_HEADING.sub(" ", heading.lower()).split())


def is_like(heading: str, key: str) -> bool:
    """Whether a heading may be what our log has under `key`."""
    said = plain(heading)
    return any(re.search(pattern, said) for pattern in LIKE[key])
