"""The named data protection officer: a dated appointment with its history (SIP-dpo, DBRP-1.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from portal.store import staff
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_page
from portal.web.admin.people.area import BOTH, blueprint
from portal.web.admin.people.area import DPO as SHOWN
from portal.web.admin.people.forms import PHONE_NEEDED, DpoForm, given
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.when import day
from tenants import schools
from tenants.calendar import uk_date
from tenants.change import Impossible
from tenants.permissions import Permission
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.visiting import Visit
    from tenants.change import Altered

NAMED_ONLY: Final = "named"
"""Somebody who does not use the portal: a name, an address and a number alone."""
HISTORY: Final = "portal_people.dpo"


@blueprint.get("/dpo")
@shows(SHOWN)
def dpo(slug: str) -> ResponseReturnValue:
    """Who is named now, who was when, and who deputises."""
    visit = current_visit()
    today = uk_date(visit.now)
    lines = [
        (
            row.name,
            service or "The school’s own",
            f"From {day(row.from_on)}" + (f" until {day(row.until_on)}" if row.until_on else ""),
            row.from_on <= today and (row.until_on is None or row.until_on >= today),
        )
        for row, service in staff.list_appointments(visit.session, visit.scope)
    ]
    deputies = [one for one in visit.roster.holders if one.role is Role.DEPUTY_DPO]
    return render(
        "portal/admin/people/dpo.html",
        title="Data protection officer",
        back=url_for("portal_admin.show", slug=slug),
        lines=lines,
        deputies=deputies,
        keeps=visit.may(Permission.KEEP_PEOPLE),
    )


@blueprint.route("/dpo/appoint", methods=BOTH)
@does(Permission.APPOINT_DPO)
def appoint(slug: str) -> ResponseReturnValue:
    """Name the DPO from a day on; whoever was named before is so until the day before."""
    visit = current_visit()
    officers = staff.list_officers(visit.session, visit.scope, uk_date(visit.now))
    known = {f"{one.service_id}~{one.person_id}": one for one in officers}
    own = {str(one.person_id): one for one in visit.roster.holders if not one.organisation}
    form = DpoForm(from_on=uk_date(visit.now))
    form.who.choices = forms.choices(
        {
            "": "Choose …",
            **{key: f"{one.name}, {one.service}" for key, one in known.items()},
            **_own(visit),
            NAMED_ONLY: "Somebody who does not use the portal",
        }
    )

    def apply(session: Session) -> Altered:
        person = known.get(form.who.data) or own.get(form.who.data)
        officer = known.get(form.who.data)
        said = {
            name: form[name].data or (getattr(person, name) if person else "")
            for name in ("name", "email", "phone")
        }
        for name, sentence in _NEEDED.items():
            if not said[name]:
                raise Impossible(sentence, field=name)
        return schools.appoint_dpo(
            session,
            visit.here,
            from_on=given(form.from_on),
            person_id=person.person_id if person else None,
            service_id=officer.service_id if officer else None,
            **said,
        )

    return change_page(
        Permission.APPOINT_DPO,
        form,
        "portal/admin/form.html",
        lambda: apply,
        done="Appointed. Every page and letter shows them from that day.",
        next_endpoint=HISTORY,
        title="Appoint the data protection officer",
        back=url_for(HISTORY, slug=slug),
        button_text="Appoint them",
    )


_NEEDED: Final = {
    "name": "Enter the name as pages and letters print it",
    "email": "Enter an e-mail address: everybody is told where to write",
    "phone": PHONE_NEEDED,
}


def _own(visit: Visit) -> dict[str, str]:
    """The school's own people, once each."""
    found: dict[str, str] = {}
    for one in sorted(visit.roster.holders, key=lambda each: each.name):
        if not one.organisation and one.role is not Role.OVERSEER:
            found.setdefault(str(one.person_id), f"{one.name}, {TITLES[one.role]}")
    return found
