"""Danger first, then stopping the harm; and from whom the incident is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import mark_concerned, record_containment, record_danger_check, remove_concern
from portal.rules.in_charge import owners
from portal.rules.triage.containing import in_words
from portal.rules.triage.first_steps import first_steps
from portal.rules.triage.measures import MEASURES, Measure
from portal.rules.words import Containment, Told
from portal.web.deciding import clause, due
from portal.web.parts import forms
from portal.web.parts.checks import unless
from portal.web.parts.decision import Advice, Clause, Decision, Fact
from portal.web.parts.when import full
from portal.web.triage import basis, people

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.web.visiting import Case, Visit

TOLD: dict[str, str] = {
    Told.FAMILY: "The family, by phone or in person",
    Told.POLICE: "The police",
    Told.SOCIAL_CARE: "Children’s social care",
    Told.LADO: "Whoever takes allegations against staff (in England the LADO)",
    Told.SOMEBODY_ELSE: "Somebody else",
}
STANDS: dict[str, str] = {
    Containment.ONGOING: "It still goes on",
    Containment.CONTAINED: "It is contained",
    Containment.AS_FAR_AS_POSSIBLE: "It is contained as far as it can be",
}
ALLEGATION = (
    "It goes the safeguarding way, not this one: the safeguarding lead and the Headteacher, or the "
    "chair of governors where it is about the Headteacher, tell whoever takes allegations "
    "against staff the same day: in England and Wales the local authority’s designated officer (in "
    "England the LADO), in Scotland and Northern Ireland social services or the police. Mark whom "
    "it is about, so that they see nothing of it."
)
WHEN_HINT = "Leave it empty if it was just now. For example, 23 10 2026, 4:10pm"


class DangerForm(forms.PortalForm):
    """What was found and done."""

    found = forms.radios(
        "What have you found?",
        {"safe": "Nobody is in danger", "danger": "Somebody is or was in danger"},
        needed="Choose what you have found",
    )
    told = forms.checkboxes("Who has been told?", TOLD, hint="Leave it empty if nobody has.")
    note = forms.long_text(
        "How do you know, or what has been done to protect them?",
        needed="Say how you know, or what has been done",
        hint="Do not write where somebody lives whose address is kept private.",
    )
    done_at = forms.moment("When was this done?", hint=WHEN_HINT, past=True)

    def to_input(self, case: Case) -> record_danger_check.RecordDangerCheck:
        """The action's input."""
        return record_danger_check.RecordDangerCheck(
            safe=self.found.data == "safe",
            note=self.note.data or "",
            told=tuple(Told(each) for each in self.told.data or ()),
        )


class ContainForm(forms.PortalForm):
    """One step, and where that leaves it."""

    measures = forms.checkboxes(
        "What kind of step was it? (optional)", MEASURES, hint="Choose all that apply."
    )
    what = forms.long_text(
        "What has been done?",
        hint="For example: recalled the message; six of eight have confirmed that they deleted it.",
        checks=[unless("measures", "Say what was done")],
    )
    state = forms.radios(
        "Where does that leave it?",
        STANDS,
        needed="Choose where that leaves it",
        hints={
            Containment.AS_FAR_AS_POSSIBLE: "Some of it cannot be undone, and all has been tried"
        },
    )
    done_at = forms.moment("When was this done?", hint=WHEN_HINT, past=True)

    def to_input(self, case: Case) -> record_containment.RecordContainment:
        """The action's input."""
        return record_containment.RecordContainment(
            self.what.data or "",
            Containment(self.state.data),
            tuple(Measure(each) for each in self.measures.data or ()),
        )


class ConcernForm(forms.PortalForm):
    """Whom it concerns, and why."""

    person = forms.select("Whom does it concern?", needed="Choose a person")
    reason = forms.long_text("Why?", needed="Say why", rows=3)

    def offer(self, offered: dict[str, str]) -> None:
        """The people to choose from."""
        self.person.choices = forms.choices({"": "Choose a person …"} | offered)

    def persons(self, case: Case) -> tuple[UUID, ...]:
        """The person, or all of their DPO service."""
        return owners.with_service(case.roster, UUID(self.person.data))


class MarkForm(ConcernForm):
    """Mark somebody."""

    def to_input(self, case: Case) -> mark_concerned.MarkConcerned:
        """The action's input."""
        return mark_concerned.MarkConcerned(self.persons(case), self.reason.data or "")


class UnmarkForm(ConcernForm):
    """Take a mark away."""

    together: Mapping[UUID, frozenset[UUID]]
    """Who is marked with whom, as of one DPO service, also those who have left it."""

    def persons(self, case: Case) -> tuple[UUID, ...]:
        """The person, or all of their DPO service, whoever came or left since."""
        others = self.together.get(UUID(self.person.data), frozenset())
        return tuple({*super().persons(case), *others})

    def to_input(self, case: Case) -> remove_concern.RemoveConcern:
        """The action's input."""
        return remove_concern.RemoveConcern(self.persons(case), self.reason.data or "")


def danger(visit: Visit, case: Case) -> Decision:
    """What the safeguarding lead is asked."""
    return Decision(
        question="Is anybody in danger because of this?",
        law=Clause(
            "keeping children safe",
            "Protecting somebody waits for nothing: no assessment, no agreement, no form. Act "
            "first, then write here what has been done.",
        ),
        facts=basis.facts(case),
        leads_to={
            "If somebody is or was in danger": "Headteacher and DPO are alerted, because people "
            "may have to be told at once.",
            "If it says that a member of staff harmed a child": ALLEGATION,
        },
        due=due(visit, case, "danger_check"),
    )


def containment(visit: Visit, case: Case) -> Decision:
    """What has been done so far, and advice on what to do."""
    said = case.facts.intake
    done = [f"Done before the report: {said.done_so_far}"] if said.done_so_far else []
    done += [
        f"{full(step.at)}: {in_words(step).rstrip(' .')}. {STANDS[step.state]}."
        for step in case.facts.containment
    ]
    return Decision(
        question="What has been done to stop it?",
        clause=clause(
            case,
            "contain",
            record_containment.ACTION.clauses,
            "What stops the breach from going on, and what lessens the harm, is found and done.",
        ),
        facts=(*basis.facts(case), *(Fact(line) for line in done)),
        advice=tuple(Advice("", line) for line in first_steps(case.facts)),
        due=due(visit, case, "contain"),
    )


def marking(case: Case) -> Decision:
    """What a mark does."""
    return Decision(
        question="Whom does this incident concern?",
        facts=tuple(Fact(f"Marked: {name}") for name in people.marked(case).values()),
        leads_to={
            "Whoever is marked": "Sees nothing of the incident any more, anywhere, and decides "
            "nothing in it. Others stand in. Of a DPO service, all its people are marked.",
            "You may mark yourself": "Then it disappears from your pages.",
            "If it says that a member of staff harmed a child": ALLEGATION,
        },
    )


def unmarking(case: Case) -> Decision:
    """What taking a mark away does."""
    return Decision(
        question="Whom does this incident not concern after all?",
        facts=tuple(Fact(f"Marked: {name}") for name in people.marked(case).values()),
        leads_to={
            "If you remove the mark": "They see the incident again as far as their role does. "
            "Mark and removal stay on the record."
        },
    )
