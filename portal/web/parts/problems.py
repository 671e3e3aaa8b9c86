"""The error pages: what went wrong and what to do, without naming anything of anybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One error page."""

    title: str
    sentences: tuple[str, ...]


EXPIRED = 400
_LOST = "Nothing you saved before has been lost."
_AGAIN = "Try again in a few minutes. If it is urgent, do not wait: ring the school."
PROBLEMS = {
    EXPIRED: Problem(
        "This page has expired",
        (
            "It was open for too long, or what it sent did not arrive whole. Nothing was done.",
            (
                "Go back: your browser usually still has what you typed. Copy it, load the page "
                "again and send it once more."
            ),
        ),
    ),
    401: Problem("Sign in first", ("You are not signed in, or have been signed out.",)),
    403: Problem(
        "This step is not yours to take",
        (
            "Your role does not allow it, somebody else has it now, or the incident concerns you.",
            "If you think it should, ask the school’s data protection officer.",
        ),
    ),
    404: Problem(
        "Page not found",
        (
            "If you typed or pasted the address, check that it is complete.",
            "You may not be allowed to see this page; then it looks as if it were not there.",
        ),
    ),
    405: Problem("That cannot be done here", ("Nothing was done. Go back and try again.",)),
    409: Problem(
        "Somebody else was quicker",
        ("This has been changed since you opened it. Go back and look at it again.", _LOST),
    ),
    410: Problem("This has gone", ("The link was valid for a time only, or has been used.",)),
    413: Problem(
        "That is too much at once",
        (
            "Nothing of it was kept. Go back: your browser usually still has what you typed.",
            "Send it in several steps. Put a long text or list into a file, and send that.",
        ),
    ),
    429: Problem(
        "Too many tries",
        (
            "Wait a few minutes and try again.",
            "If it is urgent, do not wait: ring the school.",
        ),
    ),
    500: Problem(
        "Sorry, something went wrong",
        (
            "The fault is ours and has been recorded.",
            _LOST,
            _AGAIN,
        ),
    ),
    503: Problem(
        "Sorry, the portal is not available",
        (
            _LOST,
            _AGAIN,
        ),
    ),
}


def expired_while_typing() -> Problem:
    """The page has expired, and gives back what was typed."""
    what = PROBLEMS[EXPIRED]
    return Problem(
        what.title,
        (
            what.sentences[0],
            "Open it again, sign in if you are asked to, and send what you typed once more.",
        ),
    )


MEGABYTE = 1024 * 1024


def too_large(most_bytes: int) -> Problem:
    """More came than one request may carry: `most_bytes`, all its files together."""
    most = f"{most_bytes // MEGABYTE} MB"
    return Problem(
        f"That is more than {most}",
        (
            f"{most} can be sent at once, all files together. Nothing of it was kept.",
            "Go back: your browser usually still has what you typed. Send the files one by one.",
            "If one file alone is that large, make it smaller, or hand it over in another way.",
        ),
    )


def problem(code: int) -> Problem:
    """The words for an HTTP status; an unknown one is worded like its family's first."""
    if code in PROBLEMS:
        return PROBLEMS[code]
    return PROBLEMS[400 if code < 500 else 500]  # noqa: PLR2004 (the families of statuses)
