"""What somebody decides in a school's name is told to those who answer for the school."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.desk.school.announcing import announce
from portal.models.effects import EffectRow
from portal.notices.alerts import compose_alert
from tenants.calendar import uk_date
from tenants.change import Altered
from tenants.db import Scope, open_session, uuid7
from tenants.models import Membership, Organisation, OrganisationKind, Person
from tenants.roles import Role
from tests.portal_app import ClientFor, Demo

MANAGE, LATER = "/wormley/manage", ["1", "1", "2027"]
Mailed = Callable[..., tuple[set[str], str]]


@pytest.fixture
def mailed(portal_app: Flask, demo: Demo) -> Mailed:
    """Who gets the mails of a template, and what the first says."""

    def ask(template: str, school: str = "wormley") -> tuple[set[str], str]:
        names = {person_id: key for key, person_id in demo.people.items()}
        with portal_app.app_context():
            services = portal_app.extensions["portal"].services()
            with open_session(services.engine, Scope.of(demo.schools[school])) as session:
                wanted = sa.select(EffectRow).where(EffectRow.template == template)
                rows = session.scalars(wanted).all()
                mails = [compose_alert(session, services, row) for row in rows]  # type: ignore[arg-type]  # read alike
        mail, *others = mails
        assert mail is not None
        assert None not in others
        return {names[row.person_id] for row in rows if row.person_id}, mail.get_content()

    return ask


def test_a_policy_adopted_by_the_service_is_told_to_head_chair_and_dpo(
    client_for: ClientFor, mailed: Mailed
) -> None:
    deputy = client_for("service.deputy")
    deputy.post(f"{MANAGE}/policy/begin", data={"source": "in_force", "once": str(uuid4())})
    page = deputy.get(f"{MANAGE}/policy/draft/adopt").text
    assert "in the name of Wormley CofE Primary School, for Eastern Data Protection" in page
    said = {"approved_by": "The governors", "approved_on": ["1", "10", "2026"]}
    days = {"in_force_from": LATER, "next_review_on": LATER, "once": str(uuid4())}
    done = deputy.post(f"{MANAGE}/policy/draft/adopt", data={**said, **days})
    assert done.status_code == 303, done.text
    told, mail = mailed("policy_adopted")
    assert told == {"wormley.head", "wormley.chair", "service.dpo"}
    assert "/wormley/manage/policy/" in mail


def test_a_dpo_is_told_to_head_and_chair_but_not_to_whoever_named_them(
    client_for: ClientFor, mailed: Mailed
) -> None:
    una = {"name": "Una New", "email": "una@example.org", "phone": "01632 960 9"}
    said = {**una, "who": "named", "from_on": LATER, "once": str(uuid4())}
    done = client_for("wormley.chair").post(f"{MANAGE}/people/dpo/appoint", data=said)
    assert done.status_code == 303, done.text
    told, mail = mailed("dpo_named")
    assert told == {"wormley.head"}
    assert "/wormley/manage/people/dpo" in mail


def test_whose_officers_still_see_everything_is_said_where_another_dpo_is_named(
    client_for: ClientFor, mailed: Mailed
) -> None:
    chair, page = client_for("wentworth.chair"), "/wentworth/manage/people/dpo"
    said = {"name": "Una New", "email": "una@example.org", "phone": "01632 960 9", "who": "named"}
    still = "Eastern Data Protection Service looks after the school too"
    assert still not in chair.get(page).text
    long_ago = {"from_on": ["1", "1", "2026"], "once": str(uuid4())}
    done = chair.post(f"{page}/appoint", data={**said, **long_ago})
    assert done.status_code == 303, done.text
    assert still in chair.get(page).text
    told, mail = mailed("dpo_no_more", "wentworth")
    assert told == {"service.dpo"}
    assert "Thursday 1 January 2026" in mail


def test_the_checklist_leads_nobody_to_a_page_that_is_not_theirs(
    client_for: ClientFor, portal_app: Flask
) -> None:
    gone = ["portal", "person", "leave", "wentworth.dsl@example.org", "--organisation", "wentworth"]
    assert portal_app.test_cli_runner().invoke(args=gone).exit_code == 0
    lacking, link = "Headteacher, safeguarding leads and chair", 'href="/wentworth/manage/people/"'
    chair, head = (client_for(f"wentworth.{one}").get("/wentworth/manage/").text
                   for one in ("chair", "head"))  # fmt: skip
    assert f"<strong>{lacking}" in chair
    assert f"{link}><strong>{lacking}" in head
    assert link not in chair


def test_what_the_operator_does_to_a_school_is_told_to_those_who_run_it_and_who_keep_its_records(
    portal_app: Flask, demo: Demo, mailed: Mailed
) -> None:
    run = portal_app.test_cli_runner().invoke
    close = ["organisation", "close", "wormley", "--last-day", "2030-08-31"]
    for done in (
        [*close, "--successor", "wentworth"],
        ["organisation", "reopen", "wormley"],
        ["organisation", "leave", "wormley", "--overseer", "anglia-county-council"],
    ):
        assert run(args=["portal", *done]).exit_code == 0, done
    own, keeping = ({f"{school}.head", f"{school}.office"} for school in ("wormley", "wentworth"))
    told, mail = mailed("school_closes")
    assert told == own | {"service.dpo"}
    assert "Saturday 31 August 2030" in mail
    assert "Wentworth Primary School keeps the records" in " ".join(mail.split())
    told, mail = mailed("records_to_keep", "wentworth")
    assert told == keeping
    assert "Wormley CofE Primary School closes" in mail
    told, mail = mailed("school_goes_on")
    assert told == own | {"service.dpo"}
    assert "/wormley/manage/people/dpo" in mail
    told, mail = mailed("overseer_left")
    assert told == own | {"service.dpo"}
    assert "Anglia County Council sees of Wormley" in " ".join(mail.split())
    join = ["organisation", "join", "wormley", "--overseer", "anglia-county-council"]
    assert run(args=["portal", *join]).exit_code == 0
    told, mail = mailed("overseer_came")
    assert told == own | {"service.dpo"}
    assert "nothing of any incident" in mail


def test_a_council_that_is_to_keep_the_records_of_a_school_is_told(
    portal_app: Flask, mailed: Mailed
) -> None:
    run = portal_app.test_cli_runner().invoke
    close = ["portal", "organisation", "close", "wormley", "--last-day", "2030-08-31"]
    assert run(args=[*close, "--successor", "anglia-county-council"]).exit_code == 0
    told, mail = mailed("records_to_keep", "council")
    assert told == {"council.officer"}
    assert "Anglia County Council keeps\nits records" in mail
    assert run(args=["portal", "organisation", "reopen", "wormley"]).exit_code == 0


def test_who_ran_a_school_that_is_closed_after_a_day_long_past_is_told_too(
    portal_app: Flask, mailed: Mailed
) -> None:
    close = ["portal", "organisation", "close", "wentworth", "--last-day", "2020-08-31"]
    done = portal_app.test_cli_runner().invoke(args=[*close, "--successor", "wormley"])
    assert "Was the year mistyped?" in done.output
    told, mail = mailed("school_closes", "wentworth")
    assert told >= {"wormley.head", "wormley.office", "wentworth.head", "wentworth.office"}
    assert "Monday 31 August 2020" in mail


def test_where_nobody_is_head_or_chair_the_chief_executive_hears_of_another_dpo(
    portal_app: Flask,
) -> None:
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    office, chief, now = uuid7(), uuid7(), services.clock.now()
    here = Organisation(id=office, kind=OrganisationKind.SCHOOL, name="Office", slug="office")
    cora = Person(id=chief, name="Cora", email="cora@example.org")
    holds = {"organisation_id": office, "person_id": chief, "from_on": uk_date(now)}
    named = Altered("appoint_dpo", uuid7())
    with open_session(services.engine, Scope.of(office)) as session, session.begin():
        session.add_all([here, cora])
        session.flush()
        session.add(Membership(**holds, role=Role.CHIEF_EXECUTIVE))
        session.flush()
        assert announce(session, office, named, None, now) == {chief}
        assert announce(session, office, named, chief, now) == frozenset()
