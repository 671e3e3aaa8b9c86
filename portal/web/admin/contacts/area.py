"""The blueprints of contacts and registers, and who may look at them."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from portal.web.access import View
from tenants.permissions import Permission

blueprint = Blueprint("portal_contacts", __name__, url_prefix="/<slug>/manage/contacts")
registers_blueprint = Blueprint("portal_registers", __name__, url_prefix="/<slug>/manage/registers")

CONTACTS: Final = View(
    "contacts", "Numbers, emergency contacts and mailboxes", Permission.KEEP_CONTACTS.holders
)
REGISTERS: Final = View(
    "registers", "Suppliers, documents and registration", Permission.KEEP_CONTACTS.holders
)
LIST: Final = "portal_contacts.index"
REGISTER_LIST: Final = "portal_registers.index"
