"""Ways to the ICO and what comes back: by e-mail, astray, by phone, letters, nobody sure, cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.actions import declare_aware, move_awareness
from portal.actions.declare_aware import DeclareAware
from portal.actions.move_awareness import MoveAwareness
from portal.desk.perform import Deed, perform
from portal.jobs.deliver import deliver_due
from portal.notices.mailer import SmtpMailer
from portal.rules.words import Delivery, PeopleChoice
from portal.web.ico.grounds import leads_to
from tenants.calendar import Calendar
from tenants.db import open_session
from tenants.models import Absence
from tenants.policy.loader import adopt, load_variant
from tests.actions.table import NOW, facts
from tests.databases import Database
from tests.mail_sink import MailSink
from tests.portal_app import FRIDAY, Demo, MovingClock, dispose, make_app, sign_in
from tests.regulators.test_versions import NEXT_YEAR
from tests.web.pages import Pages
from tests.web.reading import words

ICO = "icocasework@ico.org.uk"
WHY: dict[str, Any] = {"reason": "It cannot wait."}
MAILED: dict[str, Any] = {"route": "mailed", **WHY}


def send(at: Pages, who: str = "service.dpo", **said: object) -> Any:
    return at.post(who, "report-to-ico/check", **{"route": "web_form", **WHY, **said})


def delivery(at: Pages) -> str:
    return str(at.facts.first_report.delivery)


def deliver(at: Pages, smtp: MailSink) -> None:
    settings = replace(at.services.settings, mail_port=smtp.port)
    deliver_due(replace(at.services, mailer=SmtpMailer(settings)), at.scope.schools)


@pytest.mark.clause("DBRP-1.4")
def test_the_portal_mails_the_report_and_follows_it(wormley: Pages, smtp: MailSink) -> None:
    assert send(wormley, **MAILED, done_at=["23", "10", "2026", "4pm"]).status_code == 422
    assert send(wormley, **MAILED).status_code == 303
    said = words(wormley.get("service.dpo", "ico-reports"))
    assert "You are told if it does not arrive" in said
    assert "The e-mail is on its way" in said
    assert "that the ICO was told" not in said
    deliver(wormley, smtp)
    (mail,) = smtp.sent_to(ICO)
    assert str(mail["Subject"]).endswith(wormley.facts.reference)
    assert mail["Reply-To"] == "service.dpo@example.org"
    (pdf,) = mail.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF")
    assert delivery(wormley) == Delivery.SENT
    assert "The e-mail was accepted" in words(wormley.get("service.dpo", "ico-reports"))


@pytest.mark.clause("DBRP-1.4", "DBRP-5.15")
def test_a_report_that_did_not_arrive_is_settled_by_a_person(
    wormley: Pages, smtp: MailSink, clock: MovingClock
) -> None:
    smtp.refuse(permanently=True, only_to=ICO)
    send(wormley, **MAILED)
    deliver(wormley, smtp)
    assert delivery(wormley) == Delivery.FAILED
    told = smtp.sent_to("wormley.head@example.org")
    assert any("did not arrive" in str(each["Subject"]) for each in told)
    assert "The report did not arrive" in words(wormley.get("service.dpo", "settle-delivery"))
    assert "e-mail to the ICO : 1 not delivered" in words(wormley.get("service.dpo", "record"))
    smtp.accept()
    report = {"report": str(wormley.facts.first_report.id)}
    wormley.does("service.dpo", "settle-delivery", what="again", **report)
    deliver(wormley, smtp)
    assert len(smtp.sent_to(ICO)) == 1
    assert delivery(wormley) == Delivery.SENT
    assert wormley.get("service.dpo", "settle-delivery").status_code == 409


def test_the_phone_page_says_what_to_say_and_leads_to_the_record(wormley: Pages) -> None:
    shown = words(wormley.get("service.dpo", "report-to-ico/phone"))
    for said in ("0303 123 1113", "Ruth Adeyemi", wormley.facts.reference, "Ask for the reference"):
        assert said in shown
    wormley.post("service.dpo", "report-to-ico/measures", delay="The mailbox was down.")
    assert "The mailbox was down." in words(wormley.get("service.dpo", "report-to-ico/phone"))
    page = wormley.get("service.dpo", "report-to-ico/check?route=phone").data.decode()
    assert 'value="phone" checked' in page
    send(wormley, route="phone", spoke_to="Sam", done_at=["23", "10", "2026", "4.10pm"])
    listed = words(wormley.get("service.dpo", "ico-reports"))
    assert "4:10pm, by phone, to Sam" in listed
    assert "Reference: Awaited" in listed


@pytest.mark.clause("DBRP-4.4", "DBRP-5.13")
def test_the_record_moves_on_and_a_day_is_promised(wormley: Pages) -> None:
    address = "report-to-ico/data"
    told: dict[str, object] = {"people": "about 30", "records_unknown": "y",
                               "records_promised": ["30", "10", "2026"]}  # fmt: skip
    wormley.post("service.dpo", address, **told)
    shown = wormley.get("service.dpo", address)
    assert "Written here." in words(shown)
    assert "The record now says" not in words(shown)
    wormley.does("service.dpo", "complete-log", later="yes", people="210", records="210")
    assert "Written here." in words(wormley.get("service.dpo", address))
    wormley.post("service.dpo", address, **told, take="people")
    send(wormley, promised=["6", "11", "2026"])
    ((key, at),) = wormley.facts.first_report.promises
    assert (key, at) == ("records", datetime(2026, 10, 30, 17, tzinfo=UTC))


@pytest.mark.clause("DBRP-5.12", "DBRP-5.18")
def test_what_is_missing_is_one_list_with_links(wormley: Pages) -> None:
    page = wormley.get("service.dpo", "report-to-ico")
    shown = words(page)
    order = ["The nature of the breach", "The likely consequences", "Also asked by the ICO",
             "In the breach log"]  # fmt: skip
    assert sorted(order, key=shown.index) == order
    assert f"{wormley.address('report-to-ico/data')}#records" in page.data.decode()
    assert "I have already reported it" in shown


@pytest.mark.clause("DBRP-4.1", "DBRP-5.12-staff")
def test_the_cautious_clock_stands_beside_the_real_one(wormley: Pages, clock: MovingClock) -> None:
    clock.move_to(FRIDAY + timedelta(hours=30))
    assert "Cautious clock" in words(wormley.get("service.dpo", "report-to-ico"))
    said = DeclareAware(aware_at=FRIDAY, reason="The list was opened.")
    by = wormley.demo.people["service.dpo"]
    perform(
        wormley.services, declare_aware.ACTION, said, Deed(wormley.facts.school_id, by, wormley.id)
    )
    later = MoveAwareness(aware_at=FRIDAY + timedelta(hours=20), reason="Only then certain.")
    perform(
        wormley.services,
        move_awareness.ACTION,
        later,
        Deed(wormley.facts.school_id, by, wormley.id),
    )
    shown = words(wormley.get("service.dpo", "report-to-ico"))
    assert "Cautious clock" not in shown
    assert "the 72 hours end on Monday 26 October 2026, 3:10pm" in shown


def test_personal_data_typed_on_the_last_page_is_found_as_well(
    wormley: Pages, clock: MovingClock
) -> None:
    clock.move_to(FRIDAY + timedelta(hours=73))
    late = "Mrs Caroline Whitlock was ill."
    refused = send(wormley, late_reasons=late, reason="")
    assert refused.status_code == 422
    assert send(wormley, late_reasons=late).status_code == 303


@pytest.mark.clause("DBRP-A1-unsure")
def test_not_sure_shows_whom_to_ask_under_a_clock_that_goes_on(wormley: Pages) -> None:
    reply = wormley.post("service.dpo", "decide-regulator", choice="not_sure")
    assert reply.status_code == 303
    shown = words(wormley.client("service.dpo").get(reply.location))
    for said in ("Appendix 1", "0303 123 1113", "Your legal adviser", "The 72 hours go on"):
        assert said in shown
    wormley.does("service.dpo", "take-legal-advice", whom="The county’s lawyers", said="Report it.")
    assert "Report it." in words(wormley.get("service.dpo", "decide-regulator"))
    assert wormley.facts.regulator == ()


@pytest.mark.clause("DBRP-5.11", "DBRP-5.21")
def test_what_an_answer_leads_to_has_the_times_of_the_schools_own_policy() -> None:
    own = {"review_not_reporting": {"days": 7}, "other_controller_reported": {"hours": 30}}
    policy = adopt(load_variant("wormley"), {"timescales": own})
    said = " ".join(leads_to(facts(), policy, Calendar(), NOW).values())
    assert "looked at again by Mon 23 Nov, 2pm, and" in said
    assert "has not confirmed that by 3pm tomorrow, reporting is ours again" in said


@pytest.mark.clause("DBRP-5.20", "DBRP-A1.21")
def test_what_the_ico_writes_is_answered_and_followed(wormley: Pages) -> None:
    send(wormley)
    came: dict[str, object] = {"received_at": ["23", "10", "2026", "4.05pm"]}
    question = {"kind": "question", "text": "Who had the list?", **came}
    wormley.does("wormley.head", "record-letter", **question, answer_by=["6", "11", "2026"])
    listed = words(wormley.get("service.dpo", "ico-reports"))
    assert "it asked a question" in listed
    assert "It wants an answer by Friday 6 November 2026" in listed
    letter = str(wormley.facts.regulator_letters[0].id)
    wormley.does("service.dpo", "answer-ico", letter=letter, answer="62 parents.")
    assert wormley.get("service.dpo", "answer-ico").status_code == 409
    wormley.does("service.dpo", "record-letter", kind="order", text="Tell them.", **came)
    assert wormley.facts.people_decision.choice is PeopleChoice.REQUIRED_BY_REGULATOR
    log = words(wormley.get("service.dpo", "log"))
    assert "Who had the list?" in log
    assert "62 parents." in log


@pytest.fixture
def next_year(demo_database: Database, tmp_path: Path) -> Iterator[Flask]:
    """The same deployment after it has taken a newer form into use."""
    (tmp_path / "ico-2027.toml").write_text(NEXT_YEAR, encoding="utf-8")
    app = make_app(
        demo_database,
        WTF_CSRF_ENABLED=False,
        PORTAL_REGULATOR_FORM="ico-2027",
        PORTAL_REGULATOR_FORMS=str(tmp_path),
    )
    yield app
    dispose(app)


def test_an_old_draft_stays_readable_and_may_go_on_with_the_new_form(
    wormley: Pages, next_year: Flask
) -> None:
    typed = "A list of names was sent."
    wormley.post("service.dpo", "report-to-ico/what_happened", what_happened=typed)
    later = sign_in(next_year.test_client(), "service.dpo")
    overview = wormley.address("report-to-ico")
    shown = words(later.get(overview))
    assert "form has changed since you began" in shown
    assert "Training, prevention and action" in shown
    assert typed in later.get(f"{overview}/what_happened").data.decode()
    assert later.post(f"{overview}/newer-form").status_code == 303
    assert "form has changed" not in words(later.get(overview))
    assert typed in later.get(f"{overview}/all").data.decode()


@pytest.fixture
def nobody_at_the_dpo_service(wormley: Pages, demo: Demo) -> Iterator[None]:
    """DPO and deputy are away in half term."""
    away = [
        Absence(
            school_id=demo.schools["wormley"],
            person_id=demo.people[who],
            role=None,
            from_at=FRIDAY,
            until_at=FRIDAY + timedelta(days=10),
        )
        for who in ("service.dpo", "service.deputy")
    ]
    with open_session(wormley.services.engine, wormley.scope) as session, session.begin():
        session.add_all(away)
    yield
    with open_session(wormley.services.engine, wormley.scope) as session, session.begin():
        for each in away:
            session.delete(session.merge(each))


@pytest.mark.clause("DBRP-6.1.3", "DBRP-5.12-staff")
@pytest.mark.usefixtures("nobody_at_the_dpo_service")
def test_the_head_stands_in_at_night_in_the_holidays(wormley: Pages, clock: MovingClock) -> None:
    head = "wormley.head"
    clock.move_to(datetime(2026, 10, 26, 2, 40, tzinfo=UTC))
    overview = words(wormley.get(head, "report-to-ico"))
    assert "Report to the ICO" in overview
    said = {"what_happened": "A list went astray.", "people_unknown": "y"}
    assert wormley.post(head, "report-to-ico/what_happened", **said).status_code == 303
    assert "Ring the ICO" in words(wormley.get(head, "report-to-ico/phone"))
    check = wormley.get(head, "report-to-ico/check").data.decode()
    assert "The school is closed for Autumn half term" in check
    statement = "The school is closed for Autumn half term."
    done = send(wormley, head, closure_statement=statement)
    assert done.status_code == 303
    report = wormley.facts.first_report
    assert report.closure_statement == statement
    assert report.done_at < FRIDAY + timedelta(hours=72)
    assert "Within the 72 hours." in words(wormley.client(head).get(done.location))
