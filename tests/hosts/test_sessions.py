"""The session's cookie: not sent along with every answer."""

from __future__ import annotations

from flask import Flask

from standalone.demo import PASSWORD
from standalone.sessions import RENEWED, Sessions
from tests.hosts.pages import send


def test_the_cookie_is_renewed_now_and_then_and_not_by_every_page(app: Flask) -> None:
    client = app.test_client()
    send(client, "/sign-in", email="wormley.head@example.org", password=PASSWORD)
    client.get("/")
    assert "Set-Cookie" not in client.get("/").headers
    with client.session_transaction() as session:
        long_ago = {**session, RENEWED: 0}
    signed = Sessions().get_signing_serializer(app)
    assert signed is not None
    client.set_cookie("session", str(signed.dumps(long_ago)))
    assert "Set-Cookie" in client.get("/").headers
    assert "Set-Cookie" not in client.get("/").headers
