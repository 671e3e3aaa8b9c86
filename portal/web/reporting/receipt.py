"""Come back with the receipt code: where it stands, questions to answer, something to add.

The code is typed in, never part of an address; from then on each form carries it sealed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import url_for
from wtforms.validators import StopValidation

from portal.actions import add_evidence, add_information, answer_question
from portal.desk.perform import Deed, perform
from portal.errors import Refused
from portal.web import uploads, visiting
from portal.web.access import Draft, current_visit, does
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.problems import problem
from portal.web.reporting import codes, limits
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
    from wtforms import Field

    from portal.rules.facts import Question
    from portal.rules.outcome import AnyAction
    from portal.web.visiting import Case, Visit

blueprint = StrangersBlueprint("portal_receipt", __name__, url_prefix="/<slug>/receipt")

RECEIPT = Draft("receipt", "Come back to an anonymous report with its code", public=True)
PURPOSE: Final = "receipt"
POSTS: Final = ("add", "add_files", "answer")
UNKNOWN: Final = "There is no report with this code at this school. Check the 16 digits."


class CodeForm(TravellingForm):
    """The code, with or without spaces."""

    code = forms.text(
        "What is your receipt code?",
        hint="16 digits, like 1234 5678 9012 3456. You were given it after you sent the report.",
        needed="Enter the receipt code",
        heading=True,
        inputmode="numeric",
        autocomplete="off",
    )

    def validate_code(self, field: Field) -> None:
        """Sixteen digits."""
        if len(codes.digits(field.data or "")) != codes.DIGITS:
            raise StopValidation("The code has 16 digits")


class AddForm(TravellingForm):
    """Something to add."""

    text = forms.long_text(
        "What do you want to add?",
        hint="Do not paste in the information that got out.",
        needed="Write what you want to add",
        most=8000,
    )


class FilesForm(TravellingForm):
    """Files, and what they show."""

    files = forms.files(
        "Files",
        needed="Choose a file",
        hint="Pictures, PDF, documents, spreadsheets, e-mails (.eml), sound or video. They are "
        "kept as they are: a photo can hold the place where it was taken, and a document the name "
        "of who wrote it. Take a picture of your screen instead if that could give you away.",
    )
    note = forms.long_text("What do they show?", needed="Say what they show", rows=3, most=2000)


class AnswerForm(TravellingForm):
    """The answer to the question above it."""

    answer = forms.long_text("Your answer", needed="Write your answer", most=8000)


class Opened(NamedTuple):
    """The report that a code opens."""

    case: Case
    code: str

    @property
    def question(self) -> Question | None:
        """What the reporter is asked first."""
        asked = (q for q in self.case.facts.questions if q.to is None and q.answered_at is None)
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


@blueprint.route("/answer", methods=["POST"])
@does(answer_question.ACTION, public=True)
def answer(slug: str) -> ResponseReturnValue:
    """Answer what is asked first."""
    visit, form = current_visit(), AnswerForm()
    opened = _carried(visit)
    question = _asked(visit, opened)
    said = answer_question.AnswerQuestion(question, form.answer.data or "") if question else None
    return _do(visit, answer_question.ACTION, said, form, "Your answer is kept.")


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
    return Opened(visiting.anonymous_case(visit, incident_id), code) if incident_id else None


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
    case = visiting.anonymous_case(visit, facts.incident_id)
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
    adding = sent if isinstance(sent, AddForm) else AddForm(formdata=None)
    answering = sent if isinstance(sent, AnswerForm) else AnswerForm(formdata=None)
    filing = sent if isinstance(sent, FilesForm) else FilesForm(formdata=None)
    question = opened.question
    filing.pack(visit, PURPOSE, {"code": opened.code})
    adding.pack(visit, PURPOSE, {"code": opened.code})
    answering.pack(visit, PURPOSE, {"code": opened.code, "question": question and question.id})
    slug = visit.school.slug if visit.school else ""
    page = render(
        "portal/reporting/receipt_shown.html",
        title="Your report",
        section=opened.case.facts.reference,
        case=opened.case,
        question=question,
        answering=answering,
        adding=adding,
        filing=filing,
        added=[each.name for each in opened.case.facts.evidence if each.by is None],
        said=said,
        actions={name: url_for(f"portal_receipt.{name}", slug=slug) for name in POSTS},
        form=sent or CodeForm(formdata=None),
    )
    return answered(page, 200 if sent is None else 422, _path(visit))


def _path(visit: Visit) -> str:
    return url_for("portal_receipt.receipt", slug=visit.school.slug if visit.school else "")
