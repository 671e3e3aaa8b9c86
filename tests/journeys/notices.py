"""Telling 214 children's families, page by page: nobody barred, held or unknown is written to."""

from __future__ import annotations

import re
from datetime import date

from standalone.demo.people import CHILDREN, people_xlsx
from tests.journeys.browser import Person
from tests.journeys.live import Live, eventually, text_of

TODAY = date(2026, 10, 23)
MANY = 40


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
    dpo.looks("import-refused")
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
            who.looks("settle-" + link.split()[0].lower())
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
    for reader in ("parent", "pupil", "adult"):
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
    dpo.looks("send-notices")
    expected = int(str(dpo.page.locator("main [name='expected']").get_attribute("value")))
    dpo.submit()
    dpo.go(f"{incident}sending")
    dpo.looks("sending")

    def notices() -> int:
        return sum("example.org" in mail.recipients[0] for mail in live.smtp.caught[before:])

    eventually(lambda: notices() >= expected - MANY, "the notices arrive")
    dpo.go(f"{incident}sending")
    dpo.looks("sent")
    check_mails(live, before)


def check_mails(live: Live, before: int) -> None:
    """One recipient a message; nobody barred; no other household's child in any of them."""
    mails = [
        m
        for m in live.smtp.caught[before:]
        if "Notice" in str(m.message["Message-ID"])
        or str(m.message["Message-ID"]).startswith("<notice.")
    ]
    assert mails, "no notice was found among the mails"
    assert all(len(mail.recipients) == 1 for mail in mails)
    names = {f"{child.forename} {child.surname}" for child in CHILDREN}
    for mail in mails:
        named = {name for name in names if name in text_of(mail)}
        surnames = {name.rsplit(maxsplit=1)[-1] for name in named}
        assert len(surnames) <= 1, "a notice names children of two households"
