"""The policy in force and those before it: read, compared, printed, saved as a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import abort, url_for

from portal.store.school import schools
from portal.web.access import current_visit, shows
from portal.web.admin.policy import area
from portal.web.admin.policy.area import blueprint
from portal.web.admin.policy.showing import differences, part_page, parts
from portal.web.frame import render
from tenants import adoption, drafting
from tenants.calendar import uk_date

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Visit
    from tenants.models import Adoption
    from tenants.policy.schema import Policy


@blueprint.get("/")
@shows(area.READS)
def index(slug: str) -> ResponseReturnValue:
    """Which policy is in force, what was before it, and the draft of the next."""
    visit = current_visit()
    return render(
        "portal/admin/policy/index.html",
        title="Policy",
        back=url_for(area.home(visit), slug=slug),
        versions=adoption.list_adoptions(visit.session, visit.here),
        current=adoption.id_in_force(visit.session, visit.here, visit.now),
        draft=drafting.find_draft(visit.session, visit.here),
        may_change=visit.may(area.CHANGES),
        today=uk_date(visit.now),
    )


@blueprint.get("/versions/<int:number>")
@shows(area.READS)
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version, whole, with its document control (SIP-doc)."""
    visit = current_visit()
    found = _version(visit, number)
    before = adoption.find_version(visit.session, visit.here, number - 1)
    policy = _policy(visit, found)
    return render(
        "portal/admin/policy/version.html",
        title=f"{policy.title}, version {found.version}",
        back=url_for(area.INDEX, slug=slug),
        version=found,
        policy=policy,
        parts=parts(policy),
        changed=differences(_policy(visit, before), policy) if before else (),
        before=before,
        in_force=found.id == adoption.id_in_force(visit.session, visit.here, visit.now),
        adopted_by=_adopter(visit, found),
    )


@blueprint.get("/versions/<int:number>/parts/<group>")
@shows(area.READS)
def version_part(slug: str, number: int, group: str) -> ResponseReturnValue:
    """One part of a version, or all of it with its document control, to print."""
    visit = current_visit()
    found = _version(visit, number)
    policy = _policy(visit, found)
    href = partial(url_for, ".version_part", slug=slug, number=number)
    return render(
        "portal/admin/policy/read.html",
        back=url_for(".version", slug=slug, number=number),
        policy=policy,
        version=found,
        in_force=found.id == adoption.id_in_force(visit.session, visit.here, visit.now),
        adopted_by=_adopter(visit, found),
        **part_page(policy, group, lambda key: href(group=key)),
    )


@blueprint.get("/versions/<int:number>.toml")
@shows(area.READS)
def version_file(slug: str, number: int) -> ResponseReturnValue:
    """One version as the text of a variant."""
    visit = current_visit()
    found = _version(visit, number)
    name = f"{slug}-{found.version}"
    return area.toml_file(adoption.chosen_of(found).toml(name), name)


def _version(visit: Visit, number: int) -> Adoption:
    return adoption.find_version(visit.session, visit.here, number) or abort(404)


def _adopter(visit: Visit, found: Adoption) -> str:
    """Who entered it in the school's name: an officer of a service may be another than approved."""
    return visit.roster.named(found.adopted_by) if found.adopted_by else "Whoever runs this portal"


def _policy(visit: Visit, found: Adoption) -> Policy:
    return schools.policy(visit.session, visit.scope, visit.here, found.id)
