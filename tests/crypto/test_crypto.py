from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.crypto import KeyRing, Tampered, UnknownMasterKey, index_hmac, new_key, seal, unseal

ROW = UUID("01930000-0000-7000-8000-000000000001")
KEY = bytes(range(32))


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    sealed = seal(KEY, plain, table="t", column="c", row=ROW)
    assert unseal(KEY, sealed, table="t", column="c", row=ROW) == plain
    assert len(sealed) == len(plain) + 1 + 12 + 16


def test_the_same_text_never_looks_the_same() -> None:
    sealed = {seal(KEY, b"Ayesha", table="t", column="c", row=ROW) for _ in range(50)}
    assert len(sealed) == 50
    assert not any(b"Ayesha" in one for one in sealed)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"table": "u", "column": "c", "row": ROW},
        {"table": "t", "column": "d", "row": ROW},
        {"table": "t", "column": "c", "row": uuid4()},
    ],
)
def test_a_sealed_value_opens_only_in_its_place(elsewhere: dict[str, str | UUID]) -> None:
    sealed = seal(KEY, b"x", table="t", column="c", row=ROW)
    with pytest.raises(Tampered):
        unseal(KEY, sealed, **elsewhere)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("position", [0, 1, 12, 13, -1])
def test_one_changed_byte_is_noticed(position: int) -> None:
    sealed = bytearray(seal(KEY, b"x", table="t", column="c", row=ROW))
    sealed[position] ^= 1
    with pytest.raises(Tampered):
        unseal(KEY, bytes(sealed), table="t", column="c", row=ROW)


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x01" + bytes(12), b"\x01" + bytes(20)])
def test_what_is_too_short_is_noticed(broken: bytes) -> None:
    with pytest.raises(Tampered) as refused:
        unseal(KEY, broken, table="portal_subject", column="body", row=ROW)
    assert "portal_subject.body" in str(refused.value)


def test_another_key_does_not_open() -> None:
    with pytest.raises(Tampered):
        unseal(
            new_key(),
            seal(KEY, b"x", table="t", column="c", row=ROW),
            table="t",
            column="c",
            row=ROW,
        )


def test_a_school_key_opens_for_its_school_only() -> None:
    ring, key, school = KeyRing(new_key()), new_key(), uuid4()
    wrapped = ring.wrap(key, school)
    assert ring.unwrap(wrapped, school) == key
    with pytest.raises(Tampered):
        ring.unwrap(wrapped, uuid4())


def test_a_new_master_key_still_opens_what_the_earlier_one_wrapped() -> None:
    old, new, key, school = new_key(), new_key(), new_key(), uuid4()
    wrapped = KeyRing(old).wrap(key, school)
    both = KeyRing(new, old)
    assert both.unwrap(wrapped, school) == key
    assert KeyRing(new).unwrap(both.wrap(key, school), school) == key
    with pytest.raises(UnknownMasterKey):
        KeyRing(new).unwrap(wrapped, school)


def test_a_key_ring_shows_no_key_and_takes_no_short_one() -> None:
    assert KEY.hex() not in repr(KeyRing(KEY))
    assert str(KEY) not in repr(KeyRing(KEY))
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(b"short")


def test_index_hashes_match_within_a_school_only() -> None:
    other = new_key()
    assert index_hmac(KEY, "A123") == index_hmac(KEY, "A123")
    assert index_hmac(KEY, "A123") != index_hmac(KEY, "A124")
    assert index_hmac(KEY, "A123") != index_hmac(other, "A123")
    assert len(index_hmac(KEY, "A123")) == 32
