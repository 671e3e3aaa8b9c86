"""Import the people affected: from a spreadsheet, a Common Transfer File, pasted or typed in.

Who: who writes the notice: the DPO, and who decides about the people affected. When: any time.
What we ask: the people that were read and shown; all of them or none.
What happens: people who are on the list already are brought up to date and keep what was settled;
the list is a new version, which asks for a new check. Who turned out not to be affected stays so;
typed in, they are refused, so that nobody takes them for affected again. Whoever has no date of
birth is on the list with a question. Held-back people ask the safeguarding lead about danger.
What the policy decides: from what age pupils are addressed; worked out anew on the day of sending.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from portal.errors import Refused
from portal.rules.facts import Facts
from portal.rules.handed_in import AboutList
from portal.rules.outcome import Action, Actor, Outcome
from portal.rules.responsibilities import notice_writers
from portal.rules.rows import ListedPerson, ListImported, Standing
from portal.rules.telling.addressees import to_json
from portal.rules.telling.merging import brought
from portal.rules.telling.people_list import Imported, opened, recounted
from portal.rules.words import OPEN_STAGES, Family
from tenants.policy.schema import Policy


@dataclass(frozen=True, slots=True)
class ImportPeople(AboutList):
    """The people; `source` says where they come from."""

    rows: tuple[Imported, ...] = field(default=(), metadata={"kept": False})
    source: str = ""


def decide(
    facts: Facts, policy: Policy, person: Actor, said: ImportPeople, now: datetime
) -> Outcome:
    """The list, one version on."""
    if not said.rows:
        raise Refused("There is nobody to import", field="sheet")
    listing = opened(said.people, said.envelopes)
    changes, matches = brought(said.rows, listing)
    typed_in = any(row.adds for row in said.rows)
    if typed_in and any(one.not_affected for one in changes.values()):
        sentence = (
            "They are on the list, and turned out earlier not to be affected. If that is wrong, "
            "record it on their page."
        )
        raise Refused(sentence, field="surname")
    version = facts.people.list_version + 1
    after = replace(facts, people=replace(facts.people, list_version=version, imported_at=now))
    after, stands, left_out = recounted(listing, changes, after, policy, now)
    listed = tuple(
        ListedPerson(one, matches[one].match, to_json(body), version, *stands[one],
                     named=matches[one].named)
        for one, body in changes.items()
    )  # fmt: skip
    beside = tuple(
        Standing(one, *stands[one])
        for one, stored in listing.stored.items()
        if one not in changes and stands[one] != (stored.standing, stored.reason)
    )
    new = len(changes.keys() - listing.people.keys())
    return Outcome(
        after,
        f"Imported the people affected. {new} new, {len(changes) - new} brought up to date, "
        f"{after.people.imported} on the list in version {version}.",
        rows=(ListImported(version), *listed, *beside, *left_out),
    )


ACTION = Action(
    name="import_people",
    title="Import the people affected",
    said=ImportPeople,
    decide=decide,
    who=notice_writers,
    from_stages=OPEN_STAGES,
    to_stages=frozenset(),
    clauses=("DBRP-5.16", "DBRP-5.16-age", "SIP-3f"),
    family=Family.PEOPLE,
)
