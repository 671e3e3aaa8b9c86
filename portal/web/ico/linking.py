"""The same matter at several schools of a trust: linked, and covered by one report.

A link and its other side are one commit, and so is a report with its record at each school. What is
read of another school is read in that school's scope, and only as far as the visitor sees it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import link_incident, record_shared_report, unlink_incident
from portal.desk.perform import Deed, Step
from portal.errors import NotFound
from portal.regulators.pack import covered_in
from portal.rules.linked import made_in, share_a_report
from portal.rules.responsibilities import trust_is_controller
from portal.store import incidents, schools, submissions
from portal.store.visibility import Viewer
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.ico.area import blueprint
from portal.web.ico.linking_forms import Elsewhere, LinkForm, Offered, SharedForm, UnlinkForm
from portal.web.parts import when
from tenants import directory
from tenants.db import Scope, open_session, uuid7
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Linked
    from portal.rules.outcome import Outcome
    from portal.web.visiting import Case, Visit
    from tenants.directory import Relation

MOST = 50
"""Incidents of other schools that are offered, newest first."""


@blueprint.route("/link-incident", methods=["GET", "POST"])
@does(link_incident.ACTION)
def link(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Link both ways: this incident with the other, then the other with this one."""
    visit, case = current_visit(), current_case()
    form = LinkForm(_elsewhere(visit))
    return act(
        link_incident.ACTION,
        form,
        "portal/ico/link.html",
        done="The incidents are linked. One report to the ICO covers both.",
        along=lambda: _link_back(visit, case, form),
        title=link_incident.ACTION.title,
        section=case.facts.reference,
    )


@blueprint.route("/unlink-incident", methods=["GET", "POST"])
@does(unlink_incident.ACTION)
def unlink(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Undo a link, here and on the other side."""
    visit, case = current_visit(), current_case()
    form = UnlinkForm(case.facts.linked)
    return act(
        unlink_incident.ACTION,
        form,
        "portal/question.html",
        done="The link is undone. Each incident has its own clock.",
        along=lambda: _unlink_there(visit, case, form),
        title=unlink_incident.ACTION.title,
        section=case.facts.reference,
        button_text="Undo the link",
    )


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
    )


def _link_back(visit: Visit, case: Case, form: LinkForm) -> tuple[Step, ...]:
    """The same link from the other side."""
    there, here = form.chosen().found.facts, visit.school
    assert here is not None  # noqa: S101 - an incident is at a school
    said = link_incident.LinkIncident(
        case.facts.incident_id, here.name, form.reason.data or "", case.facts
    )
    deed = Deed(there.school_id, visit.person_id, there.incident_id)
    return (Step(link_incident.ACTION, deed, lambda _before: said),)


def _unlink_there(visit: Visit, case: Case, form: UnlinkForm) -> tuple[Step, ...]:
    there = form.linked[form.incident.data]
    said = unlink_incident.UnlinkIncident(case.facts.incident_id, form.reason.data or "")
    deed = Deed(there.school_id, visit.person_id, there.incident_id)
    return (Step(unlink_incident.ACTION, deed, lambda _before: said),)


def covered(visit: Visit, case: Case) -> tuple[Linked, ...]:
    """The linked incidents on whose record the next report is put in the same commit.

    Those that the visitor may report for, and that have made no report of their own.
    """
    if not (case.facts.linked and trust_is_controller(case.policy)):
        return ()
    scope, viewer = _sight(visit, _where_dpo(visit))
    ids = {each.incident_id for each in case.facts.linked}
    with open_session(visit.services.engine, scope) as session:
        seen = incidents.opened(session, scope, visit.services.keyring, viewer, ids)
    return tuple(
        each
        for each in case.facts.linked
        if (other := seen.get(each.incident_id)) is not None
        and (other.facts.first_report is None or share_a_report(case.facts, other.facts))
    )


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


def _where_dpo(visit: Visit) -> dict[UUID, Relation]:
    """The other schools of the trust at which the visitor is DPO, by id."""
    related = directory.relations(visit.services.engine, visit.person_id, visit.now)
    mine = {each.school_id: each for each in related if Role.DPO in each.roles}
    scope = Scope.of(*mine, visit.here)
    with open_session(visit.services.engine, scope) as session:
        ids = schools.list_siblings(scope, visit.here, visit.now).within(session)
    return {ident: mine[ident] for ident in ids if ident in mine}


def _elsewhere(visit: Visit) -> dict[UUID, Elsewhere]:
    """Open incidents of those schools whose policy has the trust as controller, by id."""
    there = _where_dpo(visit)
    scope, viewer = _sight(visit, there)
    keyring = visit.services.keyring
    with open_session(visit.services.engine, scope) as session:
        listed = incidents.list_incidents(
            session, scope, keyring, viewer, limit=MOST, open_only=True
        )
        ids = {line.incident_id for line in listed}
        found = incidents.opened(session, scope, keyring, viewer, ids)
        return {
            line.incident_id: Elsewhere(there[line.school_id].name, found[line.incident_id])
            for line in listed
            if line.incident_id in found
            and trust_is_controller(
                schools.policy(
                    session, scope, line.school_id, found[line.incident_id].row.adoption_id
                )
            )
        }


def _offered(visit: Visit, case: Case) -> dict[UUID, Offered]:
    """Reports of linked incidents that name this one and are not on its record yet, by id."""
    assert visit.school is not None  # noqa: S101 - an incident is at a school
    here = (visit.school.name, case.facts.reference)
    scope, viewer = _sight(visit, _where_dpo(visit))
    known = {each.shared_from for each in case.facts.submissions}
    keyring, offered = visit.services.keyring, {}
    with open_session(visit.services.engine, scope) as session:
        for each in case.facts.linked:
            try:
                other = incidents.get_incident(session, scope, keyring, viewer, each.incident_id)
            except NotFound:
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


def _sight(visit: Visit, there: dict[UUID, Relation]) -> tuple[Scope, Viewer]:
    """The other schools' scope, and the visitor as the filter of visibility knows them there."""
    roles = ((ident, each.roles) for ident, each in there.items())
    return Scope.of(*there), Viewer.of(visit.person_id, roles)
