"""What a copy of what is held about one person shows to whoever asks for it (UK GDPR Article 15).

It shows what is surely safe, and names to the school what it leaves out: that can be added by
somebody who has read it, and what was given away cannot be taken back. Nothing typed by staff is in
it, nobody who is barred, nothing of another child, and no address but the asker's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from portal.rules.risk.data_kinds import kinds
from portal.rules.telling.addressees import Addressee, AddresseeKind, Affected, Contact, PersonKind
from portal.rules.telling.addressees.sameness import address_key, email_key, name_key, phone_key
from portal.rules.telling.askers import Household, is_clear
from portal.rules.telling.envelope import Envelope
from portal.rules.telling.languages import LANGUAGES
from portal.rules.uk_time import day
from portal.rules.words import Answer

KINDS = {
    PersonKind.PUPIL: "a pupil",
    PersonKind.STAFF: "a member of staff",
    PersonKind.PARENT: "a parent or carer",
    PersonKind.GOVERNOR: "a governor",
    PersonKind.OTHER: "somebody else who has to do with the school",
}
OLD_ENOUGH = "From the age in the school’s policy, a pupil is written to themselves."
TOO_YOUNG = (
    "Below the age in the school’s policy, those who have parental responsibility or daily care "
    "are written to."
)
ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.NOT_SURE: "not recorded"}


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. `notices` are those that it shows, by id, as it shows them."""

    entry: tuple[tuple[str, str], ...]
    notices: Mapping[UUID, Envelope]
    left_out: tuple[str, ...]
    """For the school alone, a sentence each."""


def copied(
    person: Affected,
    asker_id: UUID,
    theirs: Household,
    letters: tuple[Addressee, ...],
    notices: Mapping[UUID, Envelope],
) -> Copy:
    """For the person, or for a contact of theirs, who `askers` says may have it.

    `letters` are to whom one would write about this person today, `notices` all that were made.
    """
    asker = next((one for one in person.contacts if one.id == asker_id), None)
    hidden = theirs.hidden or person.in_care
    shown = {
        one: seen
        for one, envelope in notices.items()
        if (seen := _seen(envelope, person, asker, theirs)) is not None
    }
    entry = [*_entry(person, asker, theirs, hidden=hidden)]
    if not hidden:
        entry += _written_to(person, asker, theirs, letters)
    return Copy(
        entry=tuple(entry),
        notices=shown,
        left_out=tuple(_left_out(person, asker, theirs, len(notices) - len(shown), hidden=hidden)),
    )


def _entry(
    person: Affected, asker: Contact | None, theirs: Household, *, hidden: bool
) -> Iterator[tuple[str, str]]:
    yield "Name", person.name
    if person.not_affected:
        yield "In the incident", "On the list, but turned out not to be affected"
    yield "To the school", KINDS[person.kind] + (", who has left" if person.left else "")
    if person.date_of_birth:
        yield "Date of birth", day(person.date_of_birth)
    if person.language in LANGUAGES:
        yield "Reads", LANGUAGES[person.language].name
    yield (
        "Kinds of information in the incident",
        "\n".join(kind.title for kind in kinds(person.data_kinds)),
    )
    if asker is not None:
        if not hidden:
            yield from _ways(person, "They are reached by", only=asker)
        yield "You are recorded as", asker.relationship or "a contact"
        yield "Your parental responsibility", ANSWERS[asker.responsibility]
        yield "Your daily care", ANSWERS[asker.daily_care]
        yield from _ways(asker, "You are reached by")
    elif not hidden:
        yield from _ways(person, "Reached by")
        clear = [one for one in person.contacts if is_clear(one, theirs)]
        if clear:
            yield (
                "Contacts",
                "\n".join(", ".join(filter(None, (one.name, one.relationship))) for one in clear),
            )


def _written_to(
    person: Affected, asker: Contact | None, theirs: Household, letters: tuple[Addressee, ...]
) -> Iterator[tuple[str, str]]:
    """Of those to whom one would write, those whom this asker may know of; and why, by the rule.

    What was decided for one person has reasons that somebody typed: they are left out.
    """
    known = {person.id, *(one.id for one in person.contacts if is_clear(one, theirs))}
    may = known if asker is None else {asker.id}
    names = [to.name for to in letters if to.id in may]
    if names:
        yield "We write about it to", "\n".join(names)
    if names and person.is_pupil and not person.override:
        themselves = any(to.id == person.id for to in letters)
        yield "Because", OLD_ENOUGH if themselves else TOO_YOUNG


def _ways(
    one: Affected | Contact, label: str, *, only: Contact | None = None
) -> Iterator[tuple[str, str]]:
    """Where somebody is reached; `only` where that is also where this contact is."""
    found = [
        " ".join(way.split())
        for field, key in (("email", email_key), ("phone", phone_key), ("address", address_key))
        if (way := getattr(one, field))
        and (only is None or (key(way) and key(way) == key(getattr(only, field))))
    ]
    if found:
        yield label, "\n".join(found)


def _seen(
    envelope: Envelope, person: Affected, asker: Contact | None, theirs: Household
) -> Envelope | None:
    """A notice as this asker sees it: about this person alone, and without where it went unless
    that is the asker's own. None: it is left out.
    """
    about = _about_alone(envelope, person)
    if about is None or envelope.to is AddresseeKind.AUTHORITY:
        return None
    seen = replace(about, email="", postal="")
    if envelope.to is not AddresseeKind.PARENT:
        if asker is not None:
            return None
        hidden = theirs.hidden or person.in_care
        return seen if hidden else about
    to = _contact(envelope, person)
    if asker is None:
        clear = to is not None and is_clear(to, theirs) and not theirs.hidden
        return seen if clear else None
    if to != asker:
        return None
    own_mail = email_key(envelope.email) == email_key(asker.email)
    own_home = address_key(envelope.postal) == address_key(asker.address)
    return replace(
        about,
        email=envelope.email if own_mail else "",
        postal=envelope.postal if own_home else "",
    )


def _about_alone(envelope: Envelope, person: Affected) -> Envelope | None:
    """A notice about brothers and sisters as one about this person; None where nobody can tell
    which of them this person was, as after another spelling of the name.
    """
    if len(envelope.about) == 1:
        return envelope
    named = [one for one in envelope.about if name_key(one.name) == name_key(person.name)]
    return replace(envelope, about=(named[0],)) if len(named) == 1 else None


def _contact(envelope: Envelope, person: Affected) -> Contact | None:
    """The contact to whom it went, where only one has that name."""
    named = [one for one in person.contacts if name_key(one.name) == name_key(envelope.name)]
    return named[0] if len(named) == 1 else None


def _left_out(
    person: Affected,
    asker: Contact | None,
    theirs: Household,
    notices: int,
    *,
    hidden: bool,
) -> Iterator[str]:
    if hidden:
        yield "Where they are reached, and through whom: it is kept from others."
    elif asker is not None:
        yield f"Where they are reached, unless {asker.name} is reached there too."
    if asker is not None and len(person.contacts) > 1:
        yield "All other contacts."
    elif asker is None and not all(is_clear(one, theirs) for one in person.contacts):
        yield "Contacts who are barred or not checked."
    if asker is None and person.contacts:
        yield "What is recorded of the contacts themselves, and where they are reached."
    if person.override or person.released or person.care_instruction or person.support:
        yield "What was decided for them alone, and the reasons typed for it."
    if notices:
        yield f"Notices about them to somebody else: {notices}."
    yield "The reasons for telling people or not: they are about everybody."
