"""A list of staff as the school keeps it: which column is which, and what each row says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from portal.notices.compose import usable
from portal.rules.school.staff_list import Row
from portal.rules.wrong_row import WrongRow
from portal.sheets.cells import is_yes
from portal.sheets.headed import Sheet
from tenants.roles import TITLES, Role

LEAVE_OUT: Final = ""
COLUMNS: Final = {
    "name": "Full name",
    "surname": "Surname",
    "forename": "First name",
    "email": "E-mail address",
    "role": "Role in the portal",
    "job_title": "Job title",
    "phone": "Phone",
    "second_email": "Second e-mail address, outside the school",
    "left": "Has left",
}
# Tried in this order, so that what is said more closely comes first.
_LIKE: Final[Mapping[str, str]] = {
    "second_email": r"(second|other|personal|home|private) ?e-?mail",
    "email": r"e-?mail",
    "surname": r"surname|last name|family name",
    "forename": r"(fore|first|given|preferred) ?name",
    "role": r"^(portal )?roles?$",
    "job_title": r"job|title|post|position",
    "phone": r"phone|mobile|\btel",
    "left": r"left|leav",
    "name": r"name",
}
_ALSO: Final[Mapping[str, Role]] = {
    "head": Role.HEAD,
    "head teacher": Role.HEAD,
    "principal": Role.HEAD,
    "deputy head": Role.DEPUTY_HEAD,
    "slt": Role.SLT,
    "senior leader": Role.SLT,
    "deputy dpo": Role.DEPUTY_DPO,
    "dsl": Role.DSL,
    "deputy dsl": Role.DEPUTY_DSL,
    "it": Role.IT_CONTACT,
    "hr": Role.HR_CONTACT,
    "chair": Role.CHAIR,
    "ceo": Role.CHIEF_EXECUTIVE,
    "administrator": Role.ADMINISTRATOR,
    "staff": Role.STAFF,
    "teacher": Role.STAFF,
    "": Role.STAFF,
}
_ROLES: Final = {
    title.lower(): role
    for role, title in TITLES.items()
    if role not in {Role.DPO, Role.OVERSEER, Role.REPORTER, Role.LEAD}
} | dict(_ALSO)


def guess(headings: Sequence[str]) -> tuple[str, ...]:
    """The key of each column, each key once; '' for a column that is left out."""
    found: dict[int, str] = {}
    for key, pattern in _LIKE.items():
        for place, heading in enumerate(headings):
            if place not in found and re.search(pattern, heading.lower()):
                found[place] = key
                break
    return tuple(found.get(place, LEAVE_OUT) for place in range(len(headings)))


def read(sheet: Sheet, columns: Sequence[str]) -> tuple[tuple[Row, ...], tuple[WrongRow, ...]]:
    """Every row with these columns; one without a name or an address is a problem."""
    rows: list[Row] = []
    problems: list[WrongRow] = []
    for number, cells in sheet.rows:
        said = {key: text for key, text in zip(columns, cells, strict=False) if key}
        name = said.get("name") or " ".join(
            filter(None, (said.get("forename"), said.get("surname")))
        )
        email = said.get("email", "")
        if not name or not usable(email):
            what = "e-mail address that can be used" if name else "name"
            problems.append(WrongRow(number, f"There is no {what}. This row is left out."))
            continue
        roles = frozenset(_roles(said.get("role", "")))
        if None in roles:
            sentence = "We do not know this role. They are added as a member of staff."
            problems.append(WrongRow(number, sentence))
        rows.append(
            Row(
                number=number,
                name=name,
                email=email,
                roles=frozenset(role for role in roles if role) or frozenset({Role.STAFF}),
                job_title=said.get("job_title", ""),
                phone=said.get("phone", ""),
                second_email=_second(said),
                left=is_yes(said.get("left", "")),
            )
        )
    return tuple(rows), tuple(problems)


def _roles(text: str) -> Iterator[Role | None]:
    """The roles that a cell names; None for one that is not known. Never guessed from a job."""
    for part in re.split(r"[,;/]| and ", text.lower()):
        yield _ROLES.get(" ".join(part.split()))


def _second(said: Mapping[str, str]) -> str:
    second = said.get("second_email", "")
    return second if usable(second) else ""
