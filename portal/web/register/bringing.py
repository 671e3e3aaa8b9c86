"""The sheet on its way into the log, kept between the pages in a sealed draft; its columns form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from uuid import UUID

from flask import abort

from portal.desk import drafts
from portal.errors import Refused
from portal.rules.breach_log import headings
from portal.store import documents
from portal.web.access import current_visit
from portal.web.parts import forms
from portal.web.register.earlier import DATES, DETAILS, LEAVE_OUT, Sheet
from tenants.db import open_session, uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenants.policy.schema import Policy

DRAFT = "earlier_log"
EXAMPLE = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """What was uploaded, what its columns are taken for, and the id that its import will have."""

    sheet: Sheet
    columns: tuple[str, ...]
    import_id: UUID


class ColumnsForm(forms.PortalForm):
    """One choice a column, added by `columns_form`."""

    width: int = 0

    def chosen(self) -> tuple[str, ...]:
        """The key of each column. Raises Refused for a heading chosen twice, or no date at all."""
        keys = tuple(str(self[f"column_{place}"].data or "") for place in range(self.width))
        named = [key for key in keys if key not in {LEAVE_OUT, DETAILS}]
        for place, key in enumerate(keys):
            if key in named and key in keys[:place]:
                raise Refused("Another column has this heading already", field=f"column_{place}")
        if not set(DATES) & set(named):
            raise Refused("One column must be a date: when it was reported, noticed or happened")
        if not {"description", "details", DETAILS} & set(keys):
            raise Refused("One column must say what happened: the description or the details")
        return keys


def policy() -> Policy:
    """The policy in force, whose headings the log has; without one there is no log yet."""
    found = current_visit().policy_today
    if found is None:
        abort(409)
    return found


def columns_form(kept: Kept) -> ColumnsForm:
    """A list for each column, with the first thing that stands in it as an example."""
    known = {heading.key: heading.text for heading in headings(policy())}
    known = {"reported_at": "When it was reported", "details": "The details", **known}
    options = {DETAILS: "Keep it with the details", **known}
    fields: dict[str, object] = {"width": len(kept.columns)}
    data = {}
    for place, heading in enumerate(kept.sheet.headings):
        name = f"column_{place}"
        example = next((cells[place] for _, cells in kept.sheet.rows if cells[place]), "")
        hint = f"For example: {' '.join(example.split())[:EXAMPLE]}" if example else "It is empty"
        fields[name] = forms.select(
            heading or f"Column {place + 1}", options, hint=hint, empty="Leave it out"
        )
        data[name] = kept.columns[place] if kept.columns[place] in options else DETAILS
    shape = cast("type[ColumnsForm]", type("SheetColumnsForm", (ColumnsForm,), fields))
    return shape(data=data)


def keep(sheet: Sheet, columns: Sequence[str], import_id: UUID | None = None) -> None:
    """Save the cells, sealed; the id makes sending twice harmless."""
    visit = current_visit()
    body = Kept(sheet, tuple(columns), import_id or uuid7())
    answers = {"kept": documents.to_json(body).decode()}
    drafts.save(visit.services, visit.here, visit.person_id, _draft(), answers)


def kept() -> Kept | None:
    """What was uploaded last and not yet imported."""
    found = _draft().answers.get("kept")
    return None if found is None else documents.from_json(Kept, str(found).encode())


def forget() -> None:
    """The cells are kept no longer than it takes to import them."""
    visit = current_visit()
    drafts.discard(visit.services, visit.here, visit.person_id, _draft().id)


def _draft() -> drafts.Draft:
    visit = current_visit()
    with open_session(visit.services.engine, visit.scope) as session:
        return drafts.unfinished(
            session, visit.services.keyring, visit.here, visit.person_id, DRAFT
        )
