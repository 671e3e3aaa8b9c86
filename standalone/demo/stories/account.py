"""A critical incident: a stranger in a mail account. The ICO decision is still to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Containment,
    Kind,
    LegalRisk,
    RegulatorChoice,
    RiskFactor,
)

if TYPE_CHECKING:
    from standalone.demo.stories.teller import Teller

RISK: Final = {
    RiskFactor.TYPE_OF_BREACH: "Confidentiality: somebody outside could read the mailbox.",
    RiskFactor.NATURE_AND_VOLUME: "About 40 messages, some with safeguarding notes.",
    RiskFactor.EASE_OF_IDENTIFICATION: "Full names in most of them.",
    RiskFactor.SEVERITY_OF_CONSEQUENCES: "Grave for a family if a stranger used what is in them.",
    RiskFactor.SPECIAL_INDIVIDUALS: "Children, some of them with a social worker.",
    RiskFactor.SPECIAL_CONTROLLER: "A primary school: families have no choice but to trust it.",
    RiskFactor.NUMBER_AFFECTED: "",
}
STEPS: Final = {
    "outcomes": "To know what was read, and to shut the door.",
    "evidence": "The sign-in log and the rule are kept as pictures.",
    "expert_help": "The IT technician, and the mail provider’s security team.",
}


def account(story: Teller) -> None:
    """Reported 30 hours ago; led by the senior leadership team with the DPO."""
    _reported(story)
    _taken_on(story)
    _investigated(story)


def _reported(story: Teller) -> None:
    story.ago(hours=30)
    story.do(
        "teacher",
        "report_incident",
        happened="Somebody signed in to my school mail from abroad. There is a rule that I did not "
        "make: it sends my messages on to an address I do not know.",
        kind=Kind.CONFIRMED,
        job_title="Year 3 teacher",
        noticed_at=story.then(hours=-0.5),
        occurred="The rule is two days old.",
        danger=Answer.NOT_SURE,
        still_going_on=Answer.YES,
        done_so_far="Told the IT technician.",
        whose="Pupils, parents and staff",
        what_data="E-mails, some with safeguarding notes",
        people_estimate="About 60",
        systems_affected=True,
    )
    story.ago(hours=29.5)
    story.do(
        "slt",
        "record_containment",
        what="New password, second factor, all sessions ended, the rule taken out.",
        state=Containment.CONTAINED,
    )
    story.do(
        "dsl",
        "record_danger_check",
        safe=True,
        note="Read all messages that were sent on. No family’s hidden address is in them.",
    )


def _taken_on(story: Teller) -> None:
    story.ago(hours=29)
    story.do(
        "slt",
        "classify",
        kind=Kind.CONFIRMED,
        personal_data=Answer.YES,
        severity="critical",
        breach_types=(BreachType.CONFIDENTIALITY,),
        causes=(Cause.ATTACK,),
    )
    story.do("slt", "verify_details", note="Seen with the teacher and the IT technician.")
    story.do(
        "slt",
        "allocate_investigation",
        lead=story.person("slt"),
        due_at=story.then(days=5),
        independent=True,
    )
    story.ago(hours=28)
    why = "The sign-in log shows the stranger, and what the rule has sent on."
    story.do("dpo", "declare_aware", aware_at=story.then(hours=-2.5), reason=why)
    story.ago(hours=26)
    for key, note in STEPS.items():
        story.do("slt", "complete_step", key=key, done=True, note=note)
    for key in ("insurers", "legal", "police", "local_authority", "it", "press"):
        told = story.then(hours=-1) if key in {"insurers", "police", "it"} else None
        note = "Told by phone." if told else "Not needed so far."
        story.do("slt", "consider_others", key=key, told_at=told, note=note)


def _investigated(story: Teller) -> None:
    story.ago(hours=20)
    story.do(
        "dpo",
        "advise_regulator",
        recommends=RegulatorChoice.REPORT,
        advice="Safeguarding notes have gone to a stranger: a risk cannot be ruled out. Report now "
        "what is known, and the rest later.",
    )
    story.do(
        "slt",
        "ask_question",
        text="Did the stranger open files in the shared drive as well?",
        to=story.person("it"),
        due_at=story.then(days=2),
    )
    story.ago(hours=8)
    why = "Some messages are about children whose families must be able to rely on silence."
    story.do("slt", "assess_risk", factors=RISK, legal_risk=LegalRisk.RISK, reason=why)
    story.ago(hours=7)
    so_far = "The door is shut. About 40 messages were sent on; we are reading each of them."
    story.do("slt", "write_outcome_report", findings=so_far, interim=True)
