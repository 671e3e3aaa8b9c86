"""Asking whom it takes, and again after the e-mail with the question did not arrive."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import ask_again, ask_question
from portal.errors import Refused, Stale
from portal.notices.compose import usable
from portal.rules import timescales
from portal.rules.words import Naming
from portal.store.school.registers import supplier_emails
from portal.web import people
from portal.web.access import current_case, current_visit, does
from portal.web.deciding import clause, due
from portal.web.investigation.area import BOTH, blueprint, page
from portal.web.parts import forms
from portal.web.parts.decision import Decision, Fact
from portal.web.parts.when import full
from tenants.calendar import UK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Facts, Intake, Joined, Question
    from portal.web.visiting import Case

END_OF_DAY = time(17)
REPORTER = "reporter"
OF = f"{REPORTER} of "
OUTSIDE = "outside"
BY_MAIL = f"{REPORTER} by mail"


class AskForm(forms.PortalForm):
    """Whom, what, by when."""

    to = forms.select("Whom do you ask?", needed="Choose whom to ask")
    outside = forms.text(
        "Which organisation? (only if you ask one outside the school)",
        hint="For example the processor whose system it is.",
    )
    email = forms.text(
        "Its e-mail address (optional)",
        kind="email",
        hint="We send it your question, and its reply becomes the answer. Leave this empty if you "
        "ring it yourself. Do not name anybody affected in the question.",
    )
    text = forms.long_text("Your question", needed="Write the question", rows=3)
    due_on = forms.day(
        "By when do you need the answer? (optional)",
        hint="The end of the school day. Without a date, the time of your policy counts.",
    )

    def offer(self, case: Case, emails: Mapping[str, str]) -> None:
        """The people of the school, and reporters whom nobody names where there are any."""
        offered = {"": "Choose …", **ways_to_reporter(case.facts.intake)}
        for each in case.facts.joined:
            offered |= _reporter_of(each)
        offered |= {OUTSIDE: "A processor, or another organisation outside"}
        self.to.choices = forms.choices(offered | people.to_choose(case))
        responsible = case.facts.classification and case.facts.classification.responsible
        if responsible and not self.is_submitted():
            self.outside.data = responsible.name
            self.email.data = emails.get(responsible.name, "")

    def to_input(self, case: Case) -> ask_question.AskQuestion:
        """The action's input, with the policy's time where no day is given."""
        assert self.now is not None  # noqa: S101 - the page gives it
        on = self.due_on.data
        due_at = (
            datetime.combine(on, END_OF_DAY, tzinfo=UK)
            if on
            else timescales.due(case.policy, "answer_question", self.now, case.calendar)
        )
        chosen, text = self.to.data or "", self.text.data or ""
        if chosen.startswith(BY_MAIL):
            who, contact = _written_to(case.facts)[chosen]
            return ask_question.AskQuestion(text, None, due_at, who, contact)
        outside = self.outside.data or "" if chosen == OUTSIDE else ""
        if chosen == OUTSIDE and not outside:
            raise Refused("Say which organisation", field="outside")
        of = UUID(chosen.removeprefix(OF)) if chosen.startswith(OF) else None
        to = None if of or chosen in {REPORTER, OUTSIDE} else UUID(chosen)
        email = self.email.data or "" if outside else ""
        return ask_question.AskQuestion(text, to, due_at, outside, email, of)


def ways_to_reporter(told: Intake) -> dict[str, str]:
    """How a reporter is asked who has no account, or is not named; none of one who only wrote."""
    if told.outside is None:
        has_a_way = told.reporter.naming is not Naming.NAMED and told.by_mail is None
        return {REPORTER: "The reporter, who is not named"} if has_a_way else {}
    who = told.outside.name or "Whoever told the school"
    return _ways(who, told.outside.contact, has_code=told.by_mail is None)


def _reporter_of(other: Joined) -> dict[str, str]:
    """The same of a report that was joined."""
    who, of = f"The reporter of {other.reference}", f" of {other.incident_id}"
    if other.contact or other.by_mail:
        return _ways(who, other.contact, has_code=not other.by_mail, of=of)
    return {f"{REPORTER}{of}": who} if other.naming is not Naming.NAMED else {}


def _ways(who: str, contact: str, *, has_code: bool, of: str = "") -> dict[str, str]:
    """By mail, with the code, or either. Whoever wrote by mail has no code."""
    by_mail = {f"{BY_MAIL}{of}": f"{who}, by e-mail to {contact}"} if usable(contact) else {}
    return by_mail | ({f"{REPORTER}{of}": f"{who}, with their receipt code"} if has_code else {})


def _written_to(facts: Facts) -> dict[str, tuple[str, str]]:
    """Each choice of a reporter by mail: who it is, and the address."""
    told = facts.intake.outside
    joined = {
        f"{BY_MAIL} of {each.incident_id}": (f"the reporter of {each.reference}", each.contact)
        for each in facts.joined
    }
    return {BY_MAIL: ("the reporter", told.contact)} | joined if told else joined


@blueprint.route("/ask-question", methods=BOTH)
@does(ask_question.ACTION)
def ask(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Ask a person, a reporter whom nobody names, or somebody outside."""
    visit, case = current_visit(), current_case()
    form = AskForm(now=visit.now)
    form.offer(case, supplier_emails(visit.session, visit.scope))
    text = "Staff support an investigation; a question is answered by the day you give."
    decision = Decision(
        "Ask a question",
        clause=clause(case, "answer_question", ask_question.ACTION.clauses, text),
        leads_to={
            "A member of staff": "is alerted, sees the report, and owes you the answer.",
            "An organisation outside": "gets an e-mail if you give its address, and its reply is "
            "the answer. Else ring it yourself. You are reminded until there is an answer.",
            "A reporter from outside": "gets an e-mail, where you choose that.",
            "A reporter who is not named": "stays unnamed. With a protected name they are told; an "
            "anonymous one finds your question with the receipt code, soon, late or never.",
        },
    )
    return page(ask_question.ACTION, form, decision, done="Asked.")


class AgainForm(forms.PortalForm):
    """An address, or how it was asked instead."""

    email = forms.text(
        "Write to this e-mail address (optional)",
        kind="email",
        hint="We send the question once more, and the reply becomes the answer.",
    )
    how = forms.long_text(
        "Or say how you asked (optional)",
        hint="For example: I rang their help desk at 3pm and spoke to Sam. What they tell you, "
        "record with ‘Answer the question’.",
        rows=3,
    )

    def to_input(self, case: Case) -> ask_again.AskAgain:
        """The action's input."""
        asked = _astray(case.facts)
        if asked is None:
            raise Stale("This has been asked again already")
        return ask_again.AskAgain(asked.id, self.email.data or "", self.how.data or "")


@blueprint.route("/ask-again", methods=BOTH)
@does(ask_again.ACTION)
def again(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One question after the other."""
    case = current_case()
    text = "An organisation that was asked gives an answer."
    decision = Decision(
        "Ask again in another way",
        clause=clause(case, "answer_question", ask_again.ACTION.clauses, text),
        facts=tuple(map(Fact, _words(_astray(case.facts)))),
        due=due(current_visit(), case, "ask_again"),
    )
    return page(ask_again.ACTION, AgainForm(), decision, done="Asked again.")


def _words(asked: Question | None) -> tuple[str, ...]:
    """The question, and to whom it did not get."""
    if asked is None or asked.astray_at is None:
        return ()
    lost = f"The e-mail to {asked.outside}, {asked.email}, did not arrive"
    return f"The question: {asked.text}", f"{lost} ({full(asked.astray_at)})."


def _astray(facts: Facts) -> Question | None:
    """The question that is asked again; None when somebody has just done so."""
    return next((each for each in facts.questions if each.is_astray), None)
