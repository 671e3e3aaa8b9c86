"""Alerts: what we send to staff, Head, DPO and overseer. Ids, times and duties; nobody's data.

An alert says in its first line what is asked, and has one link. Each is a text template under
`templates/portal/mail/`, with a block for the subject; `alert.txt` is the frame of all.
"""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined

from portal.errors import Undeliverable
from portal.notices.answering import officer
from portal.notices.compose import usable
from portal.rules import uk_time
from portal.rules.plain_text import clean
from portal.store.telling import alerting
from tenants.calendar import uk_date
from tenants.db import Scope
from tenants.regulator import IN_TEMPLATES

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect

NEWS: Final = "news.txt"
"""What is sent where an alert has no text of its own: better plain than not at all."""

PAGES: Final = {
    "mail_returned": "manage/people/?status=returned",
    "officer_mail_returned": "manage/people/dpo",
    "dpo_named": "manage/people/dpo",
    "finish_report": "report/",
    "report_forgotten": "report/",
    "mailbox_test": "manage/contacts/",
    "many_mails": "incidents/",
    "new_sight": "manage/people/",
    "policy_adopted": "manage/policy/",
    "school_goes_on": "manage/people/dpo",
    "request_answered": "policy/requests/",
}
"""The page of the school on which what an alert of no incident asks is done."""


def compose_alert(
    session: Session, services: Services, effect: ClaimedEffect
) -> EmailMessage | None:
    """The message of one alert; None when it is not needed any more.

    That is so when every duty of `data['duty_ids']` has been met, the person has left, or the
    incident concerns them by now. Whoever is nothing at the school any more, as a data protection
    officer of before, still hears of the change that made it so, but of no incident and no duty.
    Raises Undeliverable for an address that cannot be used.
    """
    if effect.person_id is None:
        raise Undeliverable("The alert names nobody.")
    scope = Scope.of(effect.school_id)
    ids = [UUID(one) for one in duty_ids(effect)]
    to = alerting.find_addressee(
        session,
        scope,
        effect.person_id,
        effect.incident_id,
        second_channel=bool(effect.data.get("second_channel")),
        only_on=uk_date(services.clock.now()) if ids or effect.incident_id else None,
    )
    duties = alerting.open_duties(session, scope, ids, effect.person_id) if ids else ()
    if to is None or (ids and not duties):
        return None
    return compose_to(session, services, effect, to, duties)


def compose_to(
    session: Session,
    services: Services,
    effect: ClaimedEffect,
    to: alerting.Addressee,
    duties: tuple[alerting.AboutDuty, ...] = (),
    *,
    link_to: str = "",
) -> EmailMessage:
    """The effect's text to this address, with its one link (`link_to`, or the page it is about).

    Raises Undeliverable for an address that cannot be used.
    """
    scope, now = Scope.of(effect.school_id), services.clock.now()
    school, slug = alerting.school_name_and_slug(session, scope, effect.school_id)
    about = None
    if effect.incident_id is not None:
        about = alerting.get_reference(session, scope, effect.incident_id)
    subject, text = render(
        effect.template,
        {
            "school": clean(school),
            "reference": about,
            "link": link_to or link(services, slug, effect),
            "duties": duties,
            "late": sum(duty.due_at <= now for duty in duties),
            "data": effect.data,
            "effect_id": effect.id,
            "again": bool(effect.data.get("again")),
            "officer": officer(session, services, effect, now),
            "sent_at": now,
            "service": services.settings.service_name,
        },
    )
    # from the effect's id, so that a second copy is recognised as the same message
    return message(services, to, subject, text, f"alert.{effect.id}", now)


def message(
    services: Services,
    to: alerting.Addressee,
    subject: str,
    text: str,
    ident: str,
    now: datetime,
) -> EmailMessage:
    """This text as a mail. Raises Undeliverable for an address that cannot be used."""
    if not usable(to.email):
        raise Undeliverable("There is no e-mail address that can be used.")
    sender = services.settings.mail_from
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    mail["From"] = Address(services.settings.service_name, addr_spec=sender)
    mail["To"] = Address(clean(to.name), addr_spec=to.email)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{ident}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "en-GB"
    mail.set_content(text, cte="quoted-printable")
    return mail


def link(services: Services, slug: str, effect: ClaimedEffect) -> str:
    """The address of the page on which it is done; home, which lists what is due, where it is
    several things or none.
    """
    home = f"{services.settings.public_url}/"
    school = f"{home}{slug}"
    if effect.incident_id is not None:
        return f"{school}/incidents/{effect.incident_id}"
    if len(ids := duty_ids(effect)) == 1:
        return f"{school}/duties/{ids[0]}"
    if closure_id := effect.data.get("test_of"):
        return f"{school}/test-alert/{closure_id}"
    return f"{school}/{PAGES[effect.template]}" if effect.template in PAGES else home


def duty_ids(effect: ClaimedEffect) -> list[str]:
    """The duties that an alert is about."""
    match effect.data.get("duty_ids"):
        case list(ids):
            return [str(one) for one in ids]
        case _:
            return []


@cache
def _texts() -> Environment:
    texts = Environment(
        loader=PackageLoader("portal", "templates/portal/mail"),
        autoescape=False,  # noqa: S701 - plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    texts.filters["day_and_time"] = uk_time.day_and_time
    texts.filters["due"] = uk_time.due
    texts.globals |= IN_TEMPLATES
    return texts


def render(name: str, context: dict[str, object]) -> tuple[str, str]:
    """Subject (one line) and text."""
    template = _texts().select_template([f"{name}.txt", NEWS])
    subject, _, text = template.render(context).partition("\n")
    return " ".join(subject.split()), text.lstrip()
