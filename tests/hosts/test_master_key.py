"""Another master key: what the one before sealed, schools' and phones', is sealed anew."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.settings import Settings, WrongSetting
from portal.store.keys import school_key
from standalone.users import SecondStep, db
from tenants.db import Scope, open_session
from tests.databases import Database
from tests.hosts.pages import send, signed_in_as
from tests.hosts.test_second_step import CODE, HOME, NAME, set_up, with_password
from tests.portal_app import Demo, dispose, make_app

NEW = base64.b64encode(os.urandom(32)).decode()


def with_keys(database: Database, current: str, earlier: str = "") -> Flask:
    return make_app(database, PORTAL_MASTER_KEY=current, PORTAL_EARLIER_MASTER_KEYS=earlier)


def rewrap(app: Flask) -> tuple[int, str]:
    said = app.test_cli_runner().invoke(args=["portal", "keys", "rewrap"])
    dispose(app)
    return said.exit_code, said.output


def checked(app: Flask) -> str:
    return app.test_cli_runner().invoke(args=["portal", "check"]).output


@pytest.fixture
def before(demo_database: Database) -> Iterator[Flask]:
    """The app with its own key, which it has again afterwards."""
    app = make_app(demo_database)
    yield app
    rewrap(with_keys(demo_database, app.config["PORTAL_MASTER_KEY"], NEW))
    with app.app_context():
        db.session.execute(db.delete(SecondStep))
        db.session.commit()
    dispose(app)


def test_a_new_master_key_opens_all_after_one_command(
    before: Flask, demo_database: Database, demo: Demo
) -> None:
    """And the one before opens nothing any more."""
    old = before.config["PORTAL_MASTER_KEY"]
    with before.app_context():
        services = before.extensions["portal"].services()
        here = Scope.of(demo.schools["wormley"])
        with open_session(services.engine, here) as session, session.begin():
            schools_key = school_key(session, services.keyring, *here.schools)
    _, printed = set_up(with_password(before))

    code, said = rewrap(with_keys(demo_database, NEW))
    assert code == 1
    assert "Give that one as well" in said
    code, said = rewrap(with_keys(demo_database, NEW, old))
    assert code == 0
    assert said.startswith("2 keys"), "the school's, and what is shared with the phone"
    assert rewrap(with_keys(demo_database, NEW, old))[1].startswith("0 ")

    after = with_keys(demo_database, NEW)
    assert "PORTAL_MASTER_KEY" not in checked(after)
    client = with_password(after)
    assert send(client, CODE, code=printed[0]).location == HOME
    assert signed_in_as(client.get(HOME)) == NAME
    with after.app_context():
        services = after.extensions["portal"].services()
        with open_session(services.engine, here) as session:
            assert school_key(session, services.keyring, *here.schools) == schools_key
    dispose(after)
    assert "PORTAL_MASTER_KEY is not" in checked(before)


def test_an_earlier_key_that_is_none_is_refused_by_its_name() -> None:
    keys = {"PORTAL_MASTER_KEY": NEW, "PORTAL_EARLIER_MASTER_KEYS": f"{NEW} short"}
    with pytest.raises(WrongSetting, match="PORTAL_EARLIER_MASTER_KEYS"):
        Settings.from_config(keys)
