"""Addresses that may be a stranger's: asked about when a list comes in, and at its check."""

from __future__ import annotations

from datetime import date

import pytest

from portal.notices.people_list import read_people
from portal.rules.telling.mail_slips import meant

TODAY = date(2026, 11, 22)
HEADER = "Surname,Forename,Date of birth,Contact 1 name,Contact 1 email,Contact 1 court order"


def asked(*rows: str) -> list[tuple[int, str]]:
    """Row and column of each question, and the word by which it is known."""
    read = read_people("\n".join((HEADER, *rows)).encode(), TODAY)
    assert len(read.rows) == len(rows), "nobody is left out"
    said = {"nearly like": "slip", "quite another name": "shared"}
    return [
        (one.row, next(word for part, word in said.items() if part in one.sentence))
        for one in read.problems
        if one.column == "Contact email"
    ]


@pytest.mark.parametrize(
    ("domain", "provider"),
    [
        ("gmial.com", "gmail.com"), ("gmail.con", "gmail.com"), ("GMAIL.CO.UK", "gmail.com"),
        ("hotmial.co.uk", "hotmail.co.uk"), ("hotmail.co", "hotmail.com"),
        ("yahooo.co.uk", "yahoo.co.uk"), ("outlok.com", "outlook.com"),
        ("gmail.com", ""), ("mail.com", ""), ("ymail.com", ""), ("yahoo.fr", ""),
        ("yahoo.co.in", ""), ("live.com", ""), ("outlook.ie", ""), ("example.org", ""), ("", ""),
    ],
)  # fmt: skip
def test_an_ending_that_is_nearly_a_providers(domain: str, provider: str) -> None:
    assert meant(f"ann@{domain}") == provider


@pytest.mark.clause("DBRP-5.16-age")
def test_an_address_with_a_letter_wrong_or_of_a_slipped_column_is_asked_about() -> None:
    ava = "Field,Ava,2015-10-23,Dana Field,dana@example.org,"
    assert asked(ava) == []
    assert asked(ava.replace("example.org", "gmial.com")) == [(2, "slip")]
    ben = "Stone,Ben,2016-10-23,Mia Stone,Dana@Example.org,"
    assert asked(ava, ben) == [(3, "shared")]
    sister = "Field-Ray,Eve,2017-10-23,Rob Ray,dana@example.org,"
    assert asked(ava, sister) == [], "a family has one address"
    assert asked(ava, f"{ben}Order of 2025") == [], "nobody writes to whoever is barred"
    twice = "Hill,Kim,2016-10-23,Lee Hill,dana@example.org,"
    assert asked(ava, ben, twice) == [(3, "shared"), (4, "shared")]
