from __future__ import annotations

from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Undeliverable
from portal.notices import compose, from_school
from portal.notices.compose import message, subject, usable
from portal.rules.facts import NoticeText
from portal.rules.in_charge.roster import Holder, Roster
from portal.rules.plain_text import clean
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.envelope import About, Envelope, Sender
from portal.rules.telling.notice_parts import NOTICE_PARTS
from portal.settings import Settings
from portal.store.school.schools import School
from tenants.roles import Role
from tests.notices.conftest import SENT_AT


def bodies(mail: EmailMessage) -> tuple[str, str]:
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


@pytest.mark.clause("DBRP-5.16.1-4")
@pytest.mark.clause("DBRP-5.17")
def test_all_nine_parts_are_in_both_alternatives(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    text, html = bodies(message(words, envelope, sender, SENT_AT))
    headings = [heading.get_text() for heading in BeautifulSoup(html, "html.parser")("h2")]

    assert headings == [part.title for part in NOTICE_PARTS]
    for part in NOTICE_PARTS:
        assert part.title in text
    for _, written in words.parts:
        assert written.splitlines()[0] in text if written else True
    assert "Chris Williams: 01632 960199 or dpo@service.example.org" in text
    assert "health or medical notes" in text


@pytest.mark.clause("DBRP-5.16.1-4")
def test_while_the_dpo_is_away_whoever_stands_in_is_named_and_answers_too(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    away = replace(
        sender, stand_in_name="Piotr Zielinski", stand_in_email="piotr@service.example.org"
    )
    mail = message(words, envelope, away, SENT_AT)
    for body in bodies(mail):
        assert "Chris Williams is away at the moment" in body
        assert "Piotr Zielinski: piotr@service.example.org" in body
    assert [to.addr_spec for to in mail["Reply-To"].addresses] == [
        "dpo@service.example.org",
        "piotr@service.example.org",
    ]
    assert "away" not in bodies(message(words, envelope, sender, SENT_AT))[0]


def test_headers_name_one_recipient_and_no_mailing_list(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    mail = message(words, envelope, sender, SENT_AT)

    assert [to.addr_spec for to in mail["To"].addresses] == ["dana.field@example.org"]
    assert mail["Cc"] is None
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == f"<notice.{envelope.id}@alder.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail["Date"].datetime == SENT_AT
    assert mail["Message-ID"] == message(words, envelope, sender, SENT_AT)["Message-ID"]


def test_subject_names_the_school_and_nobody_else(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    said = message(words, envelope, sender, SENT_AT)["Subject"]

    assert said == subject(sender)
    assert not any(word in said for word in ("Ava", "Ben", "Dana", "Field", "health"))


def test_email_shows_neither_where_a_child_lives_nor_an_outside_picture(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    raw = message(words, envelope, sender, SENT_AT).as_string()
    _, html = bodies(message(words, envelope, sender, SENT_AT))

    assert "Mill Lane" not in raw
    assert not BeautifulSoup(html, "html.parser").select("img, link, script, iframe, a")


def test_siblings_with_different_data_get_a_line_each(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    about = (About("Ava Field", ("name", "health")), About("Ben Field", ("name",)))
    text, _ = bodies(message(words, replace(envelope, about=about), sender, SENT_AT))

    assert "- about Ava Field: name and health or medical notes\n" in text
    assert "- about Ben Field: name\n" in text


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (AddresseeKind.PUPIL, "information that we hold about you."),
        (AddresseeKind.ADULT, "information that we hold about you."),
        (AddresseeKind.PARENT, "information that we hold about Ava Field."),
        (AddresseeKind.AUTHORITY, "information that we hold about Ava Field."),
    ],
)
def test_opening_fits_who_is_written_to(
    to: AddresseeKind, said: str, words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    one = replace(envelope, to=to, about=(About("Ava Field", ("name",)),))
    text, _ = bodies(message(words, one, sender, SENT_AT))

    assert said in text
    assert "We are sorry." in text
    assert "write to nobody else about Ava Field" not in text


def test_the_authority_of_a_child_in_care_is_asked_who_else_is_told(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    asks = replace(envelope, to=AddresseeKind.AUTHORITY, about=(About("Ava Field"),), asks=True)
    for body in bodies(message(words, asks, sender, SENT_AT)):
        said = " ".join(body.split())
        assert "whether parents, carers or Ava Field should be told as well, and how" in said
        assert "we write to nobody else about Ava Field" in said


def test_markup_in_a_name_comes_out_as_text(
    words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    name = "<script>alert(1)</script> & {{ 7 * 7 }}"
    text, html = bodies(message(words, replace(envelope, name=name), sender, SENT_AT))

    assert f"Dear {name}," in text
    assert not BeautifulSoup(html, "html.parser")("script")
    assert "&lt;script&gt;" in html
    assert "49" not in html.partition("Dear")[2].partition("</p>")[0]


@given(name=st.text(max_size=80), child=st.text(max_size=80))
def test_no_name_adds_a_header_or_a_recipient(name: str, child: str) -> None:
    sender = Sender("School", (), "", "a@example.org", "D", "d@example.org", "1", "H", "Head")
    envelope = Envelope(
        id=UUID(int=7),
        to=AddresseeKind.PARENT,
        name=name + "\r\nBcc: other@example.org",
        about=(About(child + "\nTo: other@example.org"),),
        email="one@example.org",
    )
    mail = message(NoticeText(1, (), UUID(int=1), SENT_AT), envelope, sender, SENT_AT)
    back = mail.as_bytes().partition(b"\r\n\r\n")[0].lower()

    assert b"\r\nbcc:" not in back
    assert back.count(b"\r\nto:") + back.startswith(b"to:") == 1
    assert [to.addr_spec for to in mail["To"].addresses] == ["one@example.org"]


@given(name=st.from_regex(compose._PLAIN_NAME, fullmatch=True) | st.text(max_size=90))
def test_the_quick_line_of_an_addressee_is_the_standard_one(name: str) -> None:
    standard = compose._header("To", Address(clean(name), "sam.smith", "example.org"))
    assert compose._to(clean(name), "sam.smith@example.org") == standard


@pytest.mark.parametrize(
    "email",
    ["", "nobody", "a@b", "a@example.org, b@example.org", "A <a@example.org>", "a@exa mple.org",
     "a@example.org\nBcc: b@example.org", "ä@example.org", "a..b@example.org", "a@" + "b" * 300],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused(
    email: str, words: NoticeText, envelope: Envelope, sender: Sender
) -> None:
    assert not usable(email)
    with pytest.raises(Undeliverable, match="no e-mail address"):
        message(words, replace(envelope, email=email), sender, SENT_AT)


@pytest.mark.parametrize(
    ("roles", "signed"),
    [
        ((Role.CHIEF_EXECUTIVE, Role.HEAD), "Headteacher"),
        ((Role.CHAIR, Role.CHIEF_EXECUTIVE), "Chief executive"),
        ((Role.CHAIR,), ""),
    ],
)
def test_where_nobody_is_head_as_at_a_trusts_own_office_the_chief_executive_signs(
    roles: tuple[Role, ...], signed: str
) -> None:
    office = School(UUID(int=1), "office", "Trust", "", "", "", "", None, (), False, None, None)
    holders = tuple(Holder(UUID(int=2), role, role.value, "a@example.org") for role in roles)
    found = from_school.sender(office, Roster(holders), Settings(master_key=bytes(32)))
    assert found.signed_title == signed
