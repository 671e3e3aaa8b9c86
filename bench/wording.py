"""What the measured notices and letters say."""

from __future__ import annotations

from typing import Final

from portal.rules.telling.notice_parts import NOTICE_PARTS

PARTS: Final = tuple(
    (part.key, "A list was attached to an e-mail by mistake. We asked everybody to delete it.")
    for part in NOTICE_PARTS
)
"""Something under each heading, as long as people write it."""
