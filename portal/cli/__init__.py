"""`flask portal …`: what operators and programs ask. Each answers in plain words or `--json`.

A module here holds the commands of one topic, and is found by itself.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from portal.cli.group import portal_commands, services

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["portal_commands", "services"]
