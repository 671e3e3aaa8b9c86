"""An invitation is opened under a sign-in that is somebody's already: the two are one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from portal.desk.school import inviting
from portal.desk.school.administration import alter
from portal.models.incidents import DecisionRow
from tenants import people
from tenants.db import open_session
from tenants.models import Person
from tenants.permissions import Permission
from tenants.roles import Role
from tests.desk.world import FRIDAY, School

Make = Callable[[str], School]


@pytest.mark.clause("DBRP-5.7")
def test_what_the_person_invited_was_given_is_theirs_under_their_other_sign_in(
    school: Make,
) -> None:
    at, now = school("wormley"), FRIDAY
    keep = partial(alter, at.services, at.id, Permission.KEEP_PEOPLE, by=None)
    add = partial(people.add_person, organisation_id=at.id, name="A Again", role=Role.STAFF)
    invited = keep(partial(add, email="again@example.org", from_on=now.date())).subject_id
    invitation = keep(
        partial(inviting.invite, services=at.services, school_id=at.id, person_id=invited, by=None)
    ).subject_id
    incident, due = at.report(), now + timedelta(days=3)
    at.do("ask_question", Role.HEAD, incident, text="Who?", to=invited, due_at=due)
    known = at.people[Role.STAFF]
    with open_session(at.services.engine, at.scope) as session:
        link = inviting.link(session, at.services, at.id, invitation)
        user_ref = session.get_one(Person, known).user_ref or ""
    inviting.accept(at.services, at.id, link.rpartition("/")[2], user_ref)
    (question,) = at.facts(incident).questions
    assert question.to == known
    assert at.duties(incident)["answer_question"].owners == [known]
    assert at.sees(incident, Role.STAFF)
    with open_session(at.services.engine, at.scope) as session:
        moved = select(DecisionRow.person_id).where(DecisionRow.action == "hand_over")
        assert session.scalars(moved).all() == [None]
