"""Every page of administration at both widths, without JavaScript, and clean for axe."""

from __future__ import annotations

import pytest

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
    "policy-have-read": "/wormley/policy/read",
    "training": "/wormley/manage/training/",
    "training-import": "/wormley/manage/training/import",
    "requests": "/wormley/policy/requests/",
    "propose": "/wormley/policy/requests/new/proposal",
    "public-page": "/wormley/manage/public-page/",
    "poster": "/wormley/manage/public-page/poster",
    "public": "/wormley/public/",
}
SETTING_UP = {
    "schools": "/schools",
    "school-find": "/schools/add/",
    "school-add": "/schools/add/school",
    "school-register": "/schools/add/register",
    "schools-many": "/schools/add/many",
}
"""Name of the picture → address. A page that a colleague adds gets a line here."""


@pytest.mark.clause("DBRP-6.1")
def test_every_page_of_administration(live: Live, person: Meet) -> None:
    live.clock.move_to(FRIDAY)
    office = person("wormley.office")
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
