"""What surrounds a decision's form, whichever area it is in: this school's clause, and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from portal.rules.duties import owed
from portal.web.access import current_visit
from portal.web.parts import when
from portal.web.parts.decision import Clause

if TYPE_CHECKING:
    from portal.web.visiting import Case, Visit

SILENT = "Your policy is silent; the portal’s default"


def clause(case: Case, kind: str, clauses: tuple[str, ...], text: str) -> Clause:
    """The school's own clause behind a duty or action, with what it asks in our words."""
    cite = case.policy.cite(kind, clauses)
    return Clause(SILENT if cite == "default" else cite, text)


def due(visit: Visit, case: Case, kind: str) -> str:
    """'By Sun 25 Oct, 3:10pm: 7 hours left' while a duty of this kind is open, else ''."""
    listed = owed(case.facts, case.policy, case.calendar, visit.now)
    open_ = [duty.due_at for duty in listed if duty.kind == kind and duty.met_at is None]
    if not open_:
        return ""
    return f"By {when.near(min(open_), visit.now)}: {when.left(min(open_), visit.now)}"


def address(endpoint: str, case: Case, **more: Any) -> str:
    """A page of the current incident."""
    school = current_visit().school
    return url_for(endpoint, slug=school.slug, incident_id=case.facts.incident_id, **more)
