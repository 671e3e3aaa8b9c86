"""Two reports of one matter through the desk: joined, taken apart, from either side at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.errors import NotAllowed, NotFound, Refused, Stale
from portal.rules.clock import regulator_clock
from portal.rules.words import Ending, Naming, Stage
from portal.store import audit, decisions, incidents
from tenants.db import open_session
from tenants.roles import Role
from tests.desk.world import FRIDAY, School

Make = Callable[[str], School]
EARLIER = FRIDAY - timedelta(days=1)


def two(at: School) -> tuple[UUID, UUID]:
    """The Head's report of today, and one of yesterday's discovery."""
    return at.report(), at.report(noticed_at=EARLIER, happened="A list was seen.")


@pytest.mark.clause("DBRP-4.5")
def test_join_and_separate(school: Make) -> None:
    at = school("wormley")
    one, other = two(at)
    owed = {kind: row.due_at for kind, row in at.duties(other).items()}
    at.do("join_reports", Role.HEAD, one, incident=other, reason="The same list.")
    assert regulator_clock(at.facts(one)).start == EARLIER
    assert at.duties(other) == {}
    assert (at.facts(other).stage, at.facts(other).ending) == (Stage.CLOSED, Ending.JOINED)
    assert at.alerted(one, "ended_without_dpo") == {Role.DPO}
    assert at.duties(one)["look_at_ending"].subject == "joined"
    with open_session(at.services.engine, at.scope) as session:
        assert incidents.count_by_stage(session, at.scope) == {(at.id, "reported"): 1}
    with pytest.raises(Stale):
        at.do("classify", Role.HEAD, other, kind="potential", personal_data="yes")
    at.do("add_information", Role.STAFF, other, text="There were two lists.")
    assert set(at.duties(other)) == {"look_at_addition"}

    at.do("separate_report", Role.DPO, one, incident=other, reason="Another list.")
    assert regulator_clock(at.facts(one)).start == FRIDAY
    assert "look_at_ending" not in at.duties(one)
    again = at.duties(other)
    assert {kind: again[kind].due_at for kind in owed} == owed
    with open_session(at.services.engine, at.scope) as session:
        assert audit.verify(session, at.id).ok
        key = incidents.get_incident(session, at.scope, at.services.keyring, None, other).key
        record = decisions.list_record(session, at.scope, key, other, limit=9)
    assert {entry.action for entry in record} >= {"join_reports", "separate_report"}


def test_concerns_of_both_hide_both_until_they_are_separate(school: Make) -> None:
    at = school("wentworth")
    one, other = two(at)
    at.do("mark_concerned", Role.DPO, other, persons=(at.people[Role.HEAD],), reason="Hers.")
    at.do("join_reports", Role.SLT, one, incident=other, reason="The same.")
    assert not at.sees(one, Role.HEAD)
    at.do("mark_concerned", Role.DPO, one, persons=(at.people[Role.DEPUTY_HEAD],), reason="His.")
    assert not at.sees(other, Role.DEPUTY_HEAD)
    with pytest.raises(NotAllowed):
        at.do("separate_report", Role.HEAD, one, incident=other, reason="No.")
    at.do("separate_report", Role.DPO, one, incident=other, reason="Two.")
    assert at.sees(one, Role.HEAD)
    assert not at.sees(other, Role.HEAD)
    assert at.sees(other, Role.DEPUTY_HEAD)
    assert not at.sees(one, Role.DEPUTY_HEAD)


def test_a_mark_on_what_goes_on_reaches_all_that_was_joined_and_is_taken_back_everywhere(
    school: Make,
) -> None:
    at = school("wormley")
    one, other = two(at)
    third, head = at.report(), at.people[Role.HEAD]
    at.do("join_reports", Role.DPO, other, incident=third, reason="The same.")
    at.do("join_reports", Role.DPO, one, incident=other, reason="The same.")
    at.do("mark_concerned", Role.DPO, one, persons=(head,), reason="Hers.")
    assert not any(at.sees(each, Role.HEAD) for each in (one, other, third))
    at.do("add_information", Role.STAFF, other, text="There were two lists.")
    assert head not in at.duties(other)["look_at_addition"].owners
    assert Role.HEAD not in at.alerted(other, "news")
    at.do("remove_concern", Role.DPO, one, persons=(head,), reason="Not hers.")
    assert all(at.sees(each, Role.HEAD) for each in (one, other, third))


def test_whom_the_other_concerns_cannot_tell_that_it_is_there(school: Make) -> None:
    at = school("wentworth")
    one, other = two(at)
    at.do("mark_concerned", Role.DPO, other, persons=(at.people[Role.HEAD],), reason="Hers.")
    for hidden in (other, uuid4()):
        with pytest.raises(NotFound):
            at.do("join_reports", Role.HEAD, one, incident=hidden, reason="The same.")


def test_another_schools_report_does_not_exist_here(school: Make) -> None:
    at, elsewhere = school("wormley"), school("wormley")
    with pytest.raises(NotFound):
        at.do("join_reports", Role.HEAD, at.report(), incident=elsewhere.report(), reason="So.")


def test_joined_from_both_sides_at_once_only_one_wins(school: Make) -> None:
    at = school("wormley")
    one, other = two(at)

    def join(pair: tuple[UUID, UUID]) -> bool:
        try:
            at.do("join_reports", Role.DPO, pair[0], incident=pair[1], reason="The same.")
        except (Refused, Stale):
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(join, [(one, other), (other, one)]))
    assert sorted(done) == [False, True]
    assert sum(at.facts(each).joined_to is not None for each in (one, other)) == 1


def test_withdrawn_it_still_owes_everything(school: Make) -> None:
    at = school("wormley")
    incident = at.report()
    before = set(at.duties(incident))
    at.do("withdraw_report", Role.STAFF, incident, reason="I found it.")
    assert set(at.duties(incident)) == before | {"look_at_ending"}
    at.do("confirm_ending", Role.DPO, incident, agree=True, reasons="I have spoken to her.")
    assert set(at.duties(incident)) == before - {"look_at_report"}, "the DPO has seen it"


@pytest.mark.clause("SIP-4", "DBRP-5.6", "SIP-1-faith")
@pytest.mark.parametrize("naming", [Naming.ANONYMOUS, Naming.PROTECTED])
def test_the_reporter_of_a_joined_report_is_asked_and_answers_unnamed(
    school: Make, naming: Naming
) -> None:
    at, who = school("wentworth"), None if naming is Naming.ANONYMOUS else Role.STAFF
    told: dict[str, Any] = {
        "happened": "I saw the list too.",
        "naming": naming,
        "receipt_code": "1" * 16,
    }
    other = at.do("report_incident", who, **told).incident_id
    one = at.report()
    at.do("join_reports", Role.HEAD, one, incident=other, reason="The same list.")
    said: dict[str, Any] = {
        "text": "Where was it?",
        "to": None,
        "due_at": FRIDAY + timedelta(days=3),
    }
    with pytest.raises(Refused, match="whom"):
        at.do("ask_question", Role.HEAD, one, **said)  # the reporter of this one is named
    at.do("ask_question", Role.HEAD, one, of=other, **said)
    [question] = at.facts(other).questions
    assert at.alerted(other, "question") == ({Role.STAFF} if who else set())
    owes = at.duties(other).get("answer_question")
    assert (owes.role if owes else None) == (Role.REPORTER if who else None)
    with pytest.raises(NotAllowed):
        at.do("answer_question", Role.DSL, other, question=question.id, answer="X.", beside=one)
    at.do("answer_question", who, other, question=question.id, answer="In the hall.", beside=one)
    assert [at.facts(each).questions[0].answer for each in (one, other)] == ["In the hall."] * 2
    assert at.alerted(one, "answered") == {Role.HEAD}
    assert "answer_question" not in at.duties(other)
    with open_session(at.services.engine, at.scope) as session:
        key = incidents.get_incident(session, at.scope, at.services.keyring, None, one).key
        (last, *_) = decisions.list_record(session, at.scope, key, one, limit=1)
    assert (last.action, last.person_id) == ("answer_question", None)


def test_what_the_other_reporter_has_not_answered_goes_with_it(school: Make) -> None:
    at = school("wentworth")
    told: dict[str, Any] = {
        "happened": "I saw it.",
        "naming": Naming.ANONYMOUS,
        "receipt_code": "1" * 16,
    }
    other = at.do("report_incident", None, **told).incident_id
    one = at.report()
    at.do("join_reports", Role.HEAD, one, incident=other, reason="The same list.")
    due = FRIDAY + timedelta(days=3)
    at.do("ask_question", Role.HEAD, one, text="Where?", to=None, of=other, due_at=due)
    at.do("separate_report", Role.HEAD, one, incident=other, reason="Two lists.")
    assert at.facts(one).questions == ()
    assert len(at.facts(other).questions) == 1
