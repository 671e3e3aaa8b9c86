"""The versions of the text: each can be read again, with who wrote it and when it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import request

from portal.web.access import current_case
from portal.web.notices.area import href
from portal.web.parts.when import full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.rules.facts import NoticeText


class Version(NamedTuple):
    """One version in words, and the way to it."""

    words: str
    href: str
    is_shown: bool


def asked_for() -> NoticeText | None:
    """The version that the address names; None where it names none that there is."""
    number = request.args.get("version", "")
    texts = current_case().facts.people.texts
    found = (one for one in texts if number == str(one.version))
    return next(found, None)


def versions(shown: int) -> tuple[Version, ...]:
    """Every version, the latest first; nothing while there is only one."""
    case = current_case()
    texts = case.facts.people.texts if len(case.facts.people.texts) > 1 else ()
    return tuple(
        Version(
            f"Version {one.version}: {', '.join(_about(one))}",
            href("show", version=one.version),
            one.version == shown,
        )
        for one in reversed(texts)
    )


def _about(text: NoticeText) -> Iterator[str]:
    case = current_case()
    yield f"written by {case.roster.named(text.by)} on {full(text.at)}"
    if text.corrects:
        yield "a correction"
    for sending in case.facts.people.sendings:
        if sending.version == text.version:
            yield f"sent on {full(sending.at)}"
