"""A named DPO who does not use the portal is asked to ring the school, and told nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.desk.school.administration import alter
from portal.jobs.deliver import deliver_due
from portal.mail_in.receiving import receive
from portal.models.effects import EffectRow
from tenants.calendar import uk_date
from tenants.db import open_session
from tenants.permissions import Permission
from tenants.roles import Role
from tenants.schools import appoint_dpo
from tests.desk.world import School
from tests.mail_in.messages import report
from tests.mail_sink import MailSink

NORA = "nora@elsewhere.example"


@pytest.fixture
def at(desk: Callable[[], School]) -> School:
    """A school that names somebody who does not use the portal."""
    found = desk()
    appoint(found, None)
    return found


def appoint(at: School, person: UUID | None) -> None:
    today = uk_date(at.clock.now())
    name = partial(
        appoint_dpo, school_id=at.id, name="Nora Quill", email=NORA, phone="01632 960444",
        from_on=today, today=today, person_id=person,
    )  # fmt: skip
    alter(at.services, at.id, Permission.APPOINT_DPO, name, by=None)


def mails(at: School, smtp: MailSink) -> list[str]:
    """Subject and text of what reaches her."""
    deliver_due(at.services, [at.id])
    found = []
    for mail in smtp.sent_to(NORA):
        body = mail.get_body(("plain",))
        assert body is not None
        found.append(f"{mail['Subject']} {body.get_content()}")
    return found


def states(at: School) -> list[str]:
    with open_session(at.services.engine, at.scope) as session:
        rows = select(EffectRow.state).where(EffectRow.kind == "dpo_outside")
        return list(session.scalars(rows.order_by(EffectRow.id)))


@pytest.mark.clause("DBRP-1.9", "DBRP-5.1")
def test_she_is_asked_to_ring_and_reads_nothing_of_what_happened(
    at: School, smtp: MailSink
) -> None:
    incident = at.report(happened="Canary-x7q went to a mailing list.", told=(Role.HEAD,))
    (report,) = mails(at, smtp)
    assert "Please ring Wormley School: INC-2026-0001" in report
    assert "An incident has been reported there" in report
    assert "anary" not in report
    at.do("escalate_to_dpo", Role.HEAD, incident)
    assert "escalated it to you" in mails(at, smtp)[-1]
    now, reason = at.clock.now(), "Canary-x7q was read."
    at.do("declare_aware", Role.DEPUTY_DPO, incident, aware_at=now, reason=reason)
    assert "the 72 hours are running" in mails(at, smtp)[-1]
    assert "anary" not in "".join(mails(at, smtp))
    assert states(at) == ["sent"] * 3


def test_nobody_is_asked_who_uses_the_portal_by_now_or_whom_it_may_concern(
    at: School, smtp: MailSink
) -> None:
    incident = at.report()
    deputy = (at.people[Role.DEPUTY_DPO],)
    at.do("mark_concerned", Role.HEAD, incident, persons=deputy, reason="It is about them.")
    assert not mails(at, smtp)
    at.report()
    appoint(at, at.people[Role.SLT])
    assert not mails(at, smtp)
    assert states(at) == ["stopped", "stopped"]
    at.report()
    assert len(states(at)) == 2, "who uses the portal is alerted as everybody is"


@pytest.mark.clause("DBRP-1.9")
def test_the_school_hears_that_the_mail_never_reached_her(at: School, smtp: MailSink) -> None:
    """Refused at once, or come back later: whoever keeps the people rings her instead."""
    back = "E-mails to Wormley School’s data protection officer come back"
    smtp.refuse(permanently=True, only_to=NORA)
    at.report(told=(Role.HEAD,))
    assert mails(at, smtp) == []
    assert states(at) == ["failed"]
    smtp.accept()
    deliver_due(at.services, [at.id])
    assert [str(mail.message["Subject"]) for mail in smtp.caught].count(back) == 2  # Head, office

    at.report(told=(Role.HEAD,))
    assert len(mails(at, smtp)) == 1
    (hers,) = smtp.sent_to(NORA)
    for _ in range(2):  # reports come twice
        receive(at.services, report(str(hers["Message-ID"])))
    deliver_due(at.services, [at.id])
    assert [str(mail.message["Subject"]) for mail in smtp.caught].count(back) == 4
    assert states(at) == ["failed", "failed"]
