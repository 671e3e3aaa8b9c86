"""Contacts: those in charge, emergency contacts, mailboxes, and the sheet to print."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, url_for

from portal.desk.school import mailbox_tests
from portal.rules.school.facts import Checked
from portal.store.school.registers import find_entry, last_tests, list_entries, reach_of
from portal.web.access import current_visit, does, shows
from portal.web.admin.changing import change_at_once, change_page
from portal.web.admin.contacts import offline, shown
from portal.web.admin.contacts.area import CONTACTS, LIST, blueprint
from portal.web.admin.contacts.forms import CONTACT_KINDS, MAILBOX_KINDS, ReachForm
from portal.web.downloads import download
from portal.web.frame import render
from tenants import registering
from tenants.calendar import uk_date
from tenants.permissions import Permission
from tenants.registers import TAKES_REPORTS, EmergencyContact, Mailbox

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from portal.web.visiting import Visit
    from tenants.change import Altered

__all__ = ["blueprint"]


@blueprint.get("/")
@shows(CONTACTS)
def index(slug: str) -> ResponseReturnValue:
    """Everything that is needed on the day on which nothing else works."""
    visit = current_visit()
    return render(
        "portal/admin/contacts/index.html",
        title="Contacts",
        back=url_for("portal_admin.show", slug=slug),
        people=shown.in_charge(visit),
        contacts=list_entries(visit.session, visit.scope, EmergencyContact),
        kinds=CONTACT_KINDS,
        mailboxes=list_entries(visit.session, visit.scope, Mailbox),
        mailbox_kinds=MAILBOX_KINDS,
        takes_reports=TAKES_REPORTS,
        tests=last_tests(visit.session, visit.scope),
        names={one.person_id: one.name for one in visit.roster.holders},
        checked=shown.last(visit, Checked.CONTACTS),
    )


@blueprint.route("/people/<uuid:person_id>", methods=["GET", "POST"])
@does(Permission.KEEP_CONTACTS)
def person(slug: str, person_id: UUID) -> ResponseReturnValue:
    """How somebody in charge of the school's own is reached."""
    visit = current_visit()
    found = next((one for one in shown.in_charge(visit) if one.person_id == person_id), None)
    if found is None or found.kept_by:
        abort(404)
    known = reach_of(visit.session, [person_id])[person_id]
    form = ReachForm(phone=known.phone, second_email=known.second_email)
    return change_page(
        Permission.KEEP_CONTACTS,
        form,
        "portal/admin/form.html",
        lambda: partial(_keep_numbers, form=form, visit=visit, person_id=person_id),
        done=f"Saved how to reach {found.name}.",
        next_endpoint=LIST,
        title=f"How to reach {found.name}",
        back=url_for(LIST, slug=slug),
    )


def _keep_numbers(session: Session, *, form: ReachForm, visit: Visit, person_id: UUID) -> Altered:
    return registering.keep_numbers(
        session,
        visit.here,
        person_id,
        phone=form.phone.data or "",
        second_email=form.second_email.data or "",
        by=visit.person_id,
        today=uk_date(visit.now),
    )


@blueprint.post("/checked")
@does(Permission.KEEP_CONTACTS)
def checked(slug: str) -> ResponseReturnValue:
    """Note that all of it is right (DBRP-6.1.2)."""
    return _note(Checked.CONTACTS, "Thank you. You will be asked again in a year.", LIST)


@blueprint.post("/mailboxes/<uuid:mailbox_id>/test")
@does(Permission.KEEP_CONTACTS)
def test_mailbox(slug: str, mailbox_id: UUID) -> ResponseReturnValue:
    """Send a test mail to an address for reports."""
    visit = current_visit()
    found = find_entry(visit.session, visit.scope, Mailbox, mailbox_id)
    if found is None or found.kind not in TAKES_REPORTS:
        abort(404)
    return change_at_once(
        Permission.KEEP_CONTACTS,
        partial(
            mailbox_tests.send_test, school_id=visit.here, mailbox_id=mailbox_id, now=visit.now
        ),
        done="A test mail is on its way. Look here again in a few minutes.",
        next_endpoint=LIST,
    )


@blueprint.get("/sheet")
@shows(CONTACTS)
def sheet(slug: str) -> ResponseReturnValue:
    """The sheet for the day without mail and network, to print."""
    visit = current_visit()
    return render(
        "portal/admin/contacts/sheet.html",
        title="For a day without mail and network",
        back=url_for(LIST, slug=slug),
        sheet=offline.sheet(visit),
        printed=shown.last(visit, Checked.OFFLINE_SHEET),
    )


@blueprint.get("/sheet.pdf")
@shows(CONTACTS)
def sheet_pdf(slug: str) -> ResponseReturnValue:
    """The same on one page of A4."""
    visit = current_visit()
    made = offline.sheet_pdf(offline.sheet(visit), visit.now)
    return download(made, f"{slug}-offline-sheet.pdf")


@blueprint.post("/sheet/printed")
@does(Permission.KEEP_CONTACTS)
def printed(slug: str) -> ResponseReturnValue:
    """Note that it was printed this term."""
    done = "Noted. Put it where people find it without a computer."
    return _note(Checked.OFFLINE_SHEET, done, "portal_contacts.sheet")


def _note(what: Checked, done: str, next_endpoint: str) -> ResponseReturnValue:
    visit = current_visit()
    return change_at_once(
        Permission.KEEP_CONTACTS,
        partial(
            registering.check,
            school_id=visit.here,
            what=what,
            by=visit.person_id,
            now=visit.now,
        ),
        done=done,
        next_endpoint=next_endpoint,
    )
