from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from portal.rules.facts import NoticeText
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.envelope import About, Envelope, Sender

SENT_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def sender() -> Sender:
    return Sender(
        school="Alder Hill Primary School",
        address=("1 Alder Hill", "Hexworth", "EN99 1AA"),
        phone="01632 960100",
        from_email="notices@alder.example.org",
        dpo_name="Chris Williams",
        dpo_email="dpo@service.example.org",
        dpo_phone="01632 960199",
        signed_name="Sarah Okafor",
        signed_title="Headteacher",
    )


@pytest.fixture
def words() -> NoticeText:
    parts = (
        (
            "what_happened_how",
            "A list was attached to an e-mail by mistake.\n\nIt went to parents.",
        ),
        ("when", "Friday 20 November 2026, shortly before 4pm."),
        ("what_data", "These kinds of information were on the list:"),
        ("consequences", "Somebody may know about health needs who should not."),
        ("done", "We asked everybody to delete it, and most have confirmed."),
        ("doing_next", "We are changing how lists are sent."),
        ("protect_yourself", "Do not share the list if you see it."),
        ("contact", ""),
        ("complain", "Write to us, or to the Information Commissioner's Office."),
    )
    return NoticeText(1, parts, UUID(int=1), SENT_AT)


@pytest.fixture
def envelope() -> Envelope:
    return Envelope(
        id=UUID("01930000-0000-7000-8000-000000000001"),
        to=AddresseeKind.PARENT,
        name="Ms Dana Field",
        about=(About("Ava Field", ("name", "health")), About("Ben Field", ("name", "health"))),
        email="dana.field@example.org",
        postal="7 Mill Lane, Hexworth, EN99 2BB",
    )
