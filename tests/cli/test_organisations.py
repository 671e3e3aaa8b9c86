"""The first day: an empty deployment gets a service, its people and the register of schools."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from portal.store.audit import verify_all
from standalone.demo import cast
from tenants.db import Scope, open_session
from tenants.organisations import find_organisation
from tests.portal_app import ClientFor, Demo

Run = Callable[..., Result]


@pytest.fixture
def run(portal_app: Flask) -> Run:
    """Run a command as a shell does."""
    return lambda *args: portal_app.test_cli_runner().invoke(args=["portal", *args])


def test_a_service_from_nothing_to_its_first_sign_in(
    run: Run, portal_app: Flask, tmp_path: Path
) -> None:
    add = ("organisation", "add", "--kind", "dpo-service", "--name", "North DPO")
    assert run(*add, "--slug", "schools").exit_code == 1
    assert run(*add, "--slug", "north").exit_code == 0
    assert "is taken" in run(*add, "--slug", "north").output

    nia = ("--name", "Nia North", "--email", "nia@north.example", "--role", "dpo")
    person = ("person", "add", "--organisation", "north", *nia)
    assert "reachable by phone" in run(*person).output
    assert "on its way" in run(*person, "--phone", "01632 960300").output
    assert "/north/invitation/" in _mail(portal_app)
    shown = run("person", "invite", "nia@north.example", "--organisation", "north", "--show-link")
    link = re.search(r"https?://[^/]+(/north/invitation/\S+)", shown.output)
    assert link is not None
    assert run("person", "invite", "no@north.example", "--organisation", "north").exit_code == 1
    assert run("person", "invite", "no@north.example", "--organisation", "no").exit_code == 1

    client = portal_app.test_client()
    page = client.get(link[1])
    assert "Your invitation to North DPO" in page.text
    welcome = re.search(r'href="(/welcome/[^"]+)"', page.text)
    assert welcome is not None
    typed = {"password": "three words here", "again": "three words here", "once": str(uuid4())}
    assert client.post(welcome[1], data=typed).status_code in {302, 303}
    for path in ("/", "/schools"):
        assert "Add a school" in client.get(path).text
    assert client.get("/schools/add/").status_code == 200
    assert client.get("/north/manage/").status_code == 404

    file = tmp_path / "register.csv"
    file.write_bytes(b"URN,EstablishmentName\n100001,Hill Primary\n")
    brought = run("gias", "import", str(file), "--organisation", "north")
    assert "up to date: 1 rows" in brought.output
    assert "Hill Primary" in client.get("/schools/add/?q=hill").text
    form = client.get("/schools/add/school?urn=100001").text
    dpo = re.search(r'<option[^>]*value="([^"]+)"[^>]*>Nia North', form)
    assert dpo is not None
    head = {"name": "Hal Hill", "email": "hal@hill.example", "phone": "01632 960301"}
    school = {"name": "Hill Primary", "slug": "hill", "nation": "england", "dpo": dpo[1]}
    school |= {f"head_{key}": value for key, value in head.items()} | {"once": str(uuid4())}
    assert client.post("/schools/add/school?urn=100001", data=school).status_code == 303
    assert "Hill Primary is still being set up" in client.get("/").text
    file.write_bytes(b"nothing")
    assert run("gias", "import", str(file), "--organisation", "north").exit_code == 1

    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    service, chains = find_organisation(engine, "north"), verify_all(engine)
    assert service is not None
    assert chains[service].entries > 1
    assert all(each.ok for each in chains.values())
    assert run("audit", "export", "north").output.count("\n") == chains[service].entries
    assert "invitation" in run("outbox").output


def test_first_parts_of_addresses_are_no_short_names(
    portal_app: Flask, client_for: ClientFor
) -> None:
    from tenants.naming import RESERVED

    first = {rule.rule.split("/")[1] for rule in portal_app.url_map.iter_rules()}
    words = {part for part in first if part and "<" not in part}
    assert {word for word in words if re.fullmatch("[a-z0-9-]+", word)} <= RESERVED


def _mail(app: Flask) -> str:
    """The text of the mail that waits for somebody of the service."""
    from portal.desk.school.inviting import compose_invitation
    from portal.models.effects import EffectRow
    from portal.store.effects import ClaimedEffect

    with app.app_context():
        services = app.extensions["portal"].services()
    service = find_organisation(services.engine, "north")
    assert service is not None
    with open_session(services.engine, Scope.of(service)) as session:
        row = session.scalars(sa.select(EffectRow)).one()
        effect = ClaimedEffect(
            **{field.name: getattr(row, field.name) for field in fields(ClaimedEffect)}
        )
        message = compose_invitation(session, services, effect)
        assert message is not None
        return str(message.get_content())


def test_an_officer_leaves_a_service_once_another_one_is_named(run: Run, demo: Demo) -> None:
    leave = ("person", "leave", "--organisation", cast.SERVICE.slug)
    assert "Nobody at this organisation" in run(*leave, "nobody@example.org").output
    named = run(*leave, "service.dpo@example.org")
    assert named.exit_code == 1
    assert "Say with --to who takes their place" in named.output
    extra = ("--name", "Olu Short", "--email", "olu@example.org", "--role", "deputy-dpo")
    added = run(
        "person", "add", "--organisation", cast.SERVICE.slug, *extra, "--phone", "01632 960301"
    )
    assert added.exit_code == 0
    assert "They have left" in run(*leave, "olu@example.org").output
    assert "no role here" in run(*leave, "olu@example.org").output
    back = ("--name", "Zed Short", "--email", "zed@example.org", "--role", "dpo")
    run("person", "add", "--organisation", cast.SERVICE.slug, *back, "--phone", "01632 960302")
    at = ("--organisation", cast.SERVICE.slug)
    run("person", "replace", "service.dpo@example.org", "--by", "zed@example.org", *at)
    to = ("--to", "zed@example.org")
    assert "Choose who takes their place" in run(*leave, "zed@example.org", *to).output
    to = ("--to", "service.dpo@example.org")
    assert "They have left" in run(*leave, "zed@example.org", *to).output
    assert "of: Wentworth" in run(*leave, "service.dpo@example.org").output


def test_an_officer_is_replaced_at_all_schools_of_the_service_and_comes_back(
    run: Run, portal_app: Flask
) -> None:
    dpo, deputy = (f"service.{one}@example.org" for one in ("dpo", "deputy"))
    there = ("--organisation", cast.SERVICE.slug)
    replace = ("person", "replace", *there)
    assert "two people of this" in run(*replace, dpo, "--by", dpo).output
    assert "has the address no@" in run(*replace, dpo, "--by", "no@example.org").output
    past = run(*replace, dpo, "--by", deputy, "--from-day", "2020-01-01")
    assert "to come" in past.output

    def fronts(name: str) -> int:
        places = (f"/{school}/public/" for school in ("wormley", "wentworth"))
        return sum(name in portal_app.test_client().get(one).text for one in places)

    for old, new, name in ((dpo, deputy, "Piotr Zielinski"), (deputy, dpo, "Ruth Adeyemi")):
        done = run(*replace, old, "--by", new)
        assert (done.exit_code, done.output.count(f": {name} from ")) == (0, 2)
        assert fronts(name) == 2
        assert "No school names them" in run(*replace, old, "--by", new).output


def test_a_school_leaves_its_authority_at_once_and_its_service_once_another_dpo_is_named(
    run: Run, client_for: ClientFor
) -> None:
    end = ("organisation", "leave", "wormley", "--overseer")
    named = run(*end, cast.SERVICE.slug)
    assert (named.exit_code, "Ruth Adeyemi of it" in named.output) == (1, True)
    officer = client_for("council.officer")
    assert "Wormley CofE" in officer.get("/").text
    assert "no more" in run(*end, cast.AUTHORITY.slug).output
    assert "Wormley CofE" not in officer.get("/").text
    assert "does not look after" in run(*end, cast.AUTHORITY.slug).output


def test_what_is_known_of_an_organisation_is_corrected_by_the_operator(
    run: Run, portal_app: Flask
) -> None:
    add = ("organisation", "add", "--kind", "school", "--name", "Old Name")
    assert run(*add, "--slug", "mill-lane").exit_code == 0
    change = ("organisation", "change", "mill-lane")
    assert "Give what changes" in run(*change).output
    assert "has a name" in run(*change, "--name", " ").output
    new = ("--name", "New Name", "--registration", "ZA999999")
    assert "Changed of mill-lane: registration, name." in run(*change, *new).output
    assert "nothing, it was so" in run(*change, *new).output
    assert "New Name" in portal_app.test_client().get("/mill-lane/public/").text
    audited = run("audit", "export", "mill-lane").output
    assert "change_organisation" in audited
    assert "ZA999999" in audited


def test_a_school_that_is_there_comes_to_another_service_and_may_come_back(
    run: Run, client_for: ClientFor
) -> None:
    service = ("organisation", "add", "--name", "South DPO", "--slug", "south")
    assert run(*service, "--kind", "dpo-service").exit_code == 0
    join = ("organisation", "join", "wormley", "--overseer")
    assert "from today" in run(*join, "south").output
    assert "already" in run(*join, "south").output
    for what in (("leave", "no more"), ("join", "from today"), ("leave", "no more")):
        again = run("organisation", what[0], "wormley", "--overseer", "south")
        assert what[1] in again.output  # a mistake is made right on the same day
    assert "Only a service" in run(*join, "wentworth").output
    for trust in ("east-trust", "west-trust"):
        named = ("--name", trust, "--slug", trust, "--registration", "ZA000001")
        assert run("organisation", "add", *named, "--kind", "trust").exit_code == 0
    assert run(*join, "east-trust").exit_code == 0
    assert "another trust" in run(*join, "west-trust").output
    officer = client_for("council.officer")
    run("organisation", "leave", "wormley", "--overseer", cast.AUTHORITY.slug)
    assert "Wormley CofE" not in officer.get("/").text
    assert run(*join, cast.AUTHORITY.slug).exit_code == 0
    assert "Wormley CofE" in officer.get("/").text


def test_a_school_that_closed_says_whom_to_turn_to(run: Run, portal_app: Flask) -> None:
    for slug in ("old-road", "new-road"):
        add = ("organisation", "add", "--kind", "school", "--name", f"{slug} school")
        assert run(*add, "--slug", slug).exit_code == 0
    close = ("organisation", "close", "old-road", "--last-day")
    closed = run(*close, "2020-08-31", "--successor", "new-road").output
    assert "31 August 2020" in closed
    assert "That day is past" in closed
    keeper = run("organisation", "close", "new-road", "--last-day", "2030-08-31")
    assert "records of a school that closes: old-road." in keeper.output
    council = run("organisation", "close", cast.AUTHORITY.slug, "--last-day", "2030-08-31")
    assert "Only a school closes" in council.output
    client = portal_app.test_client()
    page = client.get("/old-road/public/").text
    for words in ("31 August 2020", "new-road school keeps its records"):
        assert words in page
    assert 'href="/new-road/public/"' in page
    for path in ("report/anonymously/", "public/report/"):
        reply = client.get(f"/old-road/{path}")
        assert (reply.status_code, reply.location) == (303, "/old-road/public/")
    assert run("organisation", "close", "north-none", "--last-day", "2020-08-31").exit_code == 1
    assert "cannot be its own" in run(*close, "2020-08-31", "--successor", "old-road").output
    assert "goes on" in run("organisation", "reopen", "old-road").output
    assert "has closed" not in client.get("/old-road/public/").text
