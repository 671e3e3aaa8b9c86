"""Come back with the receipt code: where it stands, questions to answer, something to add.

The code is typed in, never part of an address; from then on each form carries it sealed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import url_for

from portal.actions import add_evidence, add_information, answer_question, withdraw_report
from portal.desk.perform import Deed, perform
from portal.errors import Refused
from portal.rules.reporting.joining import asked_beside
from portal.store.keys import Erased
from portal.web import uploads
from portal.web.access import Draft, current_visit, does, strangers_case
from portal.web.frame import render
from portal.web.parts.problems import problem
from portal.web.reporting import codes, limits, receipt_erased
from portal.web.reporting.receipt_forms import (
    AddForm,
    AnswerForm,
    CodeForm,
    FilesForm,
    WithdrawForm,
)
from portal.web.reporting.travelling import (
    ONCE_MORE,
    TOO_LONG,
    TravellingForm,
    answered,
    from_this_browser,
    unpack,
)
from portal.web.strangers import StrangersBlueprint

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Facts, Question
    from portal.rules.outcome import AnyAction
    from portal.web.visiting import Case, Visit

blueprint = StrangersBlueprint("portal_receipt", __name__, url_prefix="/<slug>/receipt")

RECEIPT = Draft("receipt", "Come back to an anonymous report with its code", public=True)
PURPOSE: Final = "receipt"
POSTS: Final = ("add", "add_files", "answer", "withdraw")
UNKNOWN: Final = "There is no report with this code at this school. Check the 16 digits."


class Opened(NamedTuple):
    """The report that a code opens."""

    case: Case
    code: str

    @property
    def question(self) -> Question | None:
        """What the reporter is asked first."""
        asked = (
            q
            for q in self.case.facts.questions
            if q.to_reporter and q.of is None and q.answered_at is None
        )
        return min(asked, key=lambda each: each.due_at, default=None)


@blueprint.route("/", methods=["GET", "POST"])
@does(RECEIPT)
def receipt(slug: str) -> ResponseReturnValue:
    """Ask for the code; show the report that it opens."""
    visit, form = current_visit(), CodeForm()
    if not form.validate_on_submit():
        return _ask(visit, form)
    code = codes.digits(form.code.data or "")
    guess = f"wrong code {codes.beginning(visit, code)}"
    if not limits.has_room(visit, guess, limits.WRONG_CODES):
        what = problem(429)
        return render("portal/reporting/too_many.html", title=what.title, problem=what), 429
    if not from_this_browser(visit):
        return _ask(visit, form, ONCE_MORE)
    opened = _open(visit, code)
    if opened is None and (gone := codes.erased_by(visit, code)):
        return receipt_erased.ask(visit, code, gone)
    if opened is None:
        limits.count(visit, guess, limits.WRONG_CODES)
        form.refuse(Refused(UNKNOWN, field="code"))
        return _ask(visit, form)
    return _show(visit, opened)


@blueprint.route("/add", methods=["POST"])
@does(add_information.ACTION, public=True)
def add(slug: str) -> ResponseReturnValue:
    """Add to the report."""
    visit, form = current_visit(), AddForm()
    said = add_information.AddInformation(form.text.data or "")
    return _do(visit, add_information.ACTION, said, form, "Your addition is kept.")


@blueprint.route("/add-files", methods=["POST"])
@does(add_evidence.ACTION, public=True)
def add_files(slug: str) -> ResponseReturnValue:
    """Add evidence to the report."""
    visit, form = current_visit(), FilesForm()
    chosen, note = form.files.data or (), form.note.data or ""
    said = partial(uploads.evidence, visit.services, chosen, note)
    return _do(visit, add_evidence.ACTION, said, form, "Your files are kept.")


@blueprint.route("/withdraw", methods=["POST"])
@does(withdraw_report.ACTION, public=True)
def withdraw(slug: str) -> ResponseReturnValue:
    """Take the report back; that ends nothing by itself."""
    visit, form = current_visit(), WithdrawForm()
    said = withdraw_report.WithdrawReport(form.reason.data or "")
    return _do(visit, withdraw_report.ACTION, said, form, "Your report is marked as withdrawn.")


@blueprint.route("/answer", methods=["POST"])
@does(answer_question.ACTION, public=True)
def answer(slug: str) -> ResponseReturnValue:
    """Answer what is asked first."""
    visit, form = current_visit(), AnswerForm()
    opened = _carried(visit)
    question = _asked(visit, opened)
    said = _answer(opened.case.facts, question, form) if opened and question else None
    return _do(visit, answer_question.ACTION, said, form, "Your answer is kept.")


def _answer(facts: Facts, question: UUID, form: AnswerForm) -> answer_question.AnswerQuestion:
    beside = asked_beside(facts, question)
    return answer_question.AnswerQuestion(question, form.answer.data or "", beside=beside)


def _carried(visit: Visit) -> Opened | None:
    """The report whose code the form carries."""
    parcel = unpack(visit, PURPOSE)
    return _open(visit, str(parcel["code"])) if parcel else None


def _asked(visit: Visit, opened: Opened | None) -> UUID | None:
    """The question that the form was made for; it may have been answered since."""
    carried = (unpack(visit, PURPOSE) or {}).get("question")
    questions = opened.case.facts.questions if opened else ()
    return next((each.id for each in questions if str(each.id) == carried), None)


def _open(visit: Visit, code: str) -> Opened | None:
    incident_id = codes.incident_of(visit, code)
    try:
        return Opened(strangers_case(visit, incident_id), code) if incident_id else None
    except Erased:
        return None


def _do(
    visit: Visit, action: AnyAction, said: object, form: TravellingForm, done: str
) -> ResponseReturnValue:
    opened = _carried(visit)
    if opened is None or said is None:
        return _ask(visit, CodeForm(formdata=None), TOO_LONG)
    if not from_this_browser(visit):
        form.form_errors = [ONCE_MORE]
        return _show(visit, opened, form)
    if not form.validate():
        return _show(visit, opened, form)
    facts = opened.case.facts
    deed = Deed(facts.school_id, None, facts.incident_id, once=form.once_key())
    visit.release()
    try:
        perform(visit.services, action, said() if callable(said) else said, deed)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(visit, opened, form)
    case = strangers_case(visit, facts.incident_id)
    return _show(visit, Opened(case, opened.code), said=done)


def _ask(visit: Visit, form: CodeForm, trouble: str = "") -> ResponseReturnValue:
    if trouble:
        form.form_errors = [trouble]
    form.pack(visit, PURPOSE, {})
    page = render(
        "portal/reporting/receipt.html",
        title="Come back to a report",
        form=form,
        action=_path(visit),
    )
    return answered(page, 400 if trouble else 422 if form.errors else 200, _path(visit))


def _show(
    visit: Visit, opened: Opened, sent: TravellingForm | None = None, said: str = ""
) -> ResponseReturnValue:
    withdrawing = sent if isinstance(sent, WithdrawForm) else WithdrawForm(formdata=None)
    withdrawing.pack(visit, PURPOSE, {"code": opened.code})
    adding = sent if isinstance(sent, AddForm) else AddForm(formdata=None)
    answering = sent if isinstance(sent, AnswerForm) else AnswerForm(formdata=None)
    filing = sent if isinstance(sent, FilesForm) else FilesForm(formdata=None)
    question = opened.question
    filing.pack(visit, PURPOSE, {"code": opened.code})
    adding.pack(visit, PURPOSE, {"code": opened.code})
    answering.pack(visit, PURPOSE, {"code": opened.code, "question": question and question.id})
    slug = visit.school.slug
    page = render(
        "portal/reporting/receipt_shown.html",
        title="Your report",
        section=opened.case.facts.reference,
        case=opened.case,
        question=question,
        answering=answering,
        adding=adding,
        filing=filing,
        added=[each.name for each in opened.case.facts.evidence if each.is_of(None)],
        said=said,
        withdrawing=withdrawing
        if withdraw_report.ACTION.offered(opened.case.policy, opened.case.facts)
        else None,
        actions={name: url_for(f"portal_receipt.{name}", slug=slug) for name in POSTS},
        form=sent or CodeForm(formdata=None),
    )
    return answered(page, 200 if sent is None else 422, _path(visit))


def _path(visit: Visit) -> str:
    return url_for("portal_receipt.receipt", slug=visit.school.slug)
