"""One report to the regulator for the linked incidents of a trust, on the record of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import record_shared_report
from portal.desk.perform import Deed, Step
from portal.regulators.pack import covered_in
from portal.rules.reporting.linked import made_in
from portal.store import submissions
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.ico import siblings
from portal.web.ico.area import blueprint
from portal.web.ico.linking_forms import Offered, SharedForm
from portal.web.parts import when
from tenants.db import Scope, open_session, uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Linked
    from portal.rules.outcome import Outcome
    from portal.rules.words import SubmissionKind
    from portal.web.visiting import Case, Visit


@blueprint.route("/record-shared-report", methods=["GET", "POST"])
@does(record_shared_report.ACTION)
def shared(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The report of another school covers this incident."""
    visit, case = current_visit(), current_case()
    return act(
        record_shared_report.ACTION,
        SharedForm(_offered(visit, case)),
        "portal/ico/shared.html",
        done="It is recorded that this incident is reported. The PDF is being made.",
        next_endpoint="portal_ico.made",
        title=record_shared_report.ACTION.title,
        section=case.facts.reference,
        linked=bool(case.facts.linked),
    )


def covered(visit: Visit, case: Case, kind: SubmissionKind) -> tuple[Linked, ...]:
    """The linked incidents on whose record the next report is put in the same commit."""
    return tuple(each for each, _ in siblings.covered(visit, case, kind))


def shared_at(visit: Visit, case: Case, linked: Sequence[Linked]) -> tuple[Step, ...]:
    """Record the report that is being made at each of them as well (DBRP-5.11)."""

    def say(before: Sequence[Outcome]) -> record_shared_report.RecordSharedReport:
        report, snapshot = made_in(before)
        return record_shared_report.RecordSharedReport(
            uuid7(), case.facts.incident_id, report, snapshot
        )

    return tuple(
        Step(
            record_shared_report.ACTION,
            Deed(each.school_id, visit.person_id, each.incident_id),
            say,
        )
        for each in linked
    )


def _offered(visit: Visit, case: Case) -> dict[UUID, Offered]:
    """Reports of linked incidents that name this one and are not on its record yet, by id."""
    here = (visit.school.name, case.facts.reference)
    others = siblings.opened(visit, {each.incident_id for each in case.facts.linked})
    scope = Scope.of(*(other.facts.school_id for other in others.values()))
    known = {each.shared_from for each in case.facts.submissions}
    keyring, offered = visit.services.keyring, {}
    with open_session(visit.services.engine, scope) as session:
        for each in case.facts.linked:
            other = others.get(each.incident_id)
            if other is None:
                continue
            for report in other.facts.submissions:
                if report.astray or report.id in known or report.shared_from is not None:
                    continue
                kept = submissions.get_submission(session, scope, keyring, report.id)
                if here in covered_in(kept.snapshot):
                    words = f"{each.school}, {each.reference}: report {report.number}, "
                    words += when.full(report.told_at)
                    offered[report.id] = Offered(each.incident_id, report, kept.snapshot, words)
    return offered
