"""What is known about one incident: the input of every action and every duty.

A `Facts` is immutable. Actions return a changed copy (`dataclasses.replace`); the desk stores it,
encrypted, beside the few columns that lists need. Every field has a default for 'not known yet',
so that a record written by an older version still loads. All instants are UTC.
"""

from __future__ import annotations

from portal.rules.facts.afterwards import Complaint, FoundWrong, PutRight
from portal.rules.facts.ending import (
    Closing,
    Considered,
    Imported,
    Improvement,
    OutcomeReport,
    Reopening,
    Review,
    Thanks,
)
from portal.rules.facts.evidence import EvidenceFile, Note
from portal.rules.facts.holding import HoldTerm, Publication, TellingHeld, WhyNot
from portal.rules.facts.inquiry import (
    Allocation,
    Awareness,
    BreachLog,
    Classification,
    ContainmentStep,
    DangerCheck,
    Escalation,
    LogAnswer,
    Question,
    RiskAssessment,
    StepDone,
)
from portal.rules.facts.intake import (
    Addition,
    Concern,
    FromOutside,
    Intake,
    OnBehalf,
    Reporter,
)
from portal.rules.facts.joining import Joined, JoinedTo, Linked
from portal.rules.facts.known import Facts
from portal.rules.facts.regulator import (
    Basis,
    LegalAdvice,
    NotReportingReview,
    OtherReport,
    RegulatorAdvice,
    RegulatorDecision,
    RegulatorLetter,
    RoleTold,
    Submission,
)
from portal.rules.facts.sharing import OtherTold, WhoTells
from portal.rules.facts.sorting import (
    Deletion,
    Loss,
    Outage,
    OwnWork,
    Responsibility,
    Withdrawal,
)
from portal.rules.facts.telling import (
    ErasedPeople,
    Hold,
    KeptLonger,
    NoticeText,
    Opinion,
    People,
    PeopleDecision,
    Sending,
    Wording,
)
from portal.rules.facts.workspace import Communication, ExpertHelp, Interview, NotedRisk

__all__ = [
    "Addition",
    "Allocation",
    "Awareness",
    "Basis",
    "BreachLog",
    "Classification",
    "Closing",
    "Communication",
    "Complaint",
    "Concern",
    "Considered",
    "ContainmentStep",
    "DangerCheck",
    "Deletion",
    "ErasedPeople",
    "Escalation",
    "EvidenceFile",
    "ExpertHelp",
    "Facts",
    "FoundWrong",
    "FromOutside",
    "Hold",
    "HoldTerm",
    "Imported",
    "Improvement",
    "Intake",
    "Interview",
    "Joined",
    "JoinedTo",
    "KeptLonger",
    "LegalAdvice",
    "Linked",
    "LogAnswer",
    "Loss",
    "NotReportingReview",
    "Note",
    "NotedRisk",
    "NoticeText",
    "OnBehalf",
    "Opinion",
    "OtherReport",
    "OtherTold",
    "Outage",
    "OutcomeReport",
    "OwnWork",
    "People",
    "PeopleDecision",
    "Publication",
    "PutRight",
    "Question",
    "RegulatorAdvice",
    "RegulatorDecision",
    "RegulatorLetter",
    "Reopening",
    "Reporter",
    "Responsibility",
    "Review",
    "RiskAssessment",
    "RoleTold",
    "Sending",
    "StepDone",
    "Submission",
    "TellingHeld",
    "Thanks",
    "WhoTells",
    "WhyNot",
    "Withdrawal",
    "Wording",
]
