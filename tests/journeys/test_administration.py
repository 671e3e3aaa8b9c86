"""Every page of administration at both widths, without JavaScript, and clean for axe."""

from __future__ import annotations

import pytest

from tests.journeys.browser import Person
from tests.journeys.live import Live
from tests.journeys.steps import Meet
from tests.portal_app import FRIDAY

PAGES = {
    "manage": "/wormley/manage/",
    "calendar": "/wormley/manage/calendar/",
    "calendar-add": "/wormley/manage/calendar/closures/new",
    "calendar-terms": "/wormley/manage/calendar/terms",
    "calendar-file": "/wormley/manage/calendar/file",
    "contacts": "/wormley/manage/contacts/",
    "contacts-add": "/wormley/manage/registers/contacts/new",
    "mailboxes-add": "/wormley/manage/registers/mailboxes/new",
    "offline-sheet": "/wormley/manage/contacts/sheet",
    "registers": "/wormley/manage/registers/",
    "registration": "/wormley/manage/registers/registration",
    "suppliers-add": "/wormley/manage/registers/suppliers/new",
    "documents-add": "/wormley/manage/registers/documents/new",
    "policy-read": "/wormley/policy/",
    "policy-part": "/wormley/policy/parts/people",
    "training": "/wormley/manage/training/",
    "training-import": "/wormley/manage/training/import",
    "requests": "/wormley/policy/requests/",
    "propose": "/wormley/policy/requests/new/proposal",
    "public-page": "/wormley/manage/public-page/",
    "public-privacy": "/wormley/manage/public-page/privacy",
    "poster": "/wormley/manage/public-page/poster",
    "public": "/wormley/public/",
    "accessibility": "/wormley/public/accessibility",
}
PEOPLE_AND_POLICY = {
    "people": "/wormley/manage/people/",
    "people-add": "/wormley/manage/people/new",
    "people-import": "/wormley/manage/people/import",
    "people-dpo": "/wormley/manage/people/dpo",
    "people-dpo-appoint": "/wormley/manage/people/dpo/appoint",
    "away": "/wormley/away/",
    "away-add": "/wormley/away/new",
    "away-numbers": "/wormley/away/numbers",
    "away-decided": "/wormley/away/decided",
    "policy": "/wormley/manage/policy/",
    "policy-version": "/wormley/manage/policy/versions/1",
    "policy-version-part": "/wormley/manage/policy/versions/1/parts/reporting",
    "policy-begin": "/wormley/manage/policy/begin",
    "policy-upload": "/wormley/manage/policy/upload",
}
SETTING_UP = {
    "schools": "/schools",
    "school-find": "/schools/add/",
    "school-add": "/schools/add/school",
    "school-register": "/schools/add/register",
    "schools-many": "/schools/add/many",
}
DRAFT = {
    "draft": "",
    "draft-part": "/parts/officer",
    "draft-time": "/parts/time",
    "draft-answer": "/answers/controller",
    "draft-answer-order": "/answers/first_contacts",
    "draft-list": "/lists/must_be_told",
    "draft-item": "/lists/must_be_told/0",
    "draft-compare": "/compare",
    "draft-rehearse": "/rehearse",
    "draft-adopt": "/adopt",
    "draft-discard": "/discard",
}
"""Name of the picture → address. A page that a colleague adds gets a line here."""


@pytest.mark.clause("DBRP-1.9", "DBRP-6.1")
def test_every_page_of_administration(live: Live, person: Meet) -> None:
    live.clock.move_to(FRIDAY)
    office = person("wormley.office")
    _supplier(office)
    for name, address in PAGES.items():
        office.go(address)
        office.looks(name)

    office.go(PAGES["calendar-terms"])
    office.fill(
        "Terms and half terms",
        "2/9/2026 to 18/12/2026\n4/1/2027 to 12/2/2027\n22/2/2027 - 25/3/2027",
    )
    office.submit()
    office.looks("calendar-choose")
    office.submit()
    office.sees("Closures saved")
    office.looks("calendar-saved")
    office.go(PAGES["calendar"])
    office.follow("Half term")
    office.looks("closure")

    service = person("service.dpo")
    for name, address in SETTING_UP.items():
        service.go(address)
        service.looks(name)
    service.go("/health-of-schools/")
    service.looks("health")

    _people_and_policy(office)


def _supplier(office: Person) -> None:
    """One whose address has no place to break, and is longer than its half of a telephone."""
    office.go(PAGES["suppliers-add"])
    office.answer(
        kind="processor", name="PayLunch Ltd", email="incidents@paylunch-catering.example"
    )
    office.submit()


def _people_and_policy(office: Person) -> None:
    for name, address in PEOPLE_AND_POLICY.items():
        office.go(address)
        office.looks(name)

    office.go(PEOPLE_AND_POLICY["people"])
    office.follow("Ellie Farrow")
    office.looks("person")
    for name in ("Change details", "Add a role", "Record an absence"):
        office.press(name)
        office.looks(f"person-{name.split()[-1]}")
        office.follow("Back")
    office.follow("Ellie Farrow leaves the school")
    office.looks("person-leaves")

    office.go(PEOPLE_AND_POLICY["policy-begin"])
    office.choose("The policy in force")
    office.submit()
    for name, path in DRAFT.items():
        office.go(f"/wormley/manage/policy/draft{path}")
        office.looks(name)
