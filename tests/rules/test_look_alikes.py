"""Somebody barred who comes in again under another name is pointed out, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from portal.rules.telling.addressees import Contact
from portal.rules.telling.look_alikes import look_alikes
from portal.rules.telling.merging import merged
from tests.rules.families import FATHER, pupil

BARRED = replace(FATHER, barred="A court order")
NEW = Contact(UUID(int=77), "Kit Reed", email="new@example.org")


@pytest.mark.clause("DBRP-5.16-age")
@pytest.mark.parametrize(
    ("contact", "pointed_out"),
    [
        (replace(NEW, name="Benjamin Okoro"), True),
        (replace(NEW, name="OKORO, Mr B."), True),
        (replace(NEW, name="Kit Reed-Okoro"), True),
        (replace(NEW, relationship="Father"), True),
        (replace(NEW, relationship="mother"), False),
        (NEW, False),
        (replace(NEW, name="B. Okoro", barred="A court order"), False),
    ],
)
def test_who_shares_a_name_or_a_place_with_somebody_barred(
    contact: Contact, *, pointed_out: bool
) -> None:
    child = merged(pupil(contacts=(BARRED,)), pupil(contacts=(contact,)))
    assert look_alikes(child) == ({contact: BARRED} if pointed_out else {})
    assert {one.barred for one in child.contacts} == {contact.barred, "A court order"}


def test_nobody_is_barred_nobody_is_pointed_out() -> None:
    assert look_alikes(pupil()) == {}
