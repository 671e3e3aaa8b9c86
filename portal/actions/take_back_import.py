"""Take back an import of people affected: it was the wrong list.

Who: who imports, the DPO, and who decides about the people affected. When: any time.
What we ask: which import, and how it turned out to be wrong.
What happens: whom it put on the list is deleted, with their contacts; whoever is named by another
import stays; where this one was the later, their contacts are checked again before anybody is
written to. About whom a notice was made, or who was told, stays as proof,
as not affected: nothing more leaves about them. So does everybody while the police, a claim or the
like keep the list. A list that was checked is checked anew.
What the policy decides: nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.keeping import erasing
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import notice_writers
from portal.rules.rows import ImportTakenBack
from portal.rules.telling.changes import NotAffected
from portal.rules.telling.people_list import changed, opened, relisted
from portal.rules.telling.settling import settled
from portal.rules.telling.taking_back import TakenBack, taken_back, to_check, without
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class TakeBackImport(AboutList):
    """The version of the list that the import made, and why it was wrong."""

    version: int
    reason: str


def decide(
    facts: Facts, policy: Policy, person: Actor, said: TakeBackImport, now: datetime
) -> Outcome:
    """The list without them."""
    if not said.reason.strip():
        raise Refused("Say how it turned out to be the wrong list", field="reason")
    listing = opened(said.people, said.envelopes)
    off = taken_back(listing, said.version)
    if erasing.is_held(facts, now):
        off = replace(off, gone=(), stay=(*off.gone, *off.stay))
    if not any(said.version in one.named_in for one in listing.stored.values()):
        raise Refused("That import was taken back already. Look at the list", field="version")
    not_affected = NotAffected(said.reason)
    changes = {
        one: settled(not_affected, listing.people[one], person.known(), now) for one in off.stay
    }
    changes |= {one: to_check(listing.people[one]) for one in off.doubtful}
    left = without(listing, off.gone)
    after, rows = relisted(left, changes, changed(facts), policy, now)
    if not any(one.held_back for one in left.people.values()):
        after = replace(after, people=replace(after.people, held_back_at=None))
    return Outcome(
        after, _in_words(off, said), rows=(ImportTakenBack(said.version, off.gone), *rows)
    )


def _in_words(off: TakenBack, said: TakeBackImport) -> str:
    stayed = f", {len(off.stay)} stay as not affected" if off.stay else ""
    doubt = f", contacts of {len(off.doubtful)} to check again" if off.doubtful else ""
    return (
        f"Took back the import that made version {said.version} of the list: "
        f"{len(off.gone)} deleted{stayed}{doubt}. Reason: {said.reason.strip()}"
    )


ACTION = Action(
    name="take_back_import",
    title="Take back an import",
    said=TakeBackImport,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16",),
    offered=lambda _policy, facts: facts.people.imported > 0,
    family=Family.PEOPLE,
)
