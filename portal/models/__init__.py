"""Columns and constraints, no rules. Importing the package loads every table into the metadata."""

from __future__ import annotations

from portal.models import (
    audit,
    clock,
    diary,
    duties,
    effects,
    evidence,
    importing,
    incidents,
    keys,
    mail,
    reminders,
    telling,
    working,
)

__all__ = [
    "audit",
    "clock",
    "diary",
    "duties",
    "effects",
    "evidence",
    "importing",
    "incidents",
    "keys",
    "mail",
    "reminders",
    "telling",
    "working",
]
