"""An incident that was just reported, at either school, and its pages."""

import pytest
from flask import Flask

from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages


@pytest.fixture
def wormley(portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock) -> Pages:
    return Pages(portal_app, client_for, demo, "wormley")


@pytest.fixture
def wentworth(portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock) -> Pages:
    return Pages(portal_app, client_for, demo, "wentworth")
