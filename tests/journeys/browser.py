"""Somebody at a browser: they read labels and press buttons, and every page is looked at."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error, Page, expect

from standalone.demo import PASSWORD

if TYPE_CHECKING:
    from tests.journeys.live import Live

SCREENS = Path("test-results/screens")
AXE = Path("node_modules/axe-core/axe.min.js")
CLEAN = "async () => (await axe.run(document)).violations.map(v => v.id + ': ' + v.nodes[0].html)"
WIDTHS = (1280, 360)


@cache
def axe() -> str:
    """The accessibility checker."""
    return AXE.read_text(encoding="utf-8")


class Person:
    """One person at one browser. Pages are read with JavaScript off unless said otherwise."""

    def __init__(self, page: Page, checker: Page, live: Live) -> None:
        self.page = page
        self.checker = checker
        self.live = live

    def sign_in(self, who: str) -> None:
        """Sign in through the page."""
        self.go("/sign-in")
        self.fill("E-mail address", f"{who}@example.org")
        self.fill("Password", PASSWORD)
        self.press("Sign in")

    def go(self, path: str) -> None:
        """Open a page; it must be there. A page that reloads itself may be in the way once."""
        try:
            reply = self.page.goto(path)
        except Error:
            reply = self.page.goto(path)
        assert reply is not None, path
        assert reply.status < 400, f"{path}: {reply.status}"

    def fill(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=False).first.fill(text)

    def choose(self, label: str, *, under: str = "") -> None:
        """Choose a radio or tick a box, under the question `under` where labels repeat."""
        place = self.page.get_by_role("group", name=under) if under else self.page
        place.get_by_label(label, exact=True).first.check()

    def choose_file(self, label: str, name: str, content: bytes) -> None:
        """Choose a file to upload."""
        media = "application/octet-stream"
        self.page.get_by_label(label).set_input_files(
            {"name": name, "mimeType": media, "buffer": content}
        )

    def answer(self, **answers: str | tuple[str, ...]) -> None:
        """Answer fields by their names: text is typed, choices are chosen, boxes are ticked."""
        for name, said in answers.items():
            fields = self.page.locator(f"main [name='{name}']")
            kind = fields.first.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                for value in (said,) if isinstance(said, str) else said:
                    self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif fields.first.evaluate("field => field.tagName") == "SELECT":
                fields.first.select_option(label=str(said))
            else:
                for field, text in zip(
                    fields.all(), (said,) if isinstance(said, str) else said, strict=False
                ):
                    field.fill(text)

    def press(self, text: str) -> None:
        """Press a button, or a link that looks like one."""
        button = self.page.get_by_role("button", name=re.compile(f"^{re.escape(text)}"))
        button.first.click()
        self.page.wait_for_load_state()

    def submit(self) -> None:
        """Press the form's own button, whatever it says; what was sent must be taken."""
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state()
        problem = self.page.locator(".govuk-error-summary")
        assert not problem.count(), problem.inner_text()

    def follow(self, text: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=text, exact=False).first.click()
        self.page.wait_for_load_state()

    def sees(self, text: str) -> None:
        """The page says this."""
        expect(self.page.locator("main")).to_contain_text(text, ignore_case=True)

    def does_not_see(self, text: str) -> None:
        """The page does not say this."""
        expect(self.page.locator("body")).not_to_contain_text(text, ignore_case=True)

    @property
    def path(self) -> str:
        """Where they are."""
        return self.page.url.removeprefix(self.live.url)

    def looks(self, name: str) -> None:
        """Nothing scrolls sideways at either width; axe finds nothing; pictures if asked for."""
        before = self.page.viewport_size
        assert before is not None
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if "PORTAL_PICTURES" in os.environ:
                self.page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} scrolls sideways at {width}: {wide}"
        self.page.set_viewport_size(before)
        self._check(name)

    def _check(self, name: str) -> None:
        """Ask axe about a copy of the page, for where JavaScript is off nothing can be asked."""
        if not self.checker.url.startswith(self.live.url):
            self.checker.goto("/healthz")  # its address stays, and what the page is made of is ours
            self.checker.evaluate(axe())  # and stays, whatever the content
        self.checker.set_content(self.page.content())
        found = self.checker.evaluate(CLEAN)
        assert not found, f"{name}: {found}"
