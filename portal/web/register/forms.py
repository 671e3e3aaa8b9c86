"""The headings that the record does not answer by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from portal.actions.complete_log import CompleteLog
from portal.actions.email_log import EmailLog
from portal.rules.ending.breach_log import BY_COMPLETING, LogSource
from portal.rules.facts import LogAnswer
from portal.web.parts import forms
from portal.web.parts.form import PortalForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.rules.ending.breach_log import LogLine
    from portal.web.visiting import Case

UNKNOWN = "_unknown"
LATER = "later"
"""Name of the button that saves without completing."""


class LogForm(PortalForm):
    """One text a heading, or 'not yet known'. The fields depend on what the record knows."""

    headings: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """To complete it, every required heading needs an answer: all that lack one are named."""
        fine = bool(super().validate(extra_validators))
        if LATER in request.form:
            return fine
        for key in self.required:
            if not self[key].data and not self[key + UNKNOWN].data:
                sentence = f"Answer ‘{self[key].label.text}’, or choose ‘not yet known’"
                self[key].errors = [*self[key].errors, sentence]
                fine = False
        return fine

    def to_input(self, _case: Case) -> CompleteLog:
        """Every heading that was asked, also one that was emptied again."""
        answers = tuple(
            LogAnswer(key, text, not_yet_known=bool(self[key + UNKNOWN].data) and not text)
            for key in self.headings
            for text in [self[key].data or ""]
        )
        return CompleteLog(answers, finish=LATER not in request.form)


def asked(lines: Sequence[LogLine]) -> tuple[LogLine, ...]:
    """What a person answers: the rest is the record's, or done by completing."""
    return tuple(
        line
        for line in lines
        if line.source is not LogSource.RECORD and line.key not in BY_COMPLETING
    )


def log_form(lines: Sequence[LogLine]) -> LogForm:
    """The form for these headings, with what was answered before."""
    fields: dict[str, object] = {
        "headings": tuple(line.key for line in lines),
        "required": tuple(line.key for line in lines if line.required),
    }
    known: dict[str, object] = {}
    for line in lines:
        label = line.label if line.required else f"{line.label} (if it applies)"
        fields[line.key] = forms.long_text(label, rows=3)
        fields[line.key + UNKNOWN] = forms.tick("This is not yet known")
        known[line.key] = "" if line.not_yet_known else line.text
        known[line.key + UNKNOWN] = line.not_yet_known
    return LogForm.with_fields(fields)(data=known)


LINK, ATTACHED = "link", "attached"


class EmailForm(PortalForm):
    """How the log reaches the DPO."""

    how = forms.radios(
        "How is it sent?",
        {LINK: "As a link", ATTACHED: "Attached, as a PDF"},
        hints={
            LINK: "The DPO signs in to read it, and always reads what is true by then.",
            ATTACHED: "Only to the DPO’s own mailbox. Whoever can open that mailbox can read the "
            "log, and it cannot be called back. Choose this if the DPO cannot sign in.",
        },
        needed="Choose how it is sent",
    )

    def offer(self, mailbox: str) -> None:
        """Without a named DPO there is no mailbox to send an attachment to."""
        if not mailbox:
            forms.keep(self.how, {LINK})

    def to_input(self, _case: Case) -> EmailLog:
        """The action's input."""
        return EmailLog(attach=self.how.data == ATTACHED)
