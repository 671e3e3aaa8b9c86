"""What a part is: some fields of `SchoolFacts` for each of these schools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

Fields = dict[UUID, dict[str, object]]
Part = Callable[[Session, Sequence[UUID], datetime], Fields]


def of_these(entity: Any, schools: Sequence[UUID]) -> ColumnElement[bool]:  # noqa: ANN401 - any mapped class
    """Rows of these schools: one parameter, however many."""
    found: ColumnElement[bool] = entity.school_id == any_(literal(list(schools), ARRAY(Uuid)))
    return found
