"""A page leads on to what its reader may do next, and to nothing that would turn them away."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.web.pages import Pages


def ways(pages: Pages, who: str, page: str) -> list[str]:
    """The addresses that the page itself leads to, without those of the frame."""
    reply = pages.client(who).get(pages.address(page))
    assert reply.status_code == 200
    shown = BeautifulSoup(reply.data, "html.parser")
    return [str(link["href"]) for link in shown.select("main a[href^='/wormley/incidents/']")]


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("service.dpo", "investigation"),
        ("wormley.head", "investigation"),
        ("service.deputy", "evidence"),
    ],
)
def test_nobody_is_shown_a_locked_door(wormley: Pages, who: str, page: str) -> None:
    client, found = wormley.client(who), ways(wormley, who, page)
    assert found
    for way in found:
        assert client.get(way).status_code in {200, 303}, way


def test_only_the_reporter_withdraws(wormley: Pages) -> None:
    """The action is open to anybody, as those who reported anonymously are nobody in particular."""
    for reply in (
        wormley.get("wormley.head", "withdraw-report"),
        wormley.post("wormley.head", "withdraw-report", reason="I would rather not."),
    ):
        assert reply.status_code == 403


def test_the_investigation_leads_to_its_next_steps(wormley: Pages) -> None:
    offered = ways(wormley, "service.dpo", "investigation")
    for page in ("ask-question", "record-interview", "consider-others"):
        assert wormley.address(page) in offered
