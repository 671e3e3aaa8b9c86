"""The forms of reading and training."""

from __future__ import annotations

from portal.web.parts import forms


class FindForm(forms.PortalForm):
    """A part of somebody's name."""

    word = forms.text("Find by name", most=120)


class CourseForm(forms.PortalForm):
    """One course for everybody who is ticked."""

    course = forms.text(
        "Course",
        needed="Say which course",
        most=120,
        hint="For example: data protection basics. Use the same name each time: then the new "
        "course takes the place of the old one.",
    )
    done_on = forms.day("On which day?", needed="Say on which day", past=True)
    valid_until = forms.day("Good until (optional)", hint="They are reminded before it runs out.")


class SheetForm(forms.PortalForm):
    """Courses from a spreadsheet."""

    sheet = forms.file(
        "Spreadsheet",
        needed="Choose the spreadsheet",
        hint=".xlsx or .csv with a row for each person and course, and these headings: E-mail "
        "address, Course, Date, Valid until.",
        accept=".xlsx,.csv",
    )
