<%
def lines(code):
    return "\n".join(line for line in code.splitlines() if "# ###" not in line).strip() or "pass"
%>\
"""${message}"""

# ruff: noqa: E501, PLR0915 - generated

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${lines(upgrades)}


def downgrade() -> None:
    ${lines(downgrades)}
