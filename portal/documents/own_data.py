"""What somebody gets who asks what is held about a person affected (UK GDPR Article 15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.documents.printed import Document, Item, Section, document_pdf
from portal.documents.telling import history
from portal.rules.uk_time import day
from tenants.regulator import COMPLAINTS, NAME

if TYPE_CHECKING:
    from portal.documents.telling import Told
    from portal.rules.telling.envelope import Sender

_WHY = (
    "Something went wrong with information that the school looks after. We keep this to find out "
    "what happened, to put it right, and to tell the people it is about. It comes from the "
    "school’s own records, and is kept as long as the school’s policy says."
)
_RIGHTS = (
    "You may ask us to correct what is wrong, to delete it, or to use it less, and you may object "
    "to what we do with it. If you are not content with our answer, tell us. You may also complain "
    f"to the {NAME} ({COMPLAINTS}), and go to court."
)


@dataclass(frozen=True, slots=True)
class OwnData:
    """What one copy says."""

    person: str
    reader: str
    for_themselves: bool
    """The reader is the person: a father and his son may bear one name."""
    reported_at: datetime
    decided: str
    """Whether people are told, in words; '' while nothing is decided."""
    entry: tuple[tuple[str, str], ...]
    notices: tuple[Told, ...]


def own_data_pdf(school: Sender, reference: str, data: OwnData, now: datetime) -> bytes:
    """For the one who asked, to take home: whose it is, what is held, what was sent, their rights.

    No other line of the incident is in it, nor its title, which somebody typed.
    """
    about = "you" if data.for_themselves else data.person
    dpo = " or ".join(way for way in (school.dpo_phone, school.dpo_email) if way)
    return document_pdf(
        Document(
            title=f"What we hold about {about}",
            school=school.school,
            reference=reference,
            version=f"Copy made for {data.reader}. Confidential.",
            made_at=now,
            summary=(("About", data.person), ("Made for", data.reader)),
            sections=(
                Section("On our list of the people affected", _items(data.entry)),
                Section(
                    "How it is told",
                    (
                        Item("The incident was reported", day(data.reported_at)),
                        Item("Whether people are told", data.decided, otherwise="Not decided yet"),
                        *(
                            Item(
                                f"To {each.name}, {each.how}",
                                history(each.attempts),
                                otherwise="Not sent",
                            )
                            for each in data.notices
                        ),
                    ),
                ),
                *(
                    Section(f"What {each.name} was told", _items(each.said))
                    for each in data.notices
                    if each.said
                ),
                Section(
                    "Why we hold it, and your rights",
                    (
                        Item("Why", _WHY),
                        Item("Your rights", _RIGHTS),
                        Item(
                            "Whom to ask", f"{school.dpo_name}, our data protection officer: {dpo}"
                        ),
                    ),
                ),
            ),
        )
    )


def _items(said: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    return tuple(Item(*each) for each in said)
