"""How a notice travels, with the reason why that is safe enough (DBRP-5.16)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.errors import Undeliverable
from portal.notices.compose import usable
from portal.notices.letters import address_lines
from portal.rules.envelope import Envelope
from portal.rules.words import Channel


@dataclass(frozen=True, slots=True)
class Choice:
    """A channel and why it was taken; no channel when nobody can be reached."""

    channel: Channel | None
    reason: str


def choose(envelope: Envelope) -> Choice:
    """E-mail where there is a usable address, else a letter, else nobody is reached yet."""
    if usable(envelope.email.strip()):
        return Choice(
            Channel.EMAIL,
            "The quickest way. It names kinds of information only, and goes to one person.",
        )
    try:
        address_lines(envelope)
    except Undeliverable:
        return Choice(None, "There is neither an e-mail address nor a postal address to use.")
    return Choice(
        Channel.LETTER, "There is no e-mail address to use. It goes in a sealed envelope."
    )
