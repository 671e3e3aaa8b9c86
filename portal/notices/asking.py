"""A question to an organisation outside, as a processor, by e-mail (DBRP-5.10).

The subject holds our reference and nothing else; whoever answers replies to the message, and the
reply becomes the answer.
"""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from portal.errors import Undeliverable
from portal.notices.answering import officer
from portal.notices.compose import usable
from portal.rules.plain_text import clean
from portal.rules.uk_time import day_and_time
from portal.store import incidents
from portal.store.telling import alerting, mail
from tenants.db import Scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect

KIND = "outside_question"
_TEXT = """\
{school} asks you about a security incident. Please reply to this message by {due}, and leave the
subject as it is.

{question}

Please do not put personal information into your reply that is not needed. If you would rather
speak, or doubt that this message is ours, ring the school’s data protection officer{dpo}.
Our reference is {reference}.
"""


def compose_question(
    session: Session, services: Services, effect: ClaimedEffect
) -> EmailMessage | None:
    """The message; None where the question has been answered. Raises Undeliverable."""
    assert effect.incident_id is not None  # noqa: S101 - written for an incident
    scope, now = Scope.of(effect.school_id), services.clock.now()
    found = incidents.get_incident(session, scope, services.keyring, None, effect.incident_id)
    asked = next(one for one in found.facts.questions if one.id == effect.subject_id)
    if asked.answered_at is not None:
        return None
    if not usable(asked.email):
        raise Undeliverable("There is no e-mail address that can be used.")
    school, _slug = alerting.school_name_and_slug(session, scope, effect.school_id)
    to_ring = officer(session, services, effect, now).to_ring
    sender = services.settings.mail_from
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"A question from {clean(school)}: {found.facts.reference}"
    message["From"] = Address(clean(school), addr_spec=sender)
    message["To"] = Address(clean(asked.outside), addr_spec=asked.email)
    message["Reply-To"] = Address(addr_spec=mail.report_address(session, scope) or sender)
    message["Date"] = format_datetime(now)
    # from the effect's id: a second copy is known for one, and a reply or bounce finds its question
    message["Message-ID"] = f"<question.{effect.id}@{sender.rpartition('@')[2]}>"
    message["Content-Language"] = "en-GB"
    text = _TEXT.format(
        school=clean(school),
        due=day_and_time(asked.due_at),
        question=asked.text,
        dpo=f": {to_ring}" if to_ring else "",
        reference=found.facts.reference,
    )
    message.set_content(text, cte="quoted-printable")
    return message
