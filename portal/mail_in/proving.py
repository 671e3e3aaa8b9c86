"""Whether a message is from whom it says, as the school's own mail server has found out.

That server checks DMARC (RFC 7489) and writes the result above the message (RFC 8601). What others
wrote there, or no server of that name, proves nothing.
"""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesHeaderParser
from typing import Final

from portal.rules.facts import ByMail

_DMARC: Final = re.compile(r"\bdmarc=(\w+)", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"\bheader\.from=([\w.-]+)", re.IGNORECASE)


def proof(raw: bytes, sender: str, server: str) -> ByMail:
    """What is known of `sender`, the plain address that the message says it is from.

    The topmost result of `server` counts: it is the last that was written. One that holds more than
    one verdict or domain may quote what the sender made up, and proves nothing.
    """
    above = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    results = [str(each) for each in above.get_all("Authentication-Results", ())]
    ours = next((each for each in results if server and _server(each) == server.lower()), "")
    domain = sender.rpartition("@")[2]
    found = [each.lower() for each in _DOMAIN.findall(ours)]
    passed = [each.lower() for each in _DMARC.findall(ours)] == ["pass"]
    one_sender = len(above.get_all("From", ())) == 1
    return ByMail.PROVED if passed and one_sender and found == [domain] else ByMail.UNPROVED


def _server(result: str) -> str:
    """The name before the first semicolon, without a version."""
    return result.partition(";")[0].strip().lower().partition(" ")[0]
