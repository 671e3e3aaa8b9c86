"""The blueprints of reading and training, and for whom they are."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from portal.web.access import View
from tenants.permissions import Permission
from tenants.roles import IN_ONE_INCIDENT, Role

CLAUSES = ("DBRP-1.7", "DBRP-1.7-it", "DBRP-1.8")

reading = Blueprint("portal_reading", __name__, url_prefix="/<slug>/policy")
training = Blueprint("portal_training", __name__, url_prefix="/<slug>/manage/training")

MEMBERS: Final = frozenset(Role) - IN_ONE_INCIDENT - {Role.OVERSEER}
READ: Final = View("read_policy", "The policy, for everybody at the school", MEMBERS)
KEEP: Final = Permission.KEEP_TRAINING
LIST_SHOWN: Final = View("training", "Who has read the policy and is trained", KEEP.holders)
LIST: Final = "portal_training.index"
BOTH: Final = ["GET", "POST"]
