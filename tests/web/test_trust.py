"""One matter at two schools of a trust, page by page: linked, reported once, on both records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.regulators.pack import covered_in
from portal.store import submissions
from tenants.adoption import adopt_policy
from tenants.db import Scope, open_session, uuid7
from tenants.models import Organisation, OrganisationKind, Oversight, OversightKind
from tests.portal_app import FRIDAY, ClientFor, Demo, MovingClock
from tests.web.test_triage import Pages, words

DPO = "service.dpo"
SCHOOLS = ("wormley", "wentworth")


@pytest.fixture(scope="module")
def of_trust(portal_app: Flask, demo: Demo) -> None:
    """Both demo schools belong to a trust, which is the controller."""
    with portal_app.app_context():
        engine = portal_app.extensions["portal"].services().engine
    trust = uuid7()
    ids = [demo.schools[each] for each in SCHOOLS]
    with open_session(engine, Scope.of(trust, *ids)) as session, session.begin():
        session.add(
            Organisation(
                id=trust,
                kind=OrganisationKind.TRUST,
                name="Lea Valley Trust",
                slug="lea-valley-trust",
                ico_registration="ZA777777",
            )
        )
        session.flush()
        for each in ids:
            session.add(
                Oversight(
                    school_id=each,
                    overseer_id=trust,
                    kind=OversightKind.TRUST,
                    from_on=date(2026, 1, 1),
                )
            )
        for name, each in zip(SCHOOLS, ids, strict=True):
            adopt_policy(
                session,
                each,
                name,
                in_force_from=FRIDAY.date() - timedelta(days=1),
                approved_on=date(2026, 7, 1),
                approved_by="The Trustees",
                next_review_on=date(2027, 9, 1),
                own_answers={
                    "controller": "trust",
                    "dpo": "external_service",
                    "dpo_protocol": "Ring first.",
                },
            )


@pytest.fixture
def wormley(
    of_trust: None, portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> Pages:
    return Pages(portal_app, client_for, demo, "wormley")


@pytest.fixture
def wentworth(
    of_trust: None, portal_app: Flask, client_for: ClientFor, demo: Demo, clock: MovingClock
) -> Pages:
    return Pages(portal_app, client_for, demo, "wentworth")


def snapshot(at: Pages) -> bytes:
    (report,) = at.facts.submissions
    with open_session(at.services.engine, at.scope) as session:
        return submissions.get_submission(
            session, at.scope, at.services.keyring, report.id
        ).snapshot


@pytest.mark.clause("DBRP-5.10", "DBRP-5.11")
def test_one_report_covers_both_schools(wormley: Pages, wentworth: Pages) -> None:
    shown = words(wormley.get(DPO, "link-incident"))
    assert wentworth.facts.reference in shown
    empty = words(wormley.get(DPO, "record-shared-report")) if wormley.facts.linked else ""
    assert empty == ""
    wormley.does(DPO, "link-incident", incident=str(wentworth.id), reason="The same supplier.")
    assert [each.incident_id for each in wormley.facts.linked] == [wentworth.id]
    assert [each.incident_id for each in wentworth.facts.linked] == [wormley.id]
    assert "names this one yet" in words(wentworth.get(DPO, "record-shared-report"))
    sent = wormley.post(
        DPO, "report-to-ico/check", route="web_form", reason="It cannot wait.", reference="IC-5"
    )
    assert sent.status_code == 303
    ours = snapshot(wormley)
    ((name, label),) = covered_in(ours)
    assert (name.startswith("Wentworth"), label) == (True, wentworth.facts.reference)
    assert b"Lea Valley Trust" in ours
    assert b"ZA777777" in ours
    (report,) = wormley.facts.submissions
    wentworth.does(DPO, "record-shared-report", report=str(report.id))
    assert snapshot(wentworth) == ours
    assert "IC-5" in words(wentworth.get(DPO, "ico-reports"))
    again = wentworth.post(DPO, "record-shared-report", report=str(report.id))
    assert again.status_code in {409, 422}


def test_nobody_else_links_and_nothing_of_another_school_is_seen(
    wormley: Pages, wentworth: Pages
) -> None:
    assert wormley.get("wormley.head", "link-incident").status_code == 403
    assert wormley.get("wentworth.head", "link-incident").status_code == 404
    wentworth.does(
        DPO,
        "mark-concerned",
        person=str(wormley.demo.people["service.deputy"]),
        reason="It is about somebody of the service.",
    )
    listed = wormley.get(DPO, "link-incident")
    assert f'value="{wentworth.id}"' not in listed.data.decode()
    taken = wormley.post(DPO, "link-incident", incident=str(wentworth.id), reason="The same.")
    assert taken.status_code == 422
    assert wormley.facts.linked == ()


def test_a_link_is_undone_on_both_sides(wormley: Pages, wentworth: Pages) -> None:
    wormley.does(DPO, "link-incident", incident=str(wentworth.id), reason="The same supplier.")
    wentworth.does(
        DPO, "unlink-incident", incident=str(wormley.id), reason="Another supplier after all."
    )
    assert wormley.facts.linked == wentworth.facts.linked == ()
