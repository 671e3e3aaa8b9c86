"""What the stylesheet leaves out of print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

CSS = Path("portal/static/portal/portal.css")
FOLDED = "<details class='govuk-details' open><summary>Find</summary>{}</details>"


def test_no_search_form_is_printed_and_what_is_folded_is(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.set_content(FOLDED.format("<form>Kind</form>") + FOLDED.format("<p>The words</p>"))
    page.add_style_tag(content=CSS.read_text("utf-8"))
    assert page.locator("form").is_visible()
    page.emulate_media(media="print")
    assert page.locator("form").is_hidden()
    assert page.locator("p").is_visible()
