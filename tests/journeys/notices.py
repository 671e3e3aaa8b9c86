"""Telling 214 children's families, page by page: nobody barred, held or unknown is written to."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from standalone.demo.people import CASES, children, people_xlsx
from tests.journeys.browser import Person
from tests.journeys.live import Live, eventually, text_of
from tests.mail_sink import Mail

TODAY = date(2026, 10, 23)
MANY = 40
BY_EMAIL, BY_LETTER = 321, 11
"""What the demonstration's list comes to, once contacts are cleared and everybody settled."""


def decide_and_import(dpo: Person, incident: str) -> None:
    """High risk obliges; a broken sheet is refused in a sentence, the right one is taken."""
    dpo.go(f"{incident}decide-people")
    dpo.looks("decide-people")
    dpo.answer(choice="obliged")
    dpo.submit()
    dpo.go(f"{incident}import-people")
    dpo.looks("import-people")
    dpo.choose_file("Spreadsheet", "people.csv", b"Forename,E-mail\nAda,a@example.org\n")
    dpo.page.locator("main form button[type=submit]").first.click()
    dpo.sees("Surname")
    dpo.looks("import-columns")
    dpo.go(f"{incident}import-people")
    dpo.choose_file("Spreadsheet", "people.xlsx", people_xlsx(TODAY))
    dpo.submit()
    dpo.looks("import-check")
    boxes = dpo.page.locator("main [name='kinds']")
    if boxes.count():
        dpo.answer(kinds=("names", "health"))
    dpo.submit()
    dpo.sees("The people affected are imported")
    dpo.looks("people")


def settle(dpo: Person, dsl: Person, incident: str) -> None:
    """Contacts are cleared against a record; those who left and older pupils are settled."""
    dpo.go(f"{incident}clear-contacts")
    dpo.looks("clear-contacts")
    dpo.answer(against="The school’s register of contacts, today")
    dpo.submit()
    work_off(dpo, incident, "Confirm the address", how="Rang the family.")
    work_off(dsl, incident, "Say how the pupil is told", supporter="Their form tutor")


def work_off(who: Person, incident: str, link: str, **answers: str) -> None:
    """Settle one after the other whatever stands on the list under this link."""
    for number in range(MANY):
        address = open_link(who, incident, link)
        if address is None:
            assert number, f"nothing to settle under {link!r}"
            return
        who.go(address)
        if not number:
            who.looks("settle-" + link.split(maxsplit=1)[0].lower())
        who.answer(**answers)
        who.submit()
    raise AssertionError(f"more than {MANY} under {link!r}")


def open_link(who: Person, incident: str, text: str) -> str | None:
    """The address of the first link of this text among those who are held or unresolved."""
    for standing in ("held", "blocked", "unresolved"):
        who.go(f"{incident}people?standing={standing}")
        found = who.page.locator("main a", has_text=re.compile(f"^{text}"))
        if found.count():
            return str(found.first.get_attribute("href"))
    return None


def write_and_ask(dpo: Person, dsl: Person, head: Person, incident: str) -> None:
    """The text in nine parts, the Head's opinion, the safeguarding lead's check of the list."""
    dpo.go(f"{incident}write-notice")
    dpo.looks("write-notice")
    for area in dpo.page.locator("main textarea").all():
        if not area.input_value():
            area.fill("We will tell you when we know.")
    dpo.submit()
    for reader in ("parent", "pupil", "adult", "authority"):
        dpo.go(f"{incident}notice?as={reader}")
        dpo.looks(f"notice-{reader}")
    dpo.go(f"{incident}ask-opinion")
    dpo.looks("ask-opinion")
    dpo.submit()
    dsl.go(f"{incident}check-list")
    dsl.looks("check-list")
    dsl.answer(against="Court orders, care status and moves, as of today")
    dsl.submit()
    head.go(f"{incident}give-opinion")
    head.looks("give-opinion")
    head.page.locator("main [name='agrees']").first.check()
    head.submit()


def send(live: Live, dpo: Person, incident: str) -> None:
    """Counts and samples first; then the workers send, and the page shows how far they are."""
    before = len(live.smtp.caught)
    dpo.go(f"{incident}send-notices")
    dpo.sees(f"{BY_EMAIL + BY_LETTER} notices")
    dpo.looks("send-notices")
    dpo.submit()
    dpo.go(f"{incident}sending")
    dpo.looks("sending")
    eventually(lambda: len(caught(live, before)) == BY_EMAIL, "every notice arrives")
    check_mails(caught(live, before))
    dpo.go(f"{incident}sending")
    dpo.looks("sent")


def caught(live: Live, before: int) -> list[Mail]:
    """The notices among the mails."""
    mails = live.smtp.caught[before:]
    return [mail for mail in mails if str(mail.message["Message-ID"]).startswith("<notice.")]


def check_mails(mails: list[Mail]) -> None:
    """One recipient a message; none to whom nobody may write; no child of another household."""
    assert all(len(mail.recipients) == 1 for mail in mails)
    assert len({mail.message["Message-ID"] for mail in mails}) == len(mails), "sent twice"
    everybody = children(TODAY)
    held = everybody[CASES["held_back"]]
    silent = {contact.email for contact in held.contacts} | {"victor@example.org", held.email}
    assert not silent & {mail.recipients[0] for mail in mails}
    home = {f"{child.forename} {child.surname}": child.address for child in everybody}
    for mail in mails:
        text = text_of(mail)
        homes = {address for name, address in home.items() if name in text}
        assert len(homes) <= 1, "a notice names children of two households"
        assert not any(address in text for address in home.values()), "a home is named"


def post_letters(dpo: Person, incident: str) -> None:
    """One print run of letters, posted and recorded as posted."""
    dpo.go(f"{incident}sending")
    with dpo.page.expect_download() as download:
        dpo.page.locator("main a[href*='/letters/']").first.click()
    content = Path(str(download.value.path())).read_bytes()
    assert len(PdfReader(BytesIO(content)).pages) >= BY_LETTER
    dpo.go(f"{incident}record-posted")
    dpo.looks("record-posted")
    dpo.submit()


def resolve(dpo: Person, incident: str) -> None:
    """Whoever could not be reached is resolved by name, with what was tried."""
    dpo.go(f"{incident}resolve-unreached")
    dpo.looks("resolve-unreached")
    for _ in range(MANY):
        links = dpo.page.locator("main table a").filter(has_text="Record what you did")
        if not links.count():
            return
        dpo.go(str(links.first.get_attribute("href")))
        dpo.page.locator("main [name='how']").last.check()
        dpo.answer(note="Rang three times, wrote once.")
        dpo.submit()
        dpo.go(f"{incident}resolve-unreached")
