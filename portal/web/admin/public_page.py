"""The school's public page: its address, a snippet for its website, a poster, its own words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import segno
from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from portal.rules.reporting.intake import good_faith_promise
from portal.store.telling.mail import anonymous_address
from portal.web.access import View, current_visit, does, shows
from portal.web.admin.changing import change_page
from portal.web.frame import render
from portal.web.parts import forms
from tenants.permissions import Permission
from tenants.public_page import find_privacy_note, keep_public_page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("portal_public_page", __name__, url_prefix="/<slug>/manage/public-page")

KEEP: Final = Permission.KEEP_CONTACTS
SHOWN: Final = View("public_page", "How the school’s public page is shown", KEEP.holders)
INDEX: Final = "portal_public_page.index"


class NoteForm(forms.PortalForm):
    """The school's own privacy note."""

    note = forms.long_text(
        "Your privacy note",
        hint="What the school does with what somebody reports. Empty: the portal’s own text.",
        most=3000,
        rows=8,
    )


@blueprint.get("/")
@shows(SHOWN)
def index(slug: str) -> ResponseReturnValue:
    """Address, snippet, poster, privacy note."""
    visit = current_visit()
    return render(
        "portal/admin/public_page.html",
        title="Public page",
        back=url_for("portal_admin.show", slug=slug),
        address=_address(slug),
        snippet=render_template(
            "portal/public/snippet.html", school=visit.school, address=_address(slug)
        ).strip(),
        note=find_privacy_note(visit.session, visit.here),
    )


@blueprint.get("/poster")
@shows(SHOWN)
def poster(slug: str) -> ResponseReturnValue:
    """A page to print for the staff room: the address as a code for phones, and whom to ring."""
    visit = current_visit()
    return render(
        "portal/public/poster.html",
        title="Poster",
        back=url_for(".index", slug=slug),
        address=_address(slug),
        code=_code(_address(slug)),
        anonymous_mail=anonymous_address(visit.session, visit.scope, visit.policy_today),
        promise=good_faith_promise(visit.policy_today) if visit.policy_today else "",
    )


@blueprint.route("/privacy", methods=["GET", "POST"])
@does(KEEP)
def privacy(slug: str) -> ResponseReturnValue:
    """Change the school's own words."""
    visit = current_visit()
    form = NoteForm(note=find_privacy_note(visit.session, visit.here))
    return change_page(
        KEEP,
        form,
        "portal/admin/form.html",
        lambda: partial(keep_public_page, school_id=visit.here, privacy_note=form.note.data or ""),
        done="The public page shows it from now on.",
        next_endpoint=INDEX,
        title="Privacy note on the public page",
        back=url_for(".index", slug=slug),
    )


def _address(slug: str) -> str:
    return current_visit().services.settings.public_url + url_for("portal_front.front", slug=slug)


def _code(address: str) -> Markup:
    """The address as a QR code: an SVG of attributes alone, readable with a corner torn off."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=8, border=4, svgclass="portal-poster__code", lineclass=None, omitsize=True
    )
    return Markup(drawn.replace("<svg ", '<svg role="img" aria-label="Code for phones" ', 1))  # noqa: S704 - ours
