"""The form of the sign-in page."""

from __future__ import annotations

from flask_security.forms import LoginForm

from portal.web.parts import forms


class SignInForm(LoginForm, forms.PortalForm):
    """Flask-Security's checks, our fields. Nobody is remembered: staff share computers."""

    email = forms.text(  # type: ignore[assignment]  # our fields, drawn by our widgets
        "E-mail address", kind="email", needed="Enter your e-mail address", autocomplete="username"
    )
    password = forms.password("Password")  # type: ignore[assignment]  # the same
    remember = None  # type: ignore[assignment]  # not asked
    submit = None  # type: ignore[assignment]  # the page has a button

    def problems(self) -> list[tuple[str, str]]:
        """One sentence, whatever was wrong: which of the two is nobody's business."""
        return list(dict.fromkeys(super().problems()))
