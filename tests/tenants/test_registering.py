"""Contacts and registers: what a school may not say twice, and what is another's to say."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tenants import closures, people, registering
from tenants.change import Altered, Impossible
from tenants.db import uuid7
from tenants.mail_addresses import reporting_school
from tenants.models import Organisation
from tenants.permissions import Permission
from tenants.registers import Mailbox, MailboxKind, SchoolDocument
from tenants.roles import Role
from tenants.terms import Found
from tests.tenants.world import NOW, START, TODAY, World


def keep(
    world: World,
    school: UUID,
    register: type[registering.Entry],
    values: dict[str, object],
    entry: UUID | None = None,
) -> UUID:
    return world.change(
        school,
        Permission.KEEP_CONTACTS,
        lambda session: registering.keep(session, school, register, entry, values),
    )


def mailbox(
    world: World,
    school: UUID,
    email: str,
    kind: MailboxKind = MailboxKind.REPORTS,
    entry: UUID | None = None,
) -> UUID:
    return keep(world, school, Mailbox, {"kind": kind, "email": email}, entry)


def whose(engine: sa.Engine, email: str) -> UUID | None:
    found = reporting_school(engine, [email], [email])
    return found.school_id if found else None


def test_no_school_takes_the_reports_of_another(world: World) -> None:
    """Nor by changing an entry that is older than the other school's."""
    ours, theirs = world.school(), world.school("Vale School")
    name = uuid7().hex
    entry = mailbox(world, ours, f"typo.{name}@example.org")
    their_own = mailbox(world, theirs, f"Help.{name}@example.org")
    address = f"help.{name}@example.org"
    with pytest.raises(Impossible, match="taken at this address already"):
        mailbox(world, ours, address.upper(), entry=entry)
    with pytest.raises(Impossible, match="taken at this address already"):
        mailbox(world, ours, address, MailboxKind.ANONYMOUS)
    assert whose(world.engine, address) == theirs
    mailbox(world, theirs, address, entry=their_own)
    mailbox(world, ours, address, MailboxKind.DPO)


def test_one_address_is_not_with_and_without_names(world: World) -> None:
    school, address = world.school(), f"{uuid7().hex}@example.org"
    mailbox(world, school, address)
    with pytest.raises(Impossible, match="one kind of report"):
        mailbox(world, school, address, MailboxKind.ANONYMOUS)


def test_a_school_that_closes_leaves_its_address_to_another(world: World) -> None:
    closed, school = world.school(), world.school("Hill Academy")
    address = f"{uuid7().hex}@example.org"
    mailbox(world, closed, address)

    def close(session: Session) -> Altered:
        session.get_one(Organisation, closed).until_on = TODAY
        return Altered("close_school", closed)

    world.change(closed, Permission.GRANT_OVERSIGHT, close)
    assert whose(world.engine, address) == closed
    mailbox(world, school, address)
    assert whose(world.engine, address) == school


def test_a_document_of_the_policy_is_listed_once(world: World) -> None:
    school = world.school()
    said: dict[str, object] = {"title": "Retention", "reference": "retention_policy"}
    entry = keep(world, school, SchoolDocument, said)
    with pytest.raises(Impossible, match="listed already"):
        keep(world, school, SchoolDocument, said)
    keep(world, school, SchoolDocument, said, entry)
    keep(world, world.school("Vale School"), SchoolDocument, said)


def test_whoever_is_head_of_two_schools_alone_says_how_they_are_reached(world: World) -> None:
    school, other = world.school(), world.school("Vale School")
    head = world.person(school, "Ann Ames", Role.HEAD)

    def says(by: UUID) -> None:
        world.change(
            school,
            Permission.KEEP_CONTACTS,
            lambda session: registering.keep_numbers(
                session, school, head, phone="1", second_email="", by=by, today=TODAY
            ),
        )

    clerk = world.person(school, "Sam Holt", Role.ADMINISTRATOR)
    says(clerk)
    world.change(
        other,
        Permission.KEEP_PEOPLE,
        lambda session: people.add_membership(session, other, head, Role.HEAD, from_on=START),
        also=(school,),
    )
    with pytest.raises(Impossible, match="Only they can change"):
        says(clerk)
    says(head)


def test_no_closure_is_in_a_year_that_was_mistyped(world: World) -> None:
    school, typed = world.school(), date(9026, 12, 21)
    with pytest.raises(Impossible, match="year from 1900 to 2099"):
        world.change(
            school,
            Permission.KEEP_CALENDAR,
            lambda session: closures.close_school(
                session, school, Found(typed, typed, "Christmas"), cover_id=None, now=NOW
            ),
        )


def test_a_role_does_not_end_before_it_begins(world: World) -> None:
    school = world.school()
    person = world.person(school, "Ann Ames", Role.STAFF)
    with pytest.raises(Impossible, match="before it begins"):
        world.change(
            school,
            Permission.KEEP_PEOPLE,
            lambda session: people.add_membership(
                session, school, person, Role.DSL, from_on=TODAY, until_on=START
            ),
        )
