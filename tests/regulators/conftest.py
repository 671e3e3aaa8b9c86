from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.regulators.details import Contact, SchoolDetails
from portal.regulators.pack import Circumstances
from portal.rules.facts import (
    Awareness,
    BreachLog,
    Classification,
    ContainmentStep,
    Facts,
    Intake,
    LogAnswer,
    People,
    RiskAssessment,
)
from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Kind,
    LegalRisk,
    RiskFactor,
    Route,
    SubmissionKind,
)

DPO = UUID(int=11)
AWARE_AT = datetime(2026, 11, 20, 16, 10, tzinfo=UTC)


def names(person: UUID) -> str:
    return {DPO: "Chris Williams (DPO)"}[person]


@pytest.fixture
def school() -> SchoolDetails:
    return SchoolDetails(
        name="Alder Hill Primary School",
        address="1 Alder Hill, Hexworth, EN99 1AA",
        dpo=Contact("Chris Williams", "dpo@service.example.org", "01632 960199"),
        submitter=Contact("Sarah Okafor", "head@alder.example.org", "01632 960100"),
        registration="Z1234567",
        staff=41,
    )


@pytest.fixture
def facts() -> Facts:
    return Facts(
        school_id=UUID(int=1),
        incident_id=UUID(int=2),
        reference="INC-2026-0042",
        reported_at=AWARE_AT - timedelta(minutes=20),
        intake=Intake(
            happened="A spreadsheet was attached to an e-mail by mistake.",
            noticed_at=AWARE_AT - timedelta(minutes=40),
            occurred="Friday 20 November 2026, 3.50pm",
            whose="214 pupils and their parents",
            what_data="Names, dates of birth, medical notes",
            people_estimate="about 200",
        ),
        classifications=(
            Classification(
                Kind.CONFIRMED,
                None,
                Answer.YES,
                (BreachType.CONFIDENTIALITY,),
                (Cause.HUMAN_ERROR,),
                DPO,
                AWARE_AT,
            ),
        ),
        awareness=(Awareness(AWARE_AT, "The sent mail was seen.", DPO, AWARE_AT),),
        containment=(ContainmentStep("Everybody was asked to delete it.", DPO, AWARE_AT),),
        risk=RiskAssessment(
            ((RiskFactor.SEVERITY_OF_CONSEQUENCES, "Distress and stigma."),),
            LegalRisk.HIGH,
            "Health data of young children.",
            DPO,
            AWARE_AT,
        ),
        people=People(imported=214),
        log=BreachLog((LogAnswer("records", "", not_yet_known=True),)),
    )


@pytest.fixture
def made() -> Circumstances:
    return Circumstances(
        reference="INC-2026-0042",
        number=1,
        kind=SubmissionKind.INITIAL,
        route=Route.WEB_FORM,
        done_at=AWARE_AT + timedelta(hours=40),
        clock_started_at=AWARE_AT,
        due_at=AWARE_AT + timedelta(hours=72),
        cautious=False,
        submitted_by="Sarah Okafor",
        regulator_reference="IC-123456-A1B2",
        promised_at=AWARE_AT + timedelta(days=14),
    )
