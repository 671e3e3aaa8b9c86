"""What can go wrong, in words for the person in front of the page."""

from __future__ import annotations

from collections.abc import Iterable


class PortalError(Exception):
    """Base of the portal's own errors. `str()` of one never holds personal data."""


class Refused(PortalError):
    """A rule says no. The sentence is shown beside `field`, or at the top when it is None.

    `also`: what is refused besides, each beside its own field.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.also: tuple[Refused, ...] = ()


def refuse_all(refusals: Iterable[Refused]) -> None:
    """Raise these as one, so that nobody learns of them one by one; where there is none, go on."""
    found = tuple(refusals)
    if found:
        found[0].also = found[1:]
        raise found[0]


class NotFound(PortalError):
    """Nothing of that id in this scope: another school's incident is a 404."""


class NotAllowed(PortalError):
    """The person may see the incident but may not do this."""


class Stale(Refused):
    """Somebody else has changed the incident meanwhile so that this is no longer possible."""


class ScannerAway(PortalError):
    """The virus scanner gave no verdict; it is asked again later."""


class Undeliverable(PortalError):
    """This cannot be made for whom it is for: a person affected then becomes unresolved.

    The sentence says why without saying who: it is shown and stored.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
