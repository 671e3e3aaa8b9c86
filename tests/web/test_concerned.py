"""Whom an incident concerns finds nothing of it: no page, list, file, alert, reminder has it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from io import BytesIO
from pkgutil import walk_packages
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

import portal.store
from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.host import Services
from portal.jobs.schedule import tick
from portal.models.effects import EffectRow
from portal.store import incidents
from portal.store.visibility import Viewer
from tenants.db import Scope, open_session
from tenants.roles import Role
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.web.test_routes import addresses

CANARY = "Canarywharf lost the list"


def do(
    services: Services,
    demo: Demo,
    name: str,
    who: str,
    at: UUID | None,
    *,
    done_at: datetime | None = None,
    **said: object,
) -> UUID:
    action = actions()[name]
    deed = Deed(demo.schools["wormley"], demo.people[who], at, done_at=done_at)
    return perform(services, action, action.said(**said), deed).incident_id


@pytest.fixture
def incident(portal_app: Flask, demo: Demo, clock: MovingClock) -> UUID:
    """An incident that concerns the Head and, as one of it does, the whole DPO service."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    head, service = demo.people["wormley.head"], demo.people["service.dpo"]
    found = do(
        services, demo, "report_incident", "wormley.teacher", None, happened=CANARY, about=(head,)
    )
    do(
        services,
        demo,
        "mark_concerned",
        "wormley.chair",
        found,
        persons=(service, demo.people["service.deputy"]),
        reason="They wrote it.",
    )
    return found


def inside(reply: TestResponse) -> bytes:
    """What a reply holds, also in the parts of a spreadsheet or an archive."""
    if not reply.data.startswith(b"PK"):
        return bytes(reply.data)
    with ZipFile(BytesIO(reply.data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.clause("SIP-6")
def test_no_earlier_log_tells_by_a_guess_that_its_number_is_taken(
    portal_app: Flask, client_for: ClientFor, incident: UUID, demo: Demo
) -> None:
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    scope = Scope.of(demo.schools["wormley"])
    with open_session(services.engine, scope) as session:
        label = incidents.get_incident(
            session, scope, services.keyring, None, incident
        ).row.reference
    guess, head = f"Reported,What happened,Number\n23/10/2026,A guess,{label}\n", "wormley.head"
    log, client = "/wormley/register/imports", client_for(head)
    client.post(f"{log}/new", data={"sheet": (BytesIO(guess.encode()), "log.csv")})
    chosen = {"column_0": "reported_at", "column_1": "description", "column_2": "into_details"}
    assert client.post(f"{log}/columns", data=chosen).status_code == 303
    page = client.get(f"{log}/check").text
    assert "A guess" in page
    assert "in the log already" not in page


@pytest.mark.clause("SIP-6")
def test_no_page_shows_it(
    portal_app: Flask, client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    walked = addresses(portal_app, incident)
    for who in ("wormley.head", "service.dpo"):
        client = client_for(who)
        for address, methods, _access, public in [*walked, ("/", {"GET"}, None, False)]:
            if public or "GET" not in methods:
                continue
            reply = client.get(address)
            if f"/incidents/{incident}/" in address:
                assert reply.status_code in {403, 404}, address
            shown = inside(reply)
            assert CANARY.encode() not in shown, address
            assert f"/incidents/{incident}/".encode() not in shown, address


def listing() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of the store that is given a viewer."""
    for module in walk_packages(portal.store.__path__, "portal.store."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            given = inspect.signature(function).parameters
            if (
                function.__module__ == module.name
                and {"session", "scope", "viewer"} <= given.keys()
            ):
                yield f"{module.name}.{name}", function


def test_no_function_of_the_store_gives_it_to_them(
    portal_app: Flask, demo: Demo, incident: UUID, clock: MovingClock
) -> None:
    """What asks for a viewer is called as the Head and looked through; a new one is, too."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    school = demo.schools["wormley"]
    scope = Scope.of(school)
    head = Viewer.of(demo.people["wormley.head"], [(school, frozenset({Role.HEAD}))])
    slt = Viewer.of(demo.people["wormley.slt"], [(school, frozenset({Role.SLT}))])
    known = {
        "scope": scope,
        "keyring": services.keyring,
        "ids": {incident},
        "now": clock.now(),
        "at": clock.now(),
    }
    shown_to_others, called = 0, 0
    for name, function in listing():
        given = inspect.signature(function).parameters
        needed = {
            key
            for key, one in given.items()
            if one.default is inspect.Parameter.empty and key not in {"session", "viewer"}
        }
        if not needed <= known.keys():
            continue
        called += 1
        said = {key: known[key] for key in needed}
        with open_session(services.engine, scope) as session:
            found = repr(function(session=session, viewer=head, **said))
            others = repr(function(session=session, viewer=slt, **said))
        assert str(incident) not in found, name
        assert CANARY not in found, name
        shown_to_others += str(incident) in others
    assert called >= 3
    assert shown_to_others, "others do see it"


def test_no_alert_and_no_reminder_goes_to_them(
    portal_app: Flask, demo: Demo, incident: UUID, clock: MovingClock
) -> None:
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
    for _times in range(3):
        clock.pass_by(hours=25)
        tick(services, workers=True)
    hidden = {demo.people[one] for one in ("wormley.head", "service.dpo", "service.deputy")}
    with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
        rows = session.scalars(
            select(EffectRow).where(
                EffectRow.incident_id == incident, EffectRow.template == "reminder"
            )
        ).all()
    assert rows
    assert hidden.isdisjoint({row.person_id for row in rows})
