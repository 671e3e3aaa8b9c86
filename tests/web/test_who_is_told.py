"""What the safeguarding lead holds against the school's records before they sign the list."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from portal.actions import check_list
from portal.rules.telling.changes import AddressConfirmed
from portal.rules.words import PeopleChoice
from portal.sheets.reading import rows_of
from tenants.roles import Role
from tests.actions.test_holding import HELD
from tests.desk import telling
from tests.desk.telling import SOME
from tests.desk.world import School
from tests.web.reading import text
from tests.web.test_notices import at, dpo, dsl, incident, page

__all__ = ["at", "dpo", "dsl", "incident"]


@pytest.mark.clause("DBRP-5.16")
def test_who_would_be_written_to_and_where_stands_beside_the_list(
    dsl: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident, SOME)
    older = next(one for one in telling.listing(at, incident).people.values() if one.left)
    change = AddressConfirmed("Rang the secondary school.")
    at.do("settle_addressee", Role.DPO, incident, person_id=older.id, change=change)
    told_how = "Held back until you say how the pupil is told"
    assert f"{told_how} {older.name}" in text(dsl.get(page(incident, "check-list")))
    telling.settle_all(at, incident)
    assert f"{told_how} None." in text(dsl.get(page(incident, "check-list")))
    assert check_list.ACTION.title in text(dsl.get(page(incident, "people")))
    assert "who-is-told.xlsx" in dsl.get(page(incident, "check-list")).text
    sheet = dsl.get(page(incident, "who-is-told.xlsx"))
    (_, head), *body = rows_of(sheet.data)
    assert head[0] == "Person affected"
    rows = [[str(cell or "") for cell in row] for _, row in body]
    people = telling.listing(at, incident).people
    assert {row[0] for row in rows} == {one.name for one in people.values()}
    assert all(bool(row[2]) != bool(row[5]) for row in rows)  # told, or a question; none vanishes
    barred = {c.email for one in people.values() for c in one.contacts if c.barred and c.email}
    assert barred
    assert not barred & {row[4] for row in rows}

    child = next(one for one in people.values() if any(c.barred for c in one.contacts))
    shown = text(dsl.get(page(incident, f"people/{child.id}")))
    assert "years old today" in shown
    for contact in child.contacts:
        assert f"Barred: {contact.barred}" in shown or not contact.barred
        assert contact.email in shown


@pytest.mark.clause("DBRP-5.19")
def test_a_hold_is_said_before_anybody_presses_send(
    dpo: FlaskClient, at: School, incident: UUID
) -> None:
    at.do("decide_people", Role.DPO, incident, choice=PeopleChoice.OBLIGED)
    telling.import_children(at, incident, SOME)
    telling.settle_all(at, incident)
    at.do("write_notice", Role.DPO, incident, parts=telling.PARTS)
    send = page(incident, "send-notices")
    assert 'class="govuk-button govuk-button--warning"' in dpo.get(send).text
    at.do("hold_notices", Role.DPO, incident, **HELD | {"since": at.services.clock.now().date()})
    held = dpo.get(send)
    assert "Lift the hold first" in text(held)
    assert 'class="govuk-button govuk-button--warning"' not in held.text


@pytest.mark.clause("DBRP-5.16-age")
def test_whoever_is_about_to_speak_reads_who_must_not_be_told(
    dpo: FlaskClient, dsl: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident, SOME)
    held = telling.child(at, incident, "held_back")
    release = page(incident, f"release-person/{held.id}")
    for client, ways in ((dpo, 0), (dsl, 1)):
        listed = client.get(page(incident, "people?standing=held")).text
        assert listed.count(f'href="{release}"') == ways, "the way to whoever may release"
    speak = text(dpo.get(page(incident, f"resolve-unreached/{held.id}")))
    assert "Ask the safeguarding lead whom it is safe to speak to" in speak
    child = telling.child(at, incident, "barred_father")
    [father] = [one.name for one in child.contacts if one.barred]
    speak = text(dpo.get(page(incident, f"resolve-unreached/{child.id}")))
    assert f"Do not tell anybody who is barred: {father}." in speak


@pytest.mark.clause("DBRP-5.16")
def test_whom_a_release_names_stands_where_it_is_chosen_and_after_and_can_be_taken_back(
    dpo: FlaskClient, dsl: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident, SOME)
    at.do("clear_contacts", Role.DPO, incident, against="SIMS")
    held = next(one for one in telling.listing(at, incident).people.values() if one.held_back)
    mother = held.contacts[0]
    release = page(incident, f"release-person/{held.id}")
    whom = f"{mother.name}, {mother.relationship}: {mother.email}"
    assert whom in text(dsl.get(release))
    said = {"to": str(mother.id), "channel": "email", "reason": "A safe mailbox."}
    assert dsl.post(release, data=said).status_code == 303
    shown = dpo.get(page(incident, f"people/{held.id}"))
    to = f"{mother.name}, {mother.relationship}, by e-mail: {mother.email}. A safe mailbox."
    assert to in text(shown)
    assert page(incident, f"hold-back/{held.id}") in shown.text


def test_what_is_known_of_the_authority_stands_in_the_form_that_changes_it(
    dsl: FlaskClient, at: School, incident: UUID
) -> None:
    telling.import_children(at, incident, SOME)
    child = next(one for one in telling.listing(at, incident).people.values() if one.in_care)
    assert child.authority is not None
    assert child.authority.phone in text(dsl.get(page(incident, f"people/{child.id}")))
    form = dsl.get(page(incident, f"people/{child.id}/settle/care")).text
    for way in (child.authority.name, child.authority.email, child.authority.phone):
        assert f'value="{way}"' in form
