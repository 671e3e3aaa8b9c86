"""All routes × roles × schools: nothing leaks, and every route does what it declares."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.actions import report_incident
from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.rules.outcome import Action
from portal.web.access import Draft, View
from portal.web.matrix import matrix
from tenants.permissions import Permission
from tenants.roles import Role
from tests.portal_app import ClientFor, Demo, MovingClock

HERE, ELSEWHERE = "wormley", "wentworth"
OUTSIDERS = ("wentworth.head", "wentworth.teacher", "wentworth.office", "council.officer")
INSIDERS = {
    "wormley.head": Role.HEAD,
    "wormley.slt": Role.SLT,
    "wormley.dsl": Role.DSL,
    "wormley.teacher2": Role.STAFF,
    "wormley.office": Role.ADMINISTRATOR,
    "wormley.chair": Role.CHAIR,
    "service.dpo": Role.DPO,
    "service.deputy": Role.DEPUTY_DPO,
}
DECIDING = {"wormley.head", "wormley.teacher2", "wormley.office", "service.dpo"}
"""Whose way to every action is tried: what each leads to is proved where it is done."""
EXPECTED = {200, 302, 303, 403, 404, 409}


@pytest.fixture(scope="module")
def incident(portal_app: Flask, demo: Demo) -> UUID:
    """An incident at the school, reported by a teacher."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        said = report_incident.ReportIncident(happened="A list went astray.")
        deed = Deed(demo.schools[HERE], demo.people["wormley.teacher"])
        return perform(services, report_incident.ACTION, said, deed).incident_id


def routes(app: Flask) -> Iterator[tuple[Rule, object, bool]]:
    """The portal's routes of a school, with what they declare."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if access := getattr(view, "__portal_access__", None):
            yield rule, access, getattr(view, "__portal_public__", False)


def addresses(app: Flask, incident: UUID) -> list[tuple[str, set[str], object, bool]]:
    """Each route's address at the school, with every other argument filled in."""
    found = []
    for rule, access, public in routes(app):
        if "slug" not in rule.arguments:
            continue
        values: dict[str, object] = dict.fromkeys(rule.arguments, incident)
        values |= {"slug": HERE, "step": "what", "number": 1, "page": "what", "part": "what"}
        wanted = {name: values[name] for name in rule.arguments}
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, wanted)
        found.append((address, set(rule.methods or ()) & {"GET", "POST"}, access, public))
    return found


def test_the_walk_knows_the_pages(portal_app: Flask, incident: UUID) -> None:
    walked = {address for address, *_ in addresses(portal_app, incident)}
    assert f"/wormley/incidents/{incident}/" in walked
    assert len(walked) > 5


def test_another_schools_incident_is_not_found(
    portal_app: Flask, client_for: ClientFor, incident: UUID
) -> None:
    for who in OUTSIDERS:
        client = client_for(who)
        for address, methods, _access, public in addresses(portal_app, incident):
            if public:
                continue
            for method in methods:
                reply = client.open(address, method=method)
                assert reply.status_code == 404, f"{who} {method} {address}"


def test_an_incident_under_the_wrong_school_is_not_found(
    portal_app: Flask, client_for: ClientFor, incident: UUID
) -> None:
    """The DPO of both schools finds it at its own school only."""
    client = client_for("service.dpo")
    for address, methods, _access, _public in addresses(portal_app, incident):
        if str(incident) not in address or "GET" not in methods:
            continue
        elsewhere = address.replace(f"/{HERE}/", f"/{ELSEWHERE}/", 1)
        known = {404} if "/incidents/" in address else {403, 404}
        assert client.get(elsewhere).status_code in known, elsewhere


def test_who_is_not_signed_in_is_sent_to_sign_in(portal_app: Flask, incident: UUID) -> None:
    client = portal_app.test_client()
    for address, methods, _access, public in addresses(portal_app, incident):
        if public:
            continue
        for method in methods:
            reply = client.open(address, method=method)
            assert reply.status_code == 302, f"{method} {address}"
            assert "/sign-in" in reply.location


def test_each_role_meets_what_the_route_declares(
    portal_app: Flask, client_for: ClientFor, incident: UUID, clock: MovingClock
) -> None:
    for who, role in INSIDERS.items():
        client = client_for(who)
        for address, methods, access, public in addresses(portal_app, incident):
            if "GET" not in methods or public:
                continue
            if isinstance(access, Action) and who not in DECIDING:
                continue
            reply = client.get(address)
            assert reply.status_code in EXPECTED, f"{who} {address}: {reply.status_code}"
            if not lets_near(access, role):
                assert reply.status_code in {403, 404}, f"{who} {address}"


def lets_near(access: object, role: Role) -> bool:
    """Whether the route's own words let the role near it; of an action the incident decides."""
    match access:
        case View(who=who) | Draft(who=who):
            return who is None or role in who
        case Permission():
            return access.held_by({role})
    return True


def test_staff_who_are_not_involved_do_not_find_the_incident(
    client_for: ClientFor, incident: UUID
) -> None:
    address = f"/wormley/incidents/{incident}/"
    assert client_for("wormley.teacher2").get(address).status_code == 404
    assert client_for("wormley.office").get(address).status_code in {403, 404}
    assert client_for("wormley.teacher").get(address).status_code == 200


def test_the_dpo_sees_both_schools_and_the_authority_counts_only(
    client_for: ClientFor, incident: UUID
) -> None:
    dpo = client_for("service.dpo")
    assert dpo.get("/wormley/incidents/").status_code == 200
    assert dpo.get("/wentworth/incidents/").status_code == 200
    figures = client_for("council.officer").get("/")
    assert figures.status_code == 200
    assert b"Wormley" in figures.data
    assert b"A list went astray" not in figures.data
    assert str(incident).encode() not in figures.data


def test_every_action_has_a_page_and_a_line_in_the_matrix(portal_app: Flask) -> None:
    names = {line.what for line in matrix(portal_app)}
    done = {f"action {name}" for name, action in actions().items() if not action.by_portal}
    assert done
    assert done <= names


def test_every_post_is_a_deed(portal_app: Flask) -> None:
    for rule, access, _public in routes(portal_app):
        if "POST" in (rule.methods or ()):
            assert not isinstance(access, View), rule.rule
            assert not isinstance(access, Action) or access.name
