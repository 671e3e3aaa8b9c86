"""In whose hands the data was: the school's, a supplier's, another controller's (DBRP-5.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.facts import Responsibility
from portal.rules.words import Responsible
from portal.web import bodies
from portal.web.parts import forms
from tenants.regulator import ICO

if TYPE_CHECKING:
    from portal.rules.facts import Facts
    from portal.web.triage.classifying import ClassifyForm

RESPONSIBLE: dict[str, str] = {
    Responsible.SCHOOL: "The school itself",
    Responsible.PROCESSOR: "A processor: a supplier who handles it for the school",
    Responsible.JOINT_CONTROLLER: "A joint controller: another body that decides with the school",
    Responsible.FOR_ANOTHER: "The school, which holds all of it for another organisation",
    Responsible.PARTLY_FOR_ANOTHER: "The school, which holds some of it for another organisation",
}
HINTS: dict[str, str] = {
    Responsible.FOR_ANOTHER: "For example, another school’s records on your system. "
    f"You tell that school; whether the {ICO} must know is for it to decide",
    Responsible.PARTLY_FOR_ANOTHER: "You tell that organisation, and decide about your own data",
}


def said(form: ClassifyForm) -> Responsibility:
    """What the form says of it; of a processor, when it found it itself."""
    who = form.responsible.data
    if who not in RESPONSIBLE:
        return Responsibility()
    if who == Responsible.SCHOOL:
        return Responsibility(Responsible.SCHOOL)
    name, ref = form.responsible_name.data or "", ""
    if not name and (registered := bodies.chosen(form.responsible_ref)):
        name, ref = registered, form.responsible_ref.data
    return Responsibility(Responsible(who), name, ref, form.found_at.data)


def known(facts: Facts) -> dict[str, object]:
    """What is shown in the form: what was said before, else what a supplier wrote of itself."""
    told = facts.intake.outside
    found = facts.classification.responsible if facts.classification else None
    if found is None:
        return {"found_at": told.discovered_at if told else None}
    return {
        "responsible": str(found.who) if found.who in RESPONSIBLE else forms.NOT_SURE,
        "responsible_ref": found.ref,
        "responsible_name": "" if found.ref else found.name,
        "found_at": found.found_at or (told.discovered_at if told else None),
    }
