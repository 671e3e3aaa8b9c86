"""The first words of a notice: what the record knows, for a person to rewrite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from portal.notices.text import Parts, contact
from portal.rules.clock import cautious_start
from portal.rules.facts import Facts
from portal.rules.plain_text import clean
from portal.rules.reporting.intake import occurred
from portal.rules.telling.envelope import Sender
from portal.rules.telling.notice_parts import NOTICE_PARTS
from portal.rules.triage.containing import done
from portal.rules.uk_time import day


def first_draft(facts: Facts, data_kinds: Iterable[str], sender: Sender, regulator: str) -> Parts:
    """The nine parts as far as the record knows them, for a person to rewrite.

    It reads right for a parent and for the person themself: `notice` adds what differs. `regulator`
    is its name and where it is reached. What was reported in somebody's own words is not copied: it
    may name people. What it says of complaints is Data Protection Act 2018 section 164A.
    """
    found = f"We found out on {day(cautious_start(facts))}." if facts.aware else ""
    said = clean(occurred(facts)).rstrip(".")
    happened = f"{said[0].upper()}{said[1:]}." if said else ""
    known = {
        "when": " ".join(text for text in (happened, found) if text),
        "what_data": "These kinds of information were involved:" if tuple(data_kinds) else "",
        "done": "\n\n".join(clean(what, lines=True) for what in done(facts)),
        "doing_next": "\n\n".join(clean(action.what, lines=True) for action in facts.improvements),
        "protect_yourself": "If anybody speaks or writes to you about this, please tell us.",
        "contact": contact(replace(sender, stand_in_name=""), ""),
        "complain": (
            "If you are not happy with how we have dealt with this, please write to us. We will "
            "tell you within 30 days that we have your complaint, and what comes of it as soon as "
            f"we can. You can also complain to the {regulator}."
        ),
    }
    return tuple((part.key, known.get(part.key, "")) for part in NOTICE_PARTS)
