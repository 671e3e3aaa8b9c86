"""The forms of requests about the policy."""

from __future__ import annotations

from portal.web.parts import forms


class ExceptionForm(forms.PortalForm):
    """What for, why, from when until when (SIP-exc)."""

    clause = forms.text(
        "Which part of the policy?", needed="Say which part", most=120, hint="A number, or words."
    )
    read_why = forms.tick(
        "I have read this part, and understand why it is there",
        needed="Read that part of the policy first, and say that you understand why it is there",
    )
    what = forms.long_text(
        "What should be allowed?", needed="Say what should be allowed", most=2000
    )
    why = forms.long_text(
        "Why is it needed, and how is information kept safe?", needed="Say why", most=2000
    )
    from_on = forms.day("From which day?", needed="Say from which day")
    until_on = forms.day("Until which day?", needed="Say until which day: no exception is for ever")


class ProposalForm(forms.PortalForm):
    """What should change, and why."""

    clause = forms.text("Which part of the policy? (optional)", most=120)
    what = forms.long_text("What should change?", needed="Say what should change", most=2000)
    why = forms.long_text("Why?", needed="Say why", most=2000)


class AdviceForm(forms.PortalForm):
    """The DPO's advice."""

    backed = forms.radios(
        "What do you advise?",
        {"yes": "The school can allow it", "no": "The school should not allow it"},
        needed="Say what you advise",
    )
    view = forms.long_text(
        "Your reasons, and what must be kept to", needed="Give your reasons", most=2000
    )


class BackingForm(forms.PortalForm):
    """Backed or dropped."""

    backed = forms.radios(
        "What do you do with it?",
        {"yes": "Back it: it goes on to whoever approves", "no": "Drop it"},
        needed="Say whether you back it",
    )
    view = forms.long_text("Your reasons", needed="Give your reasons", most=2000)


class GrantForm(forms.PortalForm):
    """An exception granted with its conditions, or refused."""

    granted = forms.radios(
        "What do you decide?", {"yes": "Grant it", "no": "Refuse it"}, needed="Say what you decide"
    )
    terms = forms.long_text("Conditions, or why you refuse", most=2000)
    expires_on = forms.day("If you grant it: until which day?")


class ApproveForm(forms.PortalForm):
    """A proposal taken up, or refused."""

    granted = forms.radios(
        "What do you decide?",
        {"yes": "Take it up: a draft of the policy is opened", "no": "Refuse it"},
        needed="Say what you decide",
    )
    terms = forms.long_text("Why?", most=2000)
