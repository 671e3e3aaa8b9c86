"""What is left of the 72 hours: right without JavaScript, and counted on in the same words."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from portal.web.parts import when
from tests.architecture.source import ROOT
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCRIPT = ROOT / "portal" / "static" / "portal" / "portal.js"
SPANS = [
    sign * (base + step)
    for sign in (1, -1)
    for base in chain(range(0, 400_000, 1_790), (60, 3_600, 43_200, 86_400, 172_800, 259_200))
    for step in (-1, 0, 1)
]


def test_the_browser_words_it_as_the_page_does() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    words = script[script.index("const MINUTE") : script.index("const counting =")]
    asked = f"{words} const said = {SPANS}.map((s) => [longLeft(s * 1000), briefLeft(s * 1000)])"
    ran = subprocess.run(
        ["node", "-e", f"{asked}; console.log(JSON.stringify(said))"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    ends = [NOW + timedelta(seconds=each) for each in SPANS]
    ours = [[when.left(end, NOW), when.left_brief(end, NOW)] for end in ends]
    assert json.loads(ran.stdout) == ours


@pytest.mark.clause("DBRP-1.4", "DBRP-4.1")
def test_every_72_hours_that_is_shown_counts_on(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    wormley = Pages(portal_app, client_for, demo, "wormley")
    dpo = wormley.client("service.dpo")
    for page, words in (
        (wormley.address(""), "71 hours 59 minutes left"),
        (wormley.address("report-to-ico"), "71 hours 59 minutes left"),
        ("/due-to-the-ico/", "2 days"),
        ("/", "days"),
    ):
        shown = BeautifulSoup(dpo.get(page).data, "html.parser").select("[data-portal-left]")
        assert any(_runs(each, words) for each in shown), (page, [each.text for each in shown])


def _runs(each: Tag, words: str) -> bool:
    due_at, now = str(each["datetime"]), str(each["data-portal-now"])
    assert datetime.fromisoformat(due_at).tzinfo is not None
    left = datetime.fromisoformat(due_at) - datetime.fromisoformat(now)
    return words in each.text and timedelta(hours=47) < left <= timedelta(hours=72)
