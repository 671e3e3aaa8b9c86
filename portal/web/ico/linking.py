"""The same matter at several schools of a trust: linked with each other, all in one commit.

What is read of another school is read in that school's scope, and only as far as the visitor sees
it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import link_incident, unlink_incident
from portal.desk.perform import Deed, Step
from portal.rules.reporting.linked import link_to, not_linked_yet
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.ico import siblings
from portal.web.ico.area import blueprint
from portal.web.ico.linking_forms import LinkForm, UnlinkForm
from tenants.regulator import ICO

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Case, Visit


@blueprint.route("/link-incident", methods=["GET", "POST"])
@does(link_incident.ACTION)
def link(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Link both ways, and with whatever either is linked with: one matter, whose news reach all."""
    visit, case = current_visit(), current_case()
    linked = {each.incident_id for each in case.facts.linked}
    elsewhere = siblings.elsewhere(visit)
    form = LinkForm({ident: each for ident, each in elsewhere.items() if ident not in linked})
    return act(
        link_incident.ACTION,
        form,
        "portal/ico/link.html",
        done=f"The incidents are linked. One report to the {ICO} covers both.",
        along=lambda: _link_all(visit, case, form),
        title=link_incident.ACTION.title,
        section=case.facts.reference,
        button_text="Link them",
    )


@blueprint.route("/unlink-incident", methods=["GET", "POST"])
@does(unlink_incident.ACTION)
def unlink(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Take the other out of the matter: it is linked with none of its incidents any more."""
    visit, case = current_visit(), current_case()
    form = UnlinkForm(case.facts.linked)
    return act(
        unlink_incident.ACTION,
        form,
        "portal/question.html",
        done="The link is undone. Each incident has its own clock.",
        along=lambda: _unlink_all(visit, case, form),
        title=unlink_incident.ACTION.title,
        section=case.facts.reference,
        button_text="Undo the link",
    )


def _link_all(visit: Visit, case: Case, form: LinkForm) -> tuple[Step, ...]:
    """Each with each: what one school learns must reach every other by itself."""
    here, chosen, why = case.facts, form.chosen(), form.reason.data or ""
    there = chosen.found.facts
    names = {each.incident_id: each.school for each in (*here.linked, *there.linked)}
    names |= {here.incident_id: visit.school.name, there.incident_id: chosen.school}
    others = siblings.opened(visit, names.keys() - {here.incident_id, there.incident_id})
    matter = (here, there, *(each.facts for each in others.values()))
    return tuple(
        _step(
            visit,
            (one.school_id, one.incident_id),
            link_incident.LinkIncident(other.incident_id, names[other.incident_id], why, other),
        )
        for one, other in not_linked_yet(matter)
        if (one, other) != (here, there)
    )


def _unlink_all(visit: Visit, case: Case, form: UnlinkForm) -> tuple[Step, ...]:
    """From the other side, and both ways from whatever else is linked with this incident.

    Only as far as the visitor still reports there: a school that has left the trust keeps nobody.
    """
    out, why = UUID(form.incident.data), form.reason.data or ""
    ids = {each.incident_id for each in case.facts.linked}
    rest = (case.facts.incident_id, *(ids - {out}))
    found = siblings.opened(visit, ids)
    return tuple(
        _step(visit, (at.facts.school_id, ident), unlink_incident.UnlinkIncident(which, why))
        for ident, at in found.items()
        for which in (rest if ident == out else (out,))
        if link_to(at.facts, which)
    )


def _step(
    visit: Visit,
    at: tuple[UUID, UUID],
    said: link_incident.LinkIncident | unlink_incident.UnlinkIncident,
) -> Step:
    linking = isinstance(said, link_incident.LinkIncident)
    action = link_incident.ACTION if linking else unlink_incident.ACTION
    school_id, incident_id = at
    return Step(action, Deed(school_id, visit.person_id, incident_id), lambda _before: said)
