"""The vocabulary of an incident. Values are stored: never change one, only add."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where an incident stands."""

    REPORTED = "reported"
    INVESTIGATING = "investigating"
    REVIEWING = "reviewing"
    CLOSED = "closed"


OPEN_STAGES = frozenset({Stage.REPORTED, Stage.INVESTIGATING, Stage.REVIEWING})
ANY_STAGE = frozenset(Stage)


class Kind(StrEnum):
    """What was reported (SIP-0)."""

    CONFIRMED = "confirmed"
    POTENTIAL = "potential"
    NEAR_MISS = "near_miss"
    WEAKNESS = "weakness"
    """Nothing has happened, but it could (IG SIRI)."""


NOTHING_TO_STOP = frozenset({Kind.NEAR_MISS, Kind.WEAKNESS})


class Ending(StrEnum):
    """How an incident ended."""

    BREACH = "breach"
    POLICY_BREACH = "policy_breach"
    NO_BREACH = "no_breach"
    NOT_OURS = "not_ours"
    JOINED = "joined"


class Answer(StrEnum):
    """'I am not sure' is a first-class answer (DBRP-5.2)."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class Naming(StrEnum):
    """How a reporter wants to be known (SIP-1-anon, SIP-1-faith)."""

    NAMED = "named"
    PROTECTED = "protected"
    ANONYMOUS = "anonymous"


class Source(StrEnum):
    """Who noticed: decides which instant starts the cautious clock."""

    STAFF = "staff"
    OUTSIDE = "outside"


class BreachType(StrEnum):
    """DBRP-2.3."""

    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"


class Cause(StrEnum):
    """DBRP-2.2, with 'other' and 'not yet known'."""

    LOSS_OR_THEFT = "loss_or_theft"
    INAPPROPRIATE_ACCESS = "inappropriate_access"
    ATTACK = "attack"
    EQUIPMENT_FAILURE = "equipment_failure"
    HUMAN_ERROR = "human_error"
    ACT_OF_GOD = "act_of_god"
    MALICIOUS_ACT = "malicious_act"
    OTHER = "other"
    NOT_YET_KNOWN = "not_yet_known"


class Responsible(StrEnum):
    """Who was in charge of the data when it happened (DBRP-5.11)."""

    SCHOOL = "school"
    JOINT_CONTROLLER = "joint_controller"
    PROCESSOR = "processor"
    FOR_ANOTHER = "for_another"
    PARTLY_FOR_ANOTHER = "partly_for_another"
    NOT_YET_KNOWN = "not_yet_known"


class NoBreach(StrEnum):
    """What it was instead of a breach (DBRP-2.7, 4.6)."""

    NEAR_MISS = "near_miss"
    WEAKNESS = "weakness"
    MAINTENANCE = "maintenance"
    MISTAKEN = "mistaken"
    NOT_OURS = "not_ours"
    """Somebody else's breach, of which they were told."""


class Outsider(StrEnum):
    """Who told the school of it from outside (DBRP-4.5)."""

    AFFECTED = "affected"
    PARENT = "parent"
    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint_controller"
    PRESS = "press"
    SOMEBODY_ELSE = "somebody_else"


class Containment(StrEnum):
    """Whether the harm has stopped (DBRP-5.5.4)."""

    ONGOING = "ongoing"
    CONTAINED = "contained"
    AS_FAR_AS_POSSIBLE = "as_far_as_possible"


class Told(StrEnum):
    """Who was told that somebody may be in danger."""

    FAMILY = "family"
    POLICE = "police"
    SOCIAL_CARE = "social_care"
    LADO = "lado"
    SOMEBODY_ELSE = "somebody_else"


class RiskFactor(StrEnum):
    """The seven factors of DBRP-3.2, in its order."""

    TYPE_OF_BREACH = "type_of_breach"
    NATURE_AND_VOLUME = "nature_and_volume"
    EASE_OF_IDENTIFICATION = "ease_of_identification"
    SEVERITY_OF_CONSEQUENCES = "severity_of_consequences"
    SPECIAL_INDIVIDUALS = "special_individuals"
    SPECIAL_CONTROLLER = "special_controller"
    NUMBER_AFFECTED = "number_affected"


class LegalRisk(StrEnum):
    """The legal question: UK GDPR Articles 33(1) and 34(1)."""

    UNLIKELY = "unlikely"
    RISK = "risk"
    HIGH = "high"


class RegulatorChoice(StrEnum):
    """The regulator decision."""

    REPORT = "report"
    DO_NOT_REPORT = "do_not_report"
    ANOTHER_REPORTS = "another_reports"


class SubmissionKind(StrEnum):
    """What a submission is."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"
    NOT_A_BREACH = "not_a_breach"
    WITHDRAWAL = "withdrawal"


class Route(StrEnum):
    """How a submission reached the regulator."""

    WEB_FORM = "web_form"
    PHONE = "phone"
    EMAIL = "email"


class Delivery(StrEnum):
    """Where a report stands on its way: made by a person, or mailed by the portal."""

    BY_HAND = "by_hand"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class LetterKind(StrEnum):
    """What the regulator wrote (DBRP-5.20, A1.21, A1.22)."""

    ACKNOWLEDGEMENT = "acknowledgement"
    QUESTION = "question"
    ADVICE = "advice"
    NO_ACTION = "no_action"
    INVESTIGATION = "investigation"
    REPRIMAND = "reprimand"
    SANCTION = "sanction"
    ORDER = "order"
    """To tell the people affected."""


class PeopleChoice(StrEnum):
    """Whether the people affected are told, and why (DBRP-1.5, 5.16, 5.20)."""

    OBLIGED = "obliged"
    TRANSPARENCY = "transparency"
    REQUIRED_BY_REGULATOR = "required_by_regulator"
    NOT_REQUIRED = "not_required"
    PUBLICLY = "publicly"


TO_BE_TOLD = frozenset(
    {PeopleChoice.OBLIGED, PeopleChoice.TRANSPARENCY, PeopleChoice.REQUIRED_BY_REGULATOR}
)


class Escalated(StrEnum):
    """What became of the question whether the DPO takes the case (DBRP-5.3, 5.4)."""

    ESCALATED = "escalated"
    DECLINED = "declined"
    DECLINE_AGREED = "decline_agreed"
    TAKEN_UP = "taken_up"


class Family(StrEnum):
    """Of duties; regulator, people and danger are never gated and climb before they are due."""

    INTERNAL = "internal"
    REGULATOR = "regulator"
    PEOPLE = "people"
    DANGER = "danger"
    SCHOOL = "school"
    """Of the school itself, about no incident."""


class Channel(StrEnum):
    """How a notice travels."""

    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"
