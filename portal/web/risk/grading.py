"""What the grade of a risk is worked out from: likelihood and impact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions.grade_risk import GradeRisk
from portal.web.parts import forms
from portal.web.parts.form import PortalForm

if TYPE_CHECKING:
    from portal.rules.facts import Facts
    from portal.web.visiting import Case


class GradeForm(PortalForm):
    """Likelihood and impact, each from 1 to 5."""

    likelihood = forms.radios(
        "How likely is it that people come to harm?",
        {
            "1": "1: hardly",
            "2": "2: unlikely",
            "3": "3: possible",
            "4": "4: likely",
            "5": "5: sure",
        },
        needed="Choose how likely it is",
    )
    impact = forms.radios(
        "How grave would that be for them?",
        {
            "1": "1: a nuisance",
            "2": "2: some trouble",
            "3": "3: real trouble, that passes",
            "4": "4: grave harm",
            "5": "5: danger to life, or harm that stays",
        },
        needed="Choose how grave it would be",
    )

    @classmethod
    def of(cls, facts: Facts) -> GradeForm:
        """With the last grade."""
        risk = facts.risk
        return cls(data={"likelihood": str(risk.likelihood), "impact": str(risk.impact)})

    def to_input(self, _case: Case) -> GradeRisk:
        """The grades."""
        return GradeRisk(int(self.likelihood.data), int(self.impact.data))
