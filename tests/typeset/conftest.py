"""A notice and its people, as the tests of notices know them."""

from tests.notices.conftest import envelope, sender, words

__all__ = ["envelope", "sender", "words"]
