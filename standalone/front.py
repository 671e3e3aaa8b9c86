"""The beginning of a school's address, typed without its end: it leads to the school's public page.

Here and not in the portal, because addresses of one word are the host's to give. No page lists the
schools: who uses the portal is theirs to say.
"""

from __future__ import annotations

from flask import url_for

from standalone.users import db
from tenants.directory import find_school
from tenants.naming import is_slug


def public_page_of(path: str) -> str | None:
    """The public page of the school that `path`, at which there is nothing, names; else None."""
    slug = path.strip("/").lower()
    if not is_slug(slug) or find_school(db.engine, slug) is None:
        return None
    return url_for("portal_front.front", slug=slug)
