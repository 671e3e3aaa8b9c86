"""What a school says on its public page besides what the portal knows of it."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.change import Altered
from tenants.db import Base, InScope


class PublicPage(InScope, Base):
    """The school's own words; a school without a row has the portal's."""

    __tablename__ = "tenants_public_page"

    privacy_note: Mapped[str] = mapped_column(server_default="", default="")
    """What is done with what somebody reports; '' for the portal's own text."""


def find_privacy_note(session: Session, school_id: UUID) -> str:
    """The school's own privacy note; '' where it has none."""
    found = session.scalars(sa.select(PublicPage).where(PublicPage.school_id == school_id))
    page = found.one_or_none()
    return page.privacy_note if page else ""


def keep_public_page(session: Session, school_id: UUID, privacy_note: str) -> Altered:
    """Change the school's own words, or with '' go back to the portal's."""
    page = session.scalars(
        sa.select(PublicPage).where(PublicPage.school_id == school_id)
    ).one_or_none()
    if page is None:
        page = PublicPage(school_id=school_id)
        session.add(page)
    page.privacy_note = privacy_note
    return Altered("keep_public_page", school_id, after={"own": str(bool(privacy_note))})
