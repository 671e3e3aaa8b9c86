"""A notice as it is read out again afterwards, for the proof of who was told what."""

from __future__ import annotations

from portal.notices.text import Notice


def read_out(made: Notice) -> tuple[tuple[str, str], ...]:
    """The notice as (heading, text), part by part; a translation before the English."""
    first: tuple[tuple[str, str], ...] = ()
    if other := made.translation:
        parts = (f"{part.title}\n{part.text}".strip() for part in other.sections)
        first = ((other.language.own, _paragraphs(other.opening, *parts)),)
    return (
        *first,
        (made.title, _paragraphs(made.salutation, *made.opening)),
        *(
            (part.title, _paragraphs(part.text, "\n".join(f"– {each}" for each in part.points)))
            for part in made.sections
        ),
        ("Signed", _paragraphs(*made.closing, "\n".join(made.signature))),
    )


def _paragraphs(*pieces: str) -> str:
    return "\n\n".join(piece for piece in pieces if piece)
