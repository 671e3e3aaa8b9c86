"""Facts, drafts and the like as sealed documents: JSON, encrypted, bound to table, column and row."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from portal.crypto import seal, unseal
from portal.rules.facts import Facts

if TYPE_CHECKING:
    from uuid import UUID

T = TypeVar("T")


@cache
def _adapter(shape: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def to_json(value: object, shape: type[Any] | None = None) -> bytes:
    """Any of our frozen dataclasses as JSON."""
    return _adapter(shape or type(value)).dump_json(value)


def from_json(shape: type[T], body: bytes) -> T:
    """The dataclass again; fields that an older version did not know take their defaults."""
    found: T = _adapter(shape).validate_json(body)
    return found


def seal_facts(key: bytes, facts: Facts) -> bytes:
    """The facts of an incident, for `portal_incident.facts`."""
    return seal(key, to_json(facts), table="portal_incident", column="facts", row=facts.incident_id)


def unseal_facts(key: bytes, body: bytes, incident_id: UUID) -> Facts:
    """The facts back."""
    return from_json(
        Facts, unseal(key, body, table="portal_incident", column="facts", row=incident_id)
    )


def seal_text(key: bytes, text: str, *, table: str, column: str, row: UUID) -> bytes:
    """A short text."""
    return seal(key, text.encode(), table=table, column=column, row=row)


def unseal_text(key: bytes, body: bytes, *, table: str, column: str, row: UUID) -> str:
    """The text back."""
    return unseal(key, body, table=table, column=column, row=row).decode()
