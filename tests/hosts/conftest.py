from collections.abc import Iterator

import pytest
from flask import Flask

from tests.databases import Database
from tests.portal_app import dispose, make_app


@pytest.fixture(scope="module")
def app(demo_database: Database) -> Iterator[Flask]:
    """The standalone app as it runs, with its checks of forms."""
    made = make_app(demo_database)
    yield made
    dispose(made)
