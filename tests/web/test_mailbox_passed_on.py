"""A mailbox of an office, not of a person: whoever has it now is not who signed in with it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from standalone.demo import PASSWORD
from standalone.users import User, db
from tenants import people
from tenants.calendar import uk_date
from tenants.db import Scope, open_session
from tenants.roles import Role
from tests.hosts.pages import send, signed_in_as
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.test_people import BASE, add, invitation, post, user_ref

OLD, NEW = "Hassan Malik", "Nora New"
MAILBOX = "wormley.teacher2@example.org"


def sign_in(app: Flask, email: str, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    send(client, "/sign-in", email=email, password=password)
    return client


def welcome(app: Flask, demo: Demo, person: object) -> str:
    """Where the last invitation of somebody is opened."""
    link = invitation(app, demo, person)  # type: ignore[arg-type]  # an id
    return link.replace("/wormley/invitation/", "/welcome/wormley/")


def test_a_mailbox_is_passed_on_with_no_sign_in(
    client_for: ClientFor, portal_app: Flask, demo: Demo, clock: MovingClock
) -> None:
    office, old = client_for("wormley.office"), demo.people["wormley.teacher2"]
    said = {"name": NEW, "email": MAILBOX, "role": "staff", "from_on": ["23", "10", "2026"]}
    refused = post(office, f"{BASE}/new", **said)
    assert refused.status_code == 422
    assert f"{OLD} has this address already" in refused.text

    later = {"when": "later", "last_day": ["24", "10", "2026"]}
    assert post(office, f"{BASE}/{old}/leave", **later).status_code == 303
    for day, status in (("24", 422), ("25", 303)):  # the successor is known before the day
        successor = {**said, "name": "Sue Cessor", "from_on": [day, "10", "2026"]}
        reply = post(office, f"{BASE}/new", **successor)
        assert reply.status_code == status
    assert post(office, f"{reply.location}/leave", when="now").status_code == 303
    assert post(office, f"{BASE}/{old}/leave", when="now").status_code == 303
    new = add(office, NEW, email=MAILBOX, invite="y")
    services = portal_app.extensions["portal"].services()
    scope, today = (
        Scope.of(demo.schools["wentworth"], demo.schools["wormley"]),
        uk_date(clock.now()),
    )
    with open_session(services.engine, scope) as session, session.begin():
        elsewhere = people.add_membership(
            session, demo.schools["wentworth"], old, Role.STAFF, from_on=today
        ).subject_id
    page = welcome(portal_app, demo, new)
    chosen = {"password": "nine quiet herons", "again": "nine quiet herons"}
    stranger = portal_app.test_client()
    assert "Is it not yours?" in stranger.get(page).text
    assert post(stranger, page, **chosen).status_code == 422
    assert user_ref(portal_app, old, demo), "still works at another school"

    with open_session(services.engine, scope) as session, session.begin():
        people.end_membership(session, elsewhere, today - timedelta(days=1))
    assert "Somebody who has left signed in with" in stranger.get(page).text
    assert post(stranger, page, **chosen).status_code == 303
    assert signed_in_as(stranger.get("/")) == NEW
    assert user_ref(portal_app, old, demo) is None
    assert signed_in_as(sign_in(portal_app, MAILBOX).get("/")) == ""
    with portal_app.app_context():
        ended = db.session.scalars(db.select(User).where(User.active.is_(False))).one()
        assert ended.email == str(ended.id), "nobody's address"
    assert signed_in_as(sign_in(portal_app, MAILBOX, "nine quiet herons").get("/")) == NEW

    post(office, f"{BASE}/{old}/roles/new", role="staff", from_on=["23", "10", "2026"])
    details = {"name": OLD, "email": MAILBOX}
    shared = post(office, f"{BASE}/{old}/details", **{**details, "phone": "1"})
    assert shared.status_code == 303, "what it was before is not refused"
    assert (
        post(office, f"{BASE}/{old}/details", name=OLD, email="hm@example.org").status_code == 303
    )
    assert post(office, f"{BASE}/{old}/invite").status_code == 303
    again = portal_app.test_client()
    assert post(again, welcome(portal_app, demo, old), **chosen).status_code == 303
    assert signed_in_as(again.get("/")) == OLD, "whoever comes back is who they were"


def test_an_invitation_to_a_wrong_address_opens_nothing_once_it_is_corrected(
    client_for: ClientFor, portal_app: Flask, demo: Demo, clock: MovingClock
) -> None:
    office = client_for("wormley.office")
    person = add(office, "Tony Typo", email="tony@exmaple.org", invite="y")
    strangers = invitation(portal_app, demo, person)
    said = {"name": "Tony Typo", "email": "tony@exmaple.org", "phone": "01632 960999"}
    assert post(office, f"{BASE}/{person}/details", **said).status_code == 303
    assert invitation(portal_app, demo, person) == strangers, "only the number was changed"
    corrected = post(office, f"{BASE}/{person}/details", **{**said, "email": "tony@example.org"})
    assert corrected.status_code == 303
    assert portal_app.test_client().get(strangers).status_code == 404
    theirs = invitation(portal_app, demo, person)
    assert "Set up your sign-in" in portal_app.test_client().get(theirs).text
    upper = {**said, "email": "Tony@example.org"}
    assert post(office, f"{BASE}/{person}/details", **upper).status_code == 303
    theirs = invitation(portal_app, demo, person)
    assert post(office, f"{BASE}/{person}/leave", when="now").status_code == 303
    post(office, f"{BASE}/{person}/details", **{**said, "email": "tony2@example.org"})
    assert portal_app.test_client().get(theirs).status_code == 404
    assert not invitation(portal_app, demo, person), "whoever has left is not invited anew"
