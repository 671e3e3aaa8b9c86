"""What a page leads with: what the reader has to do, one button, the likeliest of what they may."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages


def section(page: bytes, heading: str) -> Tag:
    """The part of a page below this heading."""
    soup = BeautifulSoup(page, "html.parser")
    title = next(h for h in soup.find_all("h2") if h.get_text(strip=True) == heading)
    found = title.find_parent("section")
    assert isinstance(found, Tag)
    return found


def titles(part: Tag) -> list[str]:
    return [title.get_text(strip=True) for title in part.find_all("h3")]


def test_an_incident_leads_with_what_the_reader_owes(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    pages = Pages(portal_app, client_for, demo, "wormley")
    page = pages.get("wormley.head", "").data
    yours, others = section(page, "For you to do"), section(page, "For others to do")
    assert titles(yours)
    assert not set(titles(yours)) & set(titles(others))
    assert all("You" in line.get_text() for line in yours.select(".portal-duty__what p"))
    leading = BeautifulSoup(page, "html.parser").select("main .portal-duty__button")
    primary = [b for b in leading if "govuk-button--secondary" not in b.get_attribute_list("class")]
    assert primary == leading[:1]


def test_the_likeliest_stand_open_and_the_rest_behind_more(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    pages = Pages(portal_app, client_for, demo, "wormley")
    also = section(pages.get("wormley.head", "").data, "You can also")
    more = also.find("details")
    assert isinstance(more, Tag)
    folded = [link.get_text() for link in more.find_all("a")]
    more.extract()
    open_links = [link.get_text() for link in also.find_all("a")]
    assert "Ask a question" in open_links
    assert len(open_links) <= 10 < len(open_links) + len(folded)
    assert not set(open_links) & set(folded)


def test_home_tells_what_is_yours_from_what_is_others(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    Pages(portal_app, client_for, demo, "wormley")
    head = client_for("wormley.head")
    page = head.get("/").data
    assert "By whom" not in section(page, "For you to do").get_text()
    rest = section(page, "For you to do, besides incidents")
    assert rest.select(".portal-late"), "and still no incident stands below it"
    text = BeautifulSoup(page, "html.parser").get_text()
    assert text.index("For you to do") < text.index("besides incidents") < text.index("For others")
    others = section(page, "For others to do").get_text()
    assert "Data protection officer" in others
    alone = head.get("/?whose=others").text
    assert "For others to do" in alone
    assert "For you to do" not in alone
    assert len(section(head.get("/?whose=school").data, "For you to do, besides incidents"))


def test_home_of_whom_no_incident_waits_for_begins_with_the_rest(
    client_for: ClientFor, clock: MovingClock
) -> None:
    page = client_for("wentworth.head").get("/").data
    assert section(page, "For you to do").select("tbody tr")
    assert "besides incidents" not in page.decode()


def test_home_of_staff_shows_what_they_reported(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    pages = Pages(portal_app, client_for, demo, "wormley")
    page = client_for("wormley.teacher").get("/").data
    reported = section(page, "What you reported, are asked about or handle")
    hrefs = [link["href"] for link in reported.find_all("a")]
    assert pages.address("") in hrefs
    assert "ICO" not in BeautifulSoup(page, "html.parser").get_text()
