"""The two demo schools and their people: all invented, at example.org, with numbers for drama.

An address says who somebody is, so that it can be typed: `wentworth.head@example.org`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import NAMESPACE_DNS, UUID, uuid5

from tenants.roles import Role

STARTED: Final = date(2024, 9, 1)
"""Since when people hold their roles and organisations look after the schools."""
IN_FORCE: Final = date(2026, 9, 1)
APPROVED: Final = date(2026, 7, 8)
NEXT_REVIEW: Final = date(2027, 7, 8)
CLOSURES: Final = (
    (date(2026, 10, 26), date(2026, 10, 30), "Autumn half term"),
    (date(2026, 12, 19), date(2027, 1, 3), "Christmas"),
)


@dataclass(frozen=True)
class Somebody:
    """One person: `key` is the second half of the address, `line` the end of the phone number."""

    key: str
    name: str
    role: Role
    line: int
    job_title: str = ""


@dataclass(frozen=True)
class DemoOrganisation:
    """A service or authority with its people."""

    slug: str
    key: str
    name: str
    people: tuple[Somebody, ...]

    @property
    def id(self) -> UUID:
        """The same in every demonstration."""
        return uuid5(NAMESPACE_DNS, f"{self.key}.example.org")


@dataclass(frozen=True)
class DemoSchool(DemoOrganisation):
    """A school, and the policy variant it has adopted, with answers of its own."""

    variant: str = ""
    accent: str = ""
    address: str = ""
    line: int = 0
    ico_registration: str = ""
    own_answers: dict[str, object] = field(default_factory=dict, hash=False)


SERVICE: Final = DemoOrganisation(
    slug="eastern-data-protection-service",
    key="service",
    name="Eastern Data Protection Service",
    people=(
        Somebody("dpo", "Ruth Adeyemi", Role.DPO, 101, "Data protection officer for schools"),
        Somebody("deputy", "Piotr Zielinski", Role.DEPUTY_DPO, 102, "Data protection adviser"),
    ),
)
AUTHORITY: Final = DemoOrganisation(
    slug="anglia-county-council",
    key="council",
    name="Anglia County Council",
    people=(Somebody("officer", "Gwen Tudor", Role.OVERSEER, 111, "Schools information officer"),),
)
WENTWORTH: Final = DemoSchool(
    slug="wentworth",
    key="wentworth",
    name="Wentworth Primary School",
    variant="wentworth",
    accent="#1d4f7c",
    address="Orchard Lane, Little Wentworth",
    line=200,
    ico_registration="ZA000001",
    people=(
        Somebody("head", "Helen Ashdown", Role.HEAD, 201, "Headteacher"),
        Somebody("deputy", "Marcus Bell", Role.DEPUTY_HEAD, 202, "Deputy headteacher"),
        Somebody("slt", "Farida Rahman", Role.SLT, 203, "Business manager"),
        Somebody("dsl", "Owen Price", Role.DSL, 204, "Pastoral lead"),
        Somebody("deputydsl", "Lucy Hartnell", Role.DEPUTY_DSL, 205, "Year 5 teacher"),
        Somebody("teacher", "Samira Haddad", Role.STAFF, 206, "Year 3 teacher"),
        Somebody("teacher2", "Joe Kettering", Role.STAFF, 207, "Year 6 teacher"),
        Somebody("office", "Beth Nolan", Role.ADMINISTRATOR, 208, "Office manager"),
        Somebody("chair", "Anthony Quayle-Moss", Role.CHAIR, 209, "Chair of governors"),
        Somebody("it", "Dev Chowdhury", Role.IT_CONTACT, 210, "IT technician"),
    ),
)
WORMLEY: Final = DemoSchool(
    slug="wormley",
    key="wormley",
    name="Wormley CofE Primary School",
    variant="wormley",
    accent="#6b2c5f",
    address="Church Path, Wormley Green",
    line=300,
    ico_registration="ZA000002",
    own_answers={
        "dpo": "external_service",
        "dpo_protocol": "The service answers its telephone on school days from 8am to 6pm. At "
        "other times ring the officer; after two hours without an answer, the deputy.",
    },
    people=(
        Somebody("head", "Caroline Whitlock", Role.HEAD, 301, "Headteacher"),
        Somebody("deputy", "Tunde Bakare", Role.DEPUTY_HEAD, 302, "Deputy headteacher"),
        Somebody("slt", "Nina Varga", Role.SLT, 303, "Assistant headteacher"),
        Somebody("dsl", "Margaret Oyelaran", Role.DSL, 304, "Inclusion lead"),
        Somebody("deputydsl", "Callum Reid", Role.DEPUTY_DSL, 305, "Year 4 teacher"),
        Somebody("teacher", "Ellie Farrow", Role.STAFF, 306, "Year 2 teacher"),
        Somebody("teacher2", "Hassan Malik", Role.STAFF, 307, "Year 6 teacher"),
        Somebody("office", "Janet Crossley", Role.ADMINISTRATOR, 308, "School secretary"),
        Somebody("chair", "Revd Simon Latchford", Role.CHAIR, 309, "Chair of governors"),
        Somebody("it", "Aisha Coombes", Role.IT_CONTACT, 310, "Computing lead"),
    ),
)
SCHOOLS: Final = (WENTWORTH, WORMLEY)
ORGANISATIONS: Final = (SERVICE, AUTHORITY, *SCHOOLS)


def address(organisation: DemoOrganisation, somebody: Somebody) -> str:
    """The e-mail address to sign in with."""
    return f"{organisation.key}.{somebody.key}@example.org"


def person_id(organisation: DemoOrganisation, somebody: Somebody) -> UUID:
    """The same in every demonstration."""
    return uuid5(organisation.id, somebody.key)


def phone(line: int) -> str:
    """A number of the range that Ofcom keeps free for drama."""
    return f"01632 960{line:03}"
