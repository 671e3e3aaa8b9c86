"""The answer to somebody who wrote: it has arrived, and under which reference it is handled."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from portal.mail_in import reading
from portal.notices.compose import usable
from portal.rules.plain_text import clean
from portal.store.telling import alerting, mail
from tenants import directory
from tenants.calendar import UK
from tenants.db import Scope

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from portal.host import Services

_TEXT = """\
Your message to {school} has arrived. Its reference is {reference}.

The people who look after incidents at the school have been told. If you want to add something,
reply to this message and leave the subject as it is. Please do not send anybody's personal
information by e-mail that is not needed.

If somebody is in danger now, ring 999.
{dpo}
This answer was sent by a machine, at once. Nobody has read your message yet.
"""


def compose(
    session: Session, services: Services, school_id: UUID, mail_id: UUID, incident_id: UUID
) -> EmailMessage | None:
    """The message; None where there is no address to answer to. Nobody's data is in it."""
    scope, now = Scope.of(school_id), services.clock.now()
    kept = mail.get_mail(session, scope, services.keyring, mail_id)
    above = reading.headers(kept.raw)
    if not usable(above.sender):
        return None
    school, _slug = alerting.school_name_and_slug(session, scope, school_id)
    reference = alerting.get_reference(session, scope, incident_id)
    dpo = directory.named_dpo(session, school_id, now.astimezone(UK).date())
    lines = [each for each in (dpo.name, dpo.phone, dpo.email) if each] if dpo else []
    sender = services.settings.mail_from
    answer = EmailMessage(policy=SMTP)
    answer["Subject"] = f"We have your message: {reference}"
    answer["From"] = Address(clean(school), addr_spec=sender)
    answer["To"] = Address(addr_spec=above.sender)
    answer["Reply-To"] = Address(addr_spec=mail.report_address(session, scope) or sender)
    answer["Date"] = format_datetime(now)
    answer["Message-ID"] = f"<ack.{mail_id}@{sender.rpartition('@')[2]}>"
    if above.message_id.isascii():
        answer["In-Reply-To"] = answer["References"] = above.message_id
    answer["Auto-Submitted"] = "auto-replied"
    answer["Content-Language"] = "en-GB"
    officer = f"\nData protection officer: {', '.join(lines)}\n" if lines else ""
    text = _TEXT.format(school=clean(school), reference=reference, dpo=officer)
    answer.set_content(text, cte="quoted-printable")
    return answer
