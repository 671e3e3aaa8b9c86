"""The page of one change of administration: show the form, check its shape, change, go on.

What the change finds impossible is shown beside its field and what was typed is kept; a form sent
twice is one change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, url_for

from portal.desk.school.administration import alter
from portal.errors import Refused
from portal.web.access import current_visit
from portal.web.frame import render
from tenants.change import Impossible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.web.parts.form import PortalForm
    from tenants.change import Apply
    from tenants.db import Scope
    from tenants.permissions import Permission


def change_at_once(
    permission: Permission,
    apply: Apply,
    *,
    done: str,
    next_endpoint: str,
    then: Callable[[], Iterable[str]] = tuple,
    **values: Any,
) -> ResponseReturnValue:
    """Make a change that needs no more than a press; say what came of it on the next page.

    `then` follows the change, and gives sentences of what it could not do.
    """
    visit = current_visit()
    visit.release()
    try:
        alter(visit.services, visit.here, permission, apply, by=visit.person_id)
    except Impossible as refusal:
        flash(refusal.sentence)
    else:
        _say(done, then)
    return redirect(url_for(next_endpoint, slug=visit.relations[0].slug, **values), 303)


def change_page(
    permission: Permission,
    form: PortalForm,
    template: str,
    apply: Callable[[], Apply],
    *,
    done: str,
    next_endpoint: str,
    next_values: Callable[[UUID], dict[str, Any]] | None = None,
    then: Callable[[], Iterable[str]] = tuple,
    scope: Scope | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """Show `form`, or make the change that `apply` reads out of it once it is well formed.

    `done` is said on the next page, `next_endpoint`; `next_values` gives what its address needs
    besides the school, from the id of what was changed. `then` follows the change, and gives
    sentences of what it could not do. `scope` is wider than the school where the change is of a row
    of another organisation. `context` goes to the template.
    """
    visit = current_visit()
    if form.validate_on_submit():
        visit.release()
        try:
            altered = alter(
                visit.services,
                visit.here,
                permission,
                apply(),
                by=visit.person_id,
                once=form.once_key(),
                scope=scope,
            )
        except Impossible as refusal:
            form.refuse(Refused(refusal.sentence, field=refusal.field))
        else:
            _say(done, then)
            values = next_values(altered.subject_id) if next_values else {}
            return redirect(url_for(next_endpoint, slug=visit.relations[0].slug, **values), 303)
    return render(template, form=form, **context), 422 if form.is_submitted() else 200


def _say(done: str, then: Callable[[], Iterable[str]]) -> None:
    flash(done, "success")
    for sentence in then():
        flash(sentence)
