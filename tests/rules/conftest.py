from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from portal.rules.facts import Facts, Intake

SCHOOL = UUID(int=1)
INCIDENT = UUID(int=2)
REPORTED_AT = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)  # a Monday


@pytest.fixture(scope="session")
def make_facts() -> Callable[..., Facts]:
    """Facts of an incident reported on a Monday; anything of `Intake` by `intake=`."""

    def make(**known: Any) -> Facts:
        known.setdefault("reported_at", REPORTED_AT)
        known.setdefault("intake", Intake())
        return Facts(school_id=SCHOOL, incident_id=INCIDENT, reference="INC-2026-0001", **known)

    return make
