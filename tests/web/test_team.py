"""A service keeps its own people: somebody comes; whoever leaves is replaced at every school."""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.desk.school import accepting, inviting, leaving_team
from portal.desk.school.administration import alter
from portal.models.effects import EffectRow
from portal.store.audit import verify_all
from tenants import people
from tenants.calendar import uk_date
from tenants.db import Scope, open_session
from tenants.invitations import Invitation
from tenants.models import DpoAppointment, Person
from tenants.organisations import find_organisation
from tenants.permissions import Permission
from tenants.schools import appoint_dpo
from tests.mail_sink import MailSink
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.pages import Pages
from tests.web.reading import words
from tests.web.test_ico_ways import deliver

TEAM = "/schools/team/"
NEW = {"name": "Nia New", "email": "nia@north.example", "phone": "01632 960300", "role": "dpo"}


def of(demo: Demo) -> list[UUID]:
    """The service's schools."""
    return [demo.schools["wentworth"], demo.schools["wormley"]]


def post(client: FlaskClient, page: str, **said: object) -> TestResponse:
    return client.post(TEAM + page, data={"once": str(uuid4()), **said})


@pytest.fixture
def service(portal_app: Flask, clock: MovingClock) -> Service:
    """The DPO service of both schools."""
    return Service(portal_app, clock)


class Service:
    """What the database says of the service and of its schools' DPOs."""

    def __init__(self, app: Flask, clock: MovingClock) -> None:
        self.services = app.extensions["portal"].services()
        self.engine = self.services.engine
        found = find_organisation(self.engine, "eastern-data-protection-service")
        assert found is not None
        self.id, self.today = found, uk_date(clock.now())

    def person(self, email: str) -> UUID:
        """Who is there under this address."""
        with open_session(self.engine, Scope.of(self.id)) as session:
            return session.scalars(sa.select(Person.id).where(Person.email == email)).one()

    def roles(self, person_id: UUID) -> set[str]:
        """What they are there today."""
        with open_session(self.engine, Scope.of(self.id)) as session:
            held = people.memberships(session, self.id, person_id)
            return {one.role for one in held if not one.until_on or one.until_on >= self.today}

    def named(self, demo: Demo) -> set[UUID | None]:
        """The DPOs of its schools today."""
        with open_session(self.engine, Scope.of(*of(demo))) as session:
            rows = session.scalars(
                sa.select(DpoAppointment).where(DpoAppointment.school_id.in_(of(demo)))
            )
            return {
                one.person_id
                for one in rows
                if one.from_on <= self.today and (not one.until_on or one.until_on >= self.today)
            }

    def accept(self, invited: UUID, demo: Demo, who: str) -> None:
        """Open the invitation under the sign-in of somebody of a school."""
        with open_session(self.engine, Scope.of(demo.schools[who.partition(".")[0]])) as session:
            user = session.get_one(Person, demo.people[who]).user_ref or ""
        with open_session(self.engine, Scope.of(self.id)) as session:
            sent = session.scalars(sa.select(Invitation).where(Invitation.person_id == invited))
            token = inviting.link(session, self.services, self.id, sent.one().id)
        accepting.accept(self.services, self.id, token.rpartition("/")[2], user)

    def effects(self, *schools: UUID) -> list[tuple[str, str]]:
        """What follows there."""
        with open_session(self.engine, Scope.of(self.id, *schools)) as session:
            rows = session.execute(sa.select(EffectRow.kind, EffectRow.template))
            return [(kind, template) for kind, template in rows]


@pytest.mark.parametrize(
    "who", ["wormley.head", "wormley.office", "wentworth.teacher", "service.deputy"]
)
def test_for_others_there_is_no_such_page(client_for: ClientFor, who: str) -> None:
    client = client_for(who)
    for page in ("", "new", f"{uuid4()}/leave", f"{uuid4()}/details"):
        assert client.get(TEAM + page).status_code == 404, page
    assert post(client, "new", **NEW).status_code == 404
    assert post(client, f"{uuid4()}/invite").status_code == 404
    assert TEAM not in client.get("/schools").text


def test_somebody_comes(client_for: ClientFor, demo: Demo, service: Service) -> None:
    dpo, once = client_for("service.dpo"), str(uuid4())
    me, deputy = str(demo.people["service.dpo"]), str(demo.people["service.deputy"])
    alone = post(dpo, f"{me}/leave", when="now", successor=deputy)
    assert (alone.status_code, leaving_team.LAST in alone.text) == (422, True)
    assert TEAM in dpo.get("/schools").text
    no_phone = post(dpo, "new", **{**NEW, "phone": ""})
    assert no_phone.status_code == 422
    assert "Enter a phone number" in no_phone.text
    for _ in range(2):  # a form sent twice is one person
        assert post(dpo, "new", **NEW, once=once).status_code == 303
    assert service.roles(service.person(NEW["email"])) == {"dpo"}
    assert service.effects().count(("invitation", "invitation")) == 1
    assert (
        "Nia New nia@north.example 01632 960300 Data protection officer – Invited, not yet"
        in words(dpo.get(TEAM))
    )
    again = post(dpo, "new", **NEW)
    assert again.status_code == 422
    assert "Nia New has this address already" in again.text
    assert post(dpo, f"{service.person(NEW['email'])}/invite").status_code == 303
    assert service.effects().count(("invitation", "invitation")) == 2


def test_nobody_gives_or_ends_more_than_they_are(
    client_for: ClientFor, demo: Demo, service: Service
) -> None:
    officer = client_for("council.officer")
    assert post(officer, "new", **NEW).status_code == 422
    assert post(officer, "new", **{**NEW, "role": "overseer", "phone": ""}).status_code == 303
    strange = demo.people["service.dpo"]
    assert officer.get(f"{TEAM}{strange}/leave").status_code == 404
    assert post(officer, f"{strange}/leave", when="now").location == TEAM
    assert service.roles(strange) == {"dpo"}


@pytest.mark.clause("DBRP-1.9")
def test_an_officer_is_corrected_and_schools_print_them_so(
    client_for: ClientFor, demo: Demo, service: Service
) -> None:
    dpo, page = client_for("service.dpo"), f"{demo.people['service.dpo']}/details"
    form = dpo.get(TEAM + page)
    assert "Ruth Adeyemi" in form.text
    said = {"name": "Ruth Adeyemi-Clarke", "email": "service.dpo@example.org", "phone": ""}
    no_phone = post(dpo, page, **said)
    assert (no_phone.status_code, "reachable by phone" in no_phone.text) == (422, True)
    assert post(dpo, page, **{**said, "phone": "01632 960777"}).status_code == 303
    assert "Ruth Adeyemi-Clarke service.dpo@example.org 01632 960777" in words(dpo.get(TEAM))
    shown = words(client_for("wormley.head").get("/wormley/manage/people/dpo"))
    assert "Ruth Adeyemi-Clarke" in shown
    assert "01632 960777" in shown
    for school in (service.id, *of(demo)):
        assert verify_all(service.engine)[school].ok


@pytest.mark.clause("DBRP-1.9")
def test_an_officer_who_signs_in_already_is_the_dpo_of_the_schools_that_name_them(
    portal_app: Flask, client_for: ClientFor, demo: Demo, service: Service
) -> None:
    """Named before they opened the invitation, they are the person that their sign-in is."""
    services, school = portal_app.extensions["portal"].services(), demo.schools["wormley"]
    post(client_for("service.dpo"), "new", **{**NEW, "email": "known@north.example"})
    invited, known = service.person("known@north.example"), demo.people["wentworth.teacher"]
    name = partial(
        appoint_dpo, school_id=school, name="Nia New", email="", phone="", person_id=invited,
        from_on=service.today, service_id=service.id, today=service.today,
    )  # fmt: skip
    alter(services, school, Permission.APPOINT_DPO, name, by=None)
    assert invited in service.named(demo)
    service.accept(invited, demo, "wentworth.teacher")
    assert service.roles(known) == {"dpo"}
    assert service.named(demo) >= {known}
    assert invited not in service.named(demo)
    back = demo.people["service.dpo"]
    alter(services, school, Permission.APPOINT_DPO, partial(name, person_id=back), by=None)


@pytest.mark.clause("DBRP-1.9")
def test_whoever_leaves_is_replaced_at_every_school_first(
    wormley: Pages,
    client_for: ClientFor,
    demo: Demo,
    service: Service,
    smtp: MailSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaving_team, "AT_ONCE", 1)
    dpo, leaver, deputy = (
        client_for("service.dpo"),
        demo.people["service.dpo"],
        demo.people["service.deputy"],
    )
    page = f"{leaver}/leave"
    wormley.does("wormley.head", "ask-question", to=str(leaver), text="Who had the list?")
    assert "named data protection officer of 2 schools" in words(dpo.get(TEAM + page))
    goes = {"when": "now", "successor": str(deputy)}
    post(dpo, "new", **{**NEW, "email": "other@north.example"})
    service.accept(service.person("other@north.example"), demo, "wormley.teacher")
    other = client_for("wormley.teacher")
    nobody = post(dpo, page, when="now")
    assert nobody.status_code == 422
    assert "Choose who takes their place" in nobody.text
    assert service.named(demo) == {leaver}

    half_way = post(other, page, **goes)
    assert half_way.location.endswith(page)
    assert "1 school left" in words(other.get(half_way.location))
    assert service.named(demo) == {leaver, deputy}
    assert service.roles(leaver) == {"dpo"}, "nothing has ended yet"

    assert post(other, f"{uuid4()}/leave", **goes).location == TEAM, "gone in another tab"
    gone = post(dpo, page, **goes)
    assert (gone.status_code, gone.location) == (303, "/")
    assert "What they were here ends" in words(dpo.get(gone.location))
    assert service.named(demo) == {deputy}
    assert service.roles(leaver) == set()
    assert ("alert", "dpo_named") in service.effects(*of(demo))
    assert dpo.get("/wormley/incidents/").status_code == 404
    assert dpo.get(TEAM).status_code == 404
    (question,) = wormley.facts.questions
    assert question.to == leaver
    deliver(wormley, smtp)
    (question,) = wormley.facts.questions
    assert question.to == deputy, "what was given to them by name is the other's"
    for school in (service.id, *of(demo)):
        assert verify_all(service.engine)[school].ok
