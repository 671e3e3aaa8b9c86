"""Put right what people were told: say what was wrong, and decide what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actions import put_right, record_wrong
from portal.rules.telling.putting_right import Mistake, decided, mistakes
from portal.web.access import current_case, does
from portal.web.acting import act
from portal.web.notices.area import blueprint
from portal.web.parts import forms

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import Facts
    from portal.web.visiting import Case

NONE_AFTER_ALL = "People were told of a breach, and afterwards it was found that there was none."


class WrongForm(forms.PortalForm):
    """What was wrong."""

    what = forms.long_text(
        "What were people told wrongly, and what is right?",
        hint="Name nobody.",
        needed="Say what was wrong, and what is right",
    )

    def to_input(self, _case: Case) -> record_wrong.RecordWrong:
        """As the action takes it."""
        return record_wrong.RecordWrong(self.what.data or "")


class PutRightForm(forms.PortalForm):
    """A corrected notice, another way, or none."""

    corrected = forms.radios(
        "What do you decide?",
        {
            "sending": "Send a corrected notice to everybody who had the wrong one",
            "yes": "It has been corrected in another way already",
            "no": "No correction is needed",
        },
        hints={
            "sending": "You write it next, as another version that says it corrects; then it is "
            "checked and sent like the first one. Whoever was told in person or by phone is then "
            "‘to resolve’: somebody tells them again."
        },
        needed="Choose what you decide",
    )
    note = forms.long_text(
        "What is put right and how, or why not?", needed="Say what is put right, or why not"
    )

    def to_input(self, _case: Case) -> put_right.PutRightSaid:
        """As the action takes it."""
        chosen = self.corrected.data
        return put_right.PutRightSaid(
            chosen != "no", self.note.data or "", sending=chosen == "sending"
        )


@blueprint.route("/record-wrong", methods=["GET", "POST"])
@does(record_wrong.ACTION)
def wrong(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Something in a notice was not so."""
    return act(
        record_wrong.ACTION,
        WrongForm(),
        "portal/notices/simple.html",
        done="It is recorded. The DPO decides how it is put right.",
        title="People were told something wrong",
        lead="For when something in a notice that went out turns out not to be so. It must not "
        "stand: the DPO corrects it, or says why that is not needed.",
    )


@blueprint.route("/put-right", methods=["GET", "POST"])
@does(put_right.ACTION)
def correct(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Tell them so, or say why not; told publicly or by word alone, no notice can correct it."""
    form = PutRightForm()
    if not current_case().facts.people.sendings:
        forms.keep(form.corrected, ("yes", "no"))
    return act(
        put_right.ACTION,
        form,
        "portal/notices/simple.html",
        done="It is recorded.",
        title="Put right what people were told",
        lead=_lead(current_case().facts),
    )


def _lead(facts: Facts) -> str:
    """Everything that was wrong and nobody has decided about: one answer is for all of it."""
    wrong = [one for one in mistakes(facts) if decided(facts, one) is None]
    found = [_wrong(facts, one) for one in wrong]
    whole = " What you choose is for all of this." if wrong[1:] else ""
    return " ".join((*found, f"Tell people so, or say why not.{whole}"))


def _wrong(facts: Facts, one: Mistake) -> str:
    if not one.subject:
        return NONE_AFTER_ALL
    return f"Found wrong: {facts.people.found_wrong[one.occurrence - 1].what.rstrip('.')}."
