"""The Security Incidents Policy's story: a near miss told anonymously, and a critical incident."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browser import Person
from tests.journeys.live import Live
from tests.journeys.steps import Meet
from tests.portal_app import FRIDAY

CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


def report_anonymously(nobody: Person) -> str:
    """Without sign-in; the receipt code."""
    nobody.go("/wentworth/report/anonymously/")
    nobody.looks("anonymous-what")
    nobody.answer(happened="A memory stick lay in the corridor. I handed it in.", kind="near_miss")
    nobody.press("Continue")
    nobody.answer(noticed="now")
    nobody.press("Continue")
    nobody.answer(danger="no", still_going_on="no")
    nobody.press("Continue")
    nobody.press("Continue")
    nobody.press("Continue")
    nobody.looks("anonymous-check")
    nobody.press("Send the report")
    nobody.sees("Your receipt code")
    nobody.looks("anonymous-done")
    code = CODE.search(nobody.page.locator("main").inner_text())
    assert code is not None
    return code.group()


def come_back(nobody: Person, code: str) -> None:
    """Type in the receipt code."""
    nobody.go("/wentworth/receipt/")
    nobody.answer(code=code)
    nobody.press("See where it stands")


def classify(head: Person, incident: str, kind: str, severity: str, personal_data: str) -> None:
    """The Head classifies (SIP-5a)."""
    head.go(f"{incident}classify")
    head.looks(f"classify-{severity}")
    head.answer(kind=kind, severity=severity, personal_data=personal_data, causes="not_yet_known")
    head.answer(reason="As found at first sight.")
    head.submit()


@pytest.mark.clause(
    "SIP-0", "SIP-1-anon", "SIP-3", "SIP-3k", "SIP-4c", "SIP-4d", "SIP-5a", "SIP-5e"
)
def test_a_near_miss_from_nobody_to_closing(live: Live, person: Meet) -> None:
    live.clock.move_to(FRIDAY)
    nobody = person(None, phone=True)
    code = report_anonymously(nobody)
    assert not nobody.page.context.cookies(), "an anonymous report leaves no cookie behind"

    head = person("wentworth.head")
    head.go(live.link_in(live.mail_to("wentworth.head", "INC-2026-0001")))
    incident = head.path
    head.sees("anonymously")
    classify(head, incident, "near_miss", "minor", "no")
    head.go(f"{incident}allocate-investigation")
    head.looks("allocate")
    head.answer(
        how="officer",
        direction="Find out whose stick it is and what is on it.",
        due_on=("6", "11", "2026"),
    )
    head.page.locator("main [name='lead']").select_option(label=lead_named(head, "Owen Price"))
    head.submit()

    officer = person("wentworth.dsl")
    officer.go(live.link_in(live.mail_to("wentworth.dsl", "INC-2026-0001")))
    officer.go(f"{incident}score-severity")
    officer.looks("score-severity")
    officer.go(f"{incident}ask-question")
    officer.page.locator("main [name='to']").select_option(index=1)
    officer.answer(text="Where exactly did it lie?", due_on=("30", "10", "2026"))
    officer.looks("ask-question")
    officer.submit()

    come_back(nobody, "0000 0000 0000 0000")
    nobody.sees("no report")
    come_back(nobody, code)
    nobody.sees("Where exactly did it lie?")
    nobody.looks("receipt")
    nobody.answer(answer="Beside the staff room, under the radiator.")
    nobody.press("Send the answer")
    nobody.sees("Your answer is kept")

    finish(live, person, officer, head, incident)


def lead_named(head: Person, name: str) -> str:
    """The label of the person with this name."""
    options = head.page.locator("main [name='lead'] option").all_inner_texts()
    return next(option for option in options if name in option)


def finish(live: Live, person: Meet, officer: Person, head: Person, incident: str) -> None:
    """Steps, outcome report, sent back once, accepted; then closed."""
    officer.go(f"{incident}investigation")
    officer.sees("Beside the staff room")
    officer.looks("investigation")
    officer.go(f"{incident}complete-step")
    officer.looks("complete-step")
    officer.page.locator("main [name='key']").first.check()
    officer.answer(done="yes", note="Nobody else has handled it.")
    officer.submit()
    write_outcome(officer, incident, "The stick was empty.")
    head.go(f"{incident}assess-outcome")
    head.looks("assess-outcome")
    head.answer(accept="no", reasons="Say how sticks are to be handled from now on.")
    head.submit()
    live.mail_to("wentworth.dsl", "outcome")
    write_outcome(officer, incident, "The stick was empty. Sticks are banned from today.")
    head.go(f"{incident}assess-outcome")
    head.answer(accept="yes", reasons="The other steps are not needed for an empty stick.")
    head.submit()
    head.go(f"{incident}record-disciplinary")
    head.looks("disciplinary")
    head.answer(begun="no", why_not="Nobody has done wrong.")
    head.submit()
    dpo = person("service.dpo")
    dpo.go(f"{incident}confirm-ending")
    dpo.looks("confirm-ending")
    dpo.answer(agree="agree", reasons="The stick was empty.")
    dpo.submit()
    head.go(f"{incident}close-incident")
    head.sees("cannot be closed yet")
    head.go(f"{incident}verify-details")
    head.submit()
    head.go(f"{incident}close-incident")
    head.answer(ending="no_breach")
    head.submit()
    head.go(incident)
    head.sees("Closed")
    head.go(f"{incident}record")
    head.looks("record")
    head.go("/wentworth/register/")
    head.sees("A memory stick lay in the corridor")
    head.looks("register")
    head.go("/wentworth/register/imports/new")
    head.looks("earlier-log")
    verified = live.command("audit", "verify")
    assert verified.returncode == 0, verified.stdout


def write_outcome(officer: Person, incident: str, findings: str) -> None:
    """The outcome report (SIP-3k)."""
    officer.go(f"{incident}write-outcome-report")
    officer.looks("write-outcome")
    officer.answer(findings=findings, recommendations="A box for things found.")
    officer.submit()


@pytest.mark.clause("SIP-6a", "SIP-6c", "SIP-dpo")
def test_a_critical_incident_is_led_by_the_senior_team_with_the_dpo(
    live: Live, person: Meet
) -> None:
    live.clock.move_to(FRIDAY)
    teacher = person("wentworth.teacher")
    report_by_name(teacher)
    slt = person("wentworth.slt")
    slt.go(live.link_in(live.mail_to("wentworth.slt", "INC-2026-")))
    incident = slt.path
    slt.sees("Ruth Adeyemi")
    classify(slt, incident, "confirmed", "critical", "yes")
    slt.go(f"{incident}allocate-investigation")
    slt.looks("allocate-critical")
    slt.does_not_see("Somebody else, whom I ask to")
    slt.answer(how="myself", due_on=("30", "10", "2026"))
    independent = slt.page.locator("main [name='independent']")
    if independent.count():
        independent.check()
    slt.submit()
    slt.go(f"{incident}declare-aware")
    slt.answer(answer="breach", reason="The pages were open to the web.")
    slt.submit()
    slt.go(f"{incident}decide-regulator")
    slt.looks("decide-regulator-critical")
    slt.sees("Policy 6c")
    slt.answer(choice="report", reasons="Anybody could read the files.")
    slt.submit()
    dpo = person("service.dpo")
    live.mail_to("service.dpo", "INC-2026-")
    dpo.go("/")
    dpo.sees("Wentworth Primary School")
    dpo.go(incident)
    dpo.sees("Report to the ICO")
    dpo.looks("incident-critical-dpo")
    council = person("council.officer")
    council.go("/")
    council.sees("Wentworth Primary School")
    council.looks("figures")


def report_by_name(teacher: Person) -> None:
    """The shortest report with a name."""
    teacher.go("/wentworth/report/")
    pages: tuple[dict[str, str], ...] = (
        {"naming": "named"},
        {"happened": "The pupils’ files can be read on the web.", "kind": "confirmed"},
        {"noticed": "now"},
        {"danger": "no", "still_going_on": "yes"},
        {},
        {},
    )
    for answers in pages:
        teacher.answer(**answers)
        teacher.submit()
    teacher.press("Send the report")
    teacher.sees("INC-2026-")
