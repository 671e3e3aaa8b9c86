"""The draft of the next version: begun, looked at, compared, adopted, saved, read in, discarded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import url_for

from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_page
from portal.web.admin.policy import area, forms
from portal.web.admin.policy.area import blueprint, the_draft, the_group
from portal.web.admin.policy.showing import differences, parts
from portal.web.frame import render
from tenants import drafting
from tenants.adoption import find_waiting
from tenants.policy.check import check_lines
from tenants.training import is_reading_asked

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Visit
    from tenants.change import Apply

BOTH = ["GET", "POST"]


@blueprint.route("/begin", methods=BOTH)
@does(area.CHANGES)
def begin(slug: str) -> ResponseReturnValue:
    """Begin a draft from the version in force, a variant or a blank sheet."""
    visit = current_visit()
    form = forms.BeginForm.of(visit, find_waiting(visit.session, visit.here, visit.now))
    return change_page(
        area.CHANGES,
        form,
        "portal/question.html",
        lambda: partial(
            drafting.begin_draft, school_id=visit.here, source=form.source.data, now=visit.now
        ),
        done="A draft is open. Change what is different at your school.",
        next_endpoint=area.DRAFT,
        title="Begin a draft",
        back=url_for(area.INDEX, slug=slug),
        button_text="Begin",
    )


@blueprint.get("/draft")
@shows(area.WRITES)
def draft(slug: str) -> ResponseReturnValue:
    """The draft at a glance: its parts, what cannot both hold, where the law asks more."""
    found = the_draft()
    policy = drafting.sketched(found)
    return render(
        "portal/admin/policy/draft.html",
        title="Draft of the policy",
        back=url_for(area.INDEX, slug=slug),
        draft=found,
        parts=parts(policy),
        problems=drafting.problems(found),
        order=forms.ConfirmForm(),
    )


@blueprint.get("/draft/parts/<group>")
@shows(area.WRITES)
def part(slug: str, group: str) -> ResponseReturnValue:
    """One part of the draft: each answer, where it is from, and the way to change it."""
    the_group(group)
    found = the_draft()
    change = partial(url_for, "portal_policy.answer", slug=slug)
    shown = parts(drafting.sketched(found), lambda question: change(question=question))
    (wanted,) = (each for each in shown if each.key == group)
    keys = [each.key for each in shown]
    following = shown[keys.index(group) + 1] if group != keys[-1] else None
    return render(
        "portal/admin/policy/part.html",
        title=wanted.title,
        back=url_for(area.DRAFT, slug=slug),
        part=wanted,
        following=following,
        problems=drafting.problems(found),
    )


@blueprint.get("/draft/compare")
@shows(area.WRITES)
def compare(slug: str) -> ResponseReturnValue:
    """The draft beside the version in force, answer by answer."""
    visit, found = current_visit(), the_draft()
    current, after = visit.policy_today, drafting.sketched(found)
    return render(
        "portal/admin/policy/compare.html",
        title="What the draft changes",
        back=url_for(area.DRAFT, slug=slug),
        current=current,
        changed=differences(current, after) if current else (),
    )


@blueprint.route("/draft/adopt", methods=BOTH)
@does(area.CHANGES)
def adopt(slug: str) -> ResponseReturnValue:
    """Make the draft the next version: approved by whom, when, in force from when, next review."""
    visit, found = current_visit(), the_draft()
    form = forms.AdoptForm.of(visit, drafting.sketched(found))
    return change_page(
        area.CHANGES,
        form,
        "portal/admin/policy/adopt.html",
        lambda: _adoption(visit, form),
        done="The policy is adopted. Incidents that are running keep the version they began under.",
        next_endpoint=area.INDEX,
        title="Adopt the draft",
        back=url_for(area.DRAFT, slug=slug),
        problems=drafting.problems(found),
        waiting=find_waiting(visit.session, visit.here, visit.now),
        asks=is_reading_asked(visit.session, visit.here),
    )


@blueprint.route("/draft/discard", methods=BOTH)
@does(area.CHANGES)
def discard(slug: str) -> ResponseReturnValue:
    """Throw the draft away."""
    visit = current_visit()
    return change_page(
        area.CHANGES,
        forms.ConfirmForm(),
        "portal/admin/policy/discard.html",
        lambda: partial(drafting.drop_draft, school_id=visit.here),
        done="The draft is discarded.",
        next_endpoint=area.INDEX,
        title="Discard the draft",
        back=url_for(area.INDEX, slug=slug),
    )


@blueprint.get("/draft.toml")
@shows(area.WRITES)
def draft_file(slug: str) -> ResponseReturnValue:
    """The draft as the text of a variant."""
    name = f"{slug}-draft"
    return area.toml_file(drafting.chosen_in(the_draft()).toml(name), name)


@blueprint.route("/upload", methods=BOTH)
@does(area.CHANGES)
def upload(slug: str) -> ResponseReturnValue:
    """Begin a draft from a file; what is wrong in it is said line by line."""
    visit, form = current_visit(), forms.UploadForm()
    text = form.text() if form.validate_on_submit() else ""
    problems = check_lines(text) if text else ()
    if problems:
        form.file.errors = ["Nothing was read in: see below what is wrong in the file."]
        return _upload_page(form, problems), 422
    return change_page(
        area.CHANGES,
        form,
        "portal/admin/policy/upload.html",
        lambda: partial(drafting.import_draft, school_id=visit.here, toml=text, now=visit.now),
        done="The file is read in as a draft.",
        next_endpoint=area.DRAFT,
        title="Read in a policy",
        back=url_for(area.INDEX, slug=slug),
        problems=problems,
    )


def _adoption(visit: Visit, form: forms.AdoptForm) -> Apply:
    return partial(
        drafting.adopt_draft,
        school_id=visit.here,
        control=form.control(),
        by=visit.person_id,
        now=visit.now,
    )


def _upload_page(form: forms.UploadForm, problems: tuple[str, ...]) -> str:
    back = url_for(area.INDEX, slug=current_visit().relations[0].slug)
    return render(
        "portal/admin/policy/upload.html",
        title="Read in a policy",
        back=back,
        form=form,
        problems=problems,
    )
