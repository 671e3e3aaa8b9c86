"""The blueprint of the policy's pages, and what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response

from portal.web.access import View, current_visit
from tenants import drafting
from tenants.permissions import MANAGERS, Permission
from tenants.policy.questions import GROUPS
from tenants.roles import Role

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from portal.web.visiting import Visit
    from tenants.models import PolicyDraft
    from tenants.policy.questions import Group

CLAUSES = ("SIP-doc", "SIP-7", "DBRP-7.1", "DBRP-5.0", "SIP-dpo", "DBRP-1.9")

blueprint = Blueprint("portal_policy", __name__, url_prefix="/<slug>/manage/policy")

READS = View("policy", "A school's policy, in force and before", frozenset(Role) - {Role.OVERSEER})
WRITES = View("policy_draft", "The draft of a school's policy", Permission.ADOPT_POLICY.holders)
CHANGES = Permission.ADOPT_POLICY
INDEX = "portal_policy.index"
DRAFT = "portal_policy.draft"


def home(visit: Visit) -> str:
    """The endpoint above the policy's: staff come from the page that they read."""
    return "portal_admin.show" if visit.roles & MANAGERS else "portal_reading.show"


def the_draft() -> PolicyDraft:
    """The school's open draft; 404 while there is none."""
    visit = current_visit()
    found = drafting.find_draft(visit.session, visit.here)
    return found or abort(404)


def the_group(name: str) -> Group:
    """Questions that stand together; 404 for any other name."""
    return GROUPS[name] if name in GROUPS else abort(404)


def group_of(question: str) -> str:
    """The name of the group of a question or period."""
    name = question.partition(".")[0]
    return next(key for key, group in GROUPS.items() if name in group.questions)


def toml_file(text: str, name: str) -> ResponseReturnValue:
    """A variant's text, to be saved."""
    answer = make_response(text)
    answer.headers["Content-Type"] = "application/toml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer
