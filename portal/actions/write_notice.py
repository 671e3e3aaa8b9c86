"""Write the notice to the people affected, in its nine parts.

Who: the DPO, and whoever decides about the people affected. When: any time; a later text is another
version.
What we ask: the nine parts; what the record knows is filled in. Parts may stay open while it is
being written: without the four that the law asks for nobody can be asked about it or told.
Pupils and adults read the same text as parents: no part says "your child".
What happens: another version; translations wait until somebody has looked at them. Whoever was
asked about the one before is asked again.
What the policy decides: nothing of the contents (UK GDPR Article 34(2)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts, NoticeText, Wording
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import notice_writers
from portal.rules.telling.notice_parts import PARTS_BY_KEY, for_parents_alone, lacking
from portal.rules.telling.putting_right import correcting
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class WriteNotice:
    """The parts, as (key, text)."""

    parts: tuple[tuple[str, str], ...]


def decide(
    facts: Facts, policy: Policy, person: Actor, said: WriteNotice, now: datetime
) -> Outcome:
    """Another version of the text."""
    parts = tuple((key, text.strip()) for key, text in said.parts if key in PARTS_BY_KEY)
    if not any(text for _, text in parts):
        raise Refused("Write at least one part", field=next(iter(PARTS_BY_KEY)))
    if addressed := for_parents_alone(parts):
        raise Refused(
            "Pupils and adults read this as well as parents. Write “the people affected” in place "
            "of “your child”",
            field=addressed[0].key,
        )
    people = facts.people
    last = people.texts[-1] if people.texts else None
    # a corrected notice that was stopped goes on as one, in whichever words
    goes_on = last is not None and last.corrects and people.stopped_at is not None
    corrects = goes_on or correcting(facts) is not None
    if last is not None and (last.parts, last.corrects) == (parts, corrects):
        raise Refused("Nothing has changed since the last version")
    text = NoticeText(
        version=len(people.texts) + 1,
        parts=parts,
        by=person.known(),
        at=now,
        wordings=_outdated(last, corrects=corrects),
        corrects=corrects,
    )
    missing = lacking(parts)
    note = f" Still lacks: {'; '.join(one.title for one in missing)}." if missing else ""
    return Outcome(
        replace(facts, people=replace(people, texts=(*people.texts, text))),
        f"Wrote version {text.version} of the {'corrected ' if corrects else ''}notice.{note}",
    )


def _outdated(last: NoticeText | None, *, corrects: bool) -> tuple[Wording, ...]:
    """Translations of what stood before: kept to be brought up to date, and not used until then."""
    if last is None or last.corrects != corrects:
        return ()
    return tuple(replace(each, outdated=True) for each in last.wordings)


ACTION = Action(
    name="write_notice",
    title="Write the notice",
    said=WriteNotice,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16.1-4", "DBRP-5.17"),
    family=Family.PEOPLE,
)
