"""A near miss under the security incidents policy, from an anonymous report to closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from portal.errors import NotAllowed, Refused, Stale
from portal.rules.words import Answer, Cause, Ending, Kind, Naming, Stage
from portal.store import audit
from tenants.db import open_session
from tenants.roles import Role
from tests.desk.world import FRIDAY, School

Make = Callable[[str], School]
CODE = "1234567890123456"


@pytest.fixture
def at(school: Make) -> School:
    return school("wentworth")


def anonymous(at: School) -> UUID:
    """A near miss that nobody has put their name to."""
    return at.do(
        "report_incident",
        None,
        happened="A letter with marks nearly went out.",
        kind=Kind.NEAR_MISS,
        naming=Naming.ANONYMOUS,
        danger=Answer.NO,
        still_going_on=Answer.NO,
        receipt_code=CODE,
    ).incident_id


def allocated(at: School) -> UUID:
    """Classified by the Head, agreed by the DPO, verified, and given to an officer."""
    incident = anonymous(at)
    at.do(
        "classify",
        Role.HEAD,
        incident,
        kind=Kind.NEAR_MISS,
        personal_data=Answer.NO,
        severity="minor",
        causes=(Cause.HUMAN_ERROR,),
        reason="The envelope never left the office.",
    )
    at.do("verify_details", Role.SLT, incident)
    at.do(
        "allocate_investigation",
        Role.HEAD,
        incident,
        lead=at.people[Role.STAFF],
        direction="Find out how the letters are checked.",
        due_at=FRIDAY + timedelta(days=7),
    )
    return incident


def written(at: School, incident: UUID, findings: str = "Nobody checks the last batch.") -> None:
    at.do(
        "write_outcome_report",
        Role.STAFF,
        incident,
        findings=findings,
        recommendations="A second pair of eyes.",
    )


def finish(at: School, incident: UUID) -> None:
    """All that closing waits for besides the outcome report."""
    at.do("confirm_ending", Role.DPO, incident, agree=True, reasons="No data left the office.")
    at.do("record_disciplinary", Role.HEAD, incident, begun=False, why_not="An honest slip.")


@pytest.mark.clause(
    "SIP-0", "SIP-1-anon", "SIP-3", "SIP-3k", "SIP-4c", "SIP-4d", "SIP-5a", "SIP-5e"
)
def test_from_an_anonymous_near_miss_to_closing(at: School) -> None:
    incident = allocated(at)
    assert at.alerted(incident, "allocated") == {Role.STAFF}
    assert {"outcome_report", "disciplinary", "look_at_ending"} <= set(at.duties(incident))
    assert at.duties(incident)["outcome_report"].due_at == FRIDAY + timedelta(days=7)

    at.do(
        "ask_question",
        Role.STAFF,
        incident,
        text="Which class was it?",
        to=None,
        due_at=FRIDAY + timedelta(days=2),
    )
    question = at.facts(incident).questions[0].id
    at.do("answer_question", None, incident, question=question, answer="Year 4.")
    assert at.facts(incident).questions[0].answer == "Year 4."
    assert at.alerted(incident, "answered") == {Role.STAFF}

    written(at, incident)
    assert at.alerted(incident, "outcome_report") >= {Role.HEAD, Role.SLT}
    assert "assess_outcome" in at.duties(incident)
    at.do("assess_outcome", Role.HEAD, incident, accept=False, reasons="Who posts them?")
    assert at.alerted(incident, "outcome_sent_back") == {Role.STAFF}
    assert at.duties(incident)["outcome_report"].occurrence == 2
    written(at, incident, "The office posts them, and nobody checks the last batch.")
    at.do("assess_outcome", Role.HEAD, incident, accept=True, reasons="Enough for a near miss.")
    assert at.facts(incident).stage is Stage.REVIEWING

    with pytest.raises(Refused) as refusal:
        at.do("close_incident", Role.HEAD, incident, ending=Ending.NO_BREACH)
    assert "disciplinary" in refusal.value.sentence
    finish(at, incident)
    assert set(at.duties(incident)) == {"close"}, at.duties(incident)
    at.do("close_incident", Role.HEAD, incident, ending=Ending.NO_BREACH)
    closed = at.facts(incident)
    assert (closed.stage, closed.closed_at) == (Stage.CLOSED, FRIDAY)
    assert set(at.duties(incident)) == {"thank_reporter"}
    at.do("thank_reporter", Role.STAFF, incident, text="Thank you: every batch is checked now.")
    assert at.duties(incident) == {}
    with open_session(at.services.engine, at.scope) as session:
        assert audit.verify(session, at.id).ok


@pytest.mark.clause("SIP-5e")
def test_only_closers_close_and_only_after_an_accepted_report(at: School) -> None:
    incident = allocated(at)
    with pytest.raises(NotAllowed):
        at.do("close_incident", Role.STAFF, incident, ending=Ending.NO_BREACH)
    finish(at, incident)
    with pytest.raises(Refused, match="outcome report"):
        at.do("close_incident", Role.SLT, incident, ending=Ending.NO_BREACH)


def test_whoever_wrote_the_report_does_not_accept_it(at: School) -> None:
    incident = anonymous(at)
    at.do(
        "classify",
        Role.HEAD,
        incident,
        kind=Kind.NEAR_MISS,
        personal_data=Answer.NOT_SURE,
        severity="minor",
        causes=(Cause.NOT_YET_KNOWN,),
    )
    at.do(
        "allocate_investigation",
        Role.HEAD,
        incident,
        lead=at.people[Role.HEAD],
        due_at=FRIDAY + timedelta(days=7),
    )
    at.do(
        "write_outcome_report",
        Role.HEAD,
        incident,
        findings="A slip.",
        recommendations="A second pair of eyes.",
    )
    with pytest.raises(Refused, match="somebody else"):
        at.do("assess_outcome", Role.HEAD, incident, accept=True, reasons="Mine.")
    at.do("assess_outcome", Role.SLT, incident, accept=True, reasons="Enough.")


@pytest.mark.clause("SIP-4")
def test_a_person_asked_owes_the_answer_and_sees_the_incident(at: School) -> None:
    incident = allocated(at)
    asked = at.people[Role.IT_CONTACT]
    at.do(
        "ask_question",
        Role.STAFF,
        incident,
        text="Who has the key?",
        to=asked,
        due_at=FRIDAY + timedelta(days=1),
    )
    duty = at.duties(incident)["answer_question"]
    assert (duty.person_id, duty.due_at) == (asked, FRIDAY + timedelta(days=1))
    question = at.facts(incident).questions[0].id
    with pytest.raises(NotAllowed):
        at.do("answer_question", Role.CHAIR, incident, question=question, answer="I do.")
    with pytest.raises(NotAllowed):
        at.do("answer_question", None, incident, question=question, answer="I do.")
    at.do("answer_question", Role.IT_CONTACT, incident, question=question, answer="The office.")
    assert "answer_question" in at.met(incident)
    with pytest.raises(Stale):
        at.do("answer_question", Role.IT_CONTACT, incident, question=question, answer="Or me.")


@pytest.mark.clause("SIP-3j")
def test_an_action_outlives_closing_and_what_comes_in_afterwards_is_looked_at(at: School) -> None:
    incident = allocated(at)
    written(at, incident)
    at.do("assess_outcome", Role.HEAD, incident, accept=True, reasons="Enough.")
    finish(at, incident)
    at.do(
        "add_improvement",
        Role.HEAD,
        incident,
        what="Check every batch.",
        owner=at.people[Role.SLT],
        due_on=(FRIDAY + timedelta(days=30)).date(),
    )
    at.do("close_incident", Role.HEAD, incident, ending=Ending.NO_BREACH)
    assert at.duties(incident)["improvement"].person_id == at.people[Role.SLT]
    added = at.facts(incident).improvements[0].id
    at.do("complete_improvement", Role.SLT, incident, improvement=added)
    assert "improvement" in at.met(incident)

    at.do("add_information", None, incident, text="It did go out after all.")
    assert "look_at_addition" in at.duties(incident)
    at.clock.at += timedelta(hours=1)
    at.do("reopen_incident", Role.HEAD, incident, reason="It went out.")
    assert at.facts(incident).stage is Stage.INVESTIGATING
    open_again = set(at.duties(incident))
    assert "look_at_addition" not in open_again
    assert "outcome_report" in open_again
    assert "close" not in open_again
