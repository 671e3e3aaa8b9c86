from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.telling.addressees.sameness import (
    address_key,
    email_key,
    may_be_same_address,
    name_key,
    phone_key,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jo.Smith+school@GMAIL.com", " josmith@googlemail.com "),
        ("mailto:ann@example.org", "Ann@Example.org"),
        ("ann@example.org", "ａnn@example.org"),
        ("ann@exa\u200bmple.org", "ann@example.org"),
    ],
)
def test_one_mailbox(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    "written", ["07700 900123", "+44 7700 900123", "+44 (0)7700-900123", "0044 7700900123"]
)
def test_one_phone(written: str) -> None:
    assert phone_key(written) == "07700900123"


def test_what_is_no_phone_is_like_nothing() -> None:
    assert phone_key("n/a") == phone_key("12") == ""


def test_one_name() -> None:
    assert name_key("Mr José SMITH") == name_key("Smith, Jose")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Hill Rd, Colchester, CO1 1AA", "12 Hill Road\nColchester\nco11aa"),
        ("Flat 2, 10 High Street, CO1 1AA", "10 High St CO1 1AA"),
        ("12 Hill Road", "12 Hill Road, Colchester CO1 1AA"),
        ("12 Hill Road, Colchester, CO1 1AB", "12, Hill Road, Colchester, CO1 1AA"),
        ("Rose Cottage, Mill Lane", "Rose Cottage, Mill Lane, CO9 9ZZ"),
        ("12 Hill Road, Stanway, Colchester", "12 Hill Road, Colchester, Essex, CO1 1AA"),
    ],
)
def test_one_place(one: str, other: str) -> None:
    assert may_be_same_address(one, other)
    assert may_be_same_address(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Hill Road, Colchester, CO1 1AA", "14 Hill Road, Colchester, CO1 1AA"),
        ("12 Hill Road, Colchester, CO1 1AA", "12 Mill Road, Colchester, CO2 2BB"),
        ("", "12 Hill Road"),
        ("", ""),
    ],
)
def test_two_places(one: str, other: str) -> None:
    assert not may_be_same_address(one, other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_sameness_is_mutual_and_keys_are_stable(one: str, other: str) -> None:
    assert may_be_same_address(one, other) == may_be_same_address(other, one)
    assert address_key(address_key(one)) == address_key(one)
    assert email_key(email_key(one)) == email_key(email_key(email_key(one)))
