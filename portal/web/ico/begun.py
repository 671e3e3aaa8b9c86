"""A report that somebody else has begun: whoever may make it goes on with what they wrote.

The one draft that is not its owner's alone: the 72 hours do not wait for a DPO who is away, or is
the DPO no more (DBRP-5.7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.desk import drafts
from portal.rules.in_charge.owners import concerned

if TYPE_CHECKING:
    from portal.web.ico.report import Report
    from portal.web.visiting import Case, Visit


def by_another(visit: Visit, case: Case, report: Report) -> drafts.OfAnother | None:
    """The latest that somebody whom it does not concern has written, while nothing is written by
    the visitor.
    """
    if report.typed:
        return None
    found = drafts.of_others(
        visit.session,
        visit.services.keyring,
        visit.here,
        visit.person_id,
        report.draft.kind,
        case.facts.incident_id,
    )
    hidden = concerned(case.roster, case.facts)
    return next((one for one in found if one.written and one.person_id not in hidden), None)


def go_on(visit: Visit, case: Case, report: Report) -> None:
    """Take it over into the visitor's own draft; theirs stays as it is."""
    begun = by_another(visit, case, report)
    visit.release()
    if begun is not None:
        drafts.save(visit.services, visit.here, visit.person_id, report.draft, begun.answers)
