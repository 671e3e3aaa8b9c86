"""A third and a fourth policy, made from pages alone, and an incident through each of them.

One has the DPO told first, who tells Head and chair; under the other a trust is the controller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from portal.desk.catalogue import actions
from portal.desk.perform import Deed, perform
from portal.errors import NotAllowed, Refused
from portal.host import Services
from portal.rules.duties import owed
from portal.rules.duties.duty import Duty
from portal.rules.facts import Facts, LogAnswer, Submission
from portal.rules.responsibilities import trust_is_controller
from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Containment,
    Ending,
    Kind,
    LegalRisk,
    PeopleChoice,
    RegulatorChoice,
    RiskFactor,
    Route,
    Stage,
)
from portal.store import incidents
from portal.store.school import schools
from tenants.db import Scope, open_session, uuid7
from tenants.models import OrganisationKind, OversightKind
from tenants.policy.schema import Policy
from tenants.roles import Role
from tests.portal_app import ClientFor, Demo, MovingClock
from tests.tenants.world import World
from tests.web.policy_writer import Writer, tell

RISK = dict.fromkeys(RiskFactor, "Weighed.")


@dataclass
class Place:
    """A school whose policy was just adopted, and what is done there."""

    services: Services
    clock: MovingClock
    id: UUID
    people: dict[str, UUID]

    def do(self, by: str, name: str, incident: UUID | None = None, /, **answers: object) -> UUID:
        """Perform an action, a little later than the one before it."""
        self.clock.pass_by(hours=0.02)
        action = actions()[name]
        deed = Deed(self.id, self.people[by], incident)
        return perform(self.services, action, action.said(**answers), deed).incident_id

    def facts(self, incident: UUID) -> Facts:
        """What is stored."""
        scope = Scope.of(self.id)
        with open_session(self.services.engine, scope) as session:
            keyring = self.services.keyring
            return incidents.get_incident(session, scope, keyring, None, incident).facts

    def policy(self) -> Policy:
        """The policy in force."""
        scope, now = Scope.of(self.id), self.services.clock.now()
        with open_session(self.services.engine, scope) as session:
            found = schools.policy_today(session, scope, self.id, now)
        assert found is not None
        return found[1]

    def duties(self, incident: UUID) -> dict[tuple[str, str], Duty]:
        """What is open, by kind and subject."""
        scope = Scope.of(self.id)
        with open_session(self.services.engine, scope) as session:
            calendar = schools.calendar(session, scope, self.id)
        now = self.services.clock.now()
        listed = owed(self.facts(incident), self.policy(), calendar, now)
        return {(duty.kind, duty.subject): duty for duty in listed if duty.met_at is None}

    def begun(self, leads: str) -> UUID:
        """From the report to awareness."""
        incident = self.do(
            "teacher",
            "report_incident",
            happened="A list of clubs was left in the staff room.",
            kind=Kind.CONFIRMED,
            danger=Answer.NO,
            still_going_on=Answer.YES,
        )
        self.do(
            leads,
            "classify",
            incident,
            kind=Kind.CONFIRMED,
            personal_data=Answer.YES,
            breach_types=(BreachType.CONFIDENTIALITY,),
            causes=(Cause.HUMAN_ERROR,),
        )
        back = "It is back."
        self.do(leads, "record_containment", incident, what=back, state=Containment.CONTAINED)
        since = self.facts(incident).reported_at
        self.do(leads, "declare_aware", incident, aware_at=since, reason="It was seen.")
        return incident

    def found_out(self, decider: str, leads: str) -> UUID:
        """From the report to a decision that nobody outside need know, with all the rest done."""
        incident = self.begun(leads)
        for key in ("insurers", "legal", "police", "local_authority", "it", "press"):
            self.do(leads, "consider_others", incident, key=key, told_at=None, note="No need.")
        risk = {"factors": RISK, "legal_risk": LegalRisk.UNLIKELY, "reason": "Names of clubs."}
        self.do(leads, "assess_risk", incident, **risk, likelihood=2, impact=1)
        if decider != "dpo":
            advice = {"recommends": RegulatorChoice.DO_NOT_REPORT, "advice": "It is back."}
            self.do("dpo", "advise_regulator", incident, **advice)
        self.do(
            decider,
            "decide_regulator",
            incident,
            choice=RegulatorChoice.DO_NOT_REPORT,
            reasons="A risk is unlikely.",
            would_reopen="If a copy turns up.",
        )
        no = {"choice": PeopleChoice.NOT_REQUIRED, "reasons": "No high risk."}
        self.do("dpo", "decide_people", incident, **no)
        answered = tuple(LogAnswer(heading.key, "Known.") for heading in self.policy().log_headings)
        self.do("dpo", "complete_log", incident, answers=answered)
        return incident

    def reviewed_by(self, who: str, incident: UUID) -> None:
        """The review after the incident."""
        talk = "Considered; a talk was enough."
        self.do(who, "review_incident", incident, findings=(), disciplinary=talk)

    def closed_by(self, who: str, incident: UUID) -> None:
        """The end."""
        self.do(who, "close_incident", incident, ending=Ending.BREACH, still_not_reported=True)
        assert self.facts(incident).stage is Stage.CLOSED


@pytest.fixture
def place(portal_app: Flask, demo: Demo, clock: MovingClock) -> Callable[[str], Place]:
    """A school by its slug; people by the second half of their address."""
    with portal_app.app_context():
        services = portal_app.extensions["portal"].services()

    def at(slug: str) -> Place:
        own = [key for key in demo.people if key.startswith(f"{slug}.")]
        people = {key.removeprefix(f"{slug}."): demo.people[key] for key in own}
        people["dpo"] = demo.people["service.dpo"]
        return Place(services, clock, demo.schools[slug], people)

    return at


@pytest.mark.clause("SIP-doc", "DBRP-7.1")
def test_a_policy_with_the_dpo_first_made_from_pages_and_lived(
    client_for: ClientFor, place: Callable[[str], Place]
) -> None:
    at = place("wormley")
    pen = Writer(client_for("wormley.office"), "wormley")
    pen.post("/begin", source="blank")
    pen.answer("title", "Personal data breach procedure", "1")
    pen.answer("short_title", "Procedure", "1")
    pen.roles("first_contacts", "dpo", clause="2")
    pen.items("must_be_told", tell("head", "reported", 4), tell("chair", "reported", 24))
    pen.roles("reviewers", "dpo", "head", clause="7")
    pen.items("investigation_steps", {"text": "Recall the e-mail", "clause": "4"})
    pen.post("/draft/lists/review_points/0", text="Is there a trend?", clause="7")
    pen.answer("timescales.look_at_report", answer_much="0", answer_unit="hours", clause="2")
    pen.adopt("The governing body")
    policy = at.policy()
    assert policy.cite("look_at_report") == "default"
    assert policy.source("first_contacts").clause == "2"

    incident = at.found_out(decider="dpo", leads="dpo")
    open_now = at.duties(incident)
    for who, hours in (("head", 4), ("chair", 24)):
        duty = open_now["tell_who_must", f"{who}.reported"]
        since = at.facts(incident).reported_at
        assert (duty.role, duty.due_at) == (Role.HEAD, since + timedelta(hours=hours))
        at.do("head", "record_told", incident, who=f"{who}.reported", how="By phone")
    points = (("is_there_a_trend", "No."),)
    talk = "Considered; a talk was enough."
    at.do("head", "review_incident", incident, findings=points, disciplinary=talk)
    at.closed_by("dpo", incident)


def test_a_policy_of_a_trust_made_from_pages_and_lived(
    client_for: ClientFor, place: Callable[[str], Place]
) -> None:
    at = place("wentworth")
    world = World(at.services.engine)
    trust = world.organisation(OrganisationKind.TRUST, "Three Rivers Trust")
    world.oversee(trust, at.id, OversightKind.TRUST)
    at.people["trust_dpo"] = world.person(trust, "Omar Finch", Role.DPO)
    at.people["chief"] = world.person(trust, "Ines Moor", Role.CHIEF_EXECUTIVE)

    pen = Writer(client_for("wentworth.head"), "wentworth")
    pen.post("/begin", source="blank")
    pen.answer("short_title", "Trust policy", "0")
    pen.answer("controller", "trust", "1")
    pen.answer("dpo", "external_service", "2")
    pen.answer("risk_method", "five_by_five", "6")
    pen.answer("dpo_protocol", "Through the trust’s office, day or night.", "2")
    pen.roles("regulator_deciders", "chief_executive", clause="5")
    pen.roles("closers", "head", "dpo", clause="8")
    pen.roles("reviewers", "head", clause="7")
    pen.items("must_be_told", tell("trustees", "aware", 24))
    pen.items("kept_apart", {"one": "review", "other": "close"})
    pen.adopt("The trustees")
    assert trust_is_controller(at.policy())

    incident = at.found_out(decider="dpo", leads="dpo")
    page = f"/wentworth/incidents/{incident}"
    officer = client_for("service.dpo")
    advised = officer.get(f"{page}/assess-risk").text
    assert "likelihood 2 × impact 1 = 2 of 25" in advised
    assert "ENISA" not in advised
    assert ("tell_who_must", "trustees.aware") in at.duties(incident)
    at.do("head", "record_told", incident, who="trustees.aware", how="At their meeting")
    at.reviewed_by("head", incident)
    close = at.duties(incident)["close", ""]
    assert close.looks_at_work_of == {at.people["head"]}
    with pytest.raises(Refused, match="somebody else has to close it"):
        at.closed_by("head", incident)
    at.closed_by("dpo", incident)
    assert "Reported to the ICO" in client_for("wentworth.head").get(reported_by_trust(at)).text


def reported_by_trust(at: Place) -> str:
    """A grave one: the trust's own officer decides and reports, nobody at the school may."""
    again = at.begun("dpo")
    duty = at.duties(again)["submit_to_regulator", ""]
    since = at.facts(again).aware
    assert since is not None
    assert (duty.role, duty.due_at) == (Role.DPO, since.aware_at + timedelta(hours=72))
    grave = {"factors": RISK, "legal_risk": LegalRisk.RISK, "reason": "Names of clubs, outside."}
    at.do("trust_dpo", "assess_risk", again, **grave)
    told = {"choice": RegulatorChoice.REPORT, "reasons": "A risk is likely."}
    for who in ("head", "chief"):
        with pytest.raises(NotAllowed):
            at.do(who, "decide_regulator", again, **told)
    at.do("trust_dpo", "decide_regulator", again, **told)
    report = {"submission_id": uuid7(), "route": Route.PHONE, "spoke_to": "Ada", "freeze": frozen}
    at.do("trust_dpo", "submit_initial", again, reason="Rung at once.", **report)
    assert ("submit_to_regulator", "") not in at.duties(again)
    return f"/wentworth/incidents/{again}/"


def frozen(facts: Facts, report: Submission) -> bytes:
    """What was sent, as it is kept."""
    return f"{facts.reference} {report.number}".encode()
