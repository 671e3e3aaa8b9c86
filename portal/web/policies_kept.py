"""Which policies were not kept: by kind for the figures, and by the school's own list (SIP-3a)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.investigation.own_policies import POLICIES
from portal.web.parts import forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import SelectMultipleField


def kinds_not_kept() -> SelectMultipleField:
    """Any of the kinds."""
    return forms.checkboxes(
        "Which of the school’s policies were not kept?",
        POLICIES,
        hint="Counted in the figures, to see which policies do not work. Leave empty for none.",
    )


def own_not_kept(titles: Sequence[str] = ()) -> SelectMultipleField:
    """Any of the school's own, by title."""
    return forms.checkboxes(
        "Which policies of the school’s own list are these? (optional)",
        {title: title for title in titles},
    )
