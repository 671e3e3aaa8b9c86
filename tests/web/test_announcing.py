"""What somebody decides in a school's name is told to those who answer for the school."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.models.effects import EffectRow
from portal.notices.alerts import compose_alert
from tenants.db import Scope, open_session
from tests.portal_app import ClientFor, Demo

MANAGE, LATER = "/wormley/manage", ["1", "1", "2027"]
Mailed = Callable[[str], tuple[set[str], str]]


@pytest.fixture
def mailed(portal_app: Flask, demo: Demo) -> Mailed:
    """Who gets the mails of a template, and what the first says."""

    def ask(template: str) -> tuple[set[str], str]:
        names = {person_id: key for key, person_id in demo.people.items()}
        with portal_app.app_context():
            services = portal_app.extensions["portal"].services()
            with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
                wanted = sa.select(EffectRow).where(EffectRow.template == template)
                rows = session.scalars(wanted).all()
                mail = compose_alert(session, services, rows[0])  # type: ignore[arg-type]  # read alike
        assert mail is not None
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
