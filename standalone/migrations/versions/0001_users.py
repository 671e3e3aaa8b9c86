"""users"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standalone_user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standalone_user")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_standalone_user_fs_uniquifier")),
    )
    op.create_index(
        "ix_standalone_user_email", "standalone_user", [sa.text("lower(email)")], unique=True
    )
    op.execute("grant select, insert, update on standalone_user to portal_app")
    op.execute("grant select on standalone_alembic_version to portal_app")


def downgrade() -> None:
    op.drop_table("standalone_user")
