"""The text of the notice: write, preview, ask others, say what one thinks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import request
from wtforms.validators import ValidationError

from portal.actions import ask_opinion, give_opinion, write_notice
from portal.notices.text import Notice, first_draft, notice
from portal.rules.addressees import AddresseeKind
from portal.rules.data_kinds import suggested
from portal.rules.envelope import About, Envelope
from portal.rules.notice_parts import NOTICE_PARTS, lacking, unwritten
from portal.rules.responsibilities import notice_consulted, notice_needs_agreement
from portal.typeset import unprintable
from portal.web.access import View, current_case, does, shows
from portal.web.acting import act
from portal.web.frame import render
from portal.web.notices.area import READERS, blueprint, href, listing, school_sender
from portal.web.parts import forms
from portal.web.parts.owed import listed
from tenants.roles import TITLES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from wtforms import Field

    from portal.notices.sender import Parts
    from portal.web.visiting import Case

REGULATOR, REGULATOR_PHONE = "Information Commissioner’s Office", "0303 123 1113"
KINDS = {
    "parent": (AddresseeKind.PARENT, "a parent"),
    "pupil": (AddresseeKind.PUPIL, "an older pupil"),
    "adult": (AddresseeKind.ADULT, "an adult"),
    "authority": (AddresseeKind.AUTHORITY, "an authority, for a child in care"),
}
INVENTED = {AddresseeKind.PARENT: "Alex Example", AddresseeKind.AUTHORITY: "Example Council"}
NOTICE = View("notice", "The notice, as each kind of reader will read it", READERS)


def _printable(_form: object, field: Field) -> None:
    """Name the characters that no letter could show, before the text is agreed."""
    if found := unprintable(field.data or ""):
        raise ValidationError(f"Take out what cannot be printed: {' '.join(found)}")


class PartsForm(forms.PortalForm):
    """One field for each of the nine parts, made below."""

    def to_input(self, _case: Case) -> write_notice.WriteNotice:
        """As the action takes it."""
        return write_notice.WriteNotice(
            tuple((part.key, self[part.key].data or "") for part in NOTICE_PARTS)
        )


for _part in NOTICE_PARTS:
    setattr(
        PartsForm,
        _part.key,
        forms.long_text(_part.title, hint=_part.ask, rows=4, checks=(_printable,)),
    )


class AskForm(forms.PortalForm):
    """Nothing but the wish."""

    def to_input(self, _case: Case) -> ask_opinion.AskOpinion:
        """As the action takes it."""
        return ask_opinion.AskOpinion()


class OpinionForm(forms.PortalForm):
    """Go, or back with comments."""

    agrees = forms.radios(
        "What do you think?",
        {"yes": "It can go out as it is", "no": "Send it back: something should change"},
        needed="Choose one of the two",
    )
    comment = forms.long_text("Comment", hint="Needed when you send it back.")

    def to_input(self, _case: Case) -> give_opinion.GiveOpinion:
        """As the action takes it."""
        return give_opinion.GiveOpinion(self.agrees.data == "yes", self.comment.data or "")


@blueprint.route("/write-notice", methods=["GET", "POST"])
@does(write_notice.ACTION)
def write(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The latest version, or what the record knows."""
    case = current_case()
    form = PartsForm(data=dict(_parts(case)))
    return act(
        write_notice.ACTION,
        form,
        "portal/notices/write.html",
        done="The notice is saved.",
        next_endpoint="portal_notices.show",
        title="Write the notice",
    )


@blueprint.get("/notice")
@shows(NOTICE)
def show(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A preview with an invented name; what is still missing."""
    case = current_case()
    reader = request.args.get("as", "parent")
    parts = _parts(case)
    return render(
        "portal/notices/preview.html",
        title="Preview of the notice",
        section=case.facts.reference,
        notice=preview(parts, reader),
        readers=tuple(
            (words, href("show", **{"as": key}), key == reader) for key, (_, words) in KINDS.items()
        ),
        version=len(case.facts.people.texts),
        lacking=tuple(one.title for one in lacking(parts)),
        unwritten=tuple(one.title for one in unwritten(parts)),
        back=href("people"),
    )


@blueprint.route("/ask-opinion", methods=["GET", "POST"])
@does(ask_opinion.ACTION)
def ask(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Who is asked, as the policy says."""
    case = current_case()
    names = listed(f"the {TITLES[role]}" for role in notice_consulted(case.policy, case.facts))
    agree = "must agree" if notice_needs_agreement(case.policy) else "are asked what they think"
    return act(
        ask_opinion.ACTION,
        AskForm(),
        "portal/notices/simple.html",
        done="They have been asked.",
        next_endpoint="portal_notices.people",
        title="Ask about the notice",
        lead=f"Under your policy {names or 'nobody'} {agree}. The safeguarding lead is asked to "
        "check the list against current records. At high risk you can send without waiting.",
        button_text="Ask them",
        back=href("people"),
    )


@blueprint.route("/give-opinion", methods=["GET", "POST"])
@does(give_opinion.ACTION)
def opinion(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The notice as each kind of reader will read it, and two answers."""
    parts = _parts(current_case())
    return act(
        give_opinion.ACTION,
        OpinionForm(),
        "portal/notices/opinion.html",
        done="Thank you. What you think is recorded.",
        title="What do you think of this notice?",
        readings=tuple((words, preview(parts, key)) for key, (_, words) in KINDS.items()),
    )


def preview(parts: Parts, reader: str) -> Notice:
    """The notice to an invented reader, about the kinds of data that most of the list have."""
    to, _ = KINDS.get(reader, KINDS["parent"])
    kinds = tuple(sorted(_kinds()))
    name = INVENTED.get(to, "Sam Example")
    about = (About("Sam Example", kinds),)
    return notice(parts, Envelope(UUID(int=0), to, name, about), school_sender())


def _parts(case: Case) -> Parts:
    texts = case.facts.people.texts
    if texts:
        return texts[-1].parts
    return first_draft(case.facts, _kinds(), school_sender(), REGULATOR, REGULATOR_PHONE)


def _kinds() -> frozenset[str]:
    """Kinds of data on the list; without a list, what the report seems to name."""
    found = frozenset(kind for one in listing().people.values() for kind in one.data_kinds)
    if found:
        return found
    return frozenset(kind.key for kind in suggested(current_case().facts.intake.what_data))
