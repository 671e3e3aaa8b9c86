"""What another site makes a browser send. Forms do not check it themselves: this does for all."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from portal.web.strangers import StrangersBlueprint
from standalone.demo import PASSWORD
from tests.hosts.pages import send


def test_each_of_them_is_refused_before_anything_is_looked_at(app: Flask) -> None:
    """Whoever is signed in, at every address that takes a form, and whether or not it exists."""
    client = app.test_client()
    send(client, "/sign-in", email="wormley.head@example.org", password=PASSWORD)
    taking = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    of_strangers = tuple(
        f"{name}." for name, one in app.blueprints.items() if isinstance(one, StrangersBlueprint)
    )
    ours = [rule for rule in taking if not rule.endpoint.startswith(of_strangers)]
    let_through = {
        rule.endpoint
        for rule in ours
        if client.post(_address(app, rule), data={"csrf_token": "guessed"}).status_code != 400
    }
    assert let_through == set()
    assert len(ours) > 100
    assert client.get("/").status_code == 200, "and nobody is signed out"


def _address(app: Flask, rule: Rule) -> str:
    values = {name: _anything(converter) for name, converter in rule._converters.items()}
    with app.test_request_context():
        built = rule.build(values)
    assert built is not None
    return str(built[1])


def _anything(converter: BaseConverter) -> object:
    if isinstance(converter, UUIDConverter):
        return UUID(int=1)
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "wormley"
