"""The blueprints of this area: the page of topics, and one for each topic."""

from __future__ import annotations

from portal.web.admin import health, home, public_page
from portal.web.admin.calendar import arrived
from portal.web.admin.calendar import pages as calendar
from portal.web.admin.contacts import pages as contacts
from portal.web.admin.contacts import registers
from portal.web.admin.learning import pages as learning
from portal.web.admin.people import pages as people
from portal.web.admin.policy import pages as policy
from portal.web.admin.requests import pages as requests

blueprints = (
    home.blueprint,
    health.blueprint,
    *people.blueprints,
    policy.blueprint,
    *learning.blueprints,
    requests.blueprint,
    calendar.blueprint,
    arrived.blueprint,
    contacts.blueprint,
    registers.blueprint,
    public_page.blueprint,
)
