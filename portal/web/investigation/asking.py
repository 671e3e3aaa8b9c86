"""Asking an organisation again, after the e-mail with the question did not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import ask_again
from portal.errors import Stale
from portal.web.access import current_case, current_visit, does
from portal.web.deciding import clause, due
from portal.web.investigation.area import BOTH, blueprint, page
from portal.web.parts import forms
from portal.web.parts.decision import Decision, Fact
from portal.web.parts.when import weekday_time

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Facts, Question
    from portal.web.visiting import Case


class AgainForm(forms.PortalForm):
    """An address, or how it was asked instead."""

    email = forms.text(
        "Write to this e-mail address (optional)",
        kind="email",
        hint="We send the question once more, and the reply becomes the answer.",
    )
    how = forms.long_text(
        "Or say how you asked (optional)",
        hint="For example: I rang their help desk at 3pm and spoke to Sam. What they tell you, "
        "record with ‘Answer the question’.",
        rows=3,
    )

    def to_input(self, case: Case) -> ask_again.AskAgain:
        """The action's input."""
        asked = _astray(case.facts)
        if asked is None:
            raise Stale("This has been asked again already")
        return ask_again.AskAgain(asked.id, self.email.data or "", self.how.data or "")


@blueprint.route("/ask-again", methods=BOTH)
@does(ask_again.ACTION)
def again(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One question after the other."""
    case = current_case()
    text = "An organisation that was asked gives an answer."
    decision = Decision(
        "Ask again in another way",
        clause=clause(case, "answer_question", ask_again.ACTION.clauses, text),
        facts=tuple(map(Fact, _words(_astray(case.facts)))),
        due=due(current_visit(), case, "ask_again"),
    )
    return page(ask_again.ACTION, AgainForm(), decision, done="Asked again.")


def _words(asked: Question | None) -> tuple[str, ...]:
    """The question, and to whom it did not get."""
    if asked is None or asked.astray_at is None:
        return ()
    lost = f"The e-mail to {asked.outside}, {asked.email}, did not arrive"
    return f"The question: {asked.text}", f"{lost} ({weekday_time(asked.astray_at)})."


def _astray(facts: Facts) -> Question | None:
    """The question that is asked again; None when somebody has just done so."""
    return next((each for each in facts.questions if each.is_astray), None)
