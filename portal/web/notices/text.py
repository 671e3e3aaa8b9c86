"""The text of the notice: write, preview, ask others, say what one thinks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import request
from wtforms.validators import ValidationError

from portal.actions import add_wording, ask_opinion, give_opinion, put_right, write_notice
from portal.notices.draft import first_draft
from portal.notices.text import Notice, notice
from portal.regulators.versions import in_use
from portal.rules.facts import NoticeText
from portal.rules.responsibilities import notice_consulted, notice_needs_agreement
from portal.rules.risk.data_kinds import suggested
from portal.rules.telling.addressees import AddresseeKind
from portal.rules.telling.agreeing import unanswered
from portal.rules.telling.envelope import About, Envelope
from portal.rules.telling.languages import LANGUAGES
from portal.rules.telling.notice_parts import NOTICE_PARTS, lacking, unwritten
from portal.rules.telling.putting_right import correcting, to_put_right
from portal.rules.telling.reading_age import EASY, reading_age
from portal.typeset import unprintable
from portal.web.access import View, current_case, current_visit, does, shows
from portal.web.acting import act
from portal.web.frame import render
from portal.web.notices.area import READERS, blueprint, href, listing, school_sender
from portal.web.notices.versions import asked_for, versions
from portal.web.offering import link, links
from portal.web.parts import forms
from portal.web.parts.owed import listed
from tenants.roles import in_sentence

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from wtforms import Field

    from portal.rules.facts import Facts
    from portal.web.visiting import Case

KINDS = {
    "parent": (AddresseeKind.PARENT, "a parent"),
    "pupil": (AddresseeKind.PUPIL, "an older pupil"),
    "adult": (AddresseeKind.ADULT, "an adult"),
    "authority": (AddresseeKind.AUTHORITY, "an authority, for a child in care"),
}
INVENTED = {AddresseeKind.PARENT: "Alex Example", AddresseeKind.AUTHORITY: "Example Council"}
NOTICE = View("notice", "The notice, as each kind of reader will read it", READERS)


def called(language: str) -> str:
    """What a wording is called on pages."""
    return LANGUAGES[language].name if language in LANGUAGES else "the words for pupils"


def printable(_form: object, field: Field) -> None:
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
        forms.long_text(_part.title, hint=_part.ask, rows=4, checks=(printable,)),
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
    form = PartsForm(data=dict(_text(case).parts))
    return act(
        write_notice.ACTION,
        form,
        "portal/notices/write.html",
        done="The notice is saved.",
        next_endpoint="portal_notices.show",
        title="Write the notice",
        said_before=_said_before(case.facts),
        first=link(put_right.ACTION),
    )


def _said_before(facts: Facts) -> str:
    """Whom this text is for, where something that people were told is not so."""
    if correcting(facts) is not None:
        return (
            "This is the correction. It goes to everybody who was told, begins by saying that we "
            "wrote before, and takes the place of that notice. Say what was wrong and what is so."
        )
    if to_put_right(facts):
        return (
            "Something that people were told is not so, and it is not decided yet how it is put "
            "right. What you write now goes only to those who have not been told."
        )
    return ""


@blueprint.get("/notice")
@shows(NOTICE)
def show(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """A preview with an invented name; what is still missing."""
    case = current_case()
    reader = request.args.get("as", "parent")
    text = asked_for() or _text(case)
    return render(
        "portal/notices/preview.html",
        title="Preview of the notice",
        section=case.facts.reference,
        notice=preview(text, reader),
        readers=tuple(
            (words, href("show", **{"as": key}, version=text.version), key == reader)
            for key, words in readers(text).items()
        ),
        version=text.version,
        versions=versions(text.version),
        lacking=tuple(one.title for one in lacking(text.parts)),
        unwritten=tuple(one.title for one in unwritten(text.parts)),
        outdated=tuple(called(each.language) for each in text.wordings if each.outdated),
        reading_age=reading_age("\n".join(said for _, said in text.parts)),
        easy=EASY,
        links=links(write_notice.ACTION, add_wording.ACTION, ask_opinion.ACTION),
        back=href("people"),
    )


@blueprint.route("/ask-opinion", methods=["GET", "POST"])
@does(ask_opinion.ACTION)
def ask(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """Who is asked, as the policy says."""
    case = current_case()
    asked = notice_consulted(case.policy, case.facts)
    names = listed(f"the {in_sentence(role)}" for role in asked)
    asks = "is asked what they think" if len(asked) == 1 else "are asked what they think"
    agree = "must agree" if notice_needs_agreement(case.policy) else asks
    return act(
        ask_opinion.ACTION,
        AskForm(),
        "portal/notices/simple.html",
        done="They have been asked.",
        next_endpoint="portal_notices.people",
        title="Ask about the notice",
        lead=f"{_asked_before(case)}Under your policy {names or 'nobody'} {agree}. The "
        "safeguarding lead is asked to check the list against current records. If the text or who "
        "is told changes afterwards, you ask again. At high risk you can send without waiting.",
        button_text="Ask them",
        back=href("people"),
    )


def _asked_before(case: Case) -> str:
    """What has changed since they were asked, if they were."""
    changed = unanswered(case.facts, case.policy) if case.facts.people.times_asked else ()
    return f"{' '.join(changed)} " if changed else ""


@blueprint.route("/give-opinion", methods=["GET", "POST"])
@does(give_opinion.ACTION)
def opinion(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """The notice as each kind of reader will read it, and two answers."""
    text = _text(current_case())
    return act(
        give_opinion.ACTION,
        OpinionForm(),
        "portal/notices/opinion.html",
        done="Thank you. What you think is recorded.",
        title="What do you think of this notice?",
        readings=tuple((words, preview(text, key)) for key, words in readers(text).items()),
    )


def preview(text: NoticeText, reader: str) -> Notice:
    """The notice to an invented reader, about the kinds of data that most of the list have.

    `reader` is a kind of reader, or the tag of a language that a parent prefers.
    """
    to, _ = KINDS.get(reader, KINDS["parent"])
    name = INVENTED.get(to, "Sam Example")
    about = (About("Sam Example", tuple(sorted(kinds_involved()))),)
    language = reader if reader in LANGUAGES else ""
    is_asked = to is AddresseeKind.AUTHORITY
    envelope = Envelope(UUID(int=0), to, name, about, language=language, asks=is_asked)
    return notice(text, envelope, school_sender())


def readers(text: NoticeText) -> dict[str, str]:
    """Everybody as whom the notice can be previewed: kinds of readers, then languages."""
    languages = (each.language for each in text.wordings if not each.outdated)
    return {key: words for key, (_, words) in KINDS.items()} | {
        tag: f"a parent who prefers {LANGUAGES[tag].name}" for tag in languages if tag in LANGUAGES
    }


def _text(case: Case) -> NoticeText:
    """The latest version, or what the record knows; a correction begins with what it corrects."""
    texts = case.facts.people.texts
    if texts:
        return texts[-1]
    visit = current_visit()
    regulator = in_use(visit.services.settings).regulator
    reached = f"{regulator.name} on {regulator.phone} or at {regulator.website}"
    draft = first_draft(case.facts, kinds_involved(), school_sender(), reached)
    return NoticeText(0, draft, case.actor.known(), visit.now)


def kinds_involved() -> frozenset[str]:
    """Kinds of data on the list; without a list, what the report seems to name."""
    found = frozenset(kind for one in listing().people.values() for kind in one.data_kinds)
    if found:
        return found
    return frozenset(kind.key for kind in suggested(current_case().facts.intake.what_data))
