"""A school for the desk's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.databases import Database, engine_of
from tests.desk.world import School, make_school


@pytest.fixture
def school(database: Database) -> Iterator[Callable[[str], School]]:
    """Make a school under a variant: `school("wormley")`; each call makes another."""
    engine = engine_of(database.app_url)
    yield lambda variant: make_school(engine, variant)
    engine.dispose()
