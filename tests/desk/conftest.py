"""A school for the desk's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine

from tests.databases import Database
from tests.desk.world import School, make_school


@pytest.fixture
def school(database: Database) -> Iterator[Callable[[str], School]]:
    """Make a school under a variant: `school("wormley")`; each call makes another."""
    engine = create_engine(database.app_url)
    yield lambda variant: make_school(engine, variant)
    engine.dispose()
