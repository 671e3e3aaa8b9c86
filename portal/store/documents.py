"""Facts, drafts and the like, sealed: encrypted JSON, bound to table, column and row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from portal.crypto import seal, unseal
from portal.rules.facts import Facts

if TYPE_CHECKING:
    from uuid import UUID

T = TypeVar("T")


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(shape: type[T]) -> TypeAdapter[T]:
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def to_json(value: object, shape: type | None = None) -> bytes:
    """Any of our frozen dataclasses as JSON."""
    adapter: TypeAdapter[Any] = _adapter(shape or type(value))
    return adapter.dump_json(value)


def from_json(shape: type[T], body: bytes) -> T:
    """The dataclass again; fields that an older version did not know take their defaults."""
    return _adapter(shape).validate_json(body)


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
