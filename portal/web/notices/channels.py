"""Channels in words."""

from __future__ import annotations

from portal.rules.words import Channel

BY = {Channel.EMAIL: "e-mail", Channel.LETTER: "letter", Channel.IN_PERSON: "word in person"}
WHY = {
    Channel.EMAIL: "The quickest way. It names kinds of information only, and goes to one person.",
    Channel.LETTER: "E-mail is not open: there is no address to use, or a message to it came back. "
    "It goes in a sealed envelope.",
    Channel.IN_PERSON: "The safeguarding lead or the authority wants it said face to face.",
}
"""Why each way is safe enough for what a notice says (DBRP-5.16)."""
