"""What a spreadsheet of people affected becomes. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.rules.telling.addressees import PersonKind
from portal.rules.words import Answer


@dataclass(frozen=True, slots=True)
class ImportedContact:
    """Somebody who may speak for a pupil. What the sheet leaves open is 'not sure'."""

    name: str
    relationship: str = ""
    parental_responsibility: Answer = Answer.NOT_SURE
    daily_care: Answer = Answer.NOT_SURE
    email: str = ""
    phone: str = ""
    address: str = ""
    barred: str = ""
    """Why this contact may not be written to; empty when nothing bars them."""
    order: int = 1
    language: str = ""
    """A tag of `portal.rules.telling.languages`; '' for English and for what is not known."""


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """One person affected. `row` is the first row of the sheet (1 is the header)."""

    row: int
    surname: str
    forename: str
    kind: PersonKind = PersonKind.PUPIL
    date_of_birth: date | None = None
    pupil_id: str = ""
    """UPN or the school's own number: never shown in a notice or a submission."""
    left: bool = False
    in_care: bool = False
    deceased: bool = False
    held_back: str = ""
    """Why nobody is written to until the safeguarding lead releases; empty when not held back."""
    email: str = ""
    phone: str = ""
    address: str = ""
    language: str = ""
    data_kinds: tuple[str, ...] = ()
    contacts: tuple[ImportedContact, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing about one row. `kept`: the row is on the list all the same, with this question.

    `row` 0 is about the sheet as a whole. The sentence repeats nothing that stands in a cell.
    """

    row: int
    column: str
    sentence: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class PeopleList:
    """What was read. With missing columns or an unreadable file there are no rows at all."""

    rows: tuple[ImportedPerson, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    missing_columns: tuple[str, ...] = ()
    unit: str = "row"
    """What `row` counts: rows of a sheet, or pupils of a Common Transfer File."""
    headings: tuple[str, ...] = ()
    """Of the sheet; none where its columns are no choice of anybody's."""
    columns: tuple[str, ...] = ()
    """What each column was taken for, a key of `columns.options`; '' for one that was not read."""

    @property
    def readable(self) -> bool:
        """Whether there is anything to import."""
        return bool(self.rows)
