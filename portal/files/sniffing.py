"""What a file is, by its content: its name only says what it claims to be."""

from __future__ import annotations

from typing import Final

from puremagic import PureError, magic_string

from portal.errors import Refused
from portal.rules.investigation.evidence import ALLOWED, TEXT, alike, extension

HEAD_BYTES: Final = 16 * 1024
"""How much of the beginning is looked at."""

_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
"""How programs begin; refused whatever else they look like."""


def check_type(name: str, head: bytes) -> None:
    """Raise Refused unless the type is allowed and the content is of that type."""
    claimed = extension(name)
    if claimed not in ALLOWED:
        raise Refused(
            f"{name} is of a type that is not taken. Send a PDF, a picture, a document, a "
            "spreadsheet, an e-mail (.eml) or plain text.",
            field="files",
        )
    if head.startswith(_PROGRAMS) or not _is(claimed, head):
        raise Refused(
            f"{name} is not what its name says: its content is of another type. "
            "Save it once more in its own program, or send a picture of it.",
            field="files",
        )


def _is(claimed: str, head: bytes) -> bool:
    if claimed in TEXT:
        return b"\0" not in head
    try:
        found = magic_string(head)
    except (PureError, ValueError):
        found = []
    looks_like = {match.extension.removeprefix(".").lower() for match in found}
    if claimed == "eml":
        return b"\0" not in head and (not looks_like or "eml" in looks_like)
    return bool(looks_like & alike(claimed))
