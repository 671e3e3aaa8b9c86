"""One matter at two schools of a trust, page by page: linked, reported once, on both records."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.regulators.pack import covered_in
from portal.rules.words import Delivery
from portal.store import audit
from tenants.db import open_session
from tenants.models import Oversight, OversightKind
from tests.mail_sink import MailSink
from tests.portal_app import FRIDAY, ClientFor, Demo, MovingClock
from tests.web.linking import DPO, duties, link, send, snapshot
from tests.web.pages import Pages
from tests.web.reading import words
from tests.web.test_absences import BACK, goes_away
from tests.web.test_ico_ways import ICO, deliver, delivery
from tests.web.trusts import SCHOOLS, found_trust


@pytest.fixture(scope="module")
def of_trust(portal_app: Flask, demo: Demo) -> None:
    """Both demo schools belong to a trust, which is the controller."""
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    found_trust(engine, [demo.schools[each] for each in SCHOOLS])


@pytest.fixture
def wormley(
    of_trust: None, portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> Pages:
    return Pages(portal_app, client_for, demo, "wormley")


@pytest.fixture
def wentworth(
    of_trust: None, portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> Pages:
    return Pages(portal_app, client_for, demo, "wentworth")


@pytest.mark.clause("DBRP-5.10", "DBRP-5.11")
def test_one_report_covers_both_schools(wormley: Pages, wentworth: Pages) -> None:
    shown = words(wormley.get(DPO, "link-incident"))
    assert wentworth.facts.reference in shown
    empty = words(wormley.get(DPO, "record-shared-report")) if wormley.facts.linked else ""
    assert empty == ""
    link(wormley, wentworth)
    assert [each.incident_id for each in wormley.facts.linked] == [wentworth.id]
    assert [each.incident_id for each in wentworth.facts.linked] == [wormley.id]
    assert "waits to be recorded" in words(wentworth.get(DPO, "record-shared-report"))
    check = wormley.get(DPO, "report-to-ico/check")
    assert "holds at each. Wentworth" in words(check)
    assert "Wentworth Primary School: it is not decided yet." in words(check)
    part = words(wormley.get(DPO, "report-to-ico/data"))
    assert "Answer for Wentworth Primary School as well" in part
    (once,) = BeautifulSoup(check.data, "html.parser").find_all("input", {"name": "once"})
    key = {"once": once["value"]}
    for _twice in range(2):
        assert send(wormley, reference="IC-5", **key).status_code == 303
    ours = snapshot(wormley)
    ((name, label),) = covered_in(ours)
    assert (name.startswith("Wentworth"), label) == (True, wentworth.facts.reference)
    assert b"Lea Valley Trust" in ours
    assert b"ZA777777" in ours  # and not the number, nor the address, of the one school
    assert b"1 Lea Road" in ours
    assert sha256(snapshot(wentworth)).digest() == sha256(ours).digest()
    assert "IC-5" in words(wentworth.get(DPO, "ico-reports"))
    here = wentworth.get(DPO, "")
    assert "together with" in words(here)
    there = BeautifulSoup(here.data, "html.parser").find("a", {"href": wormley.address("")})
    assert there is not None
    assert there.get_text() in words(wentworth.get("wentworth.head", ""))
    assert wormley.address("") not in wentworth.get("wentworth.head", "").text
    assert {row.met_at is None for row in duties(wentworth, "submit_to_regulator")} == {False}
    again = wentworth.post(DPO, "record-shared-report", report=str(wormley.facts.first_report.id))
    assert again.status_code in {409, 422}
    follow = {"route": "web_form", "kind": "follow_up"}
    assert wormley.post(DPO, "follow-up-to-ico/check", **follow).status_code == 303
    assert [each.number for each in wentworth.facts.submissions] == [1, 2]


@pytest.mark.clause("DBRP-1.4", "DBRP-5.11")
def test_a_crash_at_one_school_leaves_nothing_half_done_at_the_other(
    wormley: Pages, wentworth: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    link(wormley, wentworth)
    append = audit.append

    def crash(session: Session, school_id: UUID, **entry: Any) -> str:
        if school_id in wentworth.scope.schools:
            raise RuntimeError("the process ends here")
        return append(session, school_id, **entry)

    with monkeypatch.context() as crashing:
        crashing.setattr(audit, "append", crash)
        with pytest.raises(RuntimeError):
            send(wormley)
    assert wormley.facts.submissions == wentworth.facts.submissions == ()
    assert send(wormley).status_code == 303
    assert len(wormley.facts.submissions) == len(wentworth.facts.submissions) == 1


def test_a_school_that_reported_by_itself_is_named_and_keeps_its_own(
    wormley: Pages, wentworth: Pages
) -> None:
    send(wentworth, reference="IC-1")
    link(wormley, wentworth)
    assert "the school has made a report of its own" in words(
        wormley.get(DPO, "report-to-ico/check")
    )
    assert send(wormley).status_code == 303
    assert [each.reference for each in wentworth.facts.submissions] == ["IC-1"]


@pytest.mark.clause("DBRP-4.2", "DBRP-5.10", "DBRP-5.11")
def test_awareness_at_one_school_is_the_trusts_and_reaches_the_other_by_itself(
    wormley: Pages, wentworth: Pages, smtp: MailSink, clock: MovingClock
) -> None:
    link(wormley, wentworth)
    wormley.does(
        "wormley.head",
        "declare-aware",
        answer="breach",
        aware_at=["23", "10", "2026", "4pm"],
        reason="The supplier has confirmed it: Tom Smith is in it.",
    )
    deliver(wormley, smtp)
    there = wentworth.facts.aware
    assert there is not None
    assert there.aware_at == wormley.facts.aware.aware_at
    record = words(wentworth.get(DPO, "record"))
    assert f"News of {wormley.facts.reference} of" in record
    shown = [record, words(wentworth.get(DPO, "log"))]
    assert not [page for page in shown if "Tom Smith" in page], "a child of the other school"
    assert "Tom Smith" in words(wormley.get(DPO, "record"))
    (duty,) = duties(wentworth, "submit_to_regulator")
    assert (duty.due_at, duty.cautious) == (there.aware_at + timedelta(hours=72), False)
    deliver(wentworth, smtp)
    told = smtp.sent_to("wentworth.head@example.org")
    assert any("A breach has been established" in str(each["Subject"]) for each in told)
    entries = words(wentworth.get(DPO, "record")).count("News of")
    deliver(wormley, smtp)
    deliver(wentworth, smtp)
    assert words(wentworth.get(DPO, "record")).count("News of") == entries


@pytest.mark.clause("DBRP-1.4", "DBRP-5.11")
def test_what_becomes_of_a_mailed_report_is_known_at_each_school(
    wormley: Pages, wentworth: Pages, smtp: MailSink
) -> None:
    link(wormley, wentworth)
    smtp.refuse(permanently=True, only_to=ICO)
    assert send(wormley, route="mailed").status_code == 303
    assert delivery(wentworth) == Delivery.WAITING
    deliver(wormley, smtp)
    assert delivery(wentworth) == Delivery.FAILED
    assert {row.met_at for row in duties(wentworth, "submit_to_regulator")} == {None}
    copy = {"report": str(wentworth.facts.first_report.id)}
    refused = wentworth.post(DPO, "settle-delivery", what="again", **copy)
    assert "send it again there" in words(refused)
    smtp.accept()
    report = {"report": str(wormley.facts.first_report.id)}
    wormley.does(DPO, "settle-delivery", what="again", **report)
    wormley.does(DPO, "record-reference", reference="IC-77")
    deliver(wormley, smtp)
    assert len(smtp.sent_to(ICO)) == 1
    here, there = wormley.facts.first_report, wentworth.facts.first_report
    assert (there.delivery, there.told_at) == (Delivery.SENT, here.told_at)
    assert there.reference == "IC-77"


def test_nobody_else_links_and_nothing_of_another_school_is_seen(
    wormley: Pages, wentworth: Pages
) -> None:
    assert wormley.get("wormley.head", "link-incident").status_code == 403
    assert wormley.get("wentworth.head", "link-incident").status_code == 404
    wentworth.does(
        DPO,
        "mark-concerned",
        person=str(wormley.demo.people["service.deputy"]),
        reason="It is about somebody of the service.",
    )
    listed = wormley.get(DPO, "link-incident")
    assert f'value="{wentworth.id}"' not in listed.data.decode()
    taken = wormley.post(DPO, "link-incident", incident=str(wentworth.id), reason="The same.")
    assert taken.status_code == 422
    assert wormley.facts.linked == ()


def test_whom_it_concerns_at_one_school_finds_no_way_there_from_the_other(
    wormley: Pages, wentworth: Pages
) -> None:
    link(wormley, wentworth)
    assert wentworth.address("") in wormley.get(DPO, "").text
    mark = {"person": str(wormley.demo.people[DPO]), "reason": "It chose the supplier."}
    wentworth.does("wentworth.head", "mark-concerned", **mark)
    assert wentworth.address("") not in wormley.get(DPO, "").text, "it would not be found"


def test_a_link_is_undone_on_both_sides(wormley: Pages, wentworth: Pages) -> None:
    link(wormley, wentworth)
    assert str(wentworth.id) not in wormley.get(DPO, "link-incident").text, "linked already"
    form = BeautifulSoup(wentworth.get(DPO, "unlink-incident").data, "html.parser")
    once = form.find("input", {"name": "once"})
    assert once is not None
    said = {"incident": str(wormley.id), "reason": "Another supplier after all."}
    for _twice in range(2):
        again = wentworth.post(DPO, "unlink-incident", once=once["value"], **said)
        assert again.location.endswith(wentworth.address(""))
    assert wormley.facts.linked == wentworth.facts.linked == ()
    late = wentworth.post(DPO, "unlink-incident", **said)
    assert late.status_code == 409
    assert "Another supplier after all." in words(late), "typed too late, to be copied"


@pytest.mark.clause("DBRP-5.14")
def test_no_breach_at_one_school_is_said_for_that_school_alone(
    wormley: Pages, wentworth: Pages, smtp: MailSink
) -> None:
    link(wormley, wentworth)
    send(wormley, reference="IC-9")
    wentworth.does(DPO, "record-no-breach", because="mistaken", reason="Theirs was never sent.")
    deliver(wentworth, smtp)
    assert [each.ended for each in wormley.facts.linked] == [True]
    asked = words(wentworth.get(DPO, "follow-up-to-ico/check"))
    assert "One follow-up that says so then covers them all." in asked
    why = {"route": "web_form", "kind": "not_a_breach", "explanation": "It was never sent."}
    assert wentworth.post(DPO, "follow-up-to-ico/check", **why).status_code == 303
    assert [len(each.facts.submissions) for each in (wormley, wentworth)] == [1, 2]
    assert "no personal data is involved" in words(wormley.get(DPO, "follow-up-to-ico/check"))
    assert {row.met_at for row in duties(wormley, "promised_follow_up")} == {None}


@pytest.mark.clause("DBRP-5.10")
def test_a_school_that_left_the_trust_hears_and_says_nothing_more_and_the_link_is_undone(
    wormley: Pages, wentworth: Pages, smtp: MailSink, demo: Demo
) -> None:
    link(wormley, wentworth)
    left = update(Oversight).where(
        Oversight.school_id == demo.schools["wentworth"], Oversight.kind == OversightKind.TRUST
    )
    with open_session(wentworth.services.engine, wentworth.scope) as session, session.begin():
        session.execute(left.values(until_on=FRIDAY.date() - timedelta(days=1)))
    try:
        aware = {"answer": "breach", "aware_at": ["23", "10", "2026", "4pm"], "reason": "Seen."}
        wentworth.does("wentworth.head", "declare-aware", **aware)
        deliver(wentworth, smtp)
        assert wormley.facts.aware is None
        answers = {"incident": str(wentworth.id), "reason": "It has left the trust."}
        wormley.does(DPO, "unlink-incident", **answers)
        assert (wormley.facts.linked, len(wentworth.facts.linked)) == ((), 1)
    finally:
        with open_session(wentworth.services.engine, wentworth.scope) as session, session.begin():
            session.execute(left.values(until_on=None))


@pytest.mark.clause("DBRP-5.7", "DBRP-5.11")
def test_whoever_stands_in_for_the_dpo_links_and_reports_for_both(
    wormley: Pages, wentworth: Pages
) -> None:
    deputy, officer = "service.deputy", wormley.client(DPO)
    first_day, last_day = ["23", "10", "2026"], ["30", "10", "2026"]
    goes_away(officer, "wormley", from_on=first_day, until_on=last_day, everywhere="y")
    try:
        answers = {"incident": str(wentworth.id), "reason": "The same supplier."}
        wormley.does(deputy, "link-incident", **answers)
        how = {"route": "web_form", "reason": "It cannot wait."}
        assert wormley.post(deputy, "report-to-ico/check", **how).status_code == 303
        (report,) = wentworth.facts.submissions
        assert report.shared_from == wormley.facts.first_report.id
    finally:
        back = BACK.search(officer.get("/wormley/away/").text)
        assert back is not None
        officer.post(back[0])
    assert wentworth.get(deputy, "link-incident").status_code == 403


def test_the_trusts_number_is_the_one_that_its_schools_need(wormley: Pages) -> None:
    client = wormley.client_for("wormley.office")
    page = words(client.get("/wormley/manage/registers/"))
    assert "Lea Valley Trust is the controller. ZA777777" in page
    assert "of Lea Valley Trust, the controller" in words(
        client.get("/wormley/manage/registers/registration")
    )
    assert "asks for the number" not in words(client.get("/wormley/manage/"))
