"""Limit the harm: recipients who are asked to delete it, and what is lost for good."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from portal.actions import (
    ask_for_deletion,
    confirm_deletion,
    record_permanent_loss,
    record_recovered,
)
from portal.rules.triage.containing import recipients_are_safe, unconfirmed
from portal.web.access import current_case, current_visit, does
from portal.web.deciding import clause
from portal.web.parts import forms
from portal.web.parts.decision import Advice, Decision, Fact
from portal.web.parts.when import full
from portal.web.triage import basis
from portal.web.triage.area import BOTH, blueprint, decide
from portal.web.triage.safety import WHEN_HINT

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.rules.outcome import AnyAction
    from portal.web.parts.decision import Clause
    from portal.web.visiting import Case

DELETED = "What stops it from going on, and what lessens the harm, is found and done."
LOST = "What is lost or destroyed for good is an availability breach, whatever else it is."


class AskForm(forms.PortalForm):
    """Whom, and what."""

    recipient = forms.text(
        "Who was asked?",
        needed="Say who was asked",
        hint="For example: the parent who received the letter. Only this page shows it.",
    )
    what = forms.long_text(
        "What were they asked to delete?", needed="Say what they were asked to delete", rows=3
    )
    safeguarding_agreed = forms.tick(
        "The safeguarding lead has agreed that they may be asked",
        hint="Somebody could be in danger, so this comes first.",
    )
    done_at = forms.moment("When were they asked?", hint=WHEN_HINT, past=True)

    def offer(self, case: Case) -> None:
        """The question about danger only where there may be one."""
        if recipients_are_safe(case.facts):
            del self.safeguarding_agreed

    def to_input(self, case: Case) -> ask_for_deletion.AskForDeletion:
        """The action's input; the form's own key names the request."""
        return ask_for_deletion.AskForDeletion(
            self.once_key(),
            self.recipient.data or "",
            self.what.data or "",
            safeguarding_agreed="safeguarding_agreed" in self and self.safeguarding_agreed.data,
        )


class ConfirmForm(forms.PortalForm):
    """Who, and how."""

    deletion = forms.radios("Who has confirmed it?", needed="Choose who has confirmed")
    how = forms.long_text(
        "How did they confirm it?",
        needed="Say how they confirmed it",
        hint="For example: by e-mail today, also that they passed it on to nobody.",
        rows=3,
    )
    done_at = forms.moment("When did they confirm it?", hint=WHEN_HINT, past=True)

    def offer(self, case: Case) -> None:
        """Whoever has been asked and has not confirmed."""
        waiting = unconfirmed(case.facts)
        self.deletion.choices = forms.choices(
            {str(one.id): f"{one.recipient}, asked {full(one.asked_at)}" for one in waiting}
        )
        if len(waiting) == 1 and not self.is_submitted():
            self.deletion.data = str(waiting[0].id)

    def to_input(self, case: Case) -> confirm_deletion.ConfirmDeletion:
        """The action's input."""
        return confirm_deletion.ConfirmDeletion(UUID(self.deletion.data), self.how.data or "")


class LossForm(forms.PortalForm):
    """What is gone."""

    what = forms.long_text(
        "What is lost or destroyed, and how do you know that it is for good?",
        needed="Say what is lost or destroyed",
    )

    def to_input(self, case: Case) -> record_permanent_loss.RecordPermanentLoss:
        """The action's input."""
        return record_permanent_loss.RecordPermanentLoss(self.what.data or "")


class RecoveredForm(forms.PortalForm):
    """Which loss, and how."""

    loss = forms.radios("What was recovered?", needed="Choose what was recovered")
    how = forms.long_text("How was it recovered?", needed="Say how it was recovered", rows=3)

    def offer(self, case: Case) -> None:
        """What is still lost."""
        lost = {
            str(number): loss.what
            for number, loss in enumerate(case.facts.losses)
            if loss.recovered_at is None
        }
        self.loss.choices = forms.choices(lost)
        if len(lost) == 1 and not self.is_submitted():
            self.loss.data = next(iter(lost))

    def to_input(self, case: Case) -> record_recovered.RecordRecovered:
        """The action's input."""
        return record_recovered.RecordRecovered(int(self.loss.data), self.how.data or "")


def _clause(action: AnyAction, text: str) -> Clause:
    return clause(current_case(), action.name, action.clauses, text)


def _asked(case: Case) -> tuple[Fact, ...]:
    """Who was asked so far, and who has confirmed."""
    return tuple(
        Fact(
            f"{each.recipient}: asked {full(each.asked_at)}"
            + (f", confirmed {full(each.confirmed_at)}" if each.confirmed_at else "")
            + "."
        )
        for each in case.facts.deletions
    )


@blueprint.route("/ask-for-deletion", methods=BOTH)
@does(ask_for_deletion.ACTION)
def ask(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One recipient who was asked."""
    visit, case = current_visit(), current_case()
    form = AskForm(now=visit.now)
    form.offer(case)
    wording = Advice(
        "What to ask",
        "That they delete it everywhere, do not open, copy or pass it on, and write back that they "
        "have done so. If they passed it on: to whom.",
    )
    decision = Decision(
        question="Who was asked to delete it?",
        clause=_clause(ask_for_deletion.ACTION, DELETED),
        facts=_asked(case),
        advice=(wording,),
        leads_to={"When they have confirmed": "Record it: it stays in view until then."},
    )
    return decide(ask_for_deletion.ACTION, form, decision, done="Recorded: they were asked.")


@blueprint.route("/confirm-deletion", methods=BOTH)
@does(confirm_deletion.ACTION)
def confirm(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One recipient who has confirmed."""
    visit, case = current_visit(), current_case()
    form = ConfirmForm(now=visit.now)
    form.offer(case)
    decision = Decision(
        question="Who has confirmed that they deleted it?",
        clause=_clause(confirm_deletion.ACTION, DELETED),
        facts=_asked(case),
        leads_to={
            "When everybody has": "Say under ‘what was done to stop it’ that it is contained."
        },
    )
    return decide(confirm_deletion.ACTION, form, decision, done="The confirmation is recorded.")


@blueprint.route("/record-permanent-loss", methods=BOTH)
@does(record_permanent_loss.ACTION)
def lost(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Something is gone for good."""
    case = current_case()
    decision = Decision(
        question="Is something lost or destroyed for good?",
        clause=_clause(record_permanent_loss.ACTION, LOST),
        facts=basis.facts(case),
        leads_to={
            "If you record it": "It counts as an availability breach until somebody records that "
            "it was recovered after all."
        },
    )
    return decide(record_permanent_loss.ACTION, LossForm(), decision, done="The loss is recorded.")


@blueprint.route("/record-recovered", methods=BOTH)
@does(record_recovered.ACTION)
def recovered(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """It was found again."""
    case, form = current_case(), RecoveredForm()
    form.offer(case)
    decision = Decision(
        question="What was recovered after all?",
        clause=_clause(record_recovered.ACTION, LOST),
        facts=basis.facts(case),
        leads_to={"If you record it": "Loss and recovery both stay on the record."},
    )
    return decide(record_recovered.ACTION, form, decision, done="The recovery is recorded.")
