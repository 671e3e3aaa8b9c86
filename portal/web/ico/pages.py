"""All pages of this area."""

from __future__ import annotations

from portal.web.ico import decisions, following, letters, made, reading_out, reporting
from portal.web.ico.area import blueprint

__all__ = ["blueprint", "decisions", "following", "letters", "made", "reading_out", "reporting"]
