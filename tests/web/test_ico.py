"""Risk, log and the regulator, page by page, down to the PDF that a real job makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portal.jobs.deliver import deliver_due
from portal.notices.mailer import SmtpMailer
from portal.rules.words import RiskFactor
from portal.store import submissions
from tenants.db import open_session
from tests.mail_sink import MailSink
from tests.portal_app import FRIDAY, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words

FACTORS = {f"{factor}_unknown": "y" for factor in RiskFactor}
RISK = {**FACTORS, "legal_risk": "high", "reason": "Health data of children."}
DECIDE = {"choice": "report", "reasons": "A high risk is likely."}
WHAT_HAPPENED: dict[str, object] = {
    "what_happened": "A spreadsheet went to a mailing list of parents.",
    "how_happened": "The wrong list was chosen.",
    "how_found": "A parent told us.",
    "cyber": "no",
    "discovered": "Friday",
    "occurred": "Friday",
    "measures_before": "Training.",
}
DATA: dict[str, object] = {
    "categories_data": ["health"],
    "people": "214",
    "categories_people": ["children"],
    "records_unknown": "y",
}
IMPACT: dict[str, object] = {"consequences": "Distress.", "high_risk": "yes"}
MEASURES: dict[str, object] = {
    "actions_taken": "Everybody was asked to delete it.",
    "people_told": "undecided",
}


def write_report(at: Pages, who: str = "service.dpo") -> None:
    pages = {
        "what_happened": WHAT_HAPPENED,
        "data": DATA,
        "impact": IMPACT,
        "measures": MEASURES,
    }
    for part, answers in pages.items():
        assert at.get(who, f"report-to-ico/{part}").status_code == 200
        assert at.post(who, f"report-to-ico/{part}", **answers).status_code == 303


def send(at: Pages, **said: object) -> Any:
    said = {"route": "web_form", "reason": "It cannot wait for the log.", **said}
    return at.post("service.dpo", "report-to-ico/check", **said)


@pytest.mark.clause("DBRP-3.2")
def test_the_score_is_advice_beside_the_seven_factors(wormley: Pages) -> None:
    wormley.does("service.dpo", "add-information", text="It went to 300 parents.")
    wormley.does(
        "service.dpo",
        "score-severity",
        sensitive="0",
        identification="maximum",
        confidentiality="known_recipients",
        integrity="not_used",
        availability="at_once",
    )
    shown = words(wormley.get("service.dpo", "assess-risk"))
    assert "Data 4 × identification 1 + circumstances 0.25 = 4.25, very high" in shown
    assert "More than 100 people are affected." in shown
    assert "It went to 300 parents." in shown, "what came later is weighed as well"
    left_out = wormley.post("service.dpo", "assess-risk", legal_risk="high", reason="Ill health.")
    assert left_out.status_code == 422
    asked = words(left_out).count("Answer this, or choose ‘not yet known’")
    assert asked == 2 * 7, "in the summary, and beside each factor"
    assert "Ill health." in left_out.data.decode()
    wormley.does("service.dpo", "assess-risk", **RISK, likelihood="4", impact="not_yet_known")
    risk = wormley.facts.risk
    assert (risk.legal_risk, risk.likelihood, risk.impact) == ("high", 4, None)


@pytest.mark.clause("DBRP-5.18", "DBRP-A1-any")
def test_the_log_is_filled_from_the_record_and_grows(wormley: Pages) -> None:
    shown = words(wormley.get("service.dpo", "log"))
    assert "A list of pupils went to a parents’ mailing list" in shown
    assert "From the record" in shown
    assert "headings still need an answer" in shown
    saved = wormley.does("service.dpo", "complete-log", later="yes", police="No.")
    assert "The breach log is saved" in saved
    refused = wormley.post("service.dpo", "complete-log", police="No.")
    assert refused.status_code == 422
    assert words(refused).count("Answer ‘") > 20, "all that is left out, not one a try"
    page = wormley.get("service.dpo", "complete-log").data.decode()
    asked = {part.split('"')[0] for part in page.split('name="')[1:]}
    unknown = {name: "y" for name in asked if name.endswith("_unknown")}
    assert "Complete since" in wormley.does("service.dpo", "complete-log", **unknown)
    assert wormley.get("wormley.teacher", "log").status_code == 403


@pytest.mark.clause("DBRP-1.4")
def test_the_decision_shows_clause_law_facts_and_what_is_missing(wormley: Pages) -> None:
    shown = words(wormley.get("service.dpo", "decide-regulator"))
    for said in ("Plan 1.4", "Article 33(1)", "counted, cautiously", "not known", "Report it"):
        assert said in shown
    nobody = wormley.post("service.dpo", "decide-regulator", choice="another_reports", reasons="x")
    assert nobody.status_code == 422
    assert "Say which controller reports it" in words(nobody)
    assert "owed next" in wormley.does("service.dpo", "decide-regulator", **DECIDE)
    assert wormley.get("wormley.teacher", "decide-regulator").status_code == 403


@pytest.mark.clause("SIP-6c", "SIP-dpo")
def test_the_dpo_advises_and_the_head_decides(wentworth: Pages) -> None:
    wentworth.does("service.dpo", "advise-regulator", recommends="report", advice="Health data.")
    assert "Health data." in words(wentworth.get("wentworth.head", "decide-regulator"))
    wentworth.does("wentworth.head", "decide-regulator", **DECIDE)
    assert wentworth.facts.regulator_decision.choice == "report"
    told = wentworth.address("record-told")
    answers = {"who": "chair", "how": "By phone"}
    assert wentworth.client("wentworth.head").post(told, data=answers).status_code == 303
    assert wentworth.facts.roles_told[0].who == "chair"
    assert wentworth.get("wentworth.head", "report-to-ico").status_code == 403


@pytest.mark.clause("DBRP-5.21")
def test_a_decision_not_to_report_is_reviewed_and_can_be_changed(wormley: Pages) -> None:
    counts = "left to report to the ICO"
    assert counts in words(wormley.get("service.dpo", ""))
    wormley.does("service.dpo", "decide-regulator", choice="do_not_report", reasons="Deleted.")
    assert counts not in words(wormley.get("service.dpo", ""))
    assert "decide again" in words(wormley.get("service.dpo", "confirm-not-reporting"))
    wormley.does("service.dpo", "add-information", text="A newspaper has rung.")
    assert counts in words(wormley.get("service.dpo", "")), "it is asked again"
    wormley.does("service.dpo", "confirm-not-reporting", reasons="Nothing new.")
    assert counts not in words(wormley.get("service.dpo", ""))
    wormley.does("service.dpo", "decide-regulator", **DECIDE)
    assert [each.choice for each in wormley.facts.regulator] == ["do_not_report", "report"]


@pytest.mark.clause("DBRP-4.4", "DBRP-5.12")
def test_the_report_says_what_is_missing_and_goes_all_the_same(wormley: Pages) -> None:
    shown = words(wormley.get("service.dpo", "report-to-ico"))
    assert "What is missing" in shown
    assert "Nobody has recorded a decision to report" in shown
    refused = send(wormley, reason="")
    assert refused.status_code == 422
    assert "Say in one line why" in words(refused)
    future = send(wormley, done_at=["24", "10", "2026", "9am"])
    assert future.status_code == 422
    assert "must be in the past" in words(future)
    assert send(wormley).status_code == 303
    assert wormley.facts.first_report.unknown
    assert wormley.get("service.dpo", "report-to-ico").status_code == 409


def test_answers_come_from_the_record_and_what_is_typed_is_kept(wormley: Pages) -> None:
    page = wormley.get("service.dpo", "report-to-ico/what_happened")
    assert "From the report and what was added to it." in words(page)
    write_report(wormley)
    page = wormley.get("service.dpo", "report-to-ico/what_happened").data.decode()
    assert "The wrong list was chosen." in page
    sheet = words(wormley.get("service.dpo", "report-to-ico/sheet"))
    assert sheet.index("What happened?") < sheet.index("The wrong list was chosen.")
    assert "Not yet known" in sheet
    assert wormley.get("service.dpo", "report-to-ico/no_such_part").status_code == 404


def test_an_answer_that_opens_more_questions_leads_back_to_them(wormley: Pages) -> None:
    part = "report-to-ico/measures"
    assert "bear on this breach" not in words(wormley.get("service.dpo", part))
    reply = wormley.post("service.dpo", part, **MEASURES, code="yes")
    assert reply.location.endswith(part)
    assert "Does the code or scheme bear on this breach?" in words(wormley.get("service.dpo", part))
    reply = wormley.post("service.dpo", part, **MEASURES, code="yes", code_relevant="no")
    assert not reply.location.endswith(part)


def test_personal_data_is_pointed_out_and_needs_a_reason(wormley: Pages) -> None:
    wormley.does("service.dpo", "assess-risk", **RISK)
    wormley.does("service.dpo", "decide-regulator", **DECIDE)
    wormley.post(
        "service.dpo",
        "report-to-ico/impact",
        **{**IMPACT, "consequences": "Write to jo.field@example.com about it."},
    )
    shown = words(wormley.get("service.dpo", "report-to-ico"))
    assert "‘jo.field@example.com’" in shown
    assert "Take the e-mail address out" in shown
    assert send(wormley, reason="").status_code == 422
    assert send(wormley, reason="The address is the school’s own.").status_code == 303


@pytest.mark.clause("DBRP-5.12", "DBRP-1.4")
def test_the_job_makes_a_pdf_with_the_four_contents_and_the_hash(
    wormley: Pages, smtp: MailSink
) -> None:
    write_report(wormley)
    reply = send(wormley, reference="IC-123456-A1B2", promised=["6", "11", "2026"])
    listed = words(wormley.client("service.dpo").get(reply.location))
    assert "IC-123456-A1B2" in listed
    assert "1 answer will follow by Friday 6 November 2026" in listed
    report = wormley.facts.first_report
    waiting = wormley.get("service.dpo", f"ico-reports/{report.id}.pdf")
    assert "being made" in words(waiting)
    settings = replace(wormley.services.settings, mail_port=smtp.port)
    deliver_due(replace(wormley.services, mailer=SmtpMailer(settings)), wormley.scope.schools)
    answer = wormley.get("service.dpo", f"ico-reports/{report.id}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    with open_session(wormley.services.engine, wormley.scope) as session:
        stored = submissions.get_submission(
            session, wormley.scope, wormley.services.keyring, report.id
        )
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages]
    assert all(sha256(stored.snapshot).hexdigest() in page for page in pages)
    text = " ".join(" ".join(pages).split())
    for content in (str(WHAT_HAPPENED["what_happened"]), "214", "Ruth Adeyemi", "Distress."):
        assert content in text
    assert "Everybody was asked to delete it." in text
    assert "Not yet known." in text
    assert wormley.get("wormley.teacher", f"ico-reports/{report.id}.pdf").status_code == 403
    assert wormley.get("wentworth.head", f"ico-reports/{report.id}.pdf").status_code == 404


def test_the_same_page_sent_twice_is_one_report(wormley: Pages) -> None:
    once = "7d4c2f2e-9a83-4a53-8f6a-0a1b2c3d4e5f"
    assert send(wormley, once=once).status_code == 303
    assert send(wormley, once=once).status_code == 303
    assert len(wormley.facts.submissions) == 1


@pytest.mark.clause("DBRP-5.13", "DBRP-5.14")
def test_a_follow_up_shows_what_has_changed(wormley: Pages) -> None:
    write_report(wormley)
    send(wormley)
    page = wormley.get("service.dpo", "follow-up-to-ico/data")
    assert "214" in page.data.decode()
    wormley.post(
        "service.dpo", "follow-up-to-ico/data", **{**DATA, "records": "430", "records_unknown": ""}
    )
    shown = words(wormley.get("service.dpo", "follow-up-to-ico"))
    assert "New: 430" in shown
    assert "Before: Not yet known" in shown
    rung = words(wormley.get("service.dpo", "follow-up-to-ico/phone"))
    new, told = rung.split("What they have been told already")
    assert "430" in new
    assert "214" in told, "what was reported is not read out again"
    assert "214" not in new
    sheet = words(wormley.get("service.dpo", "follow-up-to-ico/sheet"))
    assert "involved? Changed since the last report. 430" in sheet
    assert "affected? As in the last report. 214" in sheet
    said = {"route": "email", "kind": "follow_up"}
    assert wormley.post("service.dpo", "follow-up-to-ico/check", **said).status_code == 303
    said["kind"] = "not_a_breach"
    asked = wormley.post("service.dpo", "follow-up-to-ico/check", **said)
    assert (asked.status_code, "Say why" in words(asked)) == (422, True)
    said["explanation"] = "The list held no personal data."
    assert wormley.post("service.dpo", "follow-up-to-ico/check", **said).status_code == 303
    assert [each.number for each in wormley.facts.submissions] == [1, 2, 3]
    wormley.does("service.dpo", "record-no-breach", because="mistaken", reason="It was a test.")
    page = wormley.get("service.dpo", "follow-up-to-ico/check")
    assert "It was a test." in words(page), "why it was none is typed twice"


@pytest.mark.clause("DBRP-5.15", "DBRP-6.1.3")
def test_late_in_the_holidays(wormley: Pages, clock: MovingClock) -> None:
    clock.move_to(FRIDAY + timedelta(hours=73))
    page = wormley.get("service.dpo", "report-to-ico/check")
    assert "The school is closed for Autumn half term" in page.data.decode()
    assert "after the 72 hours: why?" in words(page)
    statement = "The school is closed for Autumn half term."
    assert send(wormley, closure_statement=statement).status_code == 303
    assert wormley.facts.first_report.closure_statement == statement
    wormley.does("service.dpo", "record-late-reasons", reasons="Nobody could be reached.")
    wormley.does("service.dpo", "record-reference", reference="IC-1")
    assert "Nobody could be reached." in words(wormley.get("service.dpo", "ico-reports"))
