"""An invitation is opened under a sign-in that is somebody's already: the two are one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import event, select

from portal.desk.school import accepting, handing_over, inviting
from portal.desk.school.administration import alter
from portal.models.effects import EffectRow
from portal.models.incidents import DecisionRow
from tenants import people
from tenants.change import Impossible
from tenants.db import open_session
from tenants.models import Membership, Person
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk.test_at_once import at_once
from tests.desk.world import FRIDAY, School

Make = Callable[[str], School]


def invite(at: School, name: str) -> tuple[UUID, str]:
    """Somebody new of the school, and the token of their invitation."""
    keep = partial(alter, at.services, at.id, Permission.KEEP_PEOPLE, by=None)
    add = partial(people.add_person, organisation_id=at.id, name=name, role=Role.STAFF)
    invited = keep(partial(add, email="again@example.org", from_on=FRIDAY.date())).subject_id
    invitation = keep(
        partial(inviting.invite, services=at.services, school_id=at.id, person_id=invited, by=None)
    ).subject_id
    with open_session(at.services.engine, at.scope) as session:
        link = inviting.link(session, at.services, at.id, invitation)
    return invited, link.rpartition("/")[2]


def hand_over(at: School) -> None:
    """What the worker does with what waits to be handed over."""
    with open_session(at.services.engine, at.scope) as session:
        waiting = session.scalars(select(EffectRow).where(EffectRow.kind == handing_over.HAND_OVER))
        for row in waiting.all():
            assert row.person_id
            assert row.subject_id
            handing_over.hand_over_at(at.services, at.id, row.person_id, row.subject_id, None)


def user_of(at: School, person_id: UUID) -> str:
    """The user of the host as whom this person signs in."""
    with open_session(at.services.engine, at.scope) as session:
        return session.get_one(Person, person_id).user_ref or ""


@pytest.mark.clause("DBRP-5.7")
def test_what_the_person_invited_was_given_is_theirs_under_their_other_sign_in(
    school: Make,
) -> None:
    at, now = school("wormley"), FRIDAY
    invited, token = invite(at, "A Again")
    incident, due = at.report(), now + timedelta(days=3)
    at.do("ask_question", Role.HEAD, incident, text="Who?", to=invited, due_at=due)
    known = at.people[Role.STAFF]
    accepting.accept(at.services, at.id, token, user_of(at, known))
    hand_over(at)
    (question,) = at.facts(incident).questions
    assert question.to == known
    assert at.duties(incident)["answer_question"].owners == [known]
    assert at.sees(incident, Role.STAFF)
    with open_session(at.services.engine, at.scope) as session:
        moved = select(DecisionRow.person_id).where(DecisionRow.action == "hand_over")
        assert session.scalars(moved).all() == [None]


def test_what_concerns_the_person_invited_is_locked_before_the_school_as_decisions_do(
    school: Make,
) -> None:
    at, asked = school("wormley"), list[str]()
    incident = at.report()
    invited, token = invite(at, "A Again")
    at.do("mark_concerned", Role.HEAD, incident, persons=(invited,), reason="Theirs.")
    known = at.people[Role.STAFF]
    user_ref = user_of(at, known)

    def note(_on: object, _cursor: object, sql: str, values: object, *_: object) -> None:
        asked.append(f"{sql} {values}")

    event.listen(at.services.engine, "before_cursor_execute", note)
    accepting.accept(at.services, at.id, token, user_ref)
    event.remove(at.services.engine, "before_cursor_execute", note)
    incidents = next(i for i, each in enumerate(asked) if "FOR NO KEY UPDATE" in each)
    assert incidents < next(i for i, each in enumerate(asked) if f"school {at.id}" in each)
    assert at.facts(incident).concerned == {invited, known}


def test_one_user_opens_two_invitations_in_the_same_instant(school: Make) -> None:
    at = school("wormley")
    tokens = [invite(at, name)[1] for name in ("A First", "A Second")]
    accept = partial(accepting.accept, at.services, at.id, user_ref="twice")
    assert at_once(*(partial(accept, token) for token in tokens)) == [None, None]
    with open_session(at.services.engine, at.scope) as session:
        one = select(Person.id).where(Person.user_ref == "twice")
        theirs = select(Membership.id).where(Membership.person_id.in_(one))
        assert len(session.scalars(theirs).all()) == len(tokens)


def test_in_two_tabs_at_once_the_second_is_not_told_that_it_is_too_early(school: Make) -> None:
    at, here = school("wormley"), set[str]()
    token, user_ref = invite(at, "A Again")[1], user_of(at, at.people[Role.STAFF])
    accept = partial(accepting.accept, at.services, at.id, token, user_ref)

    def overtake(_on: object, _cursor: object, sql: str, values: object, *_: object) -> None:
        if f"user {user_ref}" in str(values) and not here:
            here.add(sql)
            accept()

    event.listen(at.services.engine, "before_cursor_execute", overtake)
    with pytest.raises(Impossible):
        accept()
    event.remove(at.services.engine, "before_cursor_execute", overtake)
