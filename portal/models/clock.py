"""The offset that moves the clock of a test or a demonstration; empty in production."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base


class TestClockRow(Base):
    """One row at the most. Not of a school: it holds no data of anybody."""

    __tablename__ = "portal_test_clock"
    __test__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[float]
