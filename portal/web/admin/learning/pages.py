"""The policy in plain English for everybody, who says that they have read it (DBRP-1.7, 1.8)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import abort, url_for

from portal.rules.reporting.intake import good_faith_promise
from portal.rules.school import requests
from portal.rules.school.requests import Kind
from portal.store.school import learning
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_at_once
from portal.web.admin.learning import area, importing, keeping
from portal.web.admin.learning.area import reading, training
from portal.web.admin.policy.showing import part_page, parts
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
    found = visit.adoption_id
    return render(
        "portal/admin/learning/policy.html",
        title="Policy",
        policy=policy,
        promise=good_faith_promise(policy) if policy else "",
        parts=parts(policy) if policy else (),
        may_adopt=visit.may(Permission.ADOPT_POLICY),
        read_at=learning.read_at(visit.session, visit.scope, found, visit.person_id)
        if found
        else None,
        courses=learning.list_courses(visit.session, visit.scope, visit.person_id),
        offers=[kind for kind in Kind if policy and requests.offered(kind, policy)],
    )


@reading.get("/parts/<group>")
@shows(area.READ)
def part(slug: str, group: str) -> ResponseReturnValue:
    """One part of what holds at the school, or all of it."""
    policy = current_visit().policy_today or abort(404)
    return render(
        "portal/admin/policy/read.html",
        back=url_for(".show", slug=slug),
        policy=policy,
        **part_page(policy, group, lambda key: url_for(".part", slug=slug, group=key)),
    )


@reading.post("/read")
@does(Permission.KEEP_OWN)
def read(slug: str) -> ResponseReturnValue:
    """Say that one has read the version in force."""
    visit = current_visit()
    return change_at_once(
        Permission.KEEP_OWN,
        partial(
            acknowledge,
            school_id=visit.here,
            adoption_id=visit.adoption_id or abort(404),
            person_id=visit.person_id,
            now=visit.now,
        ),
        done="Thank you. It is on record that you have read the policy.",
        next_endpoint="portal_reading.show",
    )
