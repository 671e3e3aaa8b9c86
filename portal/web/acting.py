"""The page of one action: show the form, check its shape, perform, go back to the incident.

A view of an action is one call of `act`. What the rules refuse is shown beside the field; what was
typed is kept; a form posted twice is one decision; a page that has gone stale says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from flask import flash, redirect, url_for

from portal.desk import can
from portal.desk.perform import Deed, Performed, Step, perform_all
from portal.errors import Refused, Stale
from portal.rules.investigation.evidence import can_rest_on
from portal.store import decisions
from portal.web.access import current_case, current_visit
from portal.web.bringing import BringingForm
from portal.web.deciding import address
from portal.web.frame import render
from portal.web.parts.resting import RestingForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.desk.perform import Beside
    from portal.rules.outcome import AnyAction
    from portal.web.visiting import Case


class ActionForm(Protocol):
    """A `PortalForm` that turns into the action's input."""

    adds: bool
    """Whether it only adds, so that what others did meanwhile does not matter."""

    def to_input(self, case: Case, /) -> object:
        """The frozen dataclass that the action's `decide` takes."""
        ...

    def once_key(self) -> UUID:
        """The key of this sending."""
        ...

    def is_submitted(self) -> bool:
        """Whether it was sent."""
        ...

    def validate_on_submit(self) -> bool:
        """Whether it was sent, and every field is well formed."""
        ...

    def outdated(self, version: int, /) -> bool:
        """Whether the incident has moved on since the form was shown."""
        ...

    def typed(self) -> dict[str, list[str]]:
        """What was typed, by field."""
        ...

    def refuse(self, refused: Refused, /) -> None:
        """Show what the rules refuse beside its field."""
        ...


MOVED_ON = (
    "The incident has moved on since you opened this page. See what has changed, then send this "
    "once more if it still holds: what you typed is kept."
)


def act(
    action: AnyAction,
    form: ActionForm,
    template: str,
    *,
    done: str,
    next_endpoint: str = "portal_incident.show",
    next_values: Mapping[str, Any] | None = None,
    then: Callable[[], None] | None = None,
    along: Callable[[], Sequence[Step]] | None = None,
    beside: Callable[[], Beside | None] | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """Show or perform `action` on the current case. `done` is said on the next page, whose address
    needs `next_values` besides the incident.

    `then` tidies up after it: a draft that has been sent. `along` gives what is done in the same
    commit at other schools, `beside` a change of administration in it.
    """
    case = current_case()
    if isinstance(form, RestingForm):
        form.offer_grounds(can_rest_on(case.facts))
    if not can.is_possible(action, case.facts, case.policy) and not form.is_submitted():
        return stale(case)
    outdated = form.outdated(case.found.row.version) and not _sent_before(form)
    if outdated and can.is_possible(action, case.facts, case.policy):
        form.refuse(Refused(MOVED_ON))
        context["changed_href"] = address("portal_incident.show", case)
    elif form.validate_on_submit():
        try:
            said, steps = form.to_input(case), along() if along else ()
            performed = do(action, said, form, steps, beside() if beside else None)
        except Stale as refusal:
            return stale(case, refusal.sentence, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if then is not None:
                then()
            return finished(performed, done, next_endpoint, next_values)
    elif form.is_submitted() and _over(action, case, form):
        return nothing_open(case, "", form)
    context.setdefault("back", address("portal_incident.show", case))
    status = 409 if outdated else 422 if form.is_submitted() else 200
    return render(template, form=form, case=case, **context), status


def nothing_open(case: Case, sentence: str, form: ActionForm) -> ResponseReturnValue:
    """Where nothing waits for them: a second click leads on; what comes late, as when it has been
    handed over meanwhile, is shown once more.
    """
    if form.is_submitted() and _sent_before(form):
        return redirect(address("portal_incident.show", case), 303)
    return stale(case, sentence, form if form.is_submitted() else None)


def _over(action: AnyAction, case: Case, form: ActionForm) -> bool:
    """Whether what was chosen cannot be chosen any more because it has been done, as by the first
    click of two: the form would ask for a choice among nothing.
    """
    return not can.is_possible(action, case.facts, case.policy) or _sent_before(form)


def _sent_before(form: ActionForm) -> bool:
    """Whether it is this very form that has moved the incident on: a second click."""
    visit = current_visit()
    return decisions.find_once(visit.session, visit.scope, form.once_key()) is not None


def do(
    action: AnyAction,
    said: object,
    form: ActionForm,
    along: Sequence[Step] = (),
    beside: Beside | None = None,
) -> Performed:
    """Perform on the current case, with the form's own key and 'done at'."""
    visit, case = current_visit(), current_case()
    done_at: datetime | None = getattr(getattr(form, "done_at", None), "data", None)
    deed = Deed(
        school_id=case.facts.school_id,
        by=visit.person_id,
        incident_id=case.facts.incident_id,
        once=form.once_key(),
        done_at=done_at,
        rests_on=form.grounds() if isinstance(form, RestingForm) else (),
        seen=None if form.adds else case.found.row.version,
    )
    first: tuple[Step, ...] = ()
    if isinstance(form, BringingForm):
        brought, first = form.brought(visit.services, case.facts, deed)
        deed = replace(deed, rests_on=(*deed.rests_on, *brought))
        deed = replace(deed, seen=None) if first else deed  # the file goes on the record before it
    visit.release()
    steps = [*first, Step(action, deed, lambda _before: said), *along]
    return perform_all(visit.services, steps, beside)


def finished(
    performed: Performed, done: str, endpoint: str, more: Mapping[str, Any] | None = None
) -> ResponseReturnValue:
    """Say what has been done and show what is owed next."""
    of: dict[str, Any] = {"slug": current_visit().school.slug, "incident_id": performed.incident_id}
    flash(done, "success")
    return redirect(url_for(endpoint, **of, **(more or {})), 303)


def stale(case: Case, sentence: str = "", form: ActionForm | None = None) -> ResponseReturnValue:
    """What is asked is not open as the incident stands: say so, and lead to where it stands now.

    A form that came too late says that somebody was quicker; a page that was only opened does not.
    The sentences typed into `form` are shown once more, to be copied: they are nowhere else.
    """
    values = form.typed().values() if form is not None else ()
    page = render(
        "portal/stale.html",
        title="This step is not open now" if form is None else "Somebody else was quicker",
        section=case.facts.reference,
        case=case,
        typed=[text for texts in values for text in texts if " " in text.strip()],
        sentence=sentence
        or "It has been done already, or the incident is not at the point where it can be done.",
    )
    return page, 409
