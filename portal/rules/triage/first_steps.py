"""What helps first, by what went wrong (DBRP-5.5.4, 5.8): advice beside the containment steps.

A recipient is left alone while anybody could be in danger, whatever went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portal.rules.facts import Facts
from portal.rules.triage.containing import recipients_are_safe


@dataclass(frozen=True, slots=True)
class Steps:
    """What helps where one of these went wrong."""

    when: str
    """As a condition, for as long as nobody has said what went wrong."""
    sub_causes: frozenset[str]
    steps: tuple[str, ...]
    somebody_has_it: bool = False
    """Somebody outside has it, who may be asked to delete it."""


ASK: Final = (
    "Ask whoever has it to delete it or give it back, not to pass it on, and to confirm both in "
    "writing. Record whom you asked, and then that they have confirmed."
)
LEAVE_ALONE: Final = (
    "Do not contact whoever has it before the safeguarding lead says so: somebody could be in "
    "danger."
)
KEEP: Final = "Never delete evidence: messages, logs, the device itself."


def _steps(when: str, subs: str, *steps: str, has_it: bool = False) -> Steps:
    return Steps(when, frozenset(subs.split()), steps, somebody_has_it=has_it)


FIRST_STEPS: Final = (
    _steps(
        "it was sent to the wrong person",
        "wrong_recipient wrong_attachment not_redacted all_in_copy",
        "Recall the message if your system can, but do not rely on it. Do not send a second one to "
        "everybody: write to each recipient alone.",
        has_it=True,
    ),
    _steps(
        "a laptop, phone or memory stick is gone",
        "lost_device stolen_device",
        "Ask IT support to lock or wipe the device from a distance now, and to sign it out of "
        "every account. Then change the passwords that were stored on it.",
        "Find out whether it was encrypted and locked, and what was on it.",
    ),
    _steps(
        "something was stolen",
        "stolen_paper stolen_device",
        "Report the theft to the police, and write down the crime reference.",
    ),
    _steps(
        "paper is gone",
        "lost_paper stolen_paper thrown_away",
        "Go back over the way it went, and ring every place on it: transport, lost property, "
        "whoever was to get it. Have bins kept shut until somebody has looked.",
        "Write down what was on each page while somebody remembers, and whether there is a copy.",
    ),
    _steps(
        "it was published online or in a shared folder",
        "published",
        "Take it down now. Ask search engines to remove their copies.",
        "Find out from the logs or the provider since when it was there and who opened it.",
        has_it=True,
    ),
    _steps(
        "it was said to or in front of the wrong person",
        "verbal",
        "Write down who was there and what was said, while they remember.",
        has_it=True,
    ),
    _steps(
        "somebody got into an account",
        "phishing account_taken_over shared_password hacking deception",
        "Change the password from another device, sign the account out everywhere, and turn on "
        "two-step sign-in.",
        "Look for rules that forward or hide mail, and warn whoever had messages from the account. "
        "If money or bank details are involved, ring the bank now.",
    ),
    _steps(
        "systems were attacked",
        "ransomware virus weakness_used hacking",
        "Disconnect what is affected from the network, but do not switch it off. Change passwords "
        "from another device.",
        "Keep backups offline until IT support says that they are clean. Pay nobody.",
    ),
    _steps(
        "somebody could see or took what they should not",
        "rights_too_wide left_open curiosity taken_away passed_on",
        "Take the access away. Save the log of who looked before it is overwritten.",
        "Where it is about one of the staff, speak to the Headteacher before you speak to them.",
        has_it=True,
    ),
    _steps(
        "information is gone or cannot be used",
        "deleted destroyed storage_failed backup_failed software_failed fire flood power",
        "Use the disk or system no further, and ask IT support to restore it from a backup.",
        "Write down what is missing and from when to when it could not be used.",
    ),
    _steps(
        "a supplier’s service failed",
        "supplier_failed",
        "Ring the supplier. Ask what is affected, since when, and when it will be right. It must "
        "help you: ask it a question here, with a day for the answer.",
    ),
)


MOST_URGENT: Final = tuple(
    each
    for each in FIRST_STEPS
    if each.sub_causes & {"wrong_recipient", "lost_device", "published", "phishing", "virus"}
)
"""What cannot wait until somebody has said what went wrong."""


def first_steps(facts: Facts) -> tuple[str, ...]:
    """What to do, for what went wrong; as long as nobody has said, for what is most urgent."""
    return tuple(dict.fromkeys((*_of_recipients(facts), *_of_causes(facts), KEEP)))


def _of_recipients(facts: Facts) -> Iterator[str]:
    """First of all, whether whoever has it is asked."""
    known = _known(facts)
    if not known or any(each.somebody_has_it for each in known):
        yield ASK if recipients_are_safe(facts) else LEAVE_ALONE


def _of_causes(facts: Facts) -> Iterator[str]:
    known = _known(facts)
    for each in known or MOST_URGENT:
        for step in each.steps if known else each.steps[:1]:
            yield step if known else f"If {each.when}: {step[:1].lower()}{step[1:]}"


def _known(facts: Facts) -> tuple[Steps, ...]:
    """Those for the causes that were found; where systems are affected, theirs as well."""
    last = facts.classification
    found = set(last.sub_causes if last else ())
    if facts.intake.systems_affected:
        found.add("virus")
    return tuple(each for each in FIRST_STEPS if each.sub_causes & found)
