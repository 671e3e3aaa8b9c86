"""The form in which somebody chooses a password."""

from __future__ import annotations

from typing import Final

from wtforms import Field, ValidationError

from portal.web.parts import forms

SHORTEST: Final = 12
LONGEST: Final = 200
TOO_SHORT: Final = f"Choose a password of {SHORTEST} characters or more. Three words are good."

NOT_THE_SAME: Final = "The two are not the same"


class PasswordForm(forms.PortalForm):
    """The same twice."""

    password = forms.password("Password", needed="Choose a password", new=True)
    again = forms.password("The password once more", needed="Type it once more", new=True)

    def validate_password(self, field: Field) -> None:
        """Long enough."""
        if not SHORTEST <= len(field.data or "") <= LONGEST:
            raise ValidationError(TOO_SHORT)

    def validate_again(self, field: Field) -> None:
        """Typed the same twice."""
        if field.data != self.password.data:
            raise ValidationError(NOT_THE_SAME)
