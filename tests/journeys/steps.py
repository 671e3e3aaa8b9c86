"""What people do in both stories, page by page."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.browser import Person

Meet = Callable[..., Person]

SPREADSHEET = (
    "A spreadsheet of 214 children with medical notes went to a parents’ mailing list instead of "
    "the school nurse."
)


def report(meet: Meet, *, pictures: bool = True) -> str:
    """A teacher reports on a phone that a spreadsheet went astray; the path of the incident."""
    teacher = meet("wormley.teacher", phone=True)
    look = teacher.looks if pictures else str
    teacher.go("/wormley/report/")
    look("report-how")
    teacher.choose("With my name")
    teacher.press("Continue")
    teacher.fill("What happened?", SPREADSHEET)
    teacher.choose("Yes, it has happened")
    look("report-what")
    teacher.press("Continue")
    teacher.choose("Just now")
    look("report-when")
    teacher.press("Continue")
    teacher.choose("I am not sure", under="Could anyone be in danger because of this?")
    teacher.choose("Yes", under="Is it still going on?")
    look("report-danger")
    teacher.press("Continue")
    teacher.fill("Whose is it?", "Children of all years")
    teacher.fill("What kind of information?", "Names, dates of birth, medical notes")
    teacher.fill("About how many people?", "214")
    look("report-whose")
    teacher.press("Continue")
    teacher.choose("Headteacher")
    look("report-who")
    teacher.press("Continue")
    teacher.sees(SPREADSHEET)
    look("report-check")
    teacher.press("Send the report")
    teacher.sees("INC-2026-")
    teacher.sees("Caroline Whitlock (Headteacher)")
    look("report-done")
    teacher.press("See your report")
    look("my-report")
    return teacher.path


def escalate(head: Person, incident: str) -> None:
    """The Head hands the case to the DPO (DBRP-5.4)."""
    head.go(f"{incident}escalate-to-dpo")
    head.looks("escalate")
    head.choose("Escalate it to the data protection officer")
    head.fill("Your reasons", "Medical notes, and it cannot be recalled.")
    head.submit()
    head.sees("Escalated to the data protection officer")


def make_safe(dsl: Person, incident: str) -> None:
    """The safeguarding lead finds nobody in danger."""
    dsl.go(f"{incident}record-danger-check")
    dsl.looks("danger-check")
    dsl.choose("Nobody is in danger")
    dsl.fill("How do you know", "Checked the list of families with a hidden address.")
    dsl.submit()


def declare_aware(dpo: Person, incident: str) -> None:
    """The DPO is reasonably certain (DBRP-4.2)."""
    dpo.go(f"{incident}declare-aware")
    dpo.looks("declare-aware")
    dpo.choose("It is a personal data breach")
    dpo.fill("Your reasons", "The message and its list of recipients show it.")
    dpo.submit()
    dpo.sees("aware")


FACTORS = {
    "type_of_breach": "Confidentiality: sent to people who should not have it.",
    "nature_and_volume": "Names, dates of birth and medical notes.",
    "ease_of_identification": "Every child is named.",
    "severity_of_consequences": "Distress, teasing, loss of trust.",
    "special_individuals": "All of them are children.",
}


def assess_risk(dpo: Person, incident: str) -> None:
    """The seven factors, two of them not yet known, and a high risk (DBRP-3.2)."""
    dpo.go(f"{incident}assess-risk")
    dpo.looks("assess-risk")
    dpo.answer(**FACTORS)
    dpo.answer(special_controller_unknown="y", number_affected_unknown="y")
    dpo.answer(legal_risk="high", reason="Health data of children, read by many.")
    dpo.submit()
    dpo.sees("high risk")


def decide_to_report(dpo: Person, incident: str) -> None:
    """The ICO must know (DBRP-1.4)."""
    dpo.go(f"{incident}decide-regulator")
    dpo.looks("decide-regulator")
    dpo.answer(choice="report", reasons="A high risk to children is likely.")
    dpo.submit()


def complete_log(dpo: Person, incident: str) -> None:
    """What the record does not know is answered 'not yet known' (DBRP-5.18)."""
    dpo.go(f"{incident}complete-log")
    dpo.looks("complete-log")
    for box in dpo.page.locator("main input[name$='_unknown']").all():
        box.check()
    dpo.submit()
    dpo.go(f"{incident}log")
    dpo.sees("From the record")
    dpo.looks("breach-log")


def report_to_regulator(dpo: Person, incident: str) -> None:
    """Part by part, some answers 'not yet known', recorded as made through the web form."""
    dpo.go(f"{incident}report-to-ico")
    dpo.looks("ico-start")
    parts = {
        "what_happened": {
            "how_happened": "The wrong list was chosen.",
            "how_found": "By a teacher.",
        },
        "data": {"categories_data": ("health",), "people": "214", "records_unknown": "y"},
        "impact": {"consequences": "Distress.", "high_risk": "yes"},
        "measures": {"actions_taken": "The list’s owner stopped further deliveries."},
    }
    for part, answers in parts.items():
        dpo.go(f"{incident}report-to-ico/{part}")
        dpo.answer(**answers)  # type: ignore[arg-type]  # fields by name
        dpo.looks(f"ico-{part}")
        dpo.submit()
    dpo.go(f"{incident}report-to-ico/sheet")
    dpo.looks("ico-sheet")
    dpo.go(f"{incident}report-to-ico/check")
    dpo.looks("ico-check")
    dpo.answer(route="web_form", reference="IC-123456-A1B2")
    reason = dpo.page.locator("main [name='reason']")
    if reason.count():
        reason.fill("The rest follows when we know it.")
    dpo.submit()
    dpo.go(f"{incident}ico-reports")
    dpo.sees("IC-123456-A1B2")
    dpo.looks("ico-reports")


def settle_the_rest(dpo: Person, incident: str) -> None:
    """Classified, contained as far as it can be, and everybody considered who may have to know."""
    dpo.go(f"{incident}classify")
    dpo.answer(kind="confirmed", personal_data="yes", breach_types="confidentiality")
    dpo.answer(causes="human_error")
    dpo.submit()
    dpo.go(f"{incident}record-containment")
    dpo.looks("containment")
    dpo.answer(what="The list’s owner deleted the message.", state="as_far_as_possible")
    dpo.submit()
    dpo.go(f"{incident}consider-others")
    dpo.looks("consider-others")
    for key in [box.get_attribute("value") for box in dpo.page.locator("main [name='key']").all()]:
        dpo.go(f"{incident}consider-others")
        dpo.answer(key=str(key), told="no", note="Not needed here.")
        dpo.submit()


def follow_up(dpo: Person, incident: str) -> None:
    """The promised follow-up (DBRP-5.13)."""
    dpo.go(f"{incident}follow-up-to-ico")
    dpo.looks("ico-follow-up")
    parts = ("what_happened", "data", "impact", "measures")
    for part in parts:
        dpo.go(f"{incident}follow-up-to-ico/{part}")
        ticked = dpo.page.locator("main input[name$='_unknown']:checked")
        while ticked.count():
            ticked.first.uncheck()
        typed = "main textarea, main input[type=text]:not([name$='_promised'])"
        for field in dpo.page.locator(typed).all():
            if not field.input_value():
                field.fill("None.")
        dpo.submit()
    dpo.go(f"{incident}follow-up-to-ico/check")
    dpo.looks("ico-follow-up-check")
    dpo.answer(route="email")
    reason = dpo.page.locator("main [name='reason']")
    if reason.count():
        reason.fill("What is still open does not matter any more.")
    dpo.submit()


def pay_what_is_owed(dpo: Person, head: Person, dsl: Person, incident: str) -> None:
    """What closing waits for: the log, the chair told, the children held back and in care."""
    dpo.go(f"{incident}close-incident")
    dpo.sees("It cannot be closed yet")
    dpo.looks("not-yet-closed")
    dpo.go(f"{incident}complete-log")
    ticked = dpo.page.locator("main input[name$='_unknown']:checked")
    while ticked.count():
        ticked.first.uncheck()
    for field in dpo.page.locator("main textarea, main input[type=text]").all():
        if not field.input_value():
            field.fill("No.")
    dpo.submit()
    head.go(f"{incident}record-told")
    head.looks("record-told")
    head.page.locator("main [name='who']").first.check()
    head.answer(how="By telephone.")
    head.submit()
    dsl.go(f"{incident}record-danger-check")
    dsl.choose("Nobody is in danger")
    dsl.fill("How do you know", "Spoke to the mother; the address is still unknown to him.")
    dsl.submit()
    dsl.go(f"{incident}settle-addressee")
    dsl.looks("settle-addressee")
    dsl.follow("Record what the authority said")
    dsl.choose("Nobody else")
    dsl.answer(said_by="The duty social worker")
    dsl.submit()
    dsl.go(f"{incident}check-list")
    dsl.answer(against="Court orders, care status and moves, as of today")
    dsl.submit()


def review_and_close(dpo: Person, incident: str) -> None:
    """A review with two actions, then the end (DBRP-5.22, 5.23)."""
    dpo.go(f"{incident}review-incident")
    dpo.looks("review")
    for area in dpo.page.locator("main textarea").all():
        area.fill("Looked into; nothing else has to change.")
    dpo.submit()
    for what in ("Lists need a second pair of eyes.", "Train everybody on mailing lists."):
        dpo.go(f"{incident}add-improvement")
        dpo.looks("add-improvement")
        dpo.page.locator("main [name='owner']").select_option(index=1)
        dpo.answer(what=what, due_on=("30", "11", "2026"))
        dpo.submit()
    dpo.go(f"{incident}close-incident")
    dpo.looks("close-breach")
    dpo.answer(ending="breach")
    dpo.submit()
    dpo.go(incident)
    dpo.sees("Closed")
    dpo.looks("incident-closed-breach")
