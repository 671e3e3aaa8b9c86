"""Registers: emergency contacts, mailboxes, suppliers, documents. Each is a list with one form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import abort, url_for

from portal.desk.school import mailbox_tests
from portal.rules.school.documents import laws_of_today, referred_to, still_missing
from portal.store.school.registers import find_entry, list_entries
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.contacts.area import LIST, REGISTER_LIST, REGISTERS
from portal.web.admin.contacts.area import registers_blueprint as blueprint
from portal.web.admin.contacts.forms import (
    REGISTRATION,
    SUPPLIER_KINDS,
    ContactForm,
    DocumentForm,
    MailboxForm,
    RegistrationForm,
    SupplierForm,
)
from portal.web.controller import controlling_trust
from portal.web.frame import render
from portal.web.parts import forms
from tenants import registering
from tenants.permissions import Permission
from tenants.registers import EmergencyContact, Mailbox, SchoolDocument, Supplier
from tenants.regulator import ICO
from tenants.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Visit
    from tenants.change import Apply

__all__ = ["blueprint"]

AnyForm = type[ContactForm | MailboxForm | SupplierForm | DocumentForm]


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of entry, with its form."""

    kind: Any
    """The mapped class."""
    form: AnyForm
    one: str
    """What an entry is called: 'an emergency contact'."""
    back: str
    """Endpoint of the list it stands in."""


ALL: Final = {
    "contacts": Register(EmergencyContact, ContactForm, "an emergency contact", LIST),
    "mailboxes": Register(Mailbox, MailboxForm, "a mailbox", LIST),
    "suppliers": Register(Supplier, SupplierForm, "a supplier", REGISTER_LIST),
    "documents": Register(SchoolDocument, DocumentForm, "a document", REGISTER_LIST),
}


@blueprint.get("/")
@shows(REGISTERS)
def index(slug: str) -> ResponseReturnValue:
    """Suppliers, documents with those still missing, the laws of today, the registration."""
    visit = current_visit()
    policy = visit.policy_today
    documents = list_entries(visit.session, visit.scope, SchoolDocument)
    linked = {one.reference for one in documents}
    return render(
        "portal/admin/contacts/registers.html",
        title="Suppliers and documents",
        back=url_for("portal_admin.show", slug=slug),
        suppliers=list_entries(visit.session, visit.scope, Supplier),
        kinds=SUPPLIER_KINDS,
        documents=documents,
        lacking=still_missing(policy, linked),
        laws=laws_of_today(policy),
        trust=controlling_trust(visit, policy),
    )


@blueprint.route("/registration", methods=["GET", "POST"])
@does(Permission.KEEP_CONTACTS)
def registration(slug: str) -> ResponseReturnValue:
    """The registration number: an unusual one is warned of, never refused."""
    visit = current_visit()
    known = visit.school.ico_registration
    form = RegistrationForm(number=known)
    if trust := controlling_trust(visit, visit.policy_today):
        form.number.label.text = f"Registration number of {trust.name}, the controller"
    number = (form.number.data or "").replace(" ", "").upper()
    usual = not number or REGISTRATION.fullmatch(number)
    return change_page(
        Permission.KEEP_CONTACTS,
        form,
        "portal/admin/form.html",
        lambda: partial(registering.keep_registration, school_id=visit.here, number=number),
        done="The registration number is saved."
        if usual
        else "Saved as you typed it. It does not look like most registration numbers: check it.",
        next_endpoint=REGISTER_LIST,
        title=f"Registration with the {ICO}",
        back=url_for(REGISTER_LIST, slug=slug),
    )


@blueprint.route("/<register>/new", methods=["GET", "POST"])
@does(Permission.KEEP_CONTACTS)
def add(slug: str, register: str) -> ResponseReturnValue:
    """Add an entry to a register."""
    return _entry(slug, ALL.get(register) or abort(404), None)


@blueprint.route("/<register>/<uuid:entry_id>", methods=["GET", "POST"])
@does(Permission.KEEP_CONTACTS)
def change(slug: str, register: str, entry_id: UUID) -> ResponseReturnValue:
    """Change an entry, or go on to remove it."""
    return _entry(slug, ALL.get(register) or abort(404), entry_id, register)


@blueprint.post("/<register>/<uuid:entry_id>/remove")
@does(Permission.KEEP_CONTACTS)
def remove(slug: str, register: str, entry_id: UUID) -> ResponseReturnValue:
    """Take an entry out."""
    visit, found = current_visit(), ALL.get(register) or abort(404)
    if find_entry(visit.session, visit.scope, found.kind, entry_id) is None:
        abort(404)
    return change_at_once(
        Permission.KEEP_CONTACTS,
        partial(registering.drop, school_id=visit.here, kind=found.kind, entry_id=entry_id),
        done="It is removed.",
        next_endpoint=found.back,
    )


def _entry(
    slug: str, register: Register, entry_id: UUID | None, name: str = ""
) -> ResponseReturnValue:
    visit = current_visit()
    row = None
    if entry_id is not None:
        row = find_entry(visit.session, visit.scope, register.kind, entry_id) or abort(404)
    form = register.form(data=_known(row))
    _offer(form, visit)
    return change_page(
        Permission.KEEP_CONTACTS,
        form,
        "portal/admin/contacts/entry.html",
        lambda: _keeps(visit, register, entry_id, form.values()),
        done="Saved.",
        next_endpoint=register.back,
        title=f"Change {register.one}" if row else f"Add {register.one}",
        back=url_for(register.back, slug=slug),
        remove=url_for(".remove", slug=slug, register=name, entry_id=entry_id) if row else "",
    )


def _keeps(
    visit: Visit, register: Register, entry_id: UUID | None, values: Mapping[str, Any]
) -> Apply:
    """The change: a mailbox is tested as well."""
    if register.kind is Mailbox:
        return partial(
            mailbox_tests.keep_mailbox,
            school_id=visit.here,
            mailbox_id=entry_id,
            values=values,
            now=visit.now,
        )
    return partial(
        registering.keep,
        school_id=visit.here,
        kind=register.kind,
        entry_id=entry_id,
        values=values,
    )


def _known(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any entry
    """What the form shows of an entry."""
    if row is None:
        return {}
    known = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return {**known, "monitor": str(known.get("monitor_id") or "")}


def _offer(form: forms.PortalForm, visit: Visit) -> None:
    """Choices that are known only at this school."""
    if isinstance(form, MailboxForm):
        near = (one for one in visit.roster.holders if one.role is not Role.OVERSEER)
        people = sorted((one.name, str(one.person_id)) for one in near)
        offered = {"": "Nobody is named"} | {person: name for name, person in people}
        form.monitor.choices = forms.choices(offered)
    if isinstance(form, DocumentForm):
        wanted = {one.key: one.text for one in referred_to(visit.policy_today)}
        form.reference.choices = forms.choices({"": "No, another document"} | wanted)
