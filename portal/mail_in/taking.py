"""Take in one kept message: a new incident or an addition to one, and its files as evidence.

Each step is a deed with a key made from the message's id, so that doing it all again after a worker
was lost does nothing twice.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from portal.actions import (
    add_evidence,
    add_information,
    answer_question,
    report_from_outside,
    report_incident,
)
from portal.desk.perform import Deed, perform
from portal.desk.surroundings import surroundings
from portal.desk.telling.incoming import filed
from portal.errors import NotAllowed, Refused
from portal.files.taking import take
from portal.mail_in import reading, threads
from portal.mail_in.proving import proof
from portal.mail_in.receiving import LARGEST_BYTES
from portal.rules.facts import ByMail
from portal.rules.words import Naming, Outsider
from portal.store.school import schools
from portal.store.telling import mail
from tenants.db import Scope, open_session

if TYPE_CHECKING:
    from portal.host import Services
    from portal.mail_in.threads import Thread
    from portal.rules.facts import Follows
    from portal.rules.in_charge.roster import Holder
    from portal.rules.investigation.evidence import Content, NewFile
    from portal.rules.outcome import AnyAction
    from portal.store.telling.mail import Kept

MEGABYTE = 1024 * 1024
MOST_FILES = 20
UNREADABLE = (
    "A message came to the reporting address and could not be read. It is kept as it came, as the "
    "file message.eml. Ask your IT contact to open it, and find out who sent it."
)
Taken = list[tuple["NewFile", "Content"]]


def take_in(services: Services, school_id: UUID, mail_id: UUID) -> None:
    """Make what a message says part of an incident. Raises Refused while no policy is in force."""
    scope = Scope.of(school_id)
    with open_session(services.engine, scope) as session:
        kept = mail.get_mail(session, scope, services.keyring, mail_id)
        above = reading.headers(kept.raw)
        held = _holders(services, school_id, above.sender)
        known = threads.find(services, session, scope, above, kept.sender, held)
        follows = threads.find_erased(session, scope, above, kept.sender, held)
    if not kept.raw:
        return
    said = reading.body(kept.raw)
    if not (said.readable and (above.sender or kept.anonymous)):
        said = reading.Body(
            UNREADABLE, (reading.Attached("message.eml", kept.raw),), readable=False
        )
    files, problems = _files(services, said.attached, any_type=not said.readable)
    text = "\n\n".join(filter(None, (above.subject, said.text or "(No text.)", *problems)))
    server = services.settings.mail_authserv
    by_mail = ByMail.UNNAMED if kept.anonymous else proof(kept.raw, above.sender, server)
    message = _Message(services, school_id, kept, held[0] if held else None, above, text, by_mail)
    incident_id = message.answer_or_add(known) if known and said.readable else None
    if incident_id is None:
        incident_id = message.report(follows)
    if files:
        message.attach(incident_id, files)
    filed(services, school_id, mail_id, incident_id)


def _holders(services: Services, school_id: UUID, sender: str) -> tuple[Holder, ...]:
    """What the owner of this address is at the school; () for somebody from outside."""
    scope, now = Scope.of(school_id), services.clock.now()
    with open_session(services.engine, scope) as session:
        adopted = schools.policy_today(session, scope, school_id, now)
        if adopted is None:
            raise Refused("This school has no policy in force yet.")
        roster = surroundings(session, scope, school_id, adopted[0], now).roster
    return tuple(each for each in roster.holders if sender and each.email.lower() == sender)


def _files(
    services: Services, attached: tuple[reading.Attached, ...], *, any_type: bool
) -> tuple[Taken, list[str]]:
    """The files that are kept, and a sentence about each that is not."""
    files: Taken = []
    problems: list[str] = []
    most = LARGEST_BYTES if any_type else services.settings.evidence_megabytes * MEGABYTE
    for each in attached:
        if len(files) == MOST_FILES:
            problems.append(f"More than {MOST_FILES} files came with it; ask for the others.")
            break
        stream = BytesIO(each.content)
        try:
            taken = take(each.name, stream, services.scanner, most_bytes=most, any_type=any_type)
            files.append(taken)
        except Refused as refused:
            problems.append(f"Not kept: {refused.sentence}")
    return files, problems


class _Message:
    """One message on its way into an incident."""

    def __init__(
        self,
        services: Services,
        school_id: UUID,
        kept: Kept,
        member: Holder | None,
        above: reading.Headers,
        text: str,
        by_mail: ByMail,
    ) -> None:
        self._services = services
        self._school_id = school_id
        self._kept = kept
        self._member = member
        self._above = above
        self._text = text
        self._by_mail = by_mail

    def report(self, follows: Follows | None) -> UUID:
        """A new incident: noticed by one of the school, or received from anybody else."""
        if self._kept.anonymous:
            with suppress(Refused):  # the policy may not offer it: then it is from anybody
                return self._do(report_incident.ACTION, self._unnamed(), None)
        if self._member is not None:
            said: object = report_incident.ReportIncident(
                happened=self._text,
                reporter_name=self._member.name,
                follows=follows,
                by_mail=self._by_mail,
            )
            return self._do(report_incident.ACTION, said, None)
        said = report_from_outside.ReportFromOutside(
            happened=self._text,
            what=Outsider.SOMEBODY_ELSE,
            name=self._above.name,
            contact=self._above.sender,
            follows=follows,
            by_mail=self._by_mail,
            receipt_code=f"{secrets.randbelow(10**16):016}",  # they come back by mail
        )
        return self._do(report_from_outside.ACTION, said, None)

    def _unnamed(self) -> report_incident.ReportIncident:
        return report_incident.ReportIncident(
            happened=self._text,
            naming=Naming.ANONYMOUS,
            receipt_code=f"{secrets.randbelow(10**16):016}",  # nobody is there to be given it
            by_mail=self._by_mail,
        )

    def answer_or_add(self, known: Thread) -> UUID | None:
        """The answer of an organisation that was asked by mail; anything else is an addition."""
        if known.question is None:
            return self.add_to(known.incident_id)
        said = answer_question.AnswerQuestion(known.question, self._text, by_mail=True)
        try:
            return self._do(answer_question.ACTION, said, known.incident_id)
        except Refused:
            return self.add_to(known.incident_id)  # it was answered before

    def add_to(self, incident_id: UUID) -> UUID | None:
        """Add to the incident; None where it may not be added to by them."""
        said = add_information.AddInformation(self._text, by_mail=self._by_mail)
        try:
            return self._do(add_information.ACTION, said, incident_id)
        except NotAllowed:
            return None

    def attach(self, incident_id: UUID, files: Taken) -> None:
        """Keep the files; those that the incident has already are not kept twice."""
        said = add_evidence.AddEvidence(
            files=tuple(new for new, _ in files),
            note="It came by e-mail.",
            by_mail=True,
            contents=tuple(content for _, content in files),
        )
        try:
            self._do(add_evidence.ACTION, said, incident_id)
        except Refused:
            return  # all of them are there already

    def _do(self, action: AnyAction, said: object, incident_id: UUID | None) -> UUID:
        deed = Deed(
            school_id=self._school_id,
            by=self._member.person_id if self._member else None,
            incident_id=incident_id,
            once=uuid5(self._kept.id, action.name),
            done_at=self._kept.received_at,
        )
        return perform(self._services, action, said, deed).incident_id
