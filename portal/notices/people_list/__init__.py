"""A school's list of people affected, read row by row; and the blank sheet to fill in."""

from __future__ import annotations

from portal.notices.people_list.affected import affected, all_affected, identity, named, to_import
from portal.notices.people_list.blank import template_xlsx
from portal.notices.people_list.model import (
    ImportedContact,
    ImportedPerson,
    PeopleList,
    RowProblem,
)
from portal.notices.people_list.reading import read_people

__all__ = [
    "ImportedContact",
    "ImportedPerson",
    "PeopleList",
    "RowProblem",
    "affected",
    "all_affected",
    "identity",
    "named",
    "read_people",
    "template_xlsx",
    "to_import",
]
