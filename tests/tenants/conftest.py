from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.databases import Database, engine_of
from tests.tenants.world import World


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[sa.Engine]:
    engine = engine_of(database.app_url)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: sa.Engine) -> World:
    return World(engine)
