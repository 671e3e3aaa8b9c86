"""From a row of the list to a person affected, as the addressees are worked out from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from portal.notices.people_list.model import ImportedContact, ImportedPerson
from portal.rules.telling.addressees import Affected, Contact, Named
from portal.rules.telling.addressees.sameness import spelling
from portal.rules.telling.people_list import Imported

_OF_AN_AUTHORITY = ("social worker", "social services", "local authority", "children's services")
_OF_A_FAMILY = ("foster", "carer", "guardian", "parent", "mother", "father", "aunt", "uncle")


def identity(person: ImportedPerson) -> str:
    """What makes two rows the same person: the UPN or the school's number, else name and birth."""
    if person.pupil_id:
        return f"id:{person.pupil_id.casefold()}"
    return named(person.surname, person.forename, person.date_of_birth)


def named(surname: str, forename: str, born: date | None) -> str:
    """Somebody by name and date of birth, however they are typed."""
    day = born.isoformat() if born else ""
    return f"name:{spelling(surname)}|{spelling(forename)}|{day}"


def to_import(
    people: Sequence[ImportedPerson],
    incident_id: UUID,
    hashed: Callable[[Sequence[str]], Sequence[bytes]],
    new_id: Callable[[], UUID],
    kinds: frozenset[str] = frozenset(),
) -> tuple[Imported, ...]:
    """The people as the list takes them: matched by keyed hashes, made by `hashed`, alone.

    `kinds` of data got out about those of whom the list does not say it. Hashes of one incident
    say nothing of another.
    """
    texts = [f"{incident_id}:{text}" for person in people for text in _texts(person)]
    hashes = iter(hashed(texts))
    return tuple(
        Imported(
            match=next(hashes),
            named=next(hashes),
            unborn=next(hashes),
            person=one if one.data_kinds else replace(one, data_kinds=kinds),
        )
        for one in all_affected(people, new_id)
    )


def _texts(person: ImportedPerson) -> tuple[str, str, str]:
    whole = named(person.surname, person.forename, person.date_of_birth)
    return identity(person), whole, named(person.surname, person.forename, None)


def affected(person: ImportedPerson, new_id: Callable[[], UUID]) -> Affected:
    """The person affected, with a new id for them and for each contact.

    Nobody is cleared by an import: every contact has still to be checked against the school's
    record. A social worker is the authority of a child in care, and no contact; somebody barred
    never is, nor a foster carer whom the local authority employs. The UPN and the reason for
    holding back stay behind.
    """
    of_authority = [contact for contact in person.contacts if _is_authority(contact)]
    worker = of_authority[0] if person.in_care and of_authority else None
    return Affected(
        id=new_id(),
        name=f"{person.forename} {person.surname}",
        kind=person.kind,
        date_of_birth=person.date_of_birth,
        left=person.left,
        deceased=person.deceased,
        held_back=bool(person.held_back),
        in_care=person.in_care,
        authority=_named(worker) if worker else None,
        email=person.email,
        phone=person.phone,
        address=person.address,
        language=person.language,
        contacts=tuple(
            _contact(contact, new_id())
            for contact in person.contacts
            if contact not in of_authority
        ),
        data_kinds=frozenset(person.data_kinds),
    )


def all_affected(
    people: Sequence[ImportedPerson], new_id: Callable[[], UUID]
) -> tuple[Affected, ...]:
    """The people of a sheet, with ids in the order of its rows, as far as ids have an order."""
    own = sorted(new_id() for _ in people)
    return tuple(
        replace(affected(person, new_id), id=ident)
        for person, ident in zip(people, own, strict=True)
    )


def _is_authority(contact: ImportedContact) -> bool:
    said = contact.relationship.casefold().replace("’", "'")
    of_family = any(word in said for word in _OF_A_FAMILY)
    return not (of_family or contact.barred) and any(role in said for role in _OF_AN_AUTHORITY)


def _named(contact: ImportedContact) -> Named:
    return Named(contact.name, contact.email, contact.phone, contact.address)


def _contact(contact: ImportedContact, id_: UUID) -> Contact:
    return Contact(
        id=id_,
        name=contact.name,
        relationship=contact.relationship,
        responsibility=contact.parental_responsibility,
        daily_care=contact.daily_care,
        barred=contact.barred,
        email=contact.email,
        phone=contact.phone,
        address=contact.address,
        order=contact.order,
        language=contact.language,
    )
