"""The public page kept by the school: own words, a snippet for its website, a poster to print."""

from __future__ import annotations

import html
import re
from uuid import uuid4

import pytest
from flask import Flask

from tests.portal_app import ClientFor, MovingClock

BASE = "/wormley/manage/public-page"


@pytest.mark.clause("SIP-1")
def test_the_school_keeps_its_public_page(
    portal_app: Flask, client_for: ClientFor, clock: MovingClock
) -> None:
    office, anybody = client_for("wormley.office"), portal_app.test_client()
    assert "What we do with what you tell us" in anybody.get("/wormley/public/").text
    said = "We keep reports for six years.\n<b>Ask Janet.</b>"
    reply = office.post(f"{BASE}/privacy", data={"once": str(uuid4()), "note": said})
    assert reply.status_code == 303
    page = anybody.get("/wormley/public/").text
    assert "We keep reports for six years." in page
    assert "<b>Ask Janet" not in page
    assert "We keep reports" not in anybody.get("/wentworth/public/").text

    shown = html.unescape(office.get(f"{BASE}/").text)
    snippet = re.search(r'<p>[^<]*<a href="([^"]+/wormley/public/)">.*?</p>', shown)
    assert snippet is not None
    assert "mailto:" in snippet[0]
    assert not re.search("<script|<iframe|style=", snippet[0])

    poster = office.get(f"{BASE}/poster").text
    assert '<svg role="img" aria-label="Code for phones"' in poster
    assert "style=" not in poster.partition("<article")[2].partition("</article")[0]
    assert snippet[1].replace("https://", "") in poster


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("wormley.teacher", 403),
        ("wormley.head", 200),
        ("service.dpo", 200),
        ("wentworth.office", 404),
        ("council.officer", 404),
    ],
)
def test_who_keeps_it(client_for: ClientFor, who: str, status: int) -> None:
    client = client_for(who)
    for path in ("/", "/poster", "/privacy"):
        assert client.get(f"{BASE}{path}").status_code == status, path
