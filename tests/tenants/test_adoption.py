from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound, ProgrammingError
from sqlalchemy.orm import Session

from tenants import adoption, drafting
from tenants.calendar import Nation
from tenants.change import Altered, Impossible
from tenants.db import Scope, open_session, uuid7
from tenants.models import Organisation
from tenants.permissions import Permission
from tenants.policy import schema
from tenants.policy.loader import (
    PolicyError,
    adopt,
    list_variants,
    load_variant,
    read_variant,
)
from tenants.roles import Role
from tests.tenants.world import World

VARIANT = list_variants()[0]


def with_dpo(world: World, *name: str) -> UUID:
    """A school with a named DPO: without one no policy is in force."""
    school = world.school(*name)
    world.appoint(school, "Dee Officer", date(2020, 9, 1))
    return school


def adopted(
    world: World, school: UUID, from_on: date, own: dict[str, object] | None = None
) -> UUID:
    return world.change(
        school,
        Permission.ADOPT_POLICY,
        lambda session: adoption.adopt_policy(
            session,
            school,
            VARIANT,
            in_force_from=from_on,
            approved_on=from_on,
            approved_by="The governors",
            next_review_on=from_on.replace(year=from_on.year + 1),
            own_answers=own,
        ),
    )


@pytest.mark.clause("SIP-doc")
def test_versions_are_numbered_and_in_force_from_their_day(world: World) -> None:
    school = with_dpo(world)
    first = adopted(world, school, date(2025, 9, 1))
    second = adopted(world, school, date(2026, 9, 1), {"pupil_age": 12})
    with open_session(world.engine, Scope.of(school)) as session:
        found = {
            on: adoption.adoption_in_force(session, school, on)
            for on in (
                date(2025, 8, 31),
                date(2025, 9, 1),
                date(2026, 8, 31),
                datetime(2026, 8, 31, 23, 30, tzinfo=UTC),  # already 1 September in the UK
            )
        }
        newest = adoption.list_adoptions(session, school)[0]
    assert [row and row.id for row in found.values()] == [None, first, first, second]
    assert (newest.version, newest.approved_by) == (2, "The governors")
    assert (newest.approved_on, newest.next_review_on) == (date(2026, 9, 1), date(2027, 9, 1))


def test_a_document_that_is_silent_makes_no_scottish_school_english(world: World) -> None:
    school, chosen = with_dpo(world), adoption.Chosen(VARIANT, read_variant(VARIANT))
    with open_session(world.engine, Scope.of(school)) as session, session.begin():
        assert adoption.of_its_nation(session, school, chosen) is chosen
        session.get_one(Organisation, school).nation = Nation.SCOTLAND
        assert adoption.of_its_nation(session, school, chosen).policy().nation == "scotland"
        said = replace(chosen, own_answers={"nation": "wales"})
        assert adoption.of_its_nation(session, school, said) is said
        drafting.begin_draft(session, school, VARIANT, datetime(2026, 10, 1, tzinfo=UTC))
        draft = drafting.find_draft(session, school)
        assert draft is not None
        assert drafting.sketched(draft).nation == "scotland"


@pytest.mark.clause("SIP-doc")
def test_an_earlier_version_keeps_its_answers(world: World) -> None:
    school = with_dpo(world)
    first = adopted(world, school, date(2025, 9, 1))
    second = adopted(world, school, date(2026, 9, 1), {"pupil_age": 12})
    with open_session(world.engine, Scope.of(school)) as session:
        assert adoption.policy_of(session, school, first) == adopt(load_variant(VARIANT), {})
        assert adoption.policy_of(session, school, second).pupil_age == 12


def test_a_version_keeps_its_text_when_the_variant_changes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = with_dpo(world)
    text = read_variant(VARIANT)
    title = load_variant(VARIANT).answers["title"].answer
    older = text.replace(f'"{title}"', '"An older title"')
    assert older != text
    with monkeypatch.context() as patch:
        patch.setattr(adoption, "read_variant", lambda _name: older)
        version = adopted(world, school, date(2025, 9, 1))
    with open_session(world.engine, Scope.of(school)) as session:
        assert adoption.policy_of(session, school, version).title == "An older title"


def test_a_version_holds_though_a_later_release_asks_more_of_policies(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    school, now = with_dpo(world), datetime(2026, 10, 1, tzinfo=UTC)
    chosen = adoption.Chosen(VARIANT, read_variant(VARIANT), {"pupil_age": 3})
    with monkeypatch.context() as before:  # then nobody minded an age of 3
        before.setattr(schema, "contradictions", lambda _policy: [])
        before.setattr(adoption, "read_variant", lambda _name: chosen.toml("older"))
        version = adopted(world, school, date(2025, 9, 1))
    with open_session(world.engine, Scope.of(school)) as session, session.begin():
        assert adoption.policy_of(session, school, version).pupil_age == 3
        drafting.begin_draft(session, school, drafting.IN_FORCE, now)
        draft = drafting.find_draft(session, school)
        assert draft is not None
        (problem,) = drafting.problems(draft)
        with pytest.raises(PolicyError, match="age of 3"):
            drafting.chosen_in(draft).policy()
        drafting.answer(session, school, "pupil_age", 12, "", now)
        assert drafting.chosen_in(draft).policy().pupil_age == 12
    assert "age of 3" in problem


def test_answers_that_cannot_be_are_refused_in_a_sentence(world: World) -> None:
    school = with_dpo(world)
    with pytest.raises(Impossible, match="no_such_question"):
        adopted(world, school, date(2026, 9, 1), {"no_such_question": 1})
    with open_session(world.engine, Scope.of(school)) as session:
        assert adoption.list_adoptions(session, school) == ()


def test_a_policy_is_read_in_the_scope_of_its_school(world: World) -> None:
    school, other = with_dpo(world, "A"), with_dpo(world, "B")
    version = adopted(world, school, date(2026, 9, 1))
    with open_session(world.engine, Scope.of(other)) as session:
        assert adoption.adoption_in_force(session, school, date(2026, 9, 1)) is None
        with pytest.raises(NoResultFound):
            adoption.policy_of(session, school, version)


@pytest.mark.parametrize(
    "change", ["update tenants_adoption set version = 9", "delete from tenants_adoption"]
)
def test_no_version_is_ever_changed(world: World, change: str) -> None:
    school = with_dpo(world)
    adopted(world, school, date(2026, 9, 1))
    with (
        open_session(world.engine, Scope.of(school)) as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(sa.text(change))


@pytest.mark.clause("SIP-dpo", "DBRP-1.9")
def test_no_policy_is_in_force_before_a_dpo_is_named_on_that_day(world: World) -> None:
    school = world.school()
    world.appoint(school, "Dee Officer", date(2026, 1, 1))
    with pytest.raises(Impossible, match="Name the data protection officer first"):
        adopted(world, school, date(2025, 12, 31))
    adopted(world, school, date(2026, 1, 1))


def test_no_draft_comes_into_force_while_nobody_in_charge_is_there(world: World) -> None:
    """A report came to a colleague alone, who was told to act for Head and DPO."""
    school, day = with_dpo(world), date(2026, 11, 23)
    world.person(school, "Tom Teach", Role.STAFF)
    control = adoption.Control(day, day, "The governors", date(2027, 9, 1))
    now = datetime(2026, 11, 23, tzinfo=UTC)

    def adopt_it(session: Session) -> Altered:
        return drafting.adopt_draft(session, school, control, by=uuid7(), now=now)

    world.change(
        school,
        Permission.ADOPT_POLICY,
        lambda session: drafting.begin_draft(session, school, VARIANT, now),
    )
    with pytest.raises(Impossible, match="Add the Headteacher"):
        world.change(school, Permission.ADOPT_POLICY, adopt_it)
    world.person(school, "Hilda Head", Role.HEAD)
    world.change(school, Permission.ADOPT_POLICY, adopt_it)
