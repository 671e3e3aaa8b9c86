"""Add a translation of the notice, or plainer words for pupils.

Who: the DPO, and whoever decides about the people affected. When: there is a text.
What we ask: the language, and each part in it, with a sentence to open it; for pupils the same in
plain English.
What happens: another version of the text. Whoever prefers the language reads it first and the
English below; pupils who are written to themselves read the plainer words. Whoever was asked about
the text before is asked again.
What the policy decides: nothing of the contents (UK GDPR Articles 12(1) and 34(2)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused, refuse_all
from portal.rules.facts import Facts, Wording
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import notice_writers
from portal.rules.telling.languages import LANGUAGES
from portal.rules.telling.notice_parts import (
    FOR_PUPILS,
    OPENING,
    PARTS_BY_KEY,
    for_parents_alone,
    lacking,
)
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class AddWording:
    """The language, and the parts as (key, text)."""

    language: str
    parts: tuple[tuple[str, str], ...]


def decide(facts: Facts, policy: Policy, person: Actor, said: AddWording, now: datetime) -> Outcome:
    """Another version, with these words beside the English ones."""
    if said.language != FOR_PUPILS and said.language not in LANGUAGES:
        raise Refused("Choose a language", field="language")
    keys = {OPENING, *PARTS_BY_KEY}
    parts = tuple((key, text.strip()) for key, text in said.parts if key in keys)
    if not dict(parts).get(OPENING):
        raise Refused("Write the first sentences as well", field=OPENING)
    refuse_all(
        Refused(f"The law asks for more here: {each.title}", each.parts[0])
        for each in lacking(parts)
    )
    if said.language == FOR_PUPILS:
        sentence = "Pupils read this themselves: write “you”"
        refuse_all(Refused(sentence, each.key) for each in for_parents_alone(parts))
    people = facts.people
    last = people.texts[-1]
    wording = Wording(said.language, parts, person.known(), now)
    others = tuple(each for each in last.wordings if each.language != said.language)
    text = replace(
        last,
        version=len(people.texts) + 1,
        by=person.known(),
        at=now,
        wordings=(*others, wording),
    )
    what = (
        "plainer words for pupils"
        if said.language == FOR_PUPILS
        else f"the notice in {LANGUAGES[said.language].name}"
    )
    return Outcome(
        replace(facts, people=replace(people, texts=(*people.texts, text))),
        f"Added {what}, in version {text.version}.",
    )


ACTION = Action(
    name="add_wording",
    title="Add a translation or words for pupils",
    said=AddWording,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16.1-4", "DBRP-5.17"),
    offered=lambda _policy, facts: bool(facts.people.texts),
    family=Family.PEOPLE,
)
