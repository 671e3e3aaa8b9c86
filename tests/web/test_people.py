"""People on their pages: listed, added, invited, away, leaving; the named DPO; one's schools."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.desk.school.inviting import compose_invitation
from portal.models.effects import EffectRow
from tenants.db import Scope, open_session
from tenants.models import Person
from tests.portal_app import ClientFor, Demo, MovingClock

BASE = "/wormley/manage/people"
TODAY = ["23", "10", "2026"]


@pytest.fixture
def office(client_for: ClientFor, clock: MovingClock) -> FlaskClient:
    """The school's administrator."""
    return client_for("wormley.office")


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Send a form."""
    return client.post(path, data={"once": str(uuid4()), **data})


def add(office: FlaskClient, name: str, role: str = "staff", **more: object) -> UUID:
    """Add somebody through the page; their id."""
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    said = {"name": name, "email": email, "role": role, "from_on": TODAY, **more}
    reply = post(office, f"{BASE}/new", **said)
    assert reply.status_code == 303, reply.text
    return UUID(reply.location.rsplit("/", 1)[1])


def invitation(app: Flask, demo: Demo, person_id: UUID) -> str:
    """The path of the link in the last invitation's mail; '' when the mail is not needed."""
    with app.app_context():
        services = app.extensions["portal"].services()
        with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
            row = session.scalars(
                sa.select(EffectRow)
                .where(EffectRow.kind == "invitation", EffectRow.person_id == person_id)
                .order_by(EffectRow.id.desc())
            ).first()
            message = compose_invitation(session, services, row)  # type: ignore[arg-type]  # only what is read of it
    found = re.search(r"/wormley/invitation/\S+", message.get_content() if message else "")
    return found[0] if found else ""


def user_ref(app: Flask, person_id: UUID, demo: Demo) -> str | None:
    """The host's user of a person, as the school may see it."""
    with app.app_context():
        services = app.extensions["portal"].services()
        with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
            return session.scalar(sa.select(Person.user_ref).where(Person.id == person_id))


def pages(who: UUID) -> tuple[str, ...]:
    """Every page of people that can be looked at."""
    one = f"{BASE}/{who}"
    return (
        f"{BASE}/", f"{BASE}/?status=left", f"{BASE}/?status=away&role=head",
        f"{BASE}/?status=waiting", f"{BASE}/new", one, f"{one}/details", f"{one}/roles/new",
        f"{one}/leave", f"{one}/absences/new", f"{BASE}/dpo", f"{BASE}/dpo/appoint",
        f"{BASE}/import",
    )  # fmt: skip


OWN = ("/wormley/away/", "/wormley/away/new", "/wormley/away/decided", "/wormley/away/numbers")


def test_each_role_finds_its_pages_and_no_other(
    client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    listed = pages(demo.people["wormley.dsl"])
    for role in ("wormley.office", "wormley.head"):
        client = client_for(role)
        for path in (*listed, *OWN, "/schools", "/", "/wormley/manage/"):
            assert client.get(path).status_code == 200, (role, path)
    teacher = client_for("wormley.teacher")
    for path in listed:
        assert teacher.get(path).status_code == 403, path
    for path in (*OWN, "/schools"):
        assert teacher.get(path).status_code == 200, path
    deputy = client_for("wormley.deputy")
    assert deputy.get(f"{BASE}/").status_code == 200
    assert deputy.get(f"{BASE}/new").status_code == 403
    assert client_for("wormley.chair").get(f"{BASE}/dpo/appoint").status_code == 200


def test_the_office_of_another_school_changes_nothing(
    client_for: ClientFor, demo: Demo, clock: MovingClock
) -> None:
    outsider, theirs = client_for("wentworth.office"), demo.people["wormley.teacher"]
    for path in pages(theirs):
        assert outsider.get(path).status_code == 404, path
    here = "/wentworth/manage/people"
    for path in ("details", "leave", "roles/new", "absences/new"):
        assert outsider.get(f"{here}/{theirs}/{path}").status_code == 404, path
    assert post(outsider, f"{here}/{theirs}/invite").status_code == 404


def test_people_are_found_by_a_name_that_stands_in_no_address(office: FlaskClient) -> None:
    found = post(office, f"{BASE}/", word="oyel")
    assert "Margaret Oyelaran" in found.text
    assert "Ellie Farrow" not in found.text
    assert "Nobody is found" in post(office, f"{BASE}/", word="%").text
    role = office.get(f"{BASE}/?role=chair").text
    assert "Latchford" in role
    assert "Oyelaran" not in role


def test_those_in_charge_need_a_phone(office: FlaskClient) -> None:
    said = {"name": "Hal New", "email": "hal@example.org", "role": "dsl", "from_on": TODAY}
    refused = post(office, f"{BASE}/new", **said)
    assert refused.status_code == 422
    assert "must be reachable by phone" in refused.text
    assert "Hal New" in refused.text


def test_an_invitation_opens_once_and_makes_a_user_with_a_password(
    office: FlaskClient, portal_app: Flask, demo: Demo
) -> None:
    person = add(office, "Ines Novak", invite="y")
    first = invitation(portal_app, demo, person)
    uninvited = add(office, "Una Late")
    waiting = f"{BASE}/?status=waiting"
    page = BeautifulSoup(office.get(waiting).data, "html.parser")
    signs_in = [cell.text for cell in page("td", attrs={"data-label": "Sign-in"})]
    assert signs_in == ["Invited, not yet", "Not invited"]
    assert "Invite everybody" in office.get(waiting).text
    post(office, f"{BASE}/{uninvited}/invite")
    assert "Invite everybody" not in office.get(waiting).text
    post(office, f"{BASE}/{person}/invite")
    link = invitation(portal_app, demo, person)
    assert link != first
    stranger = portal_app.test_client()
    assert stranger.get(first).status_code == 404
    shown = stranger.get(link)
    assert "Set up your sign-in" in shown.text
    welcome = link.replace("/wormley/invitation/", "/welcome/wormley/")
    short = post(stranger, welcome, password="short", again="short")
    assert short.status_code == 422
    said = {"password": "three words do", "again": "three words do"}
    browsers = [portal_app.test_client() for _press in range(4)]
    with ThreadPoolExecutor(4) as presses:  # an impatient finger
        replies = list(presses.map(lambda one: post(one, welcome, **said), browsers))
    assert {reply.status_code for reply in replies} <= {303, 404, 422}
    assert [client.get("/").text.count("Ines Novak") > 0 for client in browsers].count(True) == 1
    assert user_ref(portal_app, person, demo)
    for path in (link, welcome):
        assert portal_app.test_client().get(path).status_code == 404
    assert not invitation(portal_app, demo, person)


def test_who_is_signed_in_already_simply_gets_the_membership(
    office: FlaskClient, portal_app: Flask, demo: Demo, client_for: ClientFor
) -> None:
    person = add(office, "Sam Again", email="another.address@example.org", invite="y")
    link = invitation(portal_app, demo, person)
    teacher = client_for("wentworth.teacher")
    assert teacher.get("/wormley/away/").status_code == 404
    assert re.search("for .*Sam Again.* You are signed in as", teacher.get(link).text)
    once = str(uuid4())
    assert [post(teacher, link, once=once).status_code for _press in range(2)] == [303, 303]
    assert teacher.get("/wormley/away/").status_code == 200
    both = teacher.get("/schools").text
    assert "Wentworth" in both
    assert "Wormley" in both
    numbers, said = "/wormley/away/numbers", {"name": "Samira Haddad-Roe", "phone": "01632 960999"}
    assert post(teacher, numbers, **said).status_code == 303, "no office may change it"
    assert "Samira Haddad-Roe" in office.get(f"{BASE}/").text
    of_one = client_for("wormley.dsl")
    assert "Full name" not in of_one.get(numbers).text
    assert post(of_one, numbers, **said).status_code == 303
    assert "Margaret Oyelaran" in office.get(f"{BASE}/").text


def test_an_invitation_that_was_taken_back_or_is_old_opens_nothing(
    office: FlaskClient, portal_app: Flask, demo: Demo, clock: MovingClock
) -> None:
    person = add(office, "Tilda Back", invite="y")
    link = invitation(portal_app, demo, person)
    post(office, f"{BASE}/{person}/withdraw")
    assert portal_app.test_client().get(link).status_code == 404
    post(office, f"{BASE}/{person}/invite")
    link = invitation(portal_app, demo, person)
    clock.pass_by(days=15)
    assert portal_app.test_client().get(link).status_code == 404


def test_somebody_who_leaves_is_out_at_once(
    office: FlaskClient, client_for: ClientFor, demo: Demo
) -> None:
    teacher, who = client_for("wormley.teacher2"), demo.people["wormley.teacher2"]
    assert teacher.get("/wormley/away/").status_code == 200
    assert post(office, f"{BASE}/{who}/leave", when="later").status_code == 422
    later = post(office, f"{BASE}/{who}/leave", when="later", last_day=["31", "12", "2026"])
    assert "What their roles owe moves then" in office.get(later.location).text
    assert post(office, f"{BASE}/{who}/leave", when="now").status_code == 303
    assert teacher.get("/wormley/away/").status_code == 404
    assert "Hassan Malik" in office.get(f"{BASE}/?status=left").text


@pytest.mark.clause("DBRP-5.7")
def test_who_decides_instead_is_shown_before_an_absence_is_saved(
    client_for: ClientFor, clock: MovingClock, demo: Demo
) -> None:
    head = client_for("wormley.head")
    said = {"kind": "sickness", "from_on": TODAY, "until_on": ["25", "10", "2026"]}
    shown = post(head, "/wormley/away/new", **said)
    assert shown.status_code == 200
    assert "While you are away, these decide for you" in shown.text
    assert "Tunde Bakare" in shown.text
    mark = re.search(r'name="shown"[^>]*value="([^"]+)"', shown.text)
    assert mark
    assert post(head, "/wormley/away/new", shown=mark[1], **said).status_code == 303
    office = client_for("wormley.office")
    page = office.get(f"{BASE}/{demo.people['wormley.head']}").text
    assert "Sickness" in page
    assert "until the end of Sunday 25 October 2026" in page
    back = re.search(r"/wormley/away/[0-9a-f-]{36}/back", head.get("/wormley/away/").text)
    assert back
    clock.pass_by(hours=1)
    assert head.post(back[0]).location.endswith("/away/decided")


@pytest.mark.clause("SIP-dpo")
@pytest.mark.clause("DBRP-1.9")
def test_the_named_dpo_is_appointed_from_a_day_and_the_history_stays(
    office: FlaskClient, demo: Demo
) -> None:
    before = office.get(f"{BASE}/dpo").text
    assert "Ruth Adeyemi" in before
    named = {"who": "named", "name": "Nora Quill", "from_on": ["1", "12", "2026"]}
    assert post(office, f"{BASE}/dpo/appoint", **named).status_code == 422
    reached = {"email": "nora@example.org", "phone": "01632 960444"}
    assert post(office, f"{BASE}/dpo/appoint", **named, **reached).status_code == 303
    after = office.get(f"{BASE}/dpo").text
    assert "Nora Quill" in after
    assert "until Monday 30 November 2026" in after
    assert "does not use the portal" not in after
    today = named | reached | {"from_on": TODAY}
    assert post(office, f"{BASE}/dpo/appoint", **today).status_code == 303
    assert "Nora Quill does not use the portal" in office.get(f"{BASE}/dpo").text


def test_a_head_who_is_named_dpo_stands_on_the_checklist(office: FlaskClient, demo: Demo) -> None:
    """Whoever decides for the school cannot check it: UK GDPR Article 38(6)."""
    head = {"who": str(demo.people["wormley.head"]), "from_on": TODAY}
    assert post(office, f"{BASE}/dpo/appoint", **head).status_code == 303
    assert "data protection officer is also Headteacher" in office.get("/wormley/manage/").text


def test_the_officer_of_the_service_is_away_from_this_school(
    office: FlaskClient, demo: Demo
) -> None:
    officer = demo.people["service.dpo"]
    page = office.get(f"{BASE}/{officer}")
    assert "Eastern Data Protection Service" in page.text
    said = {"kind": "leave", "from_on": TODAY, "review_on": ["2", "11", "2026"]}
    path = f"{BASE}/{officer}/absences/new"
    shown = post(office, path, **said)
    assert "Piotr Zielinski" in shown.text
    mark = re.search(r'name="shown"[^>]*value="([^"]+)"', shown.text)
    assert mark
    assert post(office, path, shown=mark[1], **said).status_code == 303
    assert "We ask again on" in office.get(f"{BASE}/{officer}").text


def test_your_schools_are_searched(client_for: ClientFor, clock: MovingClock) -> None:
    officer = client_for("service.dpo")
    assert "Wentworth" in officer.get("/schools").text
    found = officer.get("/schools?name=worm").text
    assert "Wormley CofE" in found
    assert "Wentworth" not in found
