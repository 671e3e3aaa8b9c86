"""Our mail to somebody of the school comes back: who keeps the people is told, and pages say so."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.mail_in.receiving import receive
from portal.models.effects import EffectRow
from portal.outbox import rows as outbox
from tenants.db import open_session
from tests.mail_in.messages import report
from tests.mail_sink import MailSink
from tests.web.pages import Pages
from tests.web.reading import words
from tests.web.test_ico_ways import deliver

BACK = "Our e-mails come back"
PEOPLE = "/wormley/manage/people/"
TOLD = "E-mails from Wormley CofE Primary School’s incident portal come back"


def post(client: FlaskClient, path: str, **said: object) -> TestResponse:
    return client.post(path, data={"once": str(uuid4()), **said})


def told(at: Pages, smtp: MailSink) -> dict[str, str]:
    """Deliver all that waits; the subjects of what arrives, by address."""
    before = len(smtp.caught)
    deliver(at, smtp)
    deliver(at, smtp)  # and what follows from it
    caught = [one.message for one in smtp.caught[before:]]
    return {str(one["To"].addresses[0].addr_spec): str(one["Subject"]) for one in caught}


def alert_to(at: Pages, who: str) -> str:
    """The Message-ID of an alert that this person was sent."""
    with open_session(at.services.engine, at.scope) as session:
        of = sa.select(EffectRow.id).where(
            EffectRow.kind == "alert", EffectRow.person_id == at.demo.people[who],
            EffectRow.state == "sent",
        )  # fmt: skip
        return f"<alert.{session.scalars(of).first()}@example.org>"


def write_to_head(at: Pages, about: str) -> None:
    """One alert more, about no incident."""
    with open_session(at.services.engine, at.scope) as session, session.begin():
        outbox.alert(
            session, school_id=at.demo.schools["wormley"], incident_id=None, about=about,
            template="new_sight", people=[at.demo.people["wormley.head"]],
            now=at.services.clock.now(),
        )  # fmt: skip


@pytest.mark.clause("DBRP-5.1")
def test_an_address_that_takes_nothing_is_told_to_the_office_until_it_is_corrected(
    wormley: Pages, smtp: MailSink
) -> None:
    head, office = wormley.demo.people["wormley.head"], wormley.client("wormley.office")
    smtp.refuse(permanently=True, only_to="wormley.head@example.org")
    assert told(wormley, smtp)["wormley.office@example.org"] == TOLD
    with open_session(wormley.services.engine, wormley.scope) as session:
        asked = sa.select(EffectRow.person_id).where(EffectRow.template == "mail_returned")
        assert head not in set(session.scalars(asked)), "no mail about it to a dead mailbox"
    shown = words(office.get(f"{PEOPLE}?status=returned"))
    assert "Caroline Whitlock wormley.head@example.org Our e-mails come back" in shown
    assert "Ellie Farrow" not in shown
    assert "Our e-mails to somebody come back" in words(office.get("/wormley/manage/"))
    person = f"{PEOPLE}{head}"
    assert "what we ask of them does not reach them" in words(office.get(person))
    assert "does not reach them" in words(wormley.client("wormley.deputy").get(person))

    write_to_head(wormley, "another")
    assert told(wormley, smtp) == {}, "once for an address"
    assert post(office, f"{person}/arrives").status_code == 303
    assert BACK not in words(office.get(person))
    assert "has come back" in words(office.get(post(office, f"{person}/arrives").location))
    write_to_head(wormley, "a third")
    again = told(wormley, smtp)
    assert again == {"wormley.office@example.org": TOLD}, "said to be right, it was not"
    corrected = {"name": "Caroline Whitlock", "email": "head@wormley.example", "phone": "01632"}
    assert post(office, f"{person}/details", **corrected).status_code == 303
    assert BACK not in words(office.get(f"{PEOPLE}?status=returned")).partition("Nobody is")[2]
    assert "Our e-mails to somebody" not in words(office.get("/wormley/manage/"))
    smtp.accept()
    told(wormley, smtp)


@pytest.mark.clause("DBRP-5.1")
def test_a_server_that_refused_everybody_accuses_nobody_once_it_takes_mail_again(
    wormley: Pages, smtp: MailSink
) -> None:
    head, office = wormley.demo.people["wormley.head"], wormley.client("wormley.office")
    smtp.refuse(permanently=True)
    told(wormley, smtp)
    assert "come back, since" in words(office.get(f"{PEOPLE}{head}"))
    smtp.accept()
    write_to_head(wormley, "after the repair")
    told(wormley, smtp)
    assert "come back, since" not in words(office.get(f"{PEOPLE}{head}"))


@pytest.mark.clause("DBRP-1.9")
def test_a_report_that_an_officers_mail_came_back_is_told_to_the_school(
    wormley: Pages, smtp: MailSink
) -> None:
    wormley.does("wormley.head", "escalate-to-dpo", answer="escalate", reasons="It is serious.")
    told(wormley, smtp)
    for _ in range(2):  # reports come twice
        receive(wormley.services, report(alert_to(wormley, "service.dpo")))
    arrived = told(wormley, smtp)
    assert set(arrived) >= {"wormley.office@example.org"}
    assert "data protection officer come back" in arrived["wormley.office@example.org"]
    assert "Our e-mails come back" in words(wormley.client("service.dpo").get("/schools/team/"))
    said = words(wormley.client("wormley.office").get("/wormley/manage/"))
    assert "Our e-mails to the data protection officer come back: ring their service" in said
