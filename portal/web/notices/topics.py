"""What can be settled about one person: for each topic its form, its words, and whom it fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.rules.telling.addressees import Affected
from portal.web.notices.topic_forms import (
    AddressForm,
    AffectedForm,
    BirthForm,
    CapacityForm,
    CareForm,
    CareSaidForm,
    DeathForm,
    LivesForm,
    NotAffectedForm,
    ParentsForm,
    SupportForm,
    TopicForm,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to settle."""

    title: str
    lead: str
    form: type[TopicForm]
    fits: Callable[[Affected], bool] = lambda _person: True
    safeguarding: bool = False
    """For the safeguarding lead and deputy alone."""


TOPICS = {
    "birth": Topic(
        "Enter the date of birth",
        "Take it from the school’s record. It decides who is told.",
        BirthForm,
        lambda person: person.is_pupil and person.date_of_birth is None,
    ),
    "address": Topic(
        "Confirm the address",
        "They have left the school. Nobody writes to them until the address is confirmed.",
        AddressForm,
        lambda person: person.left and not person.left_address_confirmed,
    ),
    "support": Topic(
        "Say how the pupil is told",
        "Sensitive information is involved. Only the safeguarding lead says how a pupil learns of "
        "it, and who is beside them.",
        SupportForm,
        lambda person: person.is_pupil,
        safeguarding=True,
    ),
    "care": Topic(
        "Say who answers for a child in care",
        "The authority is told first. Nobody else is told until it has said who, and how.",
        CareForm,
        lambda person: person.is_pupil,
    ),
    "care-said": Topic(
        "Record what the authority said",
        "Whom it wants told besides itself.",
        CareSaidForm,
        lambda person: person.in_care,
    ),
    "capacity": Topic(
        "Decide who is told, whatever the age",
        "Where a pupil understands their rights earlier, or needs somebody to speak for them. Your "
        "name and reason go on the record. Bars on people and addresses still hold.",
        CapacityForm,
    ),
    "parents": Topic(
        "Decide about the parents of this pupil",
        "For this pupil alone; it counts before what was decided for all.",
        ParentsForm,
        lambda person: person.is_pupil,
    ),
    "not-affected": Topic(
        "Record that they are not affected",
        "Their information turned out not to be part of this. Nobody is written to about them, and "
        "they do not count. Whoever has been told already stays told: tell them the news yourself.",
        NotAffectedForm,
        lambda person: not person.not_affected,
    ),
    "affected": Topic(
        "Record that they are affected after all",
        "Who is told is worked out as before.",
        AffectedForm,
        lambda person: person.not_affected,
    ),
    "death": Topic(
        "Record that they have died",
        "Nobody is written to. The Headteacher and DPO decide whether to tell anybody in person.",
        DeathForm,
        lambda person: not person.deceased,
    ),
    "lives": Topic(
        "Record that they have not died",
        "For a death that was recorded by mistake. Who is told is worked out as before.",
        LivesForm,
        lambda person: person.deceased,
    ),
}
"""By the last part of the address."""
