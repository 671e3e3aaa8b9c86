"""The pages of a school's policy; importing them gives the blueprint its views."""

from __future__ import annotations

from portal.web.admin.policy import answering, reading, rehearsing, writing
from portal.web.admin.policy.area import blueprint

__all__ = ["answering", "blueprint", "reading", "rehearsing", "writing"]
