"""The secret address of one's diary feed: made, replaced, withdrawn; each in a short transaction.

The secret is worked out from the address's id and the master key, and only a hash of it is stored.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from portal.models.diary import DiaryFeedRow
from portal.store.school import diary
from tenants.db import open_session, uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from portal.crypto import KeyRing
    from portal.host import Services
    from tenants.db import Scope


def make_feed(services: Services, scope: Scope, person_id: UUID) -> None:
    """Give the person a new address; the one they had answers no more."""
    ident, now = uuid7(), services.clock.now()
    with open_session(services.engine, scope) as session, session.begin():
        diary.withdraw_feeds(session, person_id, now)
        session.add(
            DiaryFeedRow(
                id=ident,
                person_id=person_id,
                token_hash=_hashed(_secret(services.keyring, ident)),
                made_at=now,
            )
        )


def withdraw_feed(services: Services, scope: Scope, person_id: UUID) -> None:
    """The person's address answers no more."""
    with open_session(services.engine, scope) as session, session.begin():
        diary.withdraw_feeds(session, person_id, services.clock.now())


def secret_of(keyring: KeyRing, feed: DiaryFeedRow) -> str:
    """The address's secret; '' where the master key is another one by now."""
    secret = _secret(keyring, feed.id)
    return secret if hmac.compare_digest(_hashed(secret), feed.token_hash) else ""


def reader(services: Services, secret: str) -> UUID | None:
    """The person whose address this is."""
    return diary.find_reader(services.engine, _hashed(secret))


def _secret(keyring: KeyRing, ident: UUID) -> str:
    proof = hmac.digest(keyring.derived("diary feed"), ident.bytes, hashlib.sha256)
    return urlsafe_b64encode(proof).rstrip(b"=").decode()


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
