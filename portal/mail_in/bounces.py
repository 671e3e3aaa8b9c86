"""Word of what could not be delivered (RFC 3464), or was not wanted (RFC 5965)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.parser import BytesHeaderParser
from enum import StrEnum
from typing import Final
from uuid import UUID

_OURS: Final = re.compile(
    r"<(notice|alert|digest|ack|question)"
    r"\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.[0-9a-f]{16})?@"
)


class Bounce(StrEnum):
    """What became of it."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Ours:
    """A mail of ours, by the Message-ID that it was given."""

    kind: str
    """'notice', 'alert', 'digest', 'ack' or 'question'."""
    id: UUID


@dataclass(frozen=True, slots=True)
class Returned:
    """One of our mails, and what became of it."""

    mail: Ours
    bounce: Bounce


def ours(message_id: str) -> Ours | None:
    """The mail of ours with this Message-ID, as far as the id says."""
    found = _OURS.match(message_id.strip())
    return Ours(found[1], UUID(found[2])) if found else None


def read(raw: bytes) -> Returned | None:
    """What a report says of a mail of ours; None for anything else, however damaged."""
    above = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    if above.get_content_type() != "multipart/report":
        return None
    try:
        return _returned(message_from_bytes(raw, policy=policy.compat32))
    except Exception:  # noqa: BLE001 - as parts in parts without end: the parser raises anything
        return None


def _returned(message: Message) -> Returned | None:
    parts = {part.get_content_type(): part for part in message.walk()}
    what = _what(parts)
    original = _original(parts)
    return Returned(original, what) if what and original else None


def _what(parts: dict[str, Message]) -> Bounce | None:
    if "message/feedback-report" in parts:
        return Bounce.COMPLAINT
    status = parts.get("message/delivery-status")
    if status is None:
        return None
    fields = _fields(status)
    action, code = fields.get("action", ""), fields.get("status", "")
    if action == "failed":
        return Bounce.SOFT if code.startswith("4") else Bounce.HARD
    return Bounce.SOFT if action == "delayed" else None


def _fields(status: Message) -> dict[str, str]:
    """The fields of all blocks: of the message first, of its one recipient then."""
    blocks = status.get_payload()
    found: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, Message):
            found |= {name.lower(): str(value).strip().lower() for name, value in block.items()}
    return found


def _original(parts: dict[str, Message]) -> Ours | None:
    for kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
        payload = parts[kind].get_payload() if kind in parts else ""
        inner = payload[0] if isinstance(payload, list) and payload else payload
        if isinstance(inner, Message):  # never laid out again: long headers take minutes
            return ours(str(inner.get("Message-ID", "")))
        for line in str(inner).splitlines():
            if line.lower().startswith("message-id:"):
                return ours(line.partition(":")[2])
    return None
