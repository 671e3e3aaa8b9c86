"""Six incidents that differ, with the report that each makes.

`python -m tests.regulators.incidents` writes what their packs say into `packs/`, to be read before
it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from portal.regulators.answers import Answer
from portal.regulators.details import Contact, SchoolDetails
from portal.regulators.ico import prefill
from portal.regulators.pack import Circumstances, Snapshot, frozen_snapshot
from portal.regulators.versions import load_questions
from portal.rules.clock import regulator_clock
from portal.rules.facts import (
    Awareness,
    BreachLog,
    Classification,
    ContainmentStep,
    Facts,
    FromOutside,
    Improvement,
    Intake,
    LogAnswer,
    People,
    PeopleDecision,
    RiskAssessment,
)
from portal.rules.words import (
    Answer as Said,
)
from portal.rules.words import (
    BreachType,
    Cause,
    Containment,
    Kind,
    LegalRisk,
    Outsider,
    PeopleChoice,
    Route,
    Source,
    SubmissionKind,
)

PACKS = Path(__file__).parent / "packs"
DPO = UUID(int=11)
AT = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)
"""A Friday; the clocks go back on the Sunday after it."""
SCHOOL = SchoolDetails(
    name="Alder Hill Primary School",
    address="1 Alder Hill, Hexworth, EN99 1AA",
    dpo=Contact("Chris Williams", "dpo@service.example.org", "01632 960199"),
    submitter=Contact("Chris Williams", "dpo@service.example.org", "01632 960199"),
    registration="Z1234567",
    staff=41,
)


def found(
    causes: tuple[Cause, ...], *types: BreachType, personal: Said = Said.YES
) -> tuple[Classification, ...]:
    return (Classification(Kind.CONFIRMED, None, personal, types, causes, DPO, AT),)


def facts(number: int, intake: Intake, **known: object) -> Facts:
    return Facts(
        school_id=UUID(int=1),
        incident_id=UUID(int=number),
        reference=f"INC-2026-{number:04}",
        reported_at=AT + timedelta(minutes=30),
        intake=replace(intake, noticed_at=intake.noticed_at or AT),
        **known,  # type: ignore[arg-type]  # fields by name
    )


def made(known: Facts, after: timedelta, **more: object) -> Circumstances:
    clock = regulator_clock(known)
    said: dict[str, object] = {
        "reference": known.reference,
        "number": 1,
        "kind": SubmissionKind.INITIAL,
        "route": Route.WEB_FORM,
        "done_at": clock.start + after,
        "clock_started_at": clock.start,
        "due_at": clock.due_at,
        "cautious": clock.cautious,
        "submitted_by": SCHOOL.submitter.name,
        **more,
    }
    return Circumstances(**said)  # type: ignore[arg-type]  # fields by name


AWARE = (Awareness(AT, "The sent mail was seen.", DPO, AT, by_dpo=True),)
HIGH = RiskAssessment((), LegalRisk.HIGH, "Health data of young children.", DPO, AT)
RISK = RiskAssessment((), LegalRisk.RISK, "Contact details may be misused.", DPO, AT)

MAIL = facts(
    1,
    Intake("A list of pupils went to all parents.", whose="214 pupils and their parents",
           what_data="Names, dates of birth, medical notes", people_estimate="214",
           occurred="Friday 23 October 2026, 9.40am"),
    awareness=AWARE, risk=HIGH, people=People(imported=214),
    classifications=found((Cause.HUMAN_ERROR,), BreachType.CONFIDENTIALITY),
    containment=(ContainmentStep("Everybody was asked to delete it.", DPO, AT),),
    log=BreachLog((LogAnswer("records", "", not_yet_known=True),)),
)  # fmt: skip
ATTACK = facts(
    2,
    Intake("All servers are encrypted, and a ransom is asked.", whose="Pupils, staff, governors",
           what_data="Everything on the servers", people_estimate="about 900"),
    awareness=AWARE, risk=HIGH,
    classifications=found((Cause.ATTACK,), *BreachType),
)  # fmt: skip
PAPER = facts(
    3,
    Intake("A folder was left on a train.", whose="3 members of staff", source=Source.OUTSIDE,
           outside=FromOutside(Outsider.SOMEBODY_ELSE),
           what_data="Trade union membership, home addresses", people_estimate="3",
           received_at=AT, day_only=True),
    risk=RISK,
    classifications=found((Cause.LOSS_OR_THEFT,), BreachType.CONFIDENTIALITY),
    containment=(ContainmentStep("It was handed in.", DPO, AT, Containment.CONTAINED),),
    improvements=(Improvement(UUID(int=5), "Folders stay in school", DPO, date(2026, 11, 6),
                              DPO, AT),),
    people=People(decisions=(PeopleDecision(PeopleChoice.NOT_REQUIRED, "It came back unread.",
                                            DPO, AT),)),
)  # fmt: skip
CAUTIOUS = facts(
    4, Intake("Somebody may have opened another’s file.", whose="", people_estimate=""),
)  # fmt: skip
ODD = facts(
    5,
    Intake('A form shows #panic("x"), <b>tags</b>, “quotes” – Zoë’s\n\n• one\n• ' + "x" * 200,
           whose="Pupils", what_data="Names", people_estimate="12"),
    awareness=AWARE, risk=RISK,
    classifications=found((Cause.EQUIPMENT_FAILURE, Cause.HUMAN_ERROR), BreachType.INTEGRITY),
)  # fmt: skip
NONE = replace(MAIL, incident_id=UUID(int=6), reference="INC-2026-0006", no_breach_at=AT)

_PROMISE = {"records": Answer(not_yet_known=True, promised_on=date(2026, 10, 30))}
INCIDENTS: Mapping[str, tuple[Facts, Circumstances, Mapping[str, Answer]]] = {
    "misdirected-mail": (MAIL, made(MAIL, timedelta(hours=40)), _PROMISE),
    "ransomware-by-phone": (
        ATTACK,
        made(ATTACK, timedelta(hours=3), route=Route.PHONE, spoke_to="Somebody at the helpline"),
        {"cyber_impact": Answer(chosen=("high",))},
    ),
    "folder-late-in-the-holidays": (
        PAPER,
        made(
            PAPER,
            timedelta(hours=72, seconds=1),
            late_reasons="Nobody who could decide was reached.",
            closure_statement="The school is closed for half term.",
        ),
        {},
    ),
    "suspicion-only": (CAUTIOUS, made(CAUTIOUS, timedelta(hours=71)), {}),
    "odd-characters": (ODD, made(ODD, timedelta(hours=72), route=Route.EMAIL), {}),
    "no-breach-after-all": (
        NONE,
        made(
            NONE,
            timedelta(days=9),
            number=2,
            kind=SubmissionKind.NOT_A_BREACH,
            regulator_reference="IC-123456-A1B2",
            explanation="The list held invented names for a training.",
        ),
        {},
    ),
}


def snapshot(name: str) -> Snapshot:
    """The frozen report of one incident."""
    known, circumstances, typed = INCIDENTS[name]
    form = load_questions()
    kind = circumstances.kind
    filled = prefill(known, SCHOOL, lambda _: "Chris Williams (DPO)", kind=kind)
    return frozen_snapshot(form, {**filled, **typed}, SCHOOL, circumstances)


def readable(one: Snapshot) -> str:
    """The snapshot as it is compared and read: keys in order, a line each."""
    return json.dumps(json.loads(one.content), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    PACKS.mkdir(exist_ok=True)
    for each in INCIDENTS:
        (PACKS / f"{each}.json").write_text(readable(snapshot(each)), encoding="utf-8")
