"""Add evidence to an incident.

Who: anybody who may see it; the anonymous reporter with the receipt code; by mail, whoever wrote
about it before or was written to. When: at any time, also
after closing. What we ask: one or several files, and what they show.
What happens: each file is kept sealed with its checksum, whoever added it and when; nothing changes
or deletes it. The same content is kept once, but for what others brought and the person does not
see: nobody learns that it is there, nor what it is called. After closing the first contacts and the
DPO are alerted and somebody owes a look at it (DBRP-5.21).
What the policy decides: who the first contacts are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.errors import NotAllowed, Refused
from portal.rules.ending.closing import since
from portal.rules.facts import Facts
from portal.rules.facts.evidence import EvidenceFile
from portal.rules.investigation.evidence import (
    MOST_FILES,
    MOST_OF_A_STRANGER,
    Content,
    NewFile,
    Scan,
    same_as,
)
from portal.rules.outcome import Action, Actor, Effect, Outcome
from portal.rules.responsibilities import adders
from portal.rules.rows import Evidence
from portal.rules.words import ANY_STAGE, Naming, Stage
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AddEvidence:
    """Files with their contents, in the same order, and what they show."""

    files: tuple[NewFile, ...]
    note: str = ""
    by_mail: bool = False
    """From somebody who may add by mail: it came with what they wrote."""
    contents: tuple[Content, ...] = field(default=(), metadata={"kept": False})


def decide(
    facts: Facts, policy: Policy, person: Actor, said: AddEvidence, now: datetime
) -> Outcome:
    """Files more; earlier ones stay as they are."""
    stranger = person.person_id is None
    from_outside = said.by_mail or facts.intake.reporter.naming is Naming.ANONYMOUS
    may = from_outside if stranger else bool(person.roles & adders(policy, facts))
    if not may:
        raise NotAllowed
    if not said.files:
        raise Refused("Choose a file", field="files")
    closed = facts.stage is Stage.CLOSED
    grown, rows, again = facts, list[object](), list[str]()
    for new, content in zip(said.files, said.contents, strict=True):
        known = same_as(grown, new.sha256)
        if known and (person.handles or known.is_of(person.person_id, by_mail=said.by_mail)):
            again.append(f"{new.name} is {known.name}, which is kept already")
            continue
        what = (new.id, new.name, said.note, new.size, new.sha256)
        kept = EvidenceFile(*what, person.person_id, now, closed, said.by_mail)
        grown = replace(grown, evidence=(*grown.evidence, kept))
        rows.append(Evidence(new.id, new.size, new.scan, content))
    if not rows:
        raise Refused(f"{'; '.join(again)}. Nothing was added.", field="files")
    of_strangers = sum(each.by is None for each in grown.evidence)
    if len(grown.evidence) > MOST_FILES or (stranger and of_strangers > MOST_OF_A_STRANGER):
        raise Refused("No more files fit into this incident. Add what they show.", field="files")
    return Outcome(
        grown,
        _summary(facts, grown, said.note, again),
        _effects(said, rows, closed=closed),
        tuple(rows),
        is_sign=not said.by_mail,
    )


def _effects(said: AddEvidence, rows: list[object], *, closed: bool) -> tuple[Effect, ...]:
    kept = {row.id for row in rows if isinstance(row, Evidence)}
    later = (
        Effect("scan", subject=new.id)
        for new in said.files
        if new.scan is Scan.WAITING and new.id in kept
    )
    news = (Effect("alert", template="news", of_new_report=True),) if closed else ()
    return (*later, *news)


def _summary(before: Facts, after: Facts, note: str, again: list[str]) -> str:
    new = after.evidence[len(before.evidence) :]
    names = ", ".join(each.name for each in new)
    closed = f" {since(after)}" if after.stage is Stage.CLOSED else ""
    files = "a file" if len(new) == 1 else f"{len(new)} files"
    parts = [f"Added {files} as evidence{closed}", names, note.strip(), *again]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


ACTION = Action(
    name="add_evidence",
    title="Add evidence",
    said=AddEvidence,
    decide=decide,
    who=adders,
    from_stages=ANY_STAGE,
    to_stages=ANY_STAGE,
    clauses=("SIP-3c", "DBRP-5.21"),
    open_to_anyone=True,
)
