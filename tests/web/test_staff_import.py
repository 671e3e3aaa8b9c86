"""The school's list of its staff, read in: looked at, saved, and on to the invitations."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from portal.models.audit import AuditRow
from portal.models.effects import EffectRow
from tenants.db import Scope, open_session
from tests.statements import noted
from tests.web.test_people import BASE, post

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.portal_app import ClientFor, Demo, MovingClock


@pytest.fixture
def office(client_for: ClientFor, clock: MovingClock) -> FlaskClient:
    """The school's administrator."""
    return client_for("wormley.office")


def test_a_list_of_staff_is_checked_saved_and_read_again_changes_nothing(
    office: FlaskClient, demo: Demo, portal_app: Flask
) -> None:
    rows = "\n".join(f"Pat{n} Ray,pat{n}@example.org,Teacher" for n in range(2000))
    teacher = "Ellie Farrow,wormley.teacher@example.org,IT contact,yes"
    sheet = f"Name,Email,Role,Left\n{rows}\n{teacher}\nNo Address,,\n"
    for times in (1, 2):
        file = {"sheet": (io.BytesIO(sheet.encode()), "staff.csv")}
        assert post(office, f"{BASE}/import", **file).status_code == 303
        columns = {"column_0": "name", "column_1": "email", "column_2": "role", "column_3": "left"}
        assert post(office, f"{BASE}/import/columns", **columns).status_code == 303
        check = office.get(f"{BASE}/import/check").text
        assert "Ellie Farrow leaves" in check
        assert ("2000 new" if times == 1 else "0 new, 0 changed, 2000 as before") in check
        for leads in ("?status=waiting", "") if times == 1 else ():  # on to inviting; pressed twice
            assert post(office, f"{BASE}/import/check").location == f"{BASE}/{leads}"
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
        with noted(engine) as seen:
            page = office.get(f"{BASE}/?status=waiting")
    assert "More people" in page.text
    assert len(seen) <= 9
    more = re.search(r'href="([^"]*after=[^"]*)"', page.text)
    assert more
    assert "Pat" in office.get(more[1].replace("&amp;", "&")).text
    assert "ray" not in more[1].lower()
    post(office, f"{BASE}/invite-all")
    with open_session(engine, Scope.of(demo.schools["wormley"])) as session:
        invited = sa.select(sa.func.count()).where(EffectRow.kind == "invitation")
        assert (session.scalar(invited) or 0) >= 2000
        bodies = session.scalars(
            sa.select(AuditRow.body).where(AuditRow.body.contains("administration."))
        ).all()
    assert any("import_staff" in body for body in bodies)
    assert not any("@example.org" in body or "Pat1 " in body for body in bodies)


def test_nobody_leaves_by_a_list_that_does_not_name_their_only_role(office: FlaskClient) -> None:
    """What they owe is handed over on the page on which they leave, and nowhere else."""
    sheet = b"Name,Email\nAisha Coombes,wormley.it@example.org\n"
    post(office, f"{BASE}/import", sheet=(io.BytesIO(sheet), "staff.csv"))
    post(office, f"{BASE}/import/columns", column_0="name", column_1="email")
    post(office, f"{BASE}/import/check", ends_roles="y")
    assert "Aisha Coombes" in office.get(f"{BASE}/?role=staff").text


@pytest.mark.parametrize(
    ("name", "who", "answer"),
    [("Aisha Coombes", "it", "others"), ("Margaret Oyelaran", "dsl", "same")],
)
def test_whether_a_name_at_another_address_is_the_same_person_is_asked(
    office: FlaskClient, demo: Demo, name: str, who: str, answer: str
) -> None:
    sheet = f"Name,Email\n{name},{who}@trust.example\n"
    file = {"sheet": (io.BytesIO(sheet.encode()), "staff.csv")}
    assert post(office, f"{BASE}/import", **file).status_code == 303
    assert post(office, f"{BASE}/import/columns", column_0="name", column_1="email").location
    check = f"{BASE}/import/check"
    assert "Here already, with another address?" in office.get(check).text
    unsaid = post(office, check)
    assert (unsaid.status_code, "Say whether they are" in unsaid.text) == (422, True)
    assert post(office, check, moved=answer).status_code == 303
    shown = office.get(f"{BASE}/{demo.people[f'wormley.{who}']}").text
    assert (f"{who}@trust.example" in shown) is (answer == "same")
