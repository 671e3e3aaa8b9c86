"""A report that the portal itself mails to the regulator: the frozen snapshot, as a PDF.

What the message says of the case comes from the snapshot alone, so that what was confirmed is what
leaves; who answers for the school is whoever does by then. Nobody affected is named in it, and the
subject holds no more than the two references.
"""

from __future__ import annotations

import json
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from portal.rules.plain_text import clean
from portal.rules.uk_time import day
from portal.rules.words import SubmissionKind

if TYPE_CHECKING:
    from uuid import UUID

    from portal.settings import Settings
    from tenants.directory import NamedDpo

_SAYS = {
    SubmissionKind.INITIAL: "reports a personal data breach",
    SubmissionKind.FOLLOW_UP: "sends more information about a personal data breach it reported",
    SubmissionKind.NOT_A_BREACH: "tells you that what it reported was no personal data breach",
    SubmissionKind.WITHDRAWAL: "withdraws its report of a personal data breach",
}


def message(
    submission_id: UUID,
    snapshot: bytes,
    pdf: bytes,
    settings: Settings,
    now: datetime,
    dpo: NamedDpo | None,
) -> EmailMessage | None:
    """The e-mail of one report; None where the regulator has no address for any.

    The same report has the same Message-ID, so that a second copy is known for one. Sent once more
    after another DPO was named, it says who answers now: the answer is not for the one before.
    """
    said = json.loads(snapshot)
    regulator = said["regulator"]
    if not regulator.get("email"):
        return None
    sender = settings.mail_from
    reference = clean(said["reference"])
    mail = EmailMessage(policy=SMTP)
    subject = (regulator.get("email_subject", ""), said["regulator_reference"], reference)
    mail["Subject"] = " ".join(" ".join(map(clean, subject)).split())
    mail["From"] = Address(clean(said["controller"]), addr_spec=sender)
    mail["To"] = Address(clean(regulator["name"]), addr_spec=regulator["email"])
    answers_to = said.get("answers_to", "")
    another = dpo if dpo and dpo.email and dpo.email not in answers_to.split(", ") else None
    reply_to = another.email if another else answers_to
    if reply_to:
        mail["Reply-To"] = reply_to
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<submission.{submission_id}@{sender.rpartition('@')[2]}>"
    mail["Content-Language"] = "en-GB"
    mail.set_content(_text(said, another, reply_to), cte="quoted-printable")
    name = f"{reference}-report-{said['number']}.pdf"
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    return mail


def _reached(dpo: NamedDpo) -> str:
    return ", ".join(clean(part) for part in (dpo.name, dpo.email, dpo.phone) if part)


def _text(said: dict[str, object], another: NamedDpo | None, reply_to: str) -> str:
    theirs, more = said["regulator_reference"], said["promised_at"]
    what = _SAYS[SubmissionKind(str(said["kind"]))]
    lines = [
        f"{clean(str(said['controller']))} {what}. The report is attached.",
        f"Our reference: {clean(str(said['reference']))}, report {said['number']}.",
        f"Your reference: {clean(str(theirs))}." if theirs else "",
        f"More will follow by {day(datetime.fromisoformat(str(more)))}." if more else "",
        _how_to_answer(another, reply_to),
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def _how_to_answer(another: NamedDpo | None, reply_to: str) -> str:
    if not reply_to:  # a reply would come to where the portal sends from
        return "Please answer those named in the report, not this e-mail."
    if another is None:
        return "Please reply to this e-mail: your answer goes to those named in the report."
    return (
        f"Since the report was made, our data protection officer is {_reached(another)}. "
        "Please reply to this e-mail: your answer goes to them."
    )
