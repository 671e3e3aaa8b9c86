"""A decision's form that brings a file: it is kept as evidence in the decision's own commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portal.actions import add_evidence
from portal.desk.perform import Deed, Step
from portal.rules.investigation.evidence import same_as
from portal.web import uploads
from portal.web.parts import forms
from portal.web.parts.resting import RestingForm

if TYPE_CHECKING:
    from uuid import UUID

    from flask_wtf.file import MultipleFileField

    from portal.errors import Refused
    from portal.host import Services
    from portal.rules.facts import Facts

CHOOSE_AGAIN = "Choose the file again: something else has to be put right first"


def a_file(what: str) -> MultipleFileField:
    """'The ICO’s letter': asked for, never needed."""
    return forms.files(
        f"{what}, as a file (optional)",
        hint="It becomes evidence of this incident. Pictures, PDF, documents or e-mails (.eml).",
        accept=uploads.ACCEPT,
    )


class AskingAgain(forms.PortalForm):
    """A form with files, of which nobody thinks that they are kept when the page comes back."""

    files: MultipleFileField

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A browser sends a file once: where anything else is wrong, it is asked for again."""
        fine = bool(super().validate(*args, **kwargs))
        if not fine:
            self._choose_again()
        return fine

    def refuse(self, refused: Refused) -> None:
        """The same for what the rules refuse."""
        super().refuse(refused)
        self._choose_again()

    def _chosen(self) -> bool:
        return any(each.filename for each in self.files.data or ())

    def _choose_again(self) -> None:
        if self._chosen() and not self.files.errors:
            self.files.errors = [CHOOSE_AGAIN]


class BringingForm(AskingAgain, RestingForm):
    """The decision rests on what is brought, and on what was chosen among the evidence; `files` is
    made by `a_file`, which says what is asked for.
    """

    shows: ClassVar[str]
    """What the file shows, as the evidence says it."""

    def brought(
        self, services: Services, facts: Facts, deed: Deed
    ) -> tuple[tuple[UUID, ...], tuple[Step, ...]]:
        """What the decision rests on besides, and the step before it that keeps what is new."""
        if not self._chosen():
            return (), ()
        taken = uploads.evidence(services, self.files.data, self.shows)
        kept = [same_as(facts, each.sha256) for each in taken.files]
        fresh = [at for at, known in enumerate(kept) if known is None]
        said = add_evidence.AddEvidence(
            files=tuple(taken.files[at] for at in fresh),
            note=taken.note,
            contents=tuple(taken.contents[at] for at in fresh),
        )
        ids = tuple(
            known.id if known else new.id for known, new in zip(kept, taken.files, strict=True)
        )
        step = Step(
            add_evidence.ACTION,
            Deed(deed.school_id, deed.by, deed.incident_id, seen=deed.seen),
            lambda _before: said,
        )
        return ids, (step,) if fresh else ()
