"""A running breach: medical notes of 214 children, and everybody has something to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portal.rules.facts import LogAnswer
from portal.rules.risk.severity import Category, Confidentiality, Identification, Scoring
from portal.rules.telling.changes import AddressConfirmed, Supported
from portal.rules.uk_time import day
from portal.rules.words import (
    Answer,
    BreachType,
    Cause,
    Containment,
    Kind,
    LegalRisk,
    PeopleChoice,
    RegulatorChoice,
    RiskFactor,
)
from standalone.demo.people import CHILDREN, people_xlsx
from standalone.demo.stories.teller import DPO
from tenants.roles import Role

if TYPE_CHECKING:
    from standalone.demo.stories.teller import Teller

CONFIRMED: Final = 3
"""Of the former pupils, so many have confirmed their addresses; the others are still to be rung."""
RISK: Final = {
    RiskFactor.TYPE_OF_BREACH: "Confidentiality: the whole sheet was attached to a newsletter.",
    RiskFactor.NATURE_AND_VOLUME: "Names, dates of birth and medical notes: conditions, allergies, "
    "medicines, and the names of some specialists.",
    RiskFactor.EASE_OF_IDENTIFICATION: "Full names. Everybody on the mailing list knows them.",
    RiskFactor.SEVERITY_OF_CONSEQUENCES: "Distress and teasing; for some children conditions that "
    "their families have told nobody about are known in the village now.",
    RiskFactor.SPECIAL_INDIVIDUALS: "All of them are children. One is in care.",
    RiskFactor.SPECIAL_CONTROLLER: "A primary school: families have no choice but to trust it.",
    RiskFactor.NUMBER_AFFECTED: "214 children, sent to about 180 addresses.",
}
NOTICE: Final = {
    "what_happened_how": "A spreadsheet was attached to our newsletter by mistake and went to the "
    "parents’ mailing list.",
    "when": "",
    "what_data": "These kinds of information were in the spreadsheet:",
    "consequences": "Other families at the school may have read these notes, and may speak about "
    "them. We do not know of anybody who has passed them on.",
    "done": "We took the newsletter down within the hour and asked everybody to delete the "
    "spreadsheet. We are telling the Information Commissioner’s Office, who look after people’s "
    "rights over their information.",
    "doing_next": "We will no longer copy medical notes into spreadsheets, and we are checking who "
    "can take them out of our records.",
    "protect_yourself": "If you have the spreadsheet, please delete it and do not pass it on. "
    "Tell us if anybody speaks to you about it.",
    "contact": "If you have a question, ask our data protection officer.",
    "complain": "Please write to the Headteacher. You can also complain to the Information "
    "Commissioner’s Office on 0303 123 1113.",
}
CONSIDERED: Final = {
    "insurers": "The policy covers the costs of telling people: told by phone.",
    "legal": "",
    "police": "",
    "local_authority": "Told by e-mail, with the number of children alone.",
    "it": "The provider of the mailing list was told and has recalled what it could.",
    "press": "",
}


def spreadsheet(story: Teller) -> None:
    """Reported 41 hours ago; 30 hours of the 72 are left, and the notice waits for opinions."""
    _reported(story)
    _investigated(story)
    _decided(story)
    _prepared(story)


def _reported(story: Teller) -> None:
    story.ago(hours=41.5)
    story.do(
        "teacher",
        "report_incident",
        happened="Spreadsheet with medical notes of 214 children sent to a parents’ mailing list. "
        "I meant to attach the newsletter and chose the wrong file. I saw it when a mother wrote "
        "back to me.",
        kind=Kind.CONFIRMED,
        job_title="Year 2 teacher",
        noticed_at=story.then(hours=-0.5),
        occurred="About an hour before I noticed.",
        danger=Answer.NOT_SURE,
        still_going_on=Answer.YES,
        done_so_far="Asked the office to take the mail out of the list’s archive.",
        whose="214 pupils, nine of whom have left",
        what_data="Names, dates of birth and medical notes",
        people_estimate="214",
        told=(Role.HEAD,),
    )
    story.ago(hours=41)
    story.do(
        "dsl",
        "record_danger_check",
        safe=True,
        note="Went through the sheet with the office: no addresses are in it. Rang the families "
        "with a court order. Nobody is in danger from what was sent.",
    )
    story.ago(hours=40.5)
    story.do("head", "escalate_to_dpo", reasons="Health data of the whole school has got out.")


def _investigated(story: Teller) -> None:
    story.ago(hours=40)
    story.do(
        DPO,
        "record_containment",
        what="The mail is out of the archive. The provider recalls it where it is still unread.",
        state=Containment.ONGOING,
    )
    story.do(
        DPO,
        "classify",
        kind=Kind.CONFIRMED,
        personal_data=Answer.YES,
        breach_types=(BreachType.CONFIDENTIALITY,),
        causes=(Cause.HUMAN_ERROR,),
    )
    story.do(
        DPO,
        "declare_aware",
        aware_at=story.then(hours=-2),
        reason="The sent mail with the sheet was seen when the teacher noticed it.",
    )
    story.ago(hours=30)
    story.do(
        DPO,
        "record_containment",
        what="All families were asked to delete the sheet. 131 of 180 addresses have confirmed it.",
        state=Containment.AS_FAR_AS_POSSIBLE,
    )
    for key, note in CONSIDERED.items():
        told = story.then(hours=-1) if note else None
        story.do(DPO, "consider_others", key=key, told_at=told, note=note or "Not needed so far.")


def _decided(story: Teller) -> None:
    story.ago(hours=22)
    scoring = Scoring(
        data={Category.SENSITIVE: 0},
        identification=Identification.MAXIMUM,
        confidentiality=Confidentiality.KNOWN_RECIPIENTS,
        people=CHILDREN,
    )
    story.do(DPO, "score_severity", scoring=scoring)
    why = "Health data of children, by full name, is with people who know them."
    story.do(DPO, "assess_risk", factors=RISK, legal_risk=LegalRisk.HIGH, reason=why)
    story.ago(hours=20)
    why = "A high risk to the children is likely, so the law asks for it."
    story.do(DPO, "decide_regulator", choice=RegulatorChoice.REPORT, reasons=why)
    story.ago(hours=19)
    story.do("head", "record_told", who=Role.CHAIR, how="By phone")
    story.ago(hours=18)
    story.do(
        DPO,
        "complete_log",
        answers=(
            LogAnswer("team_notified", "Yes, on the first evening."),
            LogAnswer("responsible", "The school alone."),
            LogAnswer("police", "No crime is suspected."),
        ),
        finish=False,
    )


def _prepared(story: Teller) -> None:
    story.ago(hours=6)
    story.do(DPO, "decide_people", choice=PeopleChoice.OBLIGED)
    story.ago(hours=5)
    story.import_people(people_xlsx(story.day()))
    story.ago(hours=4.5)
    story.do(
        "dsl",
        "record_danger_check",
        safe=True,
        note="The sheet that got out has no address of the child who is held back. I have rung "
        "the family.",
    )
    story.ago(hours=4)
    story.do(DPO, "clear_contacts", against="The register of contacts, as of today")
    former = [each for each in story.people() if each.left]
    for each in former[:CONFIRMED]:
        for who, change in (
            (DPO, AddressConfirmed("Rang the secondary school.")),
            ("dsl", Supported("Their head of year")),
        ):
            story.do(who, "settle_addressee", person_id=each.id, change=change)
    story.ago(hours=3)
    story.do(
        DPO,
        "ask_question",
        text="Can you tell from the provider’s log how many have opened the sheet?",
        to=story.person("it"),
        due_at=story.then(days=1),
    )
    story.ago(hours=2)
    when = f"It was sent, and we noticed it, on {day(story.day(hours=-40))}."
    story.do(DPO, "write_notice", parts=tuple({**NOTICE, "when": when}.items()))
    story.ago(hours=1)
    story.do(DPO, "ask_opinion")
