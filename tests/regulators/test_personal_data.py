from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.regulators.personal_data import SUGGESTIONS, Kind, People, find

PEOPLE = People(
    [("Ava", "Field"), ("May", "Rose"), ("Rose", "Hall"), ("Aoife", "O'Neill"), ("Jean-Luc", "Ba"),
     ("Will", "Young"), ("Siân", "Price"), ("Chidi Emeka", "Nwosu"), ("Ana", "de Souza"),
     ("Zoë", "Quist-Arden")],
    known=["Nwosu Hall Primary School"],
)  # fmt: skip


def found(text: str, *allowed: str) -> list[tuple[str, Kind]]:
    return [(text[each.start : each.end], each.kind) for each in find({"f": text}, PEOPLE, allowed)]


@pytest.mark.parametrize(
    ("text", "said", "kind"),
    [
        ("It named Ava Field twice.", "Ava Field", Kind.NAME),
        ("It named Field, Ava twice.", "Field, Ava", Kind.NAME),
        ("A. Field was told.", "A. Field", Kind.NAME),
        ("We rang Mrs Field.", "Mrs Field", Kind.NAME),
        ("It was Ava's record.", "Ava", Kind.GIVEN_NAME),
        ("May Rose is in year 3.", "May Rose", Kind.NAME),
        ("SIÂN PRICE", "SIÂN PRICE", Kind.NAME),
        ("Aoife O'Neill's record", "Aoife O'Neill", Kind.NAME),
        ("Jean-Luc Ba", "Jean-Luc Ba", Kind.NAME),
        ("sian price and Sian Price", "Sian Price", Kind.NAME),
        ("as typed on a phone: aoife o'neill", "aoife o'neill", Kind.NAME),
        ("Chidi E. Nwosu was told.", "Chidi E. Nwosu", Kind.NAME),
        ("It is Ana Maria de Souza here.", "Ana Maria de Souza", Kind.NAME),
        ("Zoe Arden has it.", "Zoe Arden", Kind.NAME),
        ("Ring Dr. Price.", "Dr. Price", Kind.NAME),
        ("It went to the Quist-Arden family.", "Quist-Arden", Kind.SURNAME),
        ("Write to a.b@example.org now", "a.b@example.org", Kind.EMAIL),
        ("Ring 01632 960142.", "01632 960142", Kind.PHONE),
        ("Ring +44 (0)7700 900142.", "+44 (0)7700 900142", Kind.PHONE),
        ("UPN P207000016049 was shown", "P207000016049", Kind.UPN),
        ("NHS 943 476 5919", "943 476 5919", Kind.NHS_NUMBER),
        ("NI AB 12 34 56 C", "AB 12 34 56 C", Kind.NI_NUMBER),
    ],
)
def test_what_should_not_leave_is_found_where_it_stands(text: str, said: str, kind: Kind) -> None:
    assert found(text) == [(said, kind)]
    assert SUGGESTIONS[kind]


@pytest.mark.parametrize(
    "text",
    [
        "In May the school will move to the Hall beside the Rose garden.",
        "Will a young person see it? May we ask?",
        "The field was empty and ava is no word.",
        "Records 1234567890, invoice 20261122-0042, year 2026.",
        "A801200005001 fails its check letter; 943 476 5918 too.",
        "On 20 November 2026, 214 pupils; ICO 0303.",
        "The ICO reference is IC-123456-A1B2.",
        "Nwosu Hall Primary School is near the Price Centre. Price lists were shown.",
        "In March and April the Head wrote to the Young Carers group in West Kent.",
        "It is the king's price. rose hall and may rose are places.",
    ],
)
def test_everyday_words_and_other_numbers_raise_no_alarm(text: str) -> None:
    assert found(text) == []


def test_dpo_and_regulator_may_be_named() -> None:
    text = "Chris Williams, DPO@service.example.org, 01632 960199"

    assert found(text, "dpo@service.example.org", "01632960199") == []
    assert len(found(text)) == 2


def test_findings_come_by_field_and_do_not_overlap() -> None:
    texts = {"b": "Ava Field, ava.field@example.org", "a": "nothing", "c": "Ava"}
    places = find(texts, PEOPLE)

    assert [(each.field, each.kind) for each in places] == [
        ("b", Kind.NAME),
        ("b", Kind.EMAIL),
        ("c", Kind.GIVEN_NAME),
    ]
    assert places[0].suggestion.startswith("Write ‘a pupil’")


NAMES = st.sampled_from([("Ava", "Nwosu"), ("Chidi", "Okonkwo"), ("Siân", "Quist-Arden")])
FILLER = st.lists(st.sampled_from(["we", "saw", "the", "list", "of", "it", "and"]), max_size=6)


@given(FILLER, NAMES, FILLER, st.sampled_from(["{0} {1}", "{1}, {0}", "{0[0]}. {1}", "Mrs {1}"]))
def test_a_full_name_is_found_wherever_it_stands(
    before: list[str], name: tuple[str, str], after: list[str], how: str
) -> None:
    written = how.format(*name)
    text = " ".join([*before, written, *after])
    places = find({"f": text}, People([name]))
    assert [(text[each.start : each.end], each.kind) for each in places] == [(written, Kind.NAME)]


@given(st.text(max_size=300))
def test_any_text_gives_places_inside_it_in_order(text: str) -> None:
    places = find({"f": text}, PEOPLE)
    ends = [0, *(each.end for each in places)]
    assert all(0 <= each.start < each.end <= len(text) for each in places)
    assert all(each.start >= end for each, end in zip(places, ends, strict=False))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,", max_size=200))
def test_everyday_words_alone_are_never_pointed_out(text: str) -> None:
    everyday = People([("May", "King"), ("Rose", "Price"), ("Will", "Young")])
    assert find({"f": text}, everyday) == ()


def test_ten_thousand_names_are_asked_once_a_word() -> None:
    def spelled(number: int) -> str:
        return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")

    many = People([(f"Fo{spelled(n)}", f"Su{spelled(n % 3000)}") for n in range(10_000)])
    words = " ".join(chr(97 + number % 26) * 5 + " Monday" for number in range(5_000))

    assert find({"f": words}, many) == ()
    assert len(find({"f": f"{words} Foaaaab Suaaaab"}, many)) == 1


@pytest.mark.parametrize("text", ["a" * 400_000, f"a@{'a-' * 200_000}", f"+44{' ' * 400_000}"])
def test_a_long_text_is_gone_through_once(text: str) -> None:
    """Where it were gone through again from each of its places, this would take minutes."""
    assert find({"f": text}, PEOPLE) == ()
