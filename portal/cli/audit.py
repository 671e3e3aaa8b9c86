"""The audit chain, walked and taken away; the key with which records are signed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from portal.cli.group import as_json, portal_commands, say, services

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Engine

audit_commands = AppGroup("audit", help="The audit chain.")
portal_commands.add_command(audit_commands)


@audit_commands.command("verify")
@as_json
def audit_verify(*, as_json: bool) -> None:
    """Walk each organisation's chain. Exit status 1 if one does not hold."""
    from portal.store.audit import verify_all

    engine = services().engine
    chains = [(_short_name(engine, s), s, v) for s, v in verify_all(engine).items()]
    say(
        [
            {"school": str(s), "short_name": name, "ok": v.ok, "entries": v.entries}
            for name, s, v in chains
        ],
        lambda: "\n".join(
            f"{name}  {'holds' if v.ok else f'FAILS at entry {v.first_bad}'}  {v.entries} entries"
            for name, _, v in chains
        ),
        as_json=as_json,
    )
    raise SystemExit(0 if all(v.ok for _, _, v in chains) else 1)


def _short_name(engine: Engine, school_id: UUID) -> str:
    from tenants.db import Scope, open_session
    from tenants.models import Organisation

    with open_session(engine, Scope.of(school_id)) as session:
        return session.get_one(Organisation, school_id).slug


@audit_commands.command("export")
@click.argument("organisation")
def audit_export(organisation: str) -> None:
    """Every entry of ORGANISATION's chain (its short name), a line of JSON each, to be kept."""
    from portal.store import audit_trail
    from tenants.db import Scope, open_session
    from tenants.organisations import find_organisation

    engine = services().engine
    found = find_organisation(engine, organisation)
    if found is None:
        raise click.ClickException(f"There is no organisation whose short name is {organisation}.")
    with open_session(engine, Scope.of(found)) as session:
        for link in audit_trail.whole(session, found):
            line = {
                "position": link.position,
                "previous": link.previous,
                "digest": link.digest,
                "body": link.body,
            }
            click.echo(json.dumps(line, separators=(",", ":")))


@audit_commands.command("key")
@as_json
def audit_key(*, as_json: bool) -> None:
    """The public key of this deployment's signed records: give it to whoever checks one."""
    from portal.crypto.signing import public_key

    key = public_key(services().keyring).hex()
    say({"key": key}, lambda: key, as_json=as_json)
