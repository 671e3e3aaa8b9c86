"""Come back with the code of a report whose time was over: it was erased, and may begin anew.

What is said becomes a report of its own that names the erased one; the code leads on to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from portal.actions import report_from_outside
from portal.desk.perform import Deed, perform
from portal.errors import Refused
from portal.rules.words import Answer, Outsider
from portal.web.access import current_visit, does
from portal.web.frame import render
from portal.web.reporting import codes
from portal.web.reporting.receipt_forms import AgainForm
from portal.web.reporting.travelling import (
    ONCE_MORE,
    TOO_LONG,
    answered,
    ended,
    from_this_browser,
    unpack,
)
from portal.web.strangers import StrangersBlueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Follows
    from portal.web.visiting import Visit

blueprint = StrangersBlueprint(
    "portal_receipt_erased", __name__, url_prefix="/<slug>/receipt/again"
)
PURPOSE: Final = "receipt of an erased report"


@blueprint.route("/", methods=["POST"])
@does(report_from_outside.ACTION, public=True)
def again(slug: str) -> ResponseReturnValue:
    """Report what is new."""
    visit, form = current_visit(), AgainForm()
    code = str((unpack(visit, PURPOSE) or {}).get("code", ""))
    gone = codes.erased_by(visit, code)
    if gone is None:
        return _page(visit, None, TOO_LONG), 400
    if not from_this_browser(visit):
        form.form_errors = [ONCE_MORE]
    elif form.validate() and (reference := _report(visit, code, gone, form)):
        text = f"What you wrote has arrived, as report {reference}. Your code is the same."
        return ended(_page(visit, None, text), _path(visit))
    return ask(visit, code, gone, form)


def _report(visit: Visit, code: str, gone: Follows, form: AgainForm) -> str:
    """The reference of the new report; '' where it is refused."""
    said = report_from_outside.ReportFromOutside(
        happened=form.happened.data or "",
        what=Outsider.SOMEBODY_ELSE,
        danger=Answer(form.danger.data or Answer.NOT_SURE),
        follows=gone,
        receipt_code=code,
    )
    deed = Deed(visit.here, None, once=form.once_key())
    visit.release()
    try:
        return perform(visit.services, report_from_outside.ACTION, said, deed).reference
    except Refused as refusal:
        form.refuse(refusal)
        return ""


def ask(
    visit: Visit, code: str, gone: Follows, sent: AgainForm | None = None
) -> ResponseReturnValue:
    """Say that it was erased, and ask what is new."""
    form = sent or AgainForm(formdata=None)
    form.pack(visit, PURPOSE, {"code": code})
    page = _page(visit, form, f"The report {gone.reference} was erased, because its time was over.")
    return answered(page, 422 if sent else 200, _path(visit))


def _page(visit: Visit, form: AgainForm | None, text: str) -> str:
    return render(
        "portal/reporting/receipt_erased.html",
        title="Your report",
        text=text,
        form=form,
        action=url_for("portal_receipt_erased.again", slug=_slug(visit)),
    )


def _path(visit: Visit) -> str:
    return url_for("portal_receipt.receipt", slug=_slug(visit))


def _slug(visit: Visit) -> str:
    return visit.school.slug
