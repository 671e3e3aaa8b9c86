"""The base of all that a policy is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Immutable, and nothing it does not know is let in."""

    model_config = ConfigDict(frozen=True, extra="forbid")
