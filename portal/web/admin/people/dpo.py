"""The named data protection officer: a dated appointment with its history (SIP-dpo, DBRP-1.9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import url_for

from portal.desk.school import closing_schools
from portal.store.school import staff
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_page
from portal.web.admin.people.area import BOTH, blueprint
from portal.web.admin.people.area import DPO as SHOWN
from portal.web.admin.people.forms import DpoForm
from portal.web.frame import render
from portal.web.parts import forms
from portal.web.parts.when import day
from portal.web.roles_held import PHONE_NEEDED, given
from tenants import schools
from tenants.calendar import uk_date
from tenants.change import Impossible
from tenants.permissions import Permission
from tenants.roles import TITLES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.rules.in_charge.roster import Holder
    from portal.web.visiting import Visit
    from tenants.change import Altered

NAMED_ONLY: Final = "named"
"""Somebody who does not use the portal: a name, an address and a number alone."""
HISTORY: Final = "portal_people.dpo"
MISTAKEN: Final = (
    "Was the wrong person named, from today or from a day to come? Name the right one from the "
    "same day."
)
TOLD: Final = "The Headteacher and the chair are told who is appointed."


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
            row.person_id if visit.may(Permission.RECORD_ABSENCE) else None,
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
        others=_others(visit, deputies),
        outside=_outside(visit),
        keeps=visit.may(Permission.KEEP_PEOPLE),
    )


def _outside(visit: Visit) -> str:
    """Who is named today and does not use the portal; '' where nobody is, or they do."""
    named = visit.school.dpo
    if named is None or any(one.role is Role.DPO for one in visit.roster.holders):
        return ""
    return named.name


def _others(visit: Visit, deputies: Iterable[Holder]) -> list[str]:
    """Whose officers deputise though another DPO than theirs is named."""
    named = visit.school.dpo
    services = {one.organisation for one in deputies if one.group}
    return sorted(services - {named.organisation}) if named else []


@blueprint.route("/dpo/appoint", methods=BOTH)
@does(Permission.APPOINT_DPO)
def appoint(slug: str) -> ResponseReturnValue:
    """Name the DPO from a day on; whoever was named before is so until the day before."""
    visit = current_visit()
    known = _candidates(visit)
    form = DpoForm(from_on=uk_date(visit.now))
    form.who.choices = forms.choices(
        {
            "": "Choose …",
            **{key: one.says for key, one in known.items()},
            NAMED_ONLY: "Somebody who does not use the portal",
        }
    )
    return change_page(
        Permission.APPOINT_DPO,
        form,
        "portal/admin/form.html",
        lambda: partial(_appoint, form=form, who=known.get(form.who.data), visit=visit),
        done="Appointed. Every page and letter shows them from that day.",
        next_endpoint=HISTORY,
        then=partial(closing_schools.follow_dpo, visit.services, visit.here),
        title="Appoint the data protection officer",
        lead=f"{MISTAKEN} {TOLD}" if visit.school.dpo else TOLD,
        back=url_for(HISTORY, slug=slug),
        button_text="Appoint them",
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be named: the school's own, or an officer of whoever looks after it."""

    says: str
    person_id: UUID
    service_id: UUID | None
    known: Mapping[str, str]
    """What is known of them, by the fields of the form."""


def _candidates(visit: Visit) -> dict[str, Candidate]:
    """Officers of those who look after it first, then the school's own people, once each."""
    found: dict[str, Candidate] = {}
    for one in staff.list_officers(visit.session, visit.scope, uk_date(visit.now)):
        known = {"name": one.name, "email": one.email, "phone": one.phone}
        says = f"{one.name}, {one.service}"
        candidate = Candidate(says, one.person_id, one.service_id, known)
        found[f"{one.service_id}~{one.person_id}"] = candidate
    for own in sorted(visit.roster.holders, key=lambda each: each.name):
        if not own.organisation and own.role is not Role.OVERSEER:
            known = {"name": own.name, "email": own.email, "phone": own.phone}
            says = f"{own.name}, {TITLES[own.role]}"
            found.setdefault(str(own.person_id), Candidate(says, own.person_id, None, known))
    return found


def _appoint(session: Session, *, form: DpoForm, who: Candidate | None, visit: Visit) -> Altered:
    known = who.known if who else {}
    said = {name: form[name].data or known.get(name, "") for name in _NEEDED}
    for name, sentence in _NEEDED.items():
        if not said[name]:
            raise Impossible(sentence, field=name)
    return schools.appoint_dpo(
        session,
        visit.here,
        from_on=given(form.from_on),
        today=uk_date(visit.now),
        named_at=visit.now,
        person_id=who.person_id if who else None,
        service_id=who.service_id if who else None,
        **said,
    )


_NEEDED: Final = {
    "name": "Enter the name as pages and letters print it",
    "email": "Enter an e-mail address: everybody is told where to write",
    "phone": PHONE_NEEDED,
}
