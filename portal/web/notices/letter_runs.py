"""The letters: each print run with what it holds, who posted it and when; and to record that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import abort

from portal.actions import record_posted
from portal.errors import NotFound
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.on_way import EnvelopeState
from portal.rules.telling.people_list import outdated
from portal.store import files
from portal.store.telling import print_runs
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.downloads import download
from portal.web.notices.area import READERS, blueprint, href, listing, note_reading
from portal.web.parts import forms
from portal.web.parts.owed import listed
from portal.web.parts.record import Link
from portal.web.parts.typed import sent_along
from portal.web.parts.when import counted, full
from tenants.db import open_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.people_list import Listing
    from portal.store.files import Listed
    from portal.store.telling.print_runs import PrintRun, TakenOut
    from portal.web.visiting import Case


class Run(NamedTuple):
    """One print run in words."""

    made: str
    files: tuple[tuple[Link, str], ...]
    """Each file, and what is in it."""
    stands: tuple[str, ...]
    in_force: bool
    is_open: bool
    """Whether letters of it wait to be posted."""


class PostedForm(forms.PortalForm):
    """A word on it; the number that was shown comes from the page."""

    expected = forms.hidden()
    note = forms.text("Anything to note? (optional)")
    done_at = forms.moment(
        "When were they posted?", past=True, hint="Only if that was earlier than now."
    )

    def to_input(self, _case: Case) -> record_posted.RecordPosted:
        """As the action takes it."""
        expected = sent_along(self.expected.data, damaged=-1)
        return record_posted.RecordPosted(self.note.data or "", expected)


@blueprint.get("/letters/<uuid:file_id>")
@shows(View("letters", "The printed letters of an incident", READERS))
def letters(slug: str, incident_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """The print run as a PDF; who downloads it is recorded first."""
    visit, case = current_visit(), current_case()
    note_reading("letters")
    try:
        with open_session(visit.services.engine, visit.scope) as session:
            found = files.get_file(session, visit.scope, case.found.key, incident_id, file_id)
    except NotFound:
        abort(404)
    return download(found.content, found.name, found.media_type)


@blueprint.route("/record-posted", methods=["GET", "POST"])
@does(record_posted.ACTION)
def posted(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The printed letters are in the post, but for those that had to be taken out."""
    visit, case = current_visit(), current_case()
    note_reading("letters")
    on_list = listing()
    gone = _outdated(on_list)
    with open_session(visit.services.engine, visit.scope) as session:
        out = print_runs.list_taken_out(session, visit.scope, case.found.key, incident_id, gone)
        runs = print_runs.list_runs(session, visit.scope, incident_id)
    printed = sum(run.to_post for run in runs)
    return act(
        record_posted.ACTION,
        PostedForm(now=visit.now, expected=str(printed)),
        "portal/notices/posted.html",
        done="The letters that were posted count as sent.",
        next_endpoint="portal_notices.progress",
        title="Record that the letters were posted",
        section=case.facts.reference,
        printed=printed,
        right=printed - len(gone),
        piles=_piles(runs),
        out=tuple(map(_taken_out, out)),
        slip=_slip(on_list),
        back=href("progress"),
    )


def shown(incident_id: UUID) -> tuple[Run, ...]:
    """The print runs of the incident, the latest first."""
    visit = current_visit()
    with open_session(visit.services.engine, visit.scope) as session:
        found = print_runs.list_runs(session, visit.scope, incident_id)
    return tuple(
        Run(
            full(run.made_at),
            tuple((_link(file), _holds(file)) for file in run.files),
            tuple(_stands(run)),
            run.in_force,
            _is_open(run),
        )
        for run in reversed(found)
    )


def _outdated(on_list: Listing) -> set[UUID]:
    """The letters to be posted that today's list would not write, also where nobody has decided
    anything since: somebody has turned the age.
    """
    case = current_case()
    planned = on_list.planned(case.facts, case.policy, current_visit().now)
    printed = {one.id for one in on_list.envelopes if one.state is EnvelopeState.PRINTED}
    return printed.intersection(outdated(on_list, planned))


def _slip(on_list: Listing) -> str:
    """What goes into each envelope where the letters name a DPO who is that no more (DBRP-5.16.2);
    '' where they name today's.
    """
    dpo = current_visit().school.dpo
    printed = [one for one in on_list.envelopes if one.state is EnvelopeState.PRINTED]
    wrote = [Envelope.from_json(one.body).sender for one in printed]
    named = {one.dpo_name for one in wrote if one and dpo and one.dpo_email != dpo.email}
    if dpo is None or not named:
        return ""
    reached = ", ".join(filter(None, (dpo.name, dpo.phone, dpo.email)))
    return (
        f"These letters name {listed(sorted(named))} as the data protection officer. Put a slip "
        f"into each envelope: now it is {reached}."
    )


def _piles(runs: tuple[PrintRun, ...]) -> tuple[str, ...]:
    """What was printed when, where letters of several runs wait to be posted."""
    piles = [
        f"{counted(run.to_post, 'letter')} printed on {full(run.made_at)}"
        for run in runs
        if run.to_post
    ]
    return tuple(piles) if piles[1:] else ()


def _taken_out(one: TakenOut) -> tuple[str, str]:
    """Whose letter, which of them; and where it is said of it that it was posted already: of one
    that the list has left out, which the next change of it does.
    """
    address = " ".join(one.letter.postal.split())
    number = f"letter {one.number}, " if one.number else ""
    words = f"{one.letter.name}, {address}: {number}made {full(one.made_at)}"
    return words, href("uncertain", envelope_id=one.letter.id) if one.left_out else ""


def _link(file: Listed) -> Link:
    return Link(file.name, href("letters", file_id=file.id) if file.is_kept else "")


def _holds(file: Listed) -> str:
    """'11 letters on 12 sheets of paper'; each letter begins on a sheet of its own."""
    sheets = (file.pages + 1) // 2
    gone = "" if file.is_kept else ", erased"
    return f"{counted(file.letters, 'letter')} on {counted(sheets, 'sheet')} of paper{gone}"


def _stands(run: PrintRun) -> list[str]:
    said = [
        f"{counted(each.letters, 'letter')} posted on {full(each.at)} by "
        f"{current_visit().roster.named(each.by) if each.by else 'somebody'}"
        for each in run.posted
    ]
    if run.to_post:
        said.append(f"{counted(run.to_post, 'letter')} to post")
    if run.out and run.in_force:
        letters = counted(run.out, "letter")
        said.append(
            f"{letters} to take out: do not post. ‘Record that the letters were posted’ says whose"
            if _is_open(run)
            else f"{letters} taken out, and not posted"
        )
    return said


def _is_open(run: PrintRun) -> bool:
    """Whether letters of it are to be posted, or to be taken out of a pile not posted yet."""
    return run.in_force and bool(run.to_post or (run.out and not run.posted))
