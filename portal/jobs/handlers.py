"""Which function does which kind of effect, and what is true of the kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from portal.desk import linked, long_deeds
from portal.desk.following import bring_up_to_date
from portal.desk.school import handing_over, inviting, mailbox_tests
from portal.desk.school.school_duties import RECOMPARE, recompare
from portal.desk.telling import delivery, printing, recount, sending
from portal.desk.telling.incoming import emptied
from portal.jobs import log_mail, mail, outside_dpo, scanning
from portal.notices import alerts, asking
from portal.outbox.leases import Settlement
from portal.regulators.mail import message as regulator_mail
from portal.regulators.printed import pack_pdf
from portal.rules.in_charge.alerts import DPO_OUTSIDE
from portal.rules.telling.standstill import GIVES_UP_AFTER
from portal.store import submissions
from tenants import directory
from tenants.db import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from portal.host import Services
    from portal.store.effects import ClaimedEffect

Outside = Callable[[], None]
"""What leaves the database, or is a decision of its own. Runs with no transaction open."""

Prepare = Callable[["Session", "Services", "ClaimedEffect"], Outside | Settlement]
"""Reads all that is needed, and gives what is to be done outside.

An effect that stays in the database is done in the session it is given, and settles with it.
"""

Compose = Callable[["Session", "Services", "ClaimedEffect"], "EmailMessage | None"]
"""Reads all that a mail needs, and makes it."""

PrepareMany = Callable[["Session", "Services", "Sequence[ClaimedEffect]"], "list[sending.Prepared]"]

Settled = Callable[["Session", "UUID", "UUID | None", str, "datetime"], None]
"""Given the school, the effect's subject, its new state and when."""


@dataclass(frozen=True, slots=True)
class Handler:
    """One kind of effect."""

    prepare: Prepare
    repeatable: bool
    """May be done again when nobody knows whether it was: `data['again']` then says so. Any other
    kind becomes 'uncertain', and a person decides."""
    gives_up_after: timedelta | None = None
    """How long refusals that may pass are borne; None: for ever."""
    then: str = ""
    """A kind of effect on the incident that follows every settlement; written in its commit."""
    settled: Settled | None = None
    """Told of every settlement, in its commit."""
    paced: bool = False
    """Leaves at the pace that the deployment's mail provider allows."""
    many: PrepareMany | None = None
    """Makes many mails ready at once, for a line that is kept; those that it leaves out, and all of
    them where the mailer keeps no line, are prepared one by one."""


def _mailed(compose: Compose) -> Prepare:
    """Send the mail that this makes; where it makes none, it is not needed any more."""

    def prepare(
        session: Session, services: Services, effect: ClaimedEffect
    ) -> Outside | Settlement:
        message = compose(session, services, effect)
        if message is None:
            return Settlement("stopped", error="NotNeeded")
        return partial(services.mailer.send, message)

    return prepare


def _submission_pdf(
    session: Session, services: Services, effect: ClaimedEffect
) -> Outside | Settlement:
    """Typeset the frozen snapshot; made twice, it is the same file."""
    if effect.subject_id is None:
        return Settlement("failed", error="NoSubmission")
    scope = Scope.of(effect.school_id)
    report = submissions.get_submission(session, scope, services.keyring, effect.subject_id)
    pdf = pack_pdf(report.snapshot)
    submissions.keep_pdf(session, scope, services.keyring, report.id, pdf)
    return Settlement("sent")


def _regulator_mail(
    session: Session, services: Services, effect: ClaimedEffect
) -> Outside | Settlement:
    """The frozen snapshot as a PDF, to the address that is frozen in it."""
    if effect.subject_id is None:
        return Settlement("failed", error="NoSubmission")
    scope = Scope.of(effect.school_id)
    report = submissions.get_submission(session, scope, services.keyring, effect.subject_id)
    pdf = pack_pdf(report.snapshot)
    now = services.clock.now()
    dpo = directory.named_dpo(session, effect.school_id, now)
    message = regulator_mail(report.id, report.snapshot, pdf, services.settings, now, dpo)
    if message is None:
        return Settlement("failed", error="NoAddress")
    return partial(services.mailer.send, message)


def _delivery(session: Session, services: Services, effect: ClaimedEffect) -> Settlement:
    assert effect.incident_id is not None  # noqa: S101 - written for an incident
    delivery.note(session, services, effect.school_id, effect.incident_id)
    return Settlement("sent")


def _linked(_session: Session, services: Services, effect: ClaimedEffect) -> Outside:
    """A decision at each linked incident has a transaction of its own; done twice, it is one."""
    assert effect.incident_id is not None  # noqa: S101 - written for an incident
    return partial(bring_up_to_date, services, effect.school_id, effect.incident_id)


def _notice(session: Session, services: Services, effect: ClaimedEffect) -> Outside | Settlement:
    made = sending.compose_notice(session, services, effect)
    return made if isinstance(made, Settlement) else partial(services.mailer.send, made)


def _long_deed(_session: Session, services: Services, effect: ClaimedEffect) -> Outside:
    """A decision has a transaction of its own; done twice, it is the same one."""
    assert effect.subject_id is not None  # noqa: S101 - written for a deed
    return partial(long_deeds.run, services, effect.school_id, effect.subject_id)


def _hand_over(_session: Session, services: Services, effect: ClaimedEffect) -> Outside:
    """A decision at each incident has a transaction of its own; done twice, it is the same one."""
    giver, taker = effect.person_id, effect.subject_id
    assert giver is not None  # noqa: S101 - written from one person
    assert taker is not None  # noqa: S101 - to another
    said = effect.data.get("by")
    by = UUID(str(said)) if said else None
    return partial(handing_over.hand_over_at, services, effect.school_id, giver, taker, by)


def _recount(session: Session, services: Services, effect: ClaimedEffect) -> Settlement:
    assert effect.incident_id is not None  # noqa: S101 - written for an incident
    recount.recount(session, services, effect.school_id, effect.incident_id)
    return Settlement("sent")


def _recompare(session: Session, services: Services, effect: ClaimedEffect) -> Settlement:
    recompare(session, services, effect.school_id, effect.incident_id)
    return Settlement("sent")


HANDLERS: Final[dict[str, Handler]] = {
    "acknowledge": Handler(
        mail.acknowledge, repeatable=True, gives_up_after=timedelta(days=2), settled=emptied
    ),
    "alert": Handler(_mailed(alerts.compose_alert), repeatable=True),
    "incoming": Handler(mail.incoming, repeatable=True),
    long_deeds.KIND: Handler(_long_deed, repeatable=True, gives_up_after=timedelta(days=1)),
    linked.KIND: Handler(_linked, repeatable=True),
    "log_mail": Handler(log_mail.attach_log, repeatable=True, gives_up_after=timedelta(days=1)),
    DPO_OUTSIDE: Handler(
        outside_dpo.ask_to_ring, repeatable=True, gives_up_after=timedelta(days=1)
    ),
    "letters": Handler(printing.print_letters, repeatable=True, then="recount"),
    inviting.KIND: Handler(
        _mailed(inviting.compose_invitation), repeatable=True, gives_up_after=timedelta(days=2)
    ),
    handing_over.HAND_OVER: Handler(_hand_over, repeatable=True),
    "notice": Handler(
        _notice,
        repeatable=False,
        gives_up_after=GIVES_UP_AFTER,
        then="recount",
        settled=sending.settled,
        paced=True,
        many=sending.prepare_notices,
    ),
    asking.KIND: Handler(
        _mailed(asking.compose_question),
        repeatable=True,
        gives_up_after=timedelta(days=2),
        then=delivery.NOTED,
    ),
    mailbox_tests.KIND: Handler(
        _mailed(mailbox_tests.compose_test), repeatable=True, gives_up_after=timedelta(hours=2)
    ),
    RECOMPARE: Handler(_recompare, repeatable=True),
    "recount": Handler(_recount, repeatable=True),
    delivery.MAIL: Handler(
        _regulator_mail,
        repeatable=False,
        gives_up_after=timedelta(hours=2),
        then=delivery.NOTED,
    ),
    delivery.NOTED: Handler(_delivery, repeatable=True),
    "scan": Handler(scanning.scan, repeatable=True),
    "submission_pdf": Handler(_submission_pdf, repeatable=True, gives_up_after=timedelta(days=1)),
}
FOLLOWING: Final = frozenset(handler.then for handler in HANDLERS.values() if handler.then)
"""Kinds that follow from others; done before those, they would have to be done again."""
