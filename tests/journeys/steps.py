"""What people do in both stories, page by page."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.browser import Person

Meet = Callable[..., Person]

SPREADSHEET = (
    "A spreadsheet of 214 children with medical notes went to a parents’ mailing list instead of "
    "the school nurse."
)


def report(meet: Meet) -> str:
    """A teacher reports on a phone that a spreadsheet went astray; the path of the incident."""
    teacher = meet("wormley.teacher", phone=True)
    teacher.go("/wormley/report/")
    teacher.looks("report-how")
    teacher.choose("With my name")
    teacher.press("Continue")
    teacher.fill("What happened?", SPREADSHEET)
    teacher.choose("Yes, it has happened")
    teacher.looks("report-what")
    teacher.press("Continue")
    teacher.choose("Just now")
    teacher.looks("report-when")
    teacher.press("Continue")
    teacher.choose("I am not sure", under="Could anyone be in danger because of this?")
    teacher.choose("Yes", under="Is it still going on?")
    teacher.looks("report-danger")
    teacher.press("Continue")
    teacher.fill("Whose is it?", "Children of all years")
    teacher.fill("What kind of information?", "Names, dates of birth, medical notes")
    teacher.fill("About how many people?", "214")
    teacher.looks("report-whose")
    teacher.press("Continue")
    teacher.choose("Headteacher")
    teacher.looks("report-who")
    teacher.press("Continue")
    teacher.sees(SPREADSHEET)
    teacher.looks("report-check")
    teacher.press("Send the report")
    teacher.sees("INC-2026-")
    teacher.sees("Caroline Whitlock (Headteacher)")
    teacher.looks("report-done")
    teacher.press("See your report")
    teacher.looks("my-report")
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
