"""Mail that comes in: a mail server's pipe, and the mailbox."""

from __future__ import annotations

import logging
import os
import sys

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from portal.cli.group import portal_commands, services

mail_commands = AppGroup("mail", help="Mail that comes in: reports, and what was not delivered.")
portal_commands.add_command(mail_commands)


@mail_commands.command("receive")
@click.option("--to", multiple=True, help="An address that the server delivers it to.")
def receive(to: tuple[str, ...]) -> None:
    """Take one message from standard input, for a mail server's pipe.

    Exit status 0: it is kept, or needs no answer. 65: it is for no school here. 75: not now, or
    for an address that is being tested; the server keeps it and tries again.
    """
    from portal.mail_in.receiving import Received, receive

    try:
        received = receive(services(), sys.stdin.buffer.read(), to=to)
    except (SQLAlchemyError, OSError) as error:
        logging.getLogger("portal.mail_in").error("not taken: %s", type(error).__name__)  # noqa: TRY400 - an error may quote the mail
        raise SystemExit(os.EX_TEMPFAIL) from None
    click.echo(received)
    refused = {Received.NOBODYS: os.EX_DATAERR, Received.UNPROVED: os.EX_TEMPFAIL}
    raise SystemExit(refused.get(received, os.EX_OK))


@mail_commands.command("poll")
def poll() -> None:
    """Read the mailbox, and ask GOV.UK Notify what did not arrive, as the timers do."""
    from portal.jobs.polling import ask_mailer, poll_mailbox

    poll_mailbox(services())
    ask_mailer(services())
