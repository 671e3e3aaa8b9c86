"""The audit chain: append at the end of a transaction, and verify.

Each entry says what happened by ids, kinds, times and clause, with a salted hash of the content and
never the content itself: erasing an incident destroys the salt and leaves the chain whole.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.models.audit import AuditRow
from tenants import directory
from tenants.db import Scope, lock_school, open_session, uuid7
from tenants.trips import Query, Rows, no_rows

BEGINNING = "0" * 64
"""What the first entry of a school follows."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found. `head` is the last good digest: noted elsewhere, it proves the end."""

    ok: bool
    entries: int
    first_bad: int | None
    """Position where the chain first fails; None when it holds."""
    head: str


def append(
    session: Session,
    school_id: UUID,
    kind: str,
    refs: Mapping[str, str],
    *,
    content: bytes | None = None,
    salt: bytes = b"",
    at: datetime,
) -> str:
    """Add one entry to the school's chain and give its digest. Call it last in the transaction.

    From here to the commit, other writers of the school wait. `refs` holds ids, kinds and clauses;
    `content` is hashed with `salt` (kept with the incident's key) and not stored.
    """
    lock_school(session, school_id)
    position, previous = Query(_LAST, {"school": school_id}, _after).within(session)
    entry: dict[str, object] = {
        "school": str(school_id),
        "position": position,
        "kind": kind,
        "at": at.astimezone(UTC).isoformat(),
        "refs": dict(refs),
    }
    if content is not None:
        entry["content"] = content_hash(content, salt)
    body = canonical(entry)
    digest = link(previous, body)
    row = {
        "school_id": school_id,
        "id": uuid7(),
        "position": position,
        "body": body,
        "previous": previous,
        "digest": digest,
    }
    Query(_APPEND, row, no_rows).within(session)
    return digest


def _after(last: Rows) -> tuple[int, str]:
    """The position of the next entry, and the digest that it follows."""
    return (last[0][0] + 1, last[0][1]) if last else (1, BEGINNING)


def verify(session: Session, school_id: UUID) -> Verification:
    """Walk the school's chain from its beginning and say where, if anywhere, it fails."""
    statement = (
        select(AuditRow.position, AuditRow.body, AuditRow.previous, AuditRow.digest)
        .where(AuditRow.school_id == school_id)
        .order_by(AuditRow.position)
        .execution_options(yield_per=1000)
    )
    with session.execute(statement) as rows:
        return walk(school_id, rows)


def verify_all(engine: Engine) -> dict[UUID, Verification]:
    """Verify the chain of every organisation, each in its own scope."""
    found = {}
    for school_id in directory.list_organisations(engine):
        with open_session(engine, Scope.of(school_id)) as session:
            found[school_id] = verify(session, school_id)
    return found


def walk(school_id: UUID, entries: Iterable[tuple[int, str, str, str]]) -> Verification:
    """Check (position, body, previous, digest) in order; an entry says itself where it belongs."""
    head, count = BEGINNING, 0
    for position, body, previous, digest in entries:
        count += 1
        said = _read(body)
        whole = (
            position == count
            and previous == head
            and digest == link(previous, body)
            and said.get("position") == position
            and said.get("school") == str(school_id)
        )
        if not whole:
            return Verification(ok=False, entries=count, first_bad=count, head=head)
        head = digest
    return Verification(ok=True, entries=count, first_bad=None, head=head)


def canonical(entry: Mapping[str, object]) -> str:
    """JSON with sorted keys, no spaces and plain ASCII: the same text wherever it is made."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def link(previous: str, body: str) -> str:
    """The digest of an entry that follows `previous`, as 64 hexadecimal digits."""
    return sha256(f"{previous}\n{body}".encode()).hexdigest()


def content_hash(content: bytes, salt: bytes) -> str:
    """HMAC-SHA-256 of the content, in hexadecimal; without the salt it tells nothing."""
    return hmac.new(salt, content, sha256).hexdigest()


_LAST: Final = """
select position, digest from portal_audit
 where school_id = %(school)s order by position desc limit 1
"""
_APPEND: Final = """
insert into portal_audit (school_id, id, position, body, previous, digest)
values (%(school_id)s, %(id)s, %(position)s, %(body)s, %(previous)s, %(digest)s)
"""


def _read(body: str) -> Mapping[str, object]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
