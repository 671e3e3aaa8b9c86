"""What can be set up for a school, in the order of its page. A new topic is a line here."""

from __future__ import annotations

from dataclasses import dataclass

from tenants.permissions import Permission
from tenants.regulator import ICO


@dataclass(frozen=True, slots=True)
class Topic:
    """One line of the page 'Manage this school'."""

    title: str
    says: str
    endpoint: str
    """Of its first page; takes the school's slug alone."""
    permission: Permission | None = None
    """Who finds it here: holders of this permission; None: everybody who manages anything."""


TOPICS: tuple[Topic, ...] = (
    Topic(
        "People",
        "Who is what at the school, who is away, who leaves; invite people, or import the staff.",
        "portal_people.index",
        Permission.RECORD_ABSENCE,
    ),
    Topic(
        "Data protection officer",
        "Who is named on every page and letter, from when, and who deputises.",
        "portal_people.dpo",
        Permission.APPOINT_DPO,
    ),
    Topic(
        "Policy",
        "The rules that the portal follows at your school: read, change, rehearse, adopt.",
        "portal_policy.index",
        Permission.ADOPT_POLICY,
    ),
    Topic(
        "Training",
        "Who has read the policy, who is trained, and whose training runs out.",
        "portal_training.index",
        Permission.KEEP_TRAINING,
    ),
    Topic(
        "Exceptions and proposals",
        "Who may do what the policy does not allow, until when; what somebody would change.",
        "portal_requests.index",
    ),
    Topic(
        "Term dates and closures",
        "When the school is closed, who covers it, and what is checked before.",
        "portal_calendar.index",
        Permission.KEEP_CALENDAR,
    ),
    Topic(
        "Contacts",
        "Phone numbers of those in charge, whom to ring in an emergency, mailboxes, "
        "and a sheet to print for the day without a network.",
        "portal_contacts.index",
        Permission.KEEP_CONTACTS,
    ),
    Topic(
        "Public page",
        "What everybody finds without signing in; a link for your website, a poster to print.",
        "portal_public_page.index",
        Permission.KEEP_CONTACTS,
    ),
    Topic(
        "Suppliers and documents",
        f"Who handles data for the school, its policies, and its registration with the {ICO}.",
        "portal_registers.index",
        Permission.KEEP_CONTACTS,
    ),
)
