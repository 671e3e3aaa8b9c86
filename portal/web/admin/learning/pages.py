"""The policy in plain English for everybody, who says that they have read it (DBRP-1.7, 1.8)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import redirect, url_for

from portal.rules.school import requests
from portal.rules.school.requests import Kind
from portal.store import learning
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_page
from portal.web.admin.learning import area, importing, keeping
from portal.web.admin.learning.area import reading, training
from portal.web.admin.learning.forms import ReadForm
from portal.web.admin.policy.showing import parts
from portal.web.frame import render
from tenants.permissions import Permission
from tenants.training import acknowledge

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprints = (reading, training)
__all__ = ["blueprints", "importing", "keeping"]


@reading.get("/")
@shows(area.READ)
def show(slug: str) -> ResponseReturnValue:
    """What holds at the school, whether one has read it, one's own training."""
    visit = current_visit()
    policy = visit.policy_today
    found = visit.school.adoption_id if visit.school else None
    return render(
        "portal/admin/learning/policy.html",
        title="Policy",
        policy=policy,
        parts=parts(policy) if policy else (),
        may_adopt=visit.may(Permission.ADOPT_POLICY),
        read_at=learning.read_at(visit.session, visit.scope, found, visit.person_id)
        if found
        else None,
        courses=learning.list_courses(visit.session, visit.scope, visit.person_id),
        offers=[kind for kind in Kind if policy and requests.offered(kind, policy)],
    )


@reading.route("/read", methods=area.BOTH)
@does(Permission.KEEP_OWN)
def read(slug: str) -> ResponseReturnValue:
    """Say that one has read the version in force."""
    visit = current_visit()
    found = visit.school.adoption_id if visit.school else None
    if found is None:
        return redirect(url_for(".show", slug=slug))
    return change_page(
        Permission.KEEP_OWN,
        ReadForm(),
        "portal/admin/form.html",
        lambda: partial(
            acknowledge,
            school_id=visit.here,
            adoption_id=found,
            person_id=visit.person_id,
            now=visit.now,
        ),
        done="Thank you. It is on record that you have read the policy.",
        next_endpoint="portal_reading.show",
        title="Have you read the policy?",
        back=url_for(".show", slug=slug),
        lead="Reporting something is never held against you, also if it was your own mistake.",
        button_text="Say that you have read it",
    )
