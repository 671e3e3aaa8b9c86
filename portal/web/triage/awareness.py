"""Whether it is a breach, and since when the school knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import ValidationError

from portal.actions import declare_aware, move_awareness, record_no_breach
from portal.rules.clock import REGULATOR_PERIOD, cautious_start
from portal.rules.responsibilities import trust_is_controller
from portal.rules.words import NoBreach
from portal.web.deciding import clause, due
from portal.web.parts import forms, when
from portal.web.parts.decision import Clause, Decision, Fact
from portal.web.triage import basis
from tenants.regulator import ICO

if TYPE_CHECKING:
    from wtforms import BooleanField, Field, RadioField

    from portal.rules.outcome import AnyAction
    from portal.web.visiting import Case, Visit

BREACH, NONE = "breach", "no_breach"
AWARE_LAW = Clause(
    "UK GDPR Article 33",
    "The school is aware once it is reasonably certain that personal data was compromised. It "
    f"tells the {ICO} without undue delay and, where feasible, within 72 hours from then, unless a "
    "risk to people is unlikely.",
)
INSTEAD: dict[str, str] = {
    NoBreach.NEAR_MISS: "A near miss: it nearly was one",
    NoBreach.WEAKNESS: "A weakness to learn from",
    NoBreach.MAINTENANCE: "Planned maintenance",
    NoBreach.MISTAKEN: "Reported by mistake",
    NoBreach.NOT_OURS: "Somebody else’s breach, not ours: they have been told",
}
PASSED_ON = "Where it is somebody else’s: say to whom you passed it on, and when."


def _because(*, needed: str | None = "Choose what it was instead") -> RadioField:
    return forms.radios("What was it instead?", INSTEAD, needed=needed)


def _as_planned() -> BooleanField:
    return forms.tick(
        "It was announced, was over when planned, and nothing was lost",
        hint="Only for planned maintenance. If it ran over or lost something, it was a breach.",
    )


class BreachForm(forms.PortalForm):
    """A breach since when, or none."""

    answer = forms.radios(
        "What do you find?",
        {BREACH: "It is a personal data breach", NONE: "It was no breach"},
        needed="Choose what you find",
    )
    aware_at = forms.moment(
        "Since when does the school know?",
        hint="When somebody acting for the school was reasonably certain. Filled in: when it was "
        "first noticed.",
        needed="Enter since when the school knows",
        below=("answer", BREACH),
        past=True,
    )
    why_later = forms.long_text(
        "What was not certain until then?",
        hint="Needed only if it is later than the moment filled in.",
        rows=3,
    )
    because = _because(needed=None)
    as_planned = _as_planned()
    reason = forms.long_text("Your reasons", needed="Give your reasons")

    def validate_because(self, field: Field) -> None:
        """What it was is asked where it was no breach."""
        if self.answer.data == NONE and not field.data:
            raise ValidationError("Choose what it was instead")

    def offer(self, case: Case) -> None:
        """Where a trust is the controller, what anybody acting for it knows counts."""
        if trust_is_controller(case.policy):
            self.aware_at.description = self.aware_at.description.replace(
                "for the school", "for the school or its trust"
            )

    def action(self) -> AnyAction:
        """The action chosen."""
        return record_no_breach.ACTION if self.answer.data == NONE else declare_aware.ACTION

    def to_input(self, case: Case) -> object:
        """What the chosen action takes."""
        reason = self.reason.data or ""
        if self.answer.data == NONE:
            because = NoBreach(self.because.data)
            return record_no_breach.RecordNoBreach(reason, because, as_planned=self.as_planned.data)
        assert self.aware_at.data is not None  # noqa: S101 - needed
        return declare_aware.DeclareAware(self.aware_at.data, reason, self.why_later.data or "")


class MoveForm(forms.PortalForm):
    """The right moment."""

    aware_at = forms.moment(
        "Since when does the school know?", needed="Enter since when the school knows", past=True
    )
    reason = forms.long_text("Why was it another moment?", needed="Give your reasons")

    def to_input(self, case: Case) -> move_awareness.MoveAwareness:
        """The action's input."""
        assert self.aware_at.data is not None  # noqa: S101 - needed
        return move_awareness.MoveAwareness(self.aware_at.data, self.reason.data or "")


class NoBreachForm(forms.PortalForm):
    """What it was instead, and why."""

    because = _because()
    as_planned = _as_planned()
    reason = forms.long_text(
        "How do you know that it was no breach?",
        hint=PASSED_ON,
        needed="Say how you know that it was no breach",
    )

    def to_input(self, case: Case) -> record_no_breach.RecordNoBreach:
        """The action's input."""
        return record_no_breach.RecordNoBreach(
            self.reason.data or "", NoBreach(self.because.data), as_planned=self.as_planned.data
        )


def clocks(case: Case) -> tuple[Fact, ...]:
    """When it began, and while nobody has declared awareness when 72 hours from then end."""
    start = cautious_start(case.facts)
    due_at = start + REGULATOR_PERIOD
    zone = when.zones_differ(start, due_at)
    lines = [Fact(f"First noticed or reported: {when.full(start, with_zone=zone)}.")]
    if case.facts.aware is None:
        lines.append(
            Fact(f"Counted cautiously from then, 72 hours end {when.full(due_at, with_zone=zone)}.")
        )
    return tuple(lines)


def establishing(visit: Visit, case: Case) -> Decision:
    """Ask whether it is a breach, and since when."""
    return Decision(
        question="Is it a personal data breach?",
        clause=clause(
            case,
            "establish_breach",
            declare_aware.ACTION.clauses,
            "It is investigated promptly whether personal data was compromised; from reasonable "
            "certainty on the school is aware.",
        ),
        law=AWARE_LAW,
        facts=(*basis.facts(case), *clocks(case)),
        missing=basis.missing(case),
        leads_to={
            "If it is a breach": "The 72 hours run from the moment you give. Risk, regulator and "
            "people affected are decided next.",
            "If it was none": "It stays in the register. Unless you are the DPO, the DPO looks at "
            "it, and the 72 hours go on until the DPO agrees.",
            "If you cannot tell yet": "Leave this page. The cautious clock goes on.",
        },
        due=due(visit, case, "establish_breach"),
    )


def moving(case: Case) -> Decision:
    """Ask for another moment."""
    declared = tuple(
        Fact(
            f"Declared by {basis.named(case, each.by)}: aware since "
            f"{when.full(each.aware_at)}. {each.reason}"
        )
        for each in case.facts.awareness
    )
    return Decision(
        question="Was the school aware at another moment?",
        clause=clause(
            case,
            "move_awareness",
            move_awareness.ACTION.clauses,
            "The school is aware once it is reasonably certain of a breach.",
        ),
        law=AWARE_LAW,
        facts=(*clocks(case), *declared),
        leads_to={
            "If you move it": "The 72 hours run from the new moment. Both moments stay in view, "
            f"and in what the {ICO} is told. A later one counts at once if you are the DPO, else "
            "once the DPO agrees."
        },
    )


def denying(case: Case) -> Decision:
    """Ask whether it was none."""
    return Decision(
        question="Was it no breach after all?",
        clause=clause(
            case,
            "record_no_breach",
            record_no_breach.ACTION.clauses,
            "What turns out to be no breach is kept as a near miss or a weakness to learn from.",
        ),
        facts=(*basis.facts(case), *clocks(case)),
        leads_to={
            "If you record it": "It stays in the register. Unless you are the DPO, the DPO looks "
            "at it, and the 72 hours go on until the DPO agrees."
        },
    )
