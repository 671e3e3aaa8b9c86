"""What the DPO does at two schools with one matter, and what is read of it at each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.models.duties import DutyRow
from portal.store import submissions
from tenants.db import open_session
from tests.web.pages import Pages

DPO = "service.dpo"


def snapshot(at: Pages) -> bytes:
    (report,) = at.facts.submissions
    with open_session(at.services.engine, at.scope) as session:
        return submissions.get_submission(
            session, at.scope, at.services.keyring, report.id
        ).snapshot


def link(here: Pages, there: Pages) -> None:
    here.does(DPO, "link-incident", incident=str(there.id), reason="The same supplier.")


def send(at: Pages, **said: object) -> Any:
    how = {"route": "web_form", "reason": "It cannot wait.", **said}
    return at.post(DPO, "report-to-ico/check", **how)


def duties(at: Pages, kind: str) -> list[DutyRow]:
    with open_session(at.services.engine, at.scope) as session:
        asked = select(DutyRow).where(DutyRow.incident_id == at.id, DutyRow.kind == kind)
        return list(session.scalars(asked))
