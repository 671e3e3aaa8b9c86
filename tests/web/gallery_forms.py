"""Forms with every kind of field, for the gallery and for tests."""

from __future__ import annotations

from portal.web.parts import forms


class ReportForm(forms.PortalForm):
    happened = forms.moment(
        "When did you notice?", needed="Say when you noticed", past=True, time_needed=False
    )
    what = forms.long_text(
        "What happened?",
        needed="Say what happened",
        hint="In your own words. Do not paste the leaked information itself.",
        count=True,
    )
    danger = forms.radios(
        "Could anyone be in danger because of this?",
        {"yes": "Yes", "no": "No"},
        hint="For example somebody whose address is kept private, or a child at risk.",
        hints={"yes": "We will show you whom to ring now"},
        not_sure=True,
    )
    kinds = forms.checkboxes(
        "What kind of information?",
        {"names": "Names and contacts", "health": "Health", "money": "Money"},
        alone=("none", "No personal information"),
    )
    email = forms.text("Your email address", kind="email", autocomplete="email")
    lead = forms.select("Who leads?", {"a": "Ade", "b": "Bea"})
    born = forms.day("Date of birth", past=True)
    proof = forms.file("A photo or a file", accept=".pdf,.png")
    sure = forms.tick("I have checked the list", needed="Tick the box when you have checked it")


class QuestionForm(forms.PortalForm):
    danger = forms.radios(
        "Could anyone be in danger because of this?",
        {"yes": "Yes", "no": "No"},
        hint="For example somebody whose address is kept private, or a child at risk.",
        hints={"yes": "We will show you whom to ring now"},
        not_sure=True,
        heading=True,
    )


class DecideForm(forms.PortalForm):
    choice = forms.radios(
        "What have you decided?",
        {"report": "Report to the ICO", "do_not_report": "Do not report"},
    )
    reasons = forms.long_text("Your reasons", needed="Give your reasons", hint="Needed (Plan 5.12)")
