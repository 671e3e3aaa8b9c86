"""The causes to choose from, and what each was more exactly (DBRP-2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from portal.rules.triage.causes import CAUSES, SUB_CAUSES
from portal.rules.words import Cause
from portal.web.parts import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms import SelectMultipleField


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


CHOSEN: dict[str, str] = {
    cause: _capital(words) for cause, words in CAUSES.items() if cause is not Cause.NOT_YET_KNOWN
}


def _more_exactly(cause: Cause) -> SelectMultipleField:
    subs = {key: _capital(words) for key, words in SUB_CAUSES[cause].items()}
    return forms.checkboxes("What was it more exactly?", subs, hint="If you know it.")


class CausesForm(forms.PortalForm):
    """What each cause was more exactly: shown below it."""

    loss_or_theft = _more_exactly(Cause.LOSS_OR_THEFT)
    inappropriate_access = _more_exactly(Cause.INAPPROPRIATE_ACCESS)
    attack = _more_exactly(Cause.ATTACK)
    equipment_failure = _more_exactly(Cause.EQUIPMENT_FAILURE)
    human_error = _more_exactly(Cause.HUMAN_ERROR)
    act_of_god = _more_exactly(Cause.ACT_OF_GOD)
    malicious_act = _more_exactly(Cause.MALICIOUS_ACT)

    def below(self) -> dict[str, SelectMultipleField]:
        """Cause → its field."""
        return {str(cause): cast("SelectMultipleField", self[cause]) for cause in SUB_CAUSES}

    def reveal_causes(self) -> dict[str, str]:
        """What the page shows below each cause."""
        return {cause: field() for cause, field in self.below().items()}

    def sub_causes(self, causes: Iterable[str]) -> tuple[str, ...]:
        """What was ticked below the causes that were chosen."""
        below = self.below()
        return tuple(one for cause in causes if cause in below for one in below[cause].data or ())
