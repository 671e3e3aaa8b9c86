"""Forms about what the ICO wrote, and about a report that went astray."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions.answer_regulator import AnswerRegulator
from portal.actions.record_letter import RecordLetter
from portal.actions.settle_delivery import Settled, SettleDelivery
from portal.actions.take_legal_advice import TakeLegalAdvice
from portal.rules.regulator.letters import unanswered
from portal.rules.regulator.submitting import astray
from portal.rules.words import LetterKind, Route
from portal.web import people
from portal.web.bringing import BringingForm, a_file
from portal.web.ico.made_form import end_of_work
from portal.web.parts import forms, when
from portal.web.parts.form import PortalForm
from tenants.regulator import ICO

if TYPE_CHECKING:
    from portal.web.visiting import Case

LETTERS = {
    LetterKind.ACKNOWLEDGEMENT: "It acknowledges our report",
    LetterKind.QUESTION: "It asks something",
    LetterKind.ADVICE: "It gives advice",
    LetterKind.NO_ACTION: "It takes no further action",
    LetterKind.INVESTIGATION: "It opens an investigation",
    LetterKind.REPRIMAND: "It reprimands us",
    LetterKind.SANCTION: "It imposes a sanction: a notice or a fine",
    LetterKind.ORDER: "It orders us to tell the people affected",
}
HINTS = {
    LetterKind.QUESTION: "An answer is then owed by its date.",
    LetterKind.ADVICE: "Say below what will be done about it.",
    LetterKind.ORDER: "This overrides any decision not to tell them.",
}


class LetterForm(BringingForm):
    """What it wrote or said."""

    shows = f"What the {ICO} wrote"
    files = a_file("The letter or e-mail")
    rests_on = forms.checkboxes(
        "Or is it among the evidence already? (optional)",
        hint="Choose the letter or e-mail itself.",
    )
    kind = forms.radios("What is it?", LETTERS, needed="Choose what it is", hints=HINTS)
    text = forms.long_text(
        "What does it say?",
        hint="In a few sentences. Do not name the people affected.",
        needed="Say what it says",
    )
    received_at = forms.moment(
        "When did it come?", needed="Enter when it came", past=True, time_needed=False
    )
    answer_by = forms.day(
        "By which day does it want an answer?", hint="Leave this empty if it wants none."
    )
    reference = forms.text(
        f"The {ICO}’s reference", hint="If it gives one, and you have none yet.", most=60
    )
    actions = forms.long_text(
        "What will be done about it?", hint="One action a line. Leave this empty for none.", rows=3
    )
    owner = forms.select("Who does it?")
    due_on = forms.day("By when?")

    def offer(self, case: Case) -> None:
        """The people of the school."""
        self.owner.choices = forms.choices({"": "Choose …"} | people.to_choose(case))

    def to_input(self, _case: Case) -> RecordLetter:
        """As it came."""
        received_at = self.received_at.data
        assert isinstance(received_at, datetime)  # noqa: S101 - the field is needed
        lines = (line.strip() for line in (self.actions.data or "").splitlines())
        return RecordLetter(
            kind=LetterKind(self.kind.data),
            text=self.text.data or "",
            received_at=received_at,
            answer_by=end_of_work(self.answer_by.data) if self.answer_by.data else None,
            reference=self.reference.data or "",
            actions=tuple(line for line in lines if line),
            owner=UUID(self.owner.data) if self.owner.data else None,
            due_on=self.due_on.data,
        )


class AnswerForm(BringingForm):
    """What was answered."""

    shows = f"What the {ICO} was answered"
    files = a_file("What you sent")
    rests_on = forms.checkboxes(
        "Or is it among the evidence already? (optional)",
        hint="Choose the letter or e-mail that you sent.",
    )
    letter = forms.radios("Which question have you answered?", needed="Choose the question")
    answer = forms.long_text("What did you answer?", needed="Say what you answered")
    done_at = forms.moment("When?", past=True, hint="Only if that was earlier than now.")

    def offer(self, case: Case) -> None:
        """The questions that wait."""
        waiting = {
            str(each.id): f"{each.text} (received {when.full(each.received_at)})"
            for each in unanswered(case.facts)
        }
        self.letter.choices = forms.choices(waiting)
        if len(waiting) == 1 and not self.is_submitted():
            self.letter.data = next(iter(waiting))

    def to_input(self, _case: Case) -> AnswerRegulator:
        """Answered."""
        return AnswerRegulator(UUID(self.letter.data), self.answer.data or "")


class AstrayForm(PortalForm):
    """What becomes of a report whose e-mail did not arrive."""

    report = forms.radios("Which report?", needed="Choose the report")
    what = forms.radios(
        "What do you do?",
        {
            Settled.AGAIN: "Send the e-mail once more, now",
            Settled.ANOTHER_WAY: "I have reported it in another way",
            Settled.ARRIVED: f"It did arrive: the {ICO} has it",
        },
        needed="Choose what you do",
    )
    route = forms.radios(
        "In which way?",
        {
            Route.WEB_FORM: f"Through the {ICO}’s web form",
            Route.PHONE: "By phone",
            Route.EMAIL: "By e-mail, from my own mailbox",
        },
        needed=None,
    )
    done_at = forms.moment("When?", past=True, hint="Only if that was earlier than now.")

    def offer(self, case: Case) -> None:
        """The reports that went astray."""
        waiting = {
            str(each.id): f"Report {each.number}, sent {when.full(each.done_at)}"
            for each in astray(case.facts)
        }
        self.report.choices = forms.choices(waiting)
        if len(waiting) == 1 and not self.is_submitted():
            self.report.data = next(iter(waiting))

    def to_input(self, _case: Case) -> SettleDelivery:
        """Settled."""
        route = Route(self.route.data) if self.route.data else None
        return SettleDelivery(UUID(self.report.data), Settled(self.what.data), route)


class LegalForm(PortalForm):
    """Whom somebody asked, and what they said."""

    whom = forms.text("Whom did you ask?", needed="Say whom you asked")
    said = forms.long_text(
        "What did they say?", hint="Leave this empty while you wait. You can record it later."
    )
    done_at = forms.moment("When?", past=True, hint="Only if that was earlier than now.")

    def to_input(self, _case: Case) -> TakeLegalAdvice:
        """Asked, or answered."""
        return TakeLegalAdvice(self.whom.data or "", self.said.data or "")
