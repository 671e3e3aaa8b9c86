"""Other bodies that handle the school's data, to choose from: its register of suppliers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.store.school.registers import list_entries
from portal.web.access import current_visit
from portal.web.parts import forms
from tenants.registers import Supplier

if TYPE_CHECKING:
    from wtforms import SelectField


def offer(field: SelectField) -> bool:
    """Let the field offer the register's entries; whether there are any."""
    visit = current_visit()
    listed = {str(one.id): one.name for one in list_entries(visit.session, visit.scope, Supplier)}
    field.choices = forms.choices({"": "Choose from the register", **listed})
    return bool(listed)


def chosen(field: SelectField | None) -> str:
    """The name of the entry that was chosen; '' where none was, or none is offered."""
    if field is None or not field.data:
        return ""
    return forms.labels(field).get(field.data, "")
