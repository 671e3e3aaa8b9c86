"""An earlier log on its way in, between the pages; the form of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort

from portal.errors import Refused
from portal.rules.ending.breach_log import headings
from portal.sheets.headed import Sheet
from portal.web.access import Draft, current_visit
from portal.web.register.earlier import DATES, DETAILS, LEAVE_OUT
from portal.web.spreadsheets import ColumnsForm, Kept, columns_form
from tenants.roles import Role

if TYPE_CHECKING:
    from tenants.policy.schema import Policy

WHO: Final = frozenset({Role.HEAD, Role.DPO})
EARLIER: Final = Draft("earlier_log", "An earlier log, before it is brought in", WHO)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was uploaded, what its columns are taken for, and the id that its import will have.

    The id makes sending twice harmless.
    """

    sheet: Sheet
    columns: tuple[str, ...]
    import_id: UUID


UPLOADED: Final = Kept(EARLIER.name, Uploaded)


class LogColumnsForm(ColumnsForm):
    """Which column is which heading of the school's log."""

    def chosen(self) -> tuple[str, ...]:
        """The key of each column. Raises Refused for a heading chosen twice, or no date at all."""
        keys = self.keys()
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


def form_of(uploaded: Uploaded) -> LogColumnsForm:
    """A list for each column, of the headings that the school's log has."""
    known = {heading.key: heading.text for heading in headings(policy())}
    known = {"reported_at": "When it was reported", "details": "The details", **known}
    options = {DETAILS: "Keep it with the details", **known}
    return columns_form(LogColumnsForm, uploaded.sheet, uploaded.columns, options, DETAILS)
