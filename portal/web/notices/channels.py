"""Channels in words."""

from __future__ import annotations

from portal.rules.words import Channel

BY = {Channel.EMAIL: "e-mail", Channel.LETTER: "letter", Channel.IN_PERSON: "word in person"}
