"""Translations of the notice, and plainer words for pupils who read it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, request

from portal.actions import add_wording
from portal.rules.telling.languages import LANGUAGES
from portal.rules.telling.notice_parts import FOR_PUPILS, NOTICE_PARTS, OPENING
from portal.web.access import current_case, does
from portal.web.acting import act
from portal.web.notices.area import blueprint, href
from portal.web.notices.text import printable
from portal.web.parts import forms

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from portal.rules.facts import NoticeText
    from portal.web.visiting import Case

IN = {FOR_PUPILS: "Plain English, for pupils who are written to themselves"} | {
    tag: f"{language.name} ({language.own})" for tag, language in LANGUAGES.items()
}


class WordingForm(forms.PortalForm):
    """The language, the first sentences, and one field for each part, made below."""

    language = forms.select("For whom?", IN, needed="Choose for whom")
    opening = forms.long_text(
        "First sentences",
        hint="Say that something went wrong with information the school holds, and that you are "
        "sorry.",
        rows=3,
        checks=(printable,),
        dir="auto",  # Urdu and Arabic begin on the right
    )

    def to_input(self, _case: Case) -> add_wording.AddWording:
        """As the action takes it."""
        keys = (OPENING, *(part.key for part in NOTICE_PARTS))
        return add_wording.AddWording(
            self.language.data, tuple((key, self[key].data or "") for key in keys)
        )


for _part in NOTICE_PARTS:
    _words = forms.long_text(_part.title, rows=3, checks=(printable,), dir="auto")
    setattr(WordingForm, _part.key, _words)


@blueprint.route("/add-wording", methods=["GET", "POST"])
@does(add_wording.ACTION)
def wording(slug: str, incident_id: UUID) -> ResponseReturnValue:
    """One language at a time; what is there already can be changed."""
    texts = current_case().facts.people.texts
    asked = request.args.get("language", "")
    form = WordingForm(data=_known(texts[-1], asked) if texts else {})
    reply = act(
        add_wording.ACTION,
        form,
        "portal/notices/wording.html",
        done="Saved. This is how it will be read. Let somebody who speaks the language check it.",
        title="Add a translation or words for pupils",
        english=texts[-1].parts if texts else (),
        titles={part.key: part.title for part in NOTICE_PARTS},
    )
    if isinstance(reply, Response):  # gone on to the preview; a page to look at is a pair
        reader = form.language.data if form.language.data in LANGUAGES else "pupil"
        return redirect(href("show", **{"as": reader}), 303)
    return reply


def _known(text: NoticeText, language: str) -> dict[str, str]:
    """What was written in this language before."""
    found = (each for each in text.wordings if each.language == language)
    parts = next((dict(each.parts) for each in found), {})
    return {"language": language} | parts if language in IN else {}
