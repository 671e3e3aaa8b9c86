"""Nobody comes to see every incident of a school unseen: the Headteacher and the DPO are told."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.models.effects import EffectRow
from portal.notices.alerts import compose_alert
from tenants.db import Scope, open_session
from tests.portal_app import ClientFor, Demo, MovingClock

NEW, TODAY, LATER = "/wormley/manage/people/new", ["23", "10", "2026"], ["1", "1", "2027"]

Told = Callable[[], set[str]]


@pytest.fixture
def told(portal_app: Flask, demo: Demo, clock: MovingClock) -> Told:
    """Who has been told since the last question."""
    keys = {person_id: key for key, person_id in demo.people.items()}
    seen: set[UUID] = set()

    def ask() -> set[str]:
        with portal_app.app_context():
            services = portal_app.extensions["portal"].services()
            with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
                found = session.scalars(
                    sa.select(EffectRow).where(EffectRow.template == "new_sight")
                ).all()
        fresh = [row for row in found if row.id not in seen]
        seen.update(row.id for row in fresh)
        return {keys[row.person_id] for row in fresh if row.person_id in keys}

    ask()
    return ask


def given(client_for: ClientFor, by: str, role: str, from_on: list[str]) -> None:
    """Somebody adds a person in a role."""
    name = f"Robin {role}"
    said = {"name": name, "email": f"{uuid4()}@example.org", "role": role, "phone": "01632 960 9"}
    reply = client_for(by).post(NEW, data={"once": str(uuid4()), **said, "from_on": from_on})
    assert reply.status_code == 303, reply.text


def test_a_role_that_sees_all_is_told_to_head_and_dpo(client_for: ClientFor, told: Told) -> None:
    given(client_for, "wormley.office", "staff", TODAY)
    assert told() == set()
    given(client_for, "wormley.office", "slt", TODAY)
    assert told() == {"wormley.head", "service.dpo"}


def test_so_is_one_from_a_later_day_but_not_to_whoever_gave_it(
    client_for: ClientFor, told: Told
) -> None:
    given(client_for, "wormley.head", "deputy_head", LATER)
    assert told() == {"service.dpo"}


def test_the_new_head_is_not_the_one_who_is_told(client_for: ClientFor, told: Told) -> None:
    given(client_for, "wormley.office", "head", TODAY)
    assert told() == {"wormley.head", "service.dpo"}


def test_whoever_saw_everything_before_is_nobody_new(
    client_for: ClientFor, demo: Demo, told: Told
) -> None:
    page = f"/wormley/manage/people/{demo.people['wormley.slt']}/roles/new"
    said = {"once": str(uuid4()), "role": "deputy_head", "from_on": TODAY}
    assert client_for("wormley.office").post(page, data=said).status_code == 303
    assert told() == set()


def test_the_mail_names_nobody(
    portal_app: Flask, demo: Demo, client_for: ClientFor, told: Told
) -> None:
    given(client_for, "wormley.office", "slt", TODAY)
    assert told()
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()
        with open_session(services.engine, Scope.of(demo.schools["wormley"])) as session:
            row = session.scalars(
                sa.select(EffectRow).where(EffectRow.template == "new_sight")
            ).first()
            mail = compose_alert(session, services, row)  # type: ignore[arg-type]  # read alike
    assert mail is not None
    assert mail["Subject"] == "Somebody new can see every incident at Wormley CofE Primary School"
    assert "Robin" not in mail.as_string()
