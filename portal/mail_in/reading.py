"""One message as it came, read as far as it can be: nothing that anybody sends raises an error."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from portal.mail_in.plain import text_of
from portal.rules.plain_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TEXT: Final = 20_000
"""Characters of a message that are kept as text."""
MOST_HEADER: Final = 20_000
"""Characters of a header that are read: decoding takes the square of them."""
MOST_PARTS: Final = 500
"""Lines of a message that may begin a part of it."""
_LONG_HEADER: Final = re.compile(
    rb"^Content-[\w-]+:(?:[^\n]|\n[ \t]){2000}", re.IGNORECASE | re.MULTILINE
)
"""Of a part: the standard parser takes more than the square of its parameters."""
_MARK: Final = r"[\w.!#$%&'*/=?^`{|}~+-]"
_ADDRESS: Final = re.compile(rf"(?<!{_MARK}){_MARK}+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
"""Begins nowhere within a word: a long one without an address is gone through once."""
_ID: Final = re.compile(r"<[^<>\s]+>")
_DELIVERED_TO: Final = ("Delivered-To", "X-Original-To", "Envelope-To")
_WRITTEN_TO: Final = ("To", "Cc")
_KEPT: Final = frozenset(
    {"subject", "mime-version", "content-type", "content-transfer-encoding", "content-disposition"}
)
"""Of an anonymous message."""
_AS_IT_CAME: Final = policy.default.clone(refold_source="none", utf8=True)
"""Headers are written as they were read: laid out anew, a small one can take minutes. Without UTF-8
Python 3.13 lays out anew whatever is not ASCII.
"""
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply"})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Headers:
    """What stands above a message; '' and () for what is missing or makes no sense."""

    message_id: str
    """As it says, or made from the message itself."""
    sender: str
    """The plain address, in small letters."""
    name: str
    delivered_to: tuple[str, ...]
    """As the servers on its way say."""
    to: tuple[str, ...]
    """As whoever wrote it says."""
    subject: str
    answers: tuple[str, ...]
    """Message-IDs that it refers to."""
    automatic: bool
    """No person wrote it: answers to it would be answered by a machine, for ever."""
    received_at: datetime | None
    """When our own server took it: the topmost trace is the last."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says and carries."""

    text: str
    attached: tuple[Attached, ...]
    readable: bool = True


def unnamed(raw: bytes) -> bytes:
    """The message with its subject and content, and without all that says who wrote it and whence.

    The same message gives the same bytes. What somebody writes of themselves stays.
    """
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        for name in {each.lower() for each in message} - _KEPT:
            del message[name]
        return message.as_bytes()
    except Exception:  # noqa: BLE001 - as parts in parts without end: the parser raises anything
        return b"\n" + raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]


def headers(raw: bytes) -> Headers:
    """The headers, however damaged."""
    found = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    name, address = _from(found)
    ids = _ID.findall(_text(found, "Message-ID"))
    return Headers(
        message_id=ids[0] if ids else f"<{hashlib.sha256(raw).hexdigest()}@no-id>",
        sender=address.strip().lower() if _ADDRESS.fullmatch(address.strip()) else "",
        name=clean(name),
        delivered_to=_addresses(found, _DELIVERED_TO),
        to=_addresses(found, _WRITTEN_TO),
        subject=clean(_text(found, "Subject")),
        answers=tuple(_ID.findall(f"{_text(found, 'In-Reply-To')} {_text(found, 'References')}")),
        automatic=_is_automatic(found),
        received_at=_received_at(found),
    )


def body(raw: bytes) -> Body:
    """Text and attachments; `readable` is False where no sense can be made of the message."""
    if raw.count(b"\n--") > MOST_PARTS or _LONG_HEADER.search(raw):
        return Body("", (), readable=False)
    try:
        message = message_from_bytes(raw, EmailMessage, policy=policy.default)
        attached = tuple(_attached(message))
        text = _words(message)
    except Exception:  # noqa: BLE001 - the standard parser raises whatever it stumbles over
        return Body("", (), readable=False)
    readable = bool(text or attached) or not raw.partition(b"\n\n")[2].strip()
    return Body(clean(text, lines=True)[:MOST_TEXT], attached, readable)


def _words(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    content = _decoded(part)
    return text_of(content) if part.get_content_subtype() == "html" else content


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)  # noqa: S101 - a text part is no multipart
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a character set that nobody knows
        return payload.decode("latin-1")


def _attached(message: EmailMessage) -> Iterator[Attached]:
    """Every named part and every message inside, apart from the text itself."""
    texts = {id(message.get_body((kind,))) for kind in ("plain", "html")}
    for part in message.walk():
        name = part.get_filename()
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            forwarded = inner[0] if isinstance(inner, list) and inner else None
            content = b""
            if isinstance(forwarded, Message):
                content = forwarded.as_bytes(policy=_AS_IT_CAME)
            yield Attached(name or "message.eml", content)
        elif _is_file(part) and id(part) not in texts:
            payload = part.get_payload(decode=True)
            yield Attached(name or "file", payload if isinstance(payload, bytes) else b"")


def _is_file(part: Message) -> bool:
    named = part.get_filename() or part.get_content_disposition() == "attachment"
    return bool(named) and not part.is_multipart()


def _addresses(found: Message, names: tuple[str, ...]) -> tuple[str, ...]:
    """In small letters, each once."""
    every = (each for name in names for each in _ADDRESS.findall(_text(found, name)))
    return tuple(dict.fromkeys(each.lower() for each in every))


def _is_automatic(found: Message) -> bool:
    submitted = _text(found, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or _text(found, "Precedence").strip().lower() in _BULK
        or "List-Id" in found
        or "X-Autoreply" in found
        or _text(found, "Return-Path").strip() == "<>"
        or _from(found)[1].lower().startswith(("mailer-daemon@", "postmaster@"))
    )


def _received_at(found: Message) -> datetime | None:
    trace = _text(found, "Received").rpartition(";")[2].strip()
    try:
        at = parsedate_to_datetime(trace)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, IndexError, OverflowError):
        return None


def _from(found: Message) -> tuple[str, str]:
    """Name and address of the sender."""
    try:
        return parseaddr(_text(found, "From"))
    except RecursionError:  # comments in comments
        return "", ""


def _text(found: Message, name: str) -> str:
    """The first header of this name, decoded."""
    value = str(found.get(name, ""))[:MOST_HEADER]
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError, HeaderParseError):
        return value.encode("ascii", "replace").decode()
