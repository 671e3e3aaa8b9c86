"""The investigation: the area's blueprint, and what its pages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from portal.web.access import current_case
from portal.web.acting import act
from portal.web.deciding import address

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction
    from portal.web.acting import ActionForm
    from portal.web.investigation.shown import ReportShown
    from portal.web.parts.decision import Decision
    from portal.web.parts.record import Answer

blueprint = Blueprint(
    "portal_investigation", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>"
)
BOTH = ["GET", "POST"]
INCIDENT = "portal_incident.show"


def page(
    action: AnyAction,
    form: ActionForm,
    decision: Decision,
    *,
    done: str,
    next_endpoint: str = INCIDENT,
    template: str = "portal/decision.html",
    shown: ReportShown | None = None,
    brought: tuple[Answer, ...] = (),
) -> ResponseReturnValue:
    """The page of one action on the current case; the outcome report has `shown` and `brought`."""
    case = current_case()
    return act(
        action,
        form,
        template,
        done=done,
        next_endpoint=next_endpoint,
        title=decision.question,
        section=case.facts.reference,
        back=address(INCIDENT, case),
        decision=decision,
        button_text="Record it" if decision.question.endswith("?") else action.title,
        shown=shown,
        brought=brought,
    )
