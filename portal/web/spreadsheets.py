"""A spreadsheet on its way in: read from its form, kept sealed from page to page, then forgotten.

Nothing of it is written to disk, and nobody but whoever uploaded it sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from portal.desk import drafts
from portal.errors import Refused
from portal.sheets.reading import LARGEST_FILE, rows_of
from portal.store import documents
from portal.web.access import current_visit
from portal.web.parts import forms

if TYPE_CHECKING:
    from portal.sheets.headed import Sheet
    from portal.sheets.reading import Row

T = TypeVar("T")
F = TypeVar("F", bound="ColumnsForm")

_EXAMPLE: Final = 60
"""Characters of a cell that are shown as an example of its column."""


def rows_in(form: forms.PortalForm, most: int) -> list[tuple[int, Row]]:
    """The rows of the file in the form's field `sheet`, headings first, each with its number.

    Raises Refused: no spreadsheet, too big, or not 1 to `most` rows below the headings.
    """
    file = form["sheet"].data
    rows = rows_of(file.read(LARGEST_FILE + 1) if file else b"")
    if not 0 < len(rows) - 1 <= most:
        raise Refused(f"The sheet needs headings and 1 to {most:,} rows below them.")
    return rows


class ColumnsForm(forms.PortalForm):
    """What each column of a sheet is, one choice a column, added by `columns_form`."""

    width: int = 0

    def keys(self) -> tuple[str, ...]:
        """The key of each column; '' for one that is left out."""
        return tuple(str(self[f"column_{place}"].data or "") for place in range(self.width))


def columns_form(
    shape: type[F],
    sheet: Sheet,
    columns: Sequence[str],
    options: Mapping[str, str],
    otherwise: str = "",
) -> F:
    """A form of this shape with a list for each column, and an example of what stands in it.

    `columns` is what is chosen so far; `otherwise` stands in for a key that is none of `options`.
    """
    fields: dict[str, object] = {"width": len(columns)}
    data = {}
    for place, heading in enumerate(sheet.headings):
        name, example = f"column_{place}", sheet.example(place)[:_EXAMPLE]
        hint = f"For example: {example}" if example else "It is empty"
        fields[name] = forms.select(
            heading or f"Column {place + 1}", options, hint=hint, empty="Leave it out"
        )
        data[name] = columns[place] if columns[place] in options else otherwise
    return shape.with_fields(fields)(data=data)


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """What was uploaded, between the pages: a sealed draft of the visitor's own at this school."""

    draft: str
    """The draft's name."""
    shape: type[T]
    """A frozen dataclass."""

    def put(self, value: T) -> None:
        """Keep it, in place of what was kept before."""
        visit = current_visit()
        answers = {"kept": documents.to_json(value, self.shape).decode()}
        drafts.save(visit.services, visit.here, visit.person_id, self._draft(), answers)

    def find(self) -> T | None:
        """What was kept last and is not saved yet."""
        found = self._draft().answers.get("kept")
        return None if found is None else documents.from_json(self.shape, str(found).encode())

    def forget(self) -> None:
        """It is kept no longer than it takes to save it."""
        visit = current_visit()
        drafts.discard(visit.services, visit.here, visit.person_id, self._draft().id)

    def _draft(self) -> drafts.Draft:
        visit = current_visit()
        keyring, whose = visit.services.keyring, (visit.here, visit.person_id, self.draft)
        return drafts.unfinished(visit.session, keyring, *whose)
