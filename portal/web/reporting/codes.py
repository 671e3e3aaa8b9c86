"""The receipt code: 16 digits that an anonymous reporter comes back with.

Made from the form's own key, so that the same form posted twice shows the same code. Only a keyed
hash of it is stored; without the keyring nobody can make it again.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from portal.crypto import index_hmac
from portal.store import incidents, keys
from portal.store.log import erased

if TYPE_CHECKING:
    from uuid import UUID

    from portal.rules.facts import Follows
    from portal.web.visiting import Visit

DIGITS, GROUP = 16, 4


def code_of(visit: Visit, once: UUID) -> str:
    """The code of the report that this form makes; digits only."""
    key = visit.services.keyring.derived("receipt code")
    made = hmac.digest(key, once.bytes, hashlib.sha256)
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}}"


def in_groups(code: str) -> str:
    """'1234 5678 9012 3456'."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def digits(typed: str) -> str:
    """What somebody typed, without spaces and hyphens."""
    return "".join(mark for mark in typed if mark.isascii() and mark.isdigit())


def beginning(visit: Visit, code: str) -> str:
    """What codes that begin alike have in common, without saying how they begin."""
    key = visit.services.keyring.derived("receipt code begins")
    return hmac.new(key, code[:GROUP].encode(), hashlib.sha256).hexdigest()[:GROUP]


def erased_by(visit: Visit, code: str) -> Follows | None:
    """The erased incident with this code."""
    found = incident_of(visit, code)
    return erased.find_follows(visit.session, visit.scope, None, found) if found else None


def incident_of(visit: Visit, code: str) -> UUID | None:
    """The incident with this code at the visit's school; looked up by its keyed hash."""
    school_key = keys.school_key(visit.session, visit.services.keyring, visit.here)
    return incidents.find_by_receipt(visit.session, visit.scope, index_hmac(school_key, code))
