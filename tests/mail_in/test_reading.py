"""Messages read as far as they can be: whatever is sent, nothing is raised and nothing runs."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.mail_in import bounces, reading
from portal.mail_in.bounces import Bounce
from portal.mail_in.plain import text_of
from tests.mail_in.messages import TO, complaint, message, report

ID = UUID("01890000-0000-7000-8000-000000000001")


def test_headers_are_read_decoded_and_plain() -> None:
    raw = message(
        sender="=?utf-8?q?Zo=C3=AB?= <Zoe@Example.ORG>",
        subject="Bin\nday INC-2026-0001".replace("\n", " "),
        In_Reply_To="<a@b>",
        References="<c@d> <a@b>",
        Delivered_To="Reports+X@School.example.org",
        Received="from a by b; Fri, 23 Oct 2026 16:10:00 +0100",
    )
    above = reading.headers(raw)
    assert (above.sender, above.name) == ("zoe@example.org", "Zoë")
    assert above.delivered_to == ("reports+x@school.example.org",)
    assert above.to == (TO,)
    assert above.answers == ("<a@b>", "<c@d>", "<a@b>")
    assert above.received_at == datetime(2026, 10, 23, 15, 10, tzinfo=UTC)
    assert not above.automatic


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner=x"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"List_Id": "<news.example.org>"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@mx.example.net"},
    ],
)
def test_machines_are_known_by_their_headers(header: dict[str, str]) -> None:
    assert reading.headers(message(**header)).automatic  # type: ignore[arg-type]  # headers by name


def test_a_person_is_no_machine() -> None:
    for header in ({}, {"Auto_Submitted": "no"}, {"Return_Path": "<jo@home.example.net>"}):
        assert not reading.headers(message(**header)).automatic  # type: ignore[arg-type]  # headers by name


def test_html_is_words_alone() -> None:
    html = (
        "<html><head><title>T</title><style>p{}</style></head><body><script>alert(1)</script>"
        "<p>Dear&nbsp;Head,<br>it &lt;b&gt; <a href='http://x'>went</a> astray.</p>"
        "<img src=x onerror=alert(1)><ul><li>one<li>two</ul></body></html>"
    )
    assert text_of(html) == "Dear Head,\nit <b> went astray.\n\n- one\n- two"
    assert reading.body(message(html, html=True)).text == text_of(html)


def test_attachments_are_found_beside_the_text_and_messages_inside() -> None:
    inner = message("Inside.")
    raw = message(files=(("a.csv", b"a;b"), ("b.png", b"\x89PNG")))
    found = reading.body(raw)
    assert [(each.name, each.content) for each in found.attached] == [
        ("a.csv", b"a;b"),
        ("b.png", b"\x89PNG"),
    ]
    forwarded = (
        b"From: a@b.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
        b"Content-Type: text/plain\n\nSee below.\n--B\nContent-Type: message/rfc822\n\n"
        + inner
        + b"\n--B--\n"
    )
    body = reading.body(forwarded)
    assert (body.text, body.attached[0].name) == ("See below.", "message.eml")
    assert b"Inside." in body.attached[0].content


@given(st.binary(max_size=400) | st.binary(max_size=300).map(lambda b: message() + b))
def test_nothing_that_is_sent_raises(raw: bytes) -> None:
    reading.headers(raw)
    reading.body(raw)
    bounces.read(raw)


@given(st.text(max_size=200))
def test_no_header_value_raises(value: str) -> None:
    raw = b"".join(
        name + b": " + value.replace("\n", " ").encode("utf-8", "surrogatepass") + b"\r\n"
        for name in (b"From", b"To", b"Subject", b"Content-Type", b"Received", b"Message-ID")
    )
    above = reading.headers(raw + b"\r\n\r\nHello")
    assert "\n" not in above.subject
    reading.body(raw + b"\r\n\r\nHello")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (report(f"<notice.{ID}@example.org>"), Bounce.HARD),
        (report(f"<notice.{ID}@example.org>", status="4.2.2"), Bounce.SOFT),
        (report(f"<notice.{ID}@example.org>", status="4.4.1", action="delayed"), Bounce.SOFT),
        (complaint(f"<notice.{ID}@example.org>"), Bounce.COMPLAINT),
    ],
)
def test_reports_about_our_mail_are_understood(raw: bytes, what: Bounce) -> None:
    returned = bounces.read(raw)
    assert returned is not None
    assert (returned.bounce, returned.mail.kind, returned.mail.id) == (what, "notice", ID)


@pytest.mark.parametrize(
    "raw",
    [
        message(),
        report("<somebody-elses@example.net>"),
        report(f"<notice.{ID}@example.org>", action="delivered", status="2.0.0"),
    ],
)
def test_anything_else_is_no_bounce(raw: bytes) -> None:
    assert bounces.read(raw) is None


NESTED = b"".join(
    b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(900)
)


@pytest.mark.parametrize(
    "raw",
    [
        NESTED,
        b"From: " + b"(" * 5000 + b"\n\nHello",
        b"From: =?utf-8?b?a?= <a@example.org>\nSubject: =?utf-8?b?a?=\n\nHello",
        b"Received: by mx; Fri, 31 Dec 9999 23:59:59 -2300\n\nHello",
    ],
    ids=["parts in parts", "comments in comments", "cut off in a word", "after all days"],
)
def test_no_message_keeps_those_behind_it_from_being_read(raw: bytes) -> None:
    assert bounces.read(raw) is None
    reading.headers(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"To: " + b"a" * 1_000_000 + b"\n\nHello",
        b"Subject: " + b"=?a?q?" * 100_000 + b"\n\nHello",
        b"Content-Type: text/plain;" + b"a*0*=x;\n " * 100_000 + b"\n\nHello",
        b"Content-Type: multipart/mixed; boundary=b\n" + b"\n--b\n\nHello" * 100_000,
        b"Content-Type: text/html\n\n<" + b"a" * 1_000_000,
        *(
            b"Content-Type: text/html\n\n" + piece * 100_000
            for piece in (b"<a b='", b"<!--", b"<!-- >", b"<", b"<![", b"<script>")
        ),
        *(
            b"Content-Type: multipart/%s; boundary=b\n\n--b\nContent-Type: message/%s\n\n"
            b"Status: 5.0.0\nAction: failed\n\n--b\nContent-Type: message/rfc822\n\n"
            b"From: %s\n\nHello\n--b--" % (*kinds, b"\xc3\xa9 " * 50_000)
            for kinds in ((b"mixed", b"rfc822"), (b"report", b"delivery-status"))
        ),
    ],
    ids=[
        "address",
        "word",
        "header",
        "parts",
        "tag",
        "quote",
        "comment",
        "comments",
        "open",
        "section",
        "script",
        "forwarded",
        "returned",
    ],
)
def test_a_long_message_is_gone_through_once(raw: bytes) -> None:
    """Where it were gone through once for each of its marks, this would take hours."""
    reading.headers(raw)
    reading.body(raw)
    bounces.read(raw)


def test_comments_and_what_does_not_end_are_not_words() -> None:
    assert text_of("<p>A<!-- <b> > not this -->B &amp; C</p><!-- nor this") == "AB & C"
    assert text_of("1 < 2<style>p > a {}</style>, said <b>we</b>") == "1 < 2 , said we"
