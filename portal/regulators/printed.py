"""The PDF of a frozen snapshot: what the regulator gets, and the school keeps (DBRP-1.4, 5.13)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256

from portal.regulators.news import told_apart
from portal.rules.plain_text import clean
from portal.rules.uk_time import day, day_and_time
from portal.rules.words import Route, SubmissionKind
from portal.typeset import Json, pdf

_KINDS = {
    SubmissionKind.INITIAL: "First report",
    SubmissionKind.FOLLOW_UP: "Follow-up",
    SubmissionKind.NOT_A_BREACH: "Report of no breach after all",
    SubmissionKind.WITHDRAWAL: "Withdrawal of a report",
}
_ROUTES = {Route.WEB_FORM: "Web form", Route.PHONE: "Phone", Route.EMAIL: "E-mail"}


def _covers(body: Mapping[str, Json]) -> str:
    listed = body.get("covers")
    if not isinstance(listed, list):
        return ""
    named = (each for each in listed if isinstance(each, dict))
    return "; ".join(f"{each['school']}, {each['reference']}" for each in named)


def _aware_before(body: Mapping[str, Json]) -> str:
    listed = body.get("aware_before")
    if not isinstance(listed, list):
        return ""
    return "; ".join(day_and_time(datetime.fromisoformat(str(each))) for each in listed)


def _when(body: Mapping[str, Json], key: str, how: Callable[[datetime], str] = day_and_time) -> str:
    value = body[key]
    return how(datetime.fromisoformat(value)) if isinstance(value, str) else ""


def _timeliness(body: Mapping[str, Json]) -> str:
    """Of a first report alone: what follows it has no 72 hours to be late for (Article 33(4))."""
    if body["kind"] != SubmissionKind.INITIAL:
        return ""
    done_at, due_at = (datetime.fromisoformat(str(body[key])) for key in ("done_at", "due_at"))
    return " – reported late" if done_at > due_at else " – in time"


def _summary(body: Mapping[str, Json]) -> list[Json]:
    """Label and value of the lines on top; empty ones are left out."""
    started = "72 hours counted, cautiously, from" if body["cautious"] else "Aware since"
    lines = [
        ("Controller", str(body["controller"])),
        ("Also for", _covers(body)),
        ("Reported", f"{_when(body, 'done_at')}, by {body['submitted_by']}"),
        ("How", _ROUTES[Route(str(body["route"]))]),
        ("Spoke to", str(body.get("spoke_to", ""))),
        (started, _when(body, "clock_started_at")),
        ("Recorded before as aware since", _aware_before(body)),
        ("End of the 72 hours", f"{_when(body, 'due_at')}{_timeliness(body)}"),
        ("Why", str(body.get("explanation", ""))),
        ("Reasons for lateness", str(body["late_reasons"])),
        ("School holidays", str(body.get("closure_statement", ""))),
        ("Regulator’s reference", str(body["regulator_reference"]) or "Not yet received"),
        ("More will follow by", _when(body, "promised_at", day)),
    ]
    return [[label, clean(value, lines=True)] for label, value in lines if value]


def pack_pdf(snapshot: bytes) -> bytes:
    """The PDF (PDF/UA-1) of a frozen snapshot: the same file every time. Raises CannotTypeset.

    The footer of each page names the snapshot: number, reference and hash.
    """
    body: dict[str, Json] = json.loads(snapshot)
    regulator = body["regulator"]
    name = str(regulator["name"]) if isinstance(regulator, dict) else ""
    kind = _KINDS[SubmissionKind(str(body["kind"]))]
    parts = body["parts"] if isinstance(body["parts"], list) else []
    data: dict[str, Json] = {
        "title": f"{kind} to the {clean(name)}",
        "school": clean(str(body["school"])),
        "reference": clean(str(body["reference"])),
        "number": str(body["number"]),
        "hash": sha256(snapshot).hexdigest(),
        "summary": _summary(body),
        "parts": [_printable(_explained(part)) for part in parts],
    }
    return pdf("pack", data, made_at=datetime.fromisoformat(str(body["done_at"])))


def _explained(part: Json) -> Json:
    """The part with the promise beside each answer that is to follow, and with what is new."""
    if not isinstance(part, dict) or not isinstance(part["answers"], list):
        return part
    answers: list[Json] = []
    for said in part["answers"]:
        if isinstance(said, dict):
            on = str(said.get("promised_on") or "")
            follows = f"by {day(date.fromisoformat(on))}" if on else "as soon as we know"
            answers.append({**said, "follows": f"We will report it {follows}.", **told_apart(said)})
    return {"title": part["title"], "answers": answers}


def _printable(value: Json) -> Json:
    """Control characters would stop the typesetter; the snapshot itself keeps them."""
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, list):
        return [_printable(each) for each in value]
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return value
