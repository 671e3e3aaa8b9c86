"""The plugin in the host of docs/HOST.md, exactly as it is printed there."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import login_user
from flask_wtf import CSRFProtect
from sqlalchemy import create_engine, text

from tests.databases import Database
from tests.hosts.pages import signed_in_as
from tests.portal_app import Demo

GUIDE = Path(__file__).parents[2] / "docs" / "HOST.md"
Host = Callable[[str], Flask]


@pytest.fixture
def printed() -> ModuleType:
    """The first program of the guide."""
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert code is not None
    module = ModuleType("printed_host")
    exec(code[1], module.__dict__)  # noqa: S102 our own guide
    return module


@pytest.fixture(params=["no CSRFProtect", "CSRFProtect by default", "CSRFProtect when asked"])
def host(
    printed: ModuleType, demo_database: Database, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The host of the guide with a page of its own that changes something, and a way to sign in."""
    settings = {
        "SECRET_KEY": "the host's own",
        "SQLALCHEMY_DATABASE_URI": demo_database.app_url,
        "PORTAL_MASTER_KEY": "bm90IGEgc2VjcmV0OiB0aGUga2V5IG9mIHRlc3RzISE=",
        "TESTING": True,
    }
    if request.param == "CSRFProtect when asked":
        settings["WTF_CSRF_CHECK_DEFAULT"] = False
    if request.param != "no CSRFProtect":
        make = printed.Portal

        def after_csrf(app: Flask, **kwargs: object) -> object:
            CSRFProtect(app)
            return make(app, **kwargs)

        printed.Portal = after_csrf  # type: ignore[attr-defined]  # a name of the printed module
    app: Flask = printed.create_app(settings)

    @app.get("/in/<ref>")
    def sign_in(ref: str) -> str:
        login_user(printed.Member(ref))
        return "in"

    @app.post("/own")
    def own() -> str:
        return "done"

    yield app
    with app.app_context():
        printed.db.engine.dispose()


@pytest.fixture
def teacher(host: Flask, demo_database: Database, demo: Demo) -> FlaskClient:
    """A client signed in as a teacher, by the host's own sign-in."""
    engine = create_engine(demo_database.owner_url)
    with engine.connect() as connection:
        ref = connection.scalar(
            text("select user_ref from tenants_person where id = :id"),
            {"id": demo.people["wormley.teacher"]},
        )
    engine.dispose()
    client = host.test_client()
    client.get(f"/in/{ref}")
    return client


def test_it_is_mounted_under_the_prefix_alone(host: Flask, teacher: FlaskClient) -> None:
    answer = teacher.get("/incidents/")
    assert answer.status_code == 200
    assert signed_in_as(answer) == "Ellie Farrow"
    assert teacher.get("/").status_code == 404
    links = re.findall(r'(?:href|src)="(/[^"]*)"', answer.text)
    assert links
    assert all(link.startswith("/incidents/") for link in links), links


def test_nothing_of_it_stays_in_a_browser(teacher: FlaskClient) -> None:
    for path in ("", "wormley/incidents/", f"wormley/incidents/{uuid4()}/", "wormley/public/"):
        assert teacher.get(f"/incidents/{path}").headers["Cache-Control"] == "no-store", path


def test_a_user_whom_the_portal_does_not_know_finds_nothing(host: Flask) -> None:
    stranger = host.test_client()
    assert stranger.get("/incidents/").status_code == 401
    stranger.get("/in/somebody-else")
    assert stranger.get("/incidents/").status_code == 404


def posts(host: Flask) -> list[str]:
    """Addresses under the prefix that take a form of somebody who is signed in."""
    return [
        rule.rule.replace("<slug>", "wormley")
        for rule in host.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and rule.endpoint.startswith("portal_")
        and rule.arguments <= {"slug"}
        and not getattr(host.view_functions[rule.endpoint], "__portal_public__", False)
    ]


def test_forms_are_checked_whatever_the_host_does(host: Flask, teacher: FlaskClient) -> None:
    assert posts(host)
    for path in posts(host):
        assert teacher.post(path, data={}).status_code == 400, path


def test_the_hosts_own_forms_are_the_hosts_business(
    host: Flask, teacher: FlaskClient, request: pytest.FixtureRequest
) -> None:
    checks = "by default" in request.node.callspec.params["host"]
    assert teacher.post("/own").status_code == (400 if checks else 200)
