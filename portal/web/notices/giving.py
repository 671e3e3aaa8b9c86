"""What to look at before anybody is given a copy of what is held about a person affected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.rules.telling.holding import hold_in_force
from portal.rules.words import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.telling.addressees import Affected
    from portal.web.visiting import Case

TERM = (
    "Answer within one month of the day on which the request came, in the holidays too. The month "
    "stands still only while you wait for proof of who is asking, or for what you need to know to "
    "find it. Where the request is complex, tell them within that month that you need up to two "
    "more (UK GDPR Article 12(3))."
)
_WHO = (
    "Be sure that whoever asks is who they say, and, where they ask for somebody else, that they "
    "may: in writing, from the person, or by what the law gives them."
)
_CHILD = (
    "The right is the child’s own. A child who understands it asks, or agrees in writing that a "
    "parent is given the copy: as a rule from 13, in Scotland from 12, earlier where they are "
    "competent. For a younger child somebody with parental responsibility asks. If this child "
    "understands more or less than that, record it first, under ‘Decide who is told, whatever the "
    "age’ on their page."
)
_LEAVE_OUT = (
    (
        "A parent whom a court order or the school’s records keep away is given nothing before the "
        "safeguarding lead has said so."
    ),
    (
        "Could it cause anybody serious harm? Then ask the safeguarding lead, and for health "
        "data a health professional; what would harm stays out (Data Protection Act 2018, "
        "Schedule 3)."
    ),
    (
        "Other people stay out, whoever reported it among them, unless they agree or it is "
        "reasonable without (Schedule 2, paragraph 16). What a lawyer advised stays out "
        "(paragraph 19)."
    ),
    (
        "Read the copy from the first word to the last before you give it, and hand it over in "
        "a way that nobody else opens."
    ),
)


def checks(case: Case, person: Affected) -> Iterator[str]:
    """In the order in which one would ask."""
    if hold_in_force(case.facts) is not None:
        yield (
            "Law enforcement advised to wait with telling people, and a copy tells them. Ask "
            "whoever advised it first (Schedule 2, paragraph 2)."
        )
    danger = case.facts.danger_check
    if case.facts.intake.danger is Answer.YES or (danger is not None and not danger.safe):
        yield "Somebody could be in danger because of this. Ask the safeguarding lead first."
    yield _WHO
    if person.is_pupil:
        yield _CHILD
    yield from _LEAVE_OUT
