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

from portal.desk.by_time.remind import remind
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
    assert "also when you are not sure" in page
    assert "in good faith" not in page  # the plan prints no promise
    assert "in good faith" in client_for("wentworth.teacher").get("/wentworth/policy/").text
    assert f'href="{READ}/parts/people"' in page
    one, whole = (teacher.get(f"{READ}/parts/{name}").text for name in ("people", "all"))
    assert "From: " in one  # the policy's answers with their source
    assert f'href="{READ}/parts/ending"' in one
    assert whole.count("From: ") > one.count("From: ")
    assert teacher.get(f"{READ}/parts/nothing").status_code == 404
    assert "have read it" in page
    assert owed(portal_app, demo, "read_policy") == []

    assert post(head, f"{LIST}/ask").status_code == 303
    asked = owed(portal_app, demo, "read_policy")
    assert demo.people["wormley.teacher"] in {row.owners[0] for row in asked}
    assert all(len(row.owners) == 1 and row.person_id == row.owners[0] for row in asked)
    number = len(asked)
    assert "Read the" in teacher.get("/").text

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

    assert "Invented IT" in office.get(f"{LIST}/").text
    (again,) = owed(portal_app, demo, "train_supplier")
    assert (again.owners, again.person_id) == ([demo.people["wormley.head"]], None)

    wrong = f"{LIST}/of/{who[0]}"
    assert f'href="{wrong}"' in office.get(f"{LIST}/").text
    (row,) = (one for one in rows(portal_app, demo, Training) if str(one.person_id) == who[0])
    assert f"{wrong}/{row.id}/take-back" in office.get(wrong).text
    for _ in range(2):  # a second press says that it is gone
        assert post(office, f"{wrong}/{row.id}/take-back").status_code == 303
    assert "No course is on record" in office.get(wrong).text
    assert [one.owners for one in owed(portal_app, demo, "refresh_training")] == [[UUID(who[1])]]
    assert "Data protection basics" in office.get(f"{LIST}/of/{supplier}").text
    assert office.get(f"{LIST}/of/{uuid4()}").status_code == 404


SHEET = b"E-mail address,Course,Date,Valid until\n"
LINE = b"wormley.slt@example.org,Data protection basics,20/10/2026,20/10/2027\n"


@pytest.mark.clause("DBRP-1.7")
def test_training_is_imported_after_a_look_whole_or_not_at_all_and_once(
    portal_app: Flask, client_for: ClientFor, demo: Demo
) -> None:
    office, before = client_for("wormley.office"), len(rows(portal_app, demo, Training))

    def upload(sheet: bytes) -> TestResponse:
        reply = post(office, f"{LIST}/import", sheet=(io.BytesIO(sheet), "t.csv"))
        assert reply.status_code == 303
        return office.get(f"{LIST}/import/check")

    assert office.get(f"{LIST}/import/check").status_code == 302
    unread = post(office, f"{LIST}/import", sheet=(io.BytesIO(b"Name\nA\n"), "t.csv"))
    assert "The headings must have an e-mail address" in unread.text
    page = upload(
        SHEET + LINE + b"nobody@example.org,X,20/10/2026,\n" + LINE.replace(b"2026", b"2029")
    )
    assert "Nobody at the school has this e-mail address." in page.text
    assert "There is no date in the past." in page.text
    assert post(office, f"{LIST}/import/check").status_code == 422
    assert len(rows(portal_app, demo, Training)) == before

    page = upload(SHEET + LINE + LINE + LINE.replace(b"slt", b"deputy"))
    assert "2 new, 1 on record already" in page.text
    assert len(rows(portal_app, demo, Training)) == before
    key = str(uuid4())
    for _ in range(2):
        reply = office.post(f"{LIST}/import/check", data={"once": key})
        assert reply.location == f"{LIST}/"
    assert len(rows(portal_app, demo, Training)) == before + 2
    assert (
        "0 new, 2 on record already" in upload(SHEET + LINE + LINE.replace(b"slt", b"deputy")).text
    )
    assert "There is nothing to save" in office.get(f"{LIST}/import/check").text
    assert "20 October 2027" in office.get(f"{LIST}/").text
    assert "Data protection basics" in client_for("wormley.slt").get(f"{READ}/").text


@pytest.mark.clause("DBRP-1.7")
def test_whoever_was_never_trained_is_asked_and_reminded(
    portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    head, teacher = client_for("wormley.head"), demo.people["wormley.teacher2"]
    course = {"course": "Basics", "done_on": ["1", "9", "2026"]}
    path = f"{LIST}/record?who="
    post(head, path + str(demo.people["wormley.deputydsl"]), **course)
    assert "Ask those with no training on record" in head.get(f"{LIST}/").text
    assert post(head, f"{LIST}/ask-training").status_code == 303
    asked = {row.person_id: row for row in owed(portal_app, demo, "take_training")}
    assert teacher in asked
    assert demo.people["wormley.deputydsl"] not in asked
    assert asked[teacher].due_at - asked[teacher].opens_at == timedelta(days=28)

    using = services(portal_app)
    clock.pass_by(days=1)
    remind(using, demo.schools["wormley"], [asked[teacher].id], using.clock.now())
    duty = str(asked[teacher].id)
    sent = [row for row in rows(portal_app, demo, EffectRow) if row.data.get("duty_ids") == [duty]]
    assert [row.person_id for row in sent] == [teacher]
    post(head, path + str(teacher), **course)
    assert teacher not in {row.person_id for row in owed(portal_app, demo, "take_training")}


def test_the_list_is_searched_by_name_and_no_address_holds_it(client_for: ClientFor) -> None:
    office = client_for("wormley.office")
    found = post(office, f"{LIST}/", word="farr").text
    assert "Ellie Farrow" in found
    assert "Hassan Malik" not in found
    assert "Nobody" in post(office, f"{LIST}/", word="zzz").text


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
