"""Check the list: what the safeguarding lead signs, and what to do where something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from flask import redirect

from portal.actions import check_list
from portal.rules.telling.addressees import Reason, from_json
from portal.rules.telling.look_alikes import look_alikes
from portal.rules.telling.mail_slips import meant
from portal.rules.telling.sending import CHECK_LASTS
from portal.store.telling import subjects
from portal.web.access import current_case, current_visit, does
from portal.web.acting import act
from portal.web.notices.area import blueprint, href, note_reading
from portal.web.notices.one_person import may_be_barred
from portal.web.notices.part import after, part_of_list
from portal.web.notices.people import figures
from portal.web.parts import forms
from portal.web.parts.record import Link
from portal.web.parts.typed import sent_along
from portal.web.parts.when import elapsed, full
from tenants.db import open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from flask.typing import ResponseReturnValue

    from portal.rules.telling.addressees import Affected
    from portal.rules.telling.people_list import OnList
    from portal.web.visiting import Case

GROUPS: Final[tuple[tuple[str, Callable[[OnList, Affected], bool]], ...]] = (
    ("Held back", lambda _, person: person.held_back),
    (
        "Held back until you say how the pupil is told",
        lambda stored, _: stored.reason == Reason.SUPPORT_NOT_SETTLED,
    ),
    (
        "Nobody is told",
        lambda stored, person: stored.standing == "blocked" and not person.held_back,
    ),
    ("In care", lambda _, person: person.in_care),
    (
        "With a contact who may not be written to",
        lambda stored, person: (
            stored.reason in {Reason.ALL_BARRED, Reason.BARRED_IN_OWN_RIGHT}
            or any(contact.barred for contact in person.contacts)
        ),
    ),
    (
        "With an e-mail address in which a letter may be wrong",
        lambda _, person: any(meant(email) for email in _addresses(person)),
    ),
    ("Without a date of birth", lambda _, person: person.is_pupil and not person.date_of_birth),
)


def _addresses(person: Affected) -> Iterator[str]:
    """Where something about the person may go."""
    yield person.email
    yield from (contact.email for contact in person.contacts if not contact.barred)


class Group(NamedTuple):
    """People whom the check is about."""

    title: str
    people: tuple[Link, ...]


class CheckForm(forms.PortalForm):
    """Against which records; the version of the list that was shown comes from the page."""

    version = forms.hidden()
    against = forms.text("Which records did you check?", needed="Say which records you checked")

    def to_input(self, _case: Case) -> check_list.CheckList:
        """As the action takes it."""
        version = sent_along(self.version.data, damaged=-1)
        return check_list.CheckList(self.against.data or "", version)


@blueprint.route("/check-list", methods=["GET", "POST"])
@does(check_list.ACTION)
def check(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Court orders, restrictions, care status, deaths, moves.

    A long list is looked through part by part, and signed after the last and nowhere else.
    """
    people = current_case().facts.people
    note_reading("people_affected")
    form, shown = CheckForm(), _shown()
    if form.is_submitted() and shown["following"]:
        return redirect(str(shown["following"]))
    if not form.is_submitted():
        form.version.data = str(people.list_version)
    return act(
        check_list.ACTION,
        form,
        "portal/notices/check_list.html",
        done="The list is checked.",
        next_endpoint="portal_notices.people",
        title="Check the list",
        **shown,
        imported=full(people.imported_at) if people.imported_at else "",
        people_href=href("people"),
        told_href=href("who_is_told"),
        back=href("people"),
    )


def _shown() -> dict[str, Any]:
    visit, incident_id = current_visit(), current_case().facts.incident_id
    part, following = part_of_list()
    with open_session(visit.services.engine, visit.scope) as session:
        counts = subjects.count_standings(session, visit.scope, incident_id)
    return {
        "figures": figures(counts),
        "groups": groups(part),
        "following": href("check", after=following) if following else "",
        "goes_on": after() is not None,
        "check_lasts": elapsed(CHECK_LASTS),
    }


def groups(part: Sequence[OnList]) -> tuple[Group, ...]:
    """Whom to look at by name; a group without anybody says so."""
    people = [(stored, from_json(stored.body)) for stored in part]
    by_title = tuple(
        Group(
            title,
            tuple(
                Link(person.name, href("one", person_id=stored.id))
                for stored, person in people
                if fits(stored, person)
            ),
        )
        for title, fits in GROUPS
    )
    return (*by_title, Group("With a contact who may be somebody barred", _alike(people)))


def _alike(people: Iterable[tuple[OnList, Affected]]) -> tuple[Link, ...]:
    """A question for each person a contact of whom may be somebody barred."""
    return tuple(
        Link(f"{person.name}. {may_be_barred(found)}", href("one", person_id=stored.id))
        for stored, person in people
        if (found := look_alikes(person))
    )
