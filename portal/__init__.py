"""School incident portal: report, investigate and close security incidents, each under its policy.

A host imports `Portal` and nothing else. It is loaded when first used, so that the pure rules can
be imported without Flask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.ext import Portal

__all__ = ["Portal"]


def __getattr__(name: str) -> object:
    if name == "Portal":
        from portal.ext import Portal  # noqa: PLC0415 - see the module's docstring

        return Portal
    raise AttributeError(name)
