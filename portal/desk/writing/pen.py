"""What storing a record takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.crypto import seal
from portal.store import keys

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.crypto import KeyRing
    from portal.rules.facts import Facts


class Pen:
    """What storing a record needs: one transaction's session, keys and moment."""

    def __init__(
        self,
        session: Session,
        keyring: KeyRing,
        key: bytes,
        facts: Facts,
        now: datetime,
        done_at: datetime,
    ) -> None:
        self.session = session
        self.keyring = keyring
        self.key = key
        self.school_id = facts.school_id
        self.incident_id = facts.incident_id
        self.now = now
        self.done_at = done_at

    def seal(self, body: bytes, table: str, column: str, row: UUID) -> bytes:
        """Encrypt under the incident's key, bound to its place."""
        return seal(self.key, body, table=table, column=column, row=row)

    def school_key(self) -> bytes:
        """The school's key: what must be matched is hashed under it."""
        return keys.school_key(self.session, self.keyring, self.school_id)

    def of_incident(self) -> dict[str, UUID]:
        """The columns that every row beside an incident has."""
        return {"school_id": self.school_id, "incident_id": self.incident_id}
