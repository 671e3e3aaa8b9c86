"""A submission as it was made: a frozen snapshot with its hash (DBRP-1.4, 5.13).

The snapshot holds the questions' words beside the answers, so that it stays readable when the form
changes. Nothing edits it: a later report is another snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from portal.regulators.answers import Answer, Draft, asked, in_words
from portal.regulators.details import SchoolDetails
from portal.regulators.form import Form
from portal.rules.words import Route, SubmissionKind
from portal.typeset import Json


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How and when one submission was made. Instants are aware; `due_at` ends the 72 hours."""

    reference: str
    number: int
    kind: SubmissionKind
    route: Route
    done_at: datetime
    clock_started_at: datetime
    due_at: datetime
    cautious: bool
    submitted_by: str
    regulator_reference: str = ""
    late_reasons: str = ""
    promised_at: datetime | None = None
    spoke_to: str = ""
    closure_statement: str = ""
    """What is said of the school being closed for holidays (DBRP-6.1.3)."""
    explanation: str = ""
    """Why it was no breach after all, or why the report is withdrawn."""
    covers: tuple[tuple[str, str], ...] = ()
    """(school, reference) of the same matter at other schools of the trust."""
    aware_before: tuple[datetime, ...] = ()
    """Since when the school was recorded as aware before that was moved (DBRP-4.2)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Canonical JSON in UTF-8, and its SHA-256 in hex."""

    content: bytes
    sha256: str


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def frozen_snapshot(
    form: Form,
    answers: Draft,
    school: SchoolDetails,
    made: Circumstances,
    before: Mapping[str, str] | None = None,
) -> Snapshot:
    """Freeze one submission. The same input gives the same bytes.

    `before`: what the last report said, in words, by question; kept beside each answer of a
    follow-up, so that it reads as new, or as told already.
    """
    shown = {question.key for question in asked(form, answers)}
    parts: list[Json] = [
        {
            "title": part.title,
            "answers": [
                {
                    "key": question.key,
                    "question": question.title,
                    "answer": in_words(question, answer := answers.get(question.key, Answer())),
                    "text": answer.text,
                    "chosen": list(answer.chosen),
                    "not_yet_known": answer.not_yet_known,
                    "promised_on": answer.promised_on.isoformat() if answer.promised_on else None,
                    "from_record": answer.from_fact,
                    **({"before": before.get(question.key, "")} if before is not None else {}),
                }
                for question in part.questions
                if question.key in shown
            ],
        }
        for part in form.parts
    ]
    body: dict[str, Json] = {
        "form": form.version,
        "regulator": form.regulator.model_dump(mode="json"),
        "school": school.name,
        "controller": school.controller or school.name,
        "reference": made.reference,
        "number": made.number,
        "kind": made.kind.value,
        "route": made.route.value,
        "done_at": _instant(made.done_at),
        "clock_started_at": _instant(made.clock_started_at),
        "due_at": _instant(made.due_at),
        "cautious": made.cautious,
        "submitted_by": made.submitted_by,
        "regulator_reference": made.regulator_reference,
        "late_reasons": made.late_reasons,
        "promised_at": _instant(made.promised_at) if made.promised_at else None,
        "spoke_to": made.spoke_to,
        "closure_statement": made.closure_statement,
        "explanation": made.explanation,
        "answers_to": school.answers_to,
        "parts": parts,
    }
    if made.aware_before:
        body["aware_before"] = [_instant(at) for at in made.aware_before]
    if made.covers:
        body["covers"] = [{"school": name, "reference": label} for name, label in made.covers]
    content = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Snapshot(content, sha256(content).hexdigest())


def answers_in(snapshot: bytes) -> dict[str, Answer]:
    """The answers that a frozen snapshot holds, by key: what the next report begins with."""
    body = json.loads(snapshot)
    return {
        said["key"]: Answer(
            said.get("text", said["answer"]),
            tuple(said.get("chosen", ())),
            not_yet_known=said["not_yet_known"],
            from_fact=said["from_record"],
            promised_on=_date(said.get("promised_on")),
        )
        for part in body["parts"]
        for said in part["answers"]
    }


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def words_in(snapshot: bytes) -> dict[str, str]:
    """The answers of a frozen snapshot as they were read, by key."""
    body = json.loads(snapshot)
    return {said["key"]: said["answer"] for part in body["parts"] for said in part["answers"]}


def covered_in(snapshot: bytes) -> tuple[tuple[str, str], ...]:
    """(school, reference) of the incidents of other schools that a frozen snapshot covers."""
    covers = json.loads(snapshot).get("covers", ())
    return tuple((each["school"], each["reference"]) for each in covers)
