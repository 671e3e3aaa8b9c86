"""The breach log by e-mail: to the named DPO alone, with nothing of it outside the attachment."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.jobs.deliver import deliver_due
from portal.models.effects import EffectRow
from tenants.db import open_session
from tenants.roles import Role
from tests.desk.world import School
from tests.mail_sink import MailSink


@pytest.fixture
def at(desk: Callable[[], School]) -> School:
    """A school whose services send real mail."""
    return desk()


def state(at: School) -> str:
    with open_session(at.services.engine, at.scope) as session:
        return session.scalars(select(EffectRow.state).where(EffectRow.kind == "log_mail")).one()


@pytest.mark.clause("DBRP-5.4")
@pytest.mark.clause("DBRP-5.18")
def test_the_log_reaches_the_named_dpo_as_a_pdf_and_says_nothing_outside_it(
    at: School, smtp: MailSink
) -> None:
    incident = at.report(happened="Canary-x7q went to a mailing list.")
    deliver_due(at.services, [at.id])
    smtp.caught.clear()
    at.do("email_log", Role.HEAD, incident, attach=True)
    deliver_due(at.services, [at.id])
    (mail,) = smtp.caught
    assert mail.recipients == ("dpo@example.org",)
    body = mail.message.get_body(("plain",))
    assert body is not None
    outside = f"{mail.message['Subject']} {body.get_content()}"
    assert "INC-2026-0001" in mail.message["Subject"]
    assert "anary" not in outside
    (attached,) = mail.message.iter_attachments()
    assert attached.get_filename() == "INC-2026-0001-breach-log.pdf"
    pages = PdfReader(io.BytesIO(attached.get_content())).pages
    assert "Canary-x7q went to a mailing list." in " ".join(page.extract_text() for page in pages)
    assert state(at) == "sent"


def test_a_dpo_whom_it_concerns_is_never_sent_the_log(at: School, smtp: MailSink) -> None:
    incident = at.report()
    at.do("email_log", Role.HEAD, incident, attach=True)
    at.do(
        "mark_concerned", Role.HEAD, incident, persons=(at.people[Role.DPO],), reason="About them."
    )
    smtp.caught.clear()
    deliver_due(at.services, [at.id])
    assert not [mail for mail in smtp.caught if "dpo@example.org" in mail.recipients]
    assert state(at) == "stopped"


def test_a_link_goes_to_whoever_is_the_dpo_and_carries_no_attachment(
    at: School, smtp: MailSink
) -> None:
    incident = at.report()
    deliver_due(at.services, [at.id])
    smtp.caught.clear()
    at.do("email_log", Role.HEAD, incident)
    deliver_due(at.services, [at.id])
    assert smtp.caught
    assert not any(list(mail.message.iter_attachments()) for mail in smtp.caught)
    assert at.alerted(incident, "log_linked") == {Role.DPO}
