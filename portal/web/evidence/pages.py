"""The pages of evidence. Nothing that was sent in is ever shown or run here: it is downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort

from portal.actions import add_evidence, add_note
from portal.desk.seen import seen
from portal.rules.investigation.evidence import Scan
from portal.store import evidence
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.deciding import address
from portal.web.evidence import forms, shown
from portal.web.frame import render
from portal.web.offering import may
from portal.web.parts.decision import Decision
from tenants.db import open_session
from tenants.roles import IN_ONE_INCIDENT, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.store.evidence import Stored
    from portal.web.visiting import Case, Visit

blueprint = Blueprint(
    "portal_evidence", __name__, url_prefix="/<slug>/incidents/<uuid:incident_id>"
)
BOTH = ["GET", "POST"]
EVIDENCE = View(
    "evidence",
    "Evidence files and notes: all for those who handle the incident, else one’s own files",
    frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER},
)
NEVER_RUN: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
}
NEUTRAL: Final = "application/octet-stream"
"""Whatever it is: a browser has no reason to do anything with it but keep it."""


@blueprint.get("/evidence")
@shows(EVIDENCE)
def show(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Files and notes, newest first."""
    visit, case = current_visit(), current_case()
    return render(
        "portal/evidence/show.html",
        title="Evidence",
        section=case.facts.reference,
        back=address("portal_incident.show", case),
        files=shown.files(visit, case),
        notes=shown.notes(case),
        handles=case.handles,
        add_href=address(".add", case) if may(add_evidence.ACTION) else "",
        note_href=address(".note", case) if may(add_note.ACTION) else "",
        scanned=visit.services.scanner is not None,
    )


@blueprint.get("/evidence/<uuid:evidence_id>")
@shows(EVIDENCE)
def download(slug: str, incident_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """One file, to keep and open outside the browser; who read it is marked first."""
    visit, case = current_visit(), current_case()
    file = next((each for each in case.facts.evidence if each.id == evidence_id), None)
    if file is None or not shown.may_see(visit, case, file):
        abort(404)
    with open_session(visit.services.engine, visit.scope) as session:
        stored = evidence.get_stored(session, visit.scope, evidence_id)
    if stored.scan is Scan.INFECTED:
        abort(403)
    seen(visit.services, visit.here, incident_id, visit.person_id, f"evidence {evidence_id}")
    pieces = _pieces(visit, case, stored)
    response = Response(pieces, mimetype=NEUTRAL, headers=NEVER_RUN)
    response.content_length = file.size
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    return response


@blueprint.route("/add-evidence", methods=BOTH)
@does(add_evidence.ACTION)
def add(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One or several files."""
    services, case = current_visit().services, current_case()
    most = services.settings.evidence_megabytes
    return act(
        add_evidence.ACTION,
        forms.EvidenceForm(),
        "portal/evidence/add.html",
        done="The evidence is kept.",
        next_endpoint=".show",
        title="Add evidence",
        section=case.facts.reference,
        back=address(".show", case),
        decision=Decision("Add evidence"),
        button_text="Add evidence",
        most=most,
        scanned=services.scanner is not None,
    )


@blueprint.route("/add-note", methods=BOTH)
@does(add_note.ACTION)
def note(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A note of the investigation."""
    case = current_case()
    return act(
        add_note.ACTION,
        forms.NoteForm(),
        "portal/decision.html",
        done="Your note is kept.",
        next_endpoint=".show",
        title="Write a note",
        section=case.facts.reference,
        back=address(".show", case),
        decision=Decision("Write a note"),
        button_text="Keep this note",
    )


def _pieces(visit: Visit, case: Case, stored: Stored) -> Iterator[bytes]:
    """Piece by piece while it is sent, on a connection of its own."""
    engine, scope, key = visit.services.engine, visit.scope, case.found.key
    with open_session(engine, scope) as session:
        yield from evidence.content(session, scope, key, stored)
