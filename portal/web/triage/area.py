"""From the report to awareness: the area's blueprint, and what its pages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from portal.web.access import current_case
from portal.web.acting import act
from portal.web.deciding import address
from portal.web.triage import basis

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction
    from portal.web.acting import ActionForm
    from portal.web.parts.decision import Decision

blueprint = Blueprint("portal_triage", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>")
BOTH = ["GET", "POST"]


def decide(
    action: AnyAction,
    form: ActionForm,
    decision: Decision,
    *,
    done: str,
    button: str = "Record it",
    template: str = "decision",
) -> ResponseReturnValue:
    """The page of one decision about the current case."""
    case = current_case()
    return act(
        action,
        form,
        f"portal/{template}.html",
        done=done,
        title=decision.question,
        section=case.facts.reference,
        back=address(basis.INCIDENT, case),
        decision=decision,
        button_text=button,
    )
