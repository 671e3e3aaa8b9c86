"""The audit chain, walked."""

from __future__ import annotations

from flask.cli import AppGroup

from portal.cli.group import as_json, portal_commands, say, services

audit_commands = AppGroup("audit", help="The audit chain.")
portal_commands.add_command(audit_commands)


@audit_commands.command("verify")
@as_json
def audit_verify(*, as_json: bool) -> None:
    """Walk each school's chain. Exit status 1 if one does not hold."""
    from portal.store.audit import verify_all  # noqa: PLC0415

    found = verify_all(services().engine)
    say(
        [{"school": str(s), "ok": v.ok, "entries": v.entries} for s, v in found.items()],
        lambda: "\n".join(
            f"{s}  {'holds' if v.ok else f'FAILS at entry {v.first_bad}'}  {v.entries} entries"
            for s, v in found.items()
        ),
        as_json=as_json,
    )
    raise SystemExit(0 if all(v.ok for v in found.values()) else 1)
