"""Reading the policy and training: everybody's own page, the school's list, reminders, the log."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.desk.remind import remind
from portal.host import Services
from portal.models.duties import DutyRow
from portal.models.effects import EffectRow
from portal.store import due
from tenants.db import Scope, open_session
from tenants.registers import Supplier, SupplierKind
from tenants.training import Training
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.statements import noted

READ, LIST = "/wormley/policy", "/wormley/manage/training"


@pytest.fixture(autouse=True)
def _friday(clock: MovingClock) -> None:
    """The Friday of the stories, 23 October 2026."""


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Send a form."""
    return client.post(path, data={"once": str(uuid4()), **data})


def services(app: Flask) -> Services:
    """The portal's services of the app."""
    with app.app_context():
        found: Services = app.extensions["portal"].services()
    return found


def rows(app: Flask, demo: Demo, kind: type[Any]) -> list[Any]:
    """What the school has in a table."""
    scope = Scope.of(demo.schools["wormley"])
    with open_session(services(app).engine, scope) as session:
        return list(session.scalars(sa.select(kind)))


def owed(app: Flask, demo: Demo, kind: str) -> list[DutyRow]:
    """The school's open duties of a kind."""
    found = [row for row in rows(app, demo, DutyRow) if row.kind == kind]
    return [row for row in found if row.met_at is None and row.lapsed_at is None]


@pytest.mark.clause("DBRP-1.7")
def test_everybody_is_asked_reads_and_says_so(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    head, teacher = client_for("wormley.head"), client_for("wormley.teacher")
    page = teacher.get(f"{READ}/").text
    assert "made in good faith is never held against you" in page
    assert "From: " in page  # the policy's answers with their source
    assert "have read it" in page
    assert owed(portal_app, demo, "read_policy") == []

    assert post(head, f"{LIST}/ask").status_code == 303
    asked = owed(portal_app, demo, "read_policy")
    assert demo.people["wormley.teacher"] in {row.owners[0] for row in asked}
    assert all(len(row.owners) == 1 and row.person_id == row.owners[0] for row in asked)
    number = len(asked)
    assert "Read the" in teacher.get("/").text

    assert "Tick the box" in post(teacher, f"{READ}/read").text
    for _ in range(2):
        assert post(teacher, f"{READ}/read", read="y").status_code == 303
    assert len(owed(portal_app, demo, "read_policy")) == number - 1
    assert "You said that you have read" in teacher.get(f"{READ}/").text
    index = head.get(f"{LIST}/?which=unread").text
    assert "Ellie Farrow" not in index
    assert "Hassan Malik" in index
    assert re.search(rf"Of {number} people, 1 have read", index)

    # reminded once as it opens and once when due; late ones come to the Head as one duty
    using = services(portal_app)
    for days in (1, 14, 0.1):
        clock.pass_by(days=days)
        now = using.clock.now()
        found = due.due_duties(using.engine, now).get(demo.schools["wormley"], [])
        remind(using, demo.schools["wormley"], found, now)
    sent = [
        row
        for row in rows(portal_app, demo, EffectRow)
        if row.template == "reminder" and row.person_id == demo.people["wormley.teacher2"]
    ]
    assert 1 <= len(sent) <= 2
    chase = owed(portal_app, demo, "chase_training")
    assert len(chase) == 1
    assert chase[0].owners == [demo.people["wormley.head"]]


@pytest.mark.clause("DBRP-1.7", "DBRP-1.7-it")
def test_training_is_recorded_for_many_and_renewed(
    portal_app: Flask, client_for: ClientFor, demo: Demo
) -> None:
    office = client_for("wormley.office")
    who = [str(demo.people[f"wormley.{key}"]) for key in ("teacher", "dsl")]
    supplier = _supplier(portal_app, demo)
    path = f"{LIST}/record?who={who[0]}&who={who[1]}&who={uuid4()}&supplier={supplier}"
    assert "Nobody is ticked" in office.get(f"{LIST}/record").text
    page = office.get(path).text
    assert "Ellie Farrow" in page
    assert "Invented IT" in page
    course = {"course": "Data protection basics", "done_on": ["1", "9", "2026"]}
    bad = post(office, path, **course, valid_until=["1", "8", "2026"])
    assert "cannot end before" in bad.text
    for _ in range(2):  # on record already: stays as it is
        assert post(office, path, **course, valid_until=["10", "11", "2026"]).status_code == 303
    assert len(rows(portal_app, demo, Training)) == 3
    refresh = owed(portal_app, demo, "refresh_training")
    assert {row.owners[0] for row in refresh} == {UUID(one) for one in who}
    assert all(row.due_at - row.opens_at == timedelta(days=28) for row in refresh)

    sheet = b"E-mail address,Course,Date,Valid until\n"
    line = b"wormley.teacher@example.org,Data protection basics,20/10/2026,20/10/2027\n"
    wrong = sheet + line + b"nobody@example.org,X,20/10/2026,\n" + line.replace(b"2026", b"2029")
    reply = post(office, f"{LIST}/import", sheet=(io.BytesIO(wrong), "t.csv"))
    assert "Nobody at the school has this e-mail address." in reply.text
    assert "There is no date in the past." in reply.text
    assert len(rows(portal_app, demo, Training)) == 3
    reply = post(office, f"{LIST}/import", sheet=(io.BytesIO(sheet + line), "t.csv"))
    assert reply.status_code == 303
    soon = [row for row in owed(portal_app, demo, "refresh_training") if row.due_at.year == 2026]
    assert [row.owners[0] for row in soon] == [UUID(who[1])]
    assert "20 October 2027" in office.get(f"{LIST}/").text
    assert "Good until 10 November 2026" not in office.get(f"{LIST}/?which=late").text
    assert "Data protection basics" in client_for("wormley.teacher").get(f"{READ}/").text


def _supplier(app: Flask, demo: Demo) -> UUID:
    school = demo.schools["wormley"]
    with open_session(services(app).engine, Scope.of(school)) as session, session.begin():
        row = Supplier(school_id=school, kind=SupplierKind.PROCESSOR, name="Invented IT")
        session.add(row)
        session.flush()
        return row.id


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("wormley.teacher", 403),
        ("wormley.it", 403),
        ("wormley.dsl", 403),
        ("wormley.slt", 200),
        ("service.dpo", 200),
        ("wentworth.head", 404),
        ("council.officer", 404),
    ],
)
def test_the_list_is_for_those_who_keep_it(client_for: ClientFor, who: str, status: int) -> None:
    client = client_for(who)
    for path in ("/", "/record", "/import"):
        assert client.get(f"{LIST}{path}").status_code == status, path
    expected = status if status != 200 else 303
    assert post(client, f"{LIST}/ask").status_code == expected


def test_the_list_costs_the_same_for_any_number(portal_app: Flask, client_for: ClientFor) -> None:
    head = client_for("wormley.head")
    head.get(f"{LIST}/")
    with noted(services(portal_app).engine) as seen:
        assert head.get(f"{LIST}/?after={uuid4()}&which=nothing").status_code == 200
    assert len(seen) < 12
