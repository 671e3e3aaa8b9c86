"""What every page is given: whose page it is, who reads it, where they can go."""

from __future__ import annotations

from dataclasses import dataclass

from portal.web.parts.accents import accent


@dataclass(frozen=True, slots=True)
class NamedDpo:
    """The school's data protection officer, shown on every page of the school (SIP-dpo)."""

    name: str
    phone: str
    email: str
    stand_in: NamedDpo | None = None
    """Who answers while the named one is away."""


@dataclass(frozen=True, slots=True)
class DangerContact:
    """Whom to ring when a child may be in danger."""

    title: str
    """'the designated safeguarding lead'."""
    phone: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """The school that a page belongs to."""

    slug: str
    name: str
    accent: str = ""
    dpo: NamedDpo | None = None
    danger_contacts: tuple[DangerContact, ...] = ()
    closed: str = ""
    """'Monday 31 August 2026': the last day of a school that has closed."""
    statement: str = ""
    """Address of its accessibility statement."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the header."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Who is signed in; the host gives the way out."""

    name: str
    sign_out_href: str = ""
    href: str = ""
    """Their own page: their schools, to switch between."""


@dataclass(frozen=True, slots=True)
class Brand:
    """The name at the left of the header when it is not the school's: a DPO service, the host."""

    name: str
    href: str = "/"
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `title` is its heading's words, without the school and the word 'Error'."""

    title: str
    school: SchoolPage | None = None
    person: PersonPage | None = None
    nav: tuple[NavItem, ...] = ()
    brand: Brand | None = None
    beside: str = ""
    """Beside the name in the header: '62 schools'; by default the school, when a brand is shown."""
    section: str = ""
    """Between title and school in the window's title: the incident's label, never its subject."""
    back: str = ""
    """Address of the back link; '' for none."""
    refresh_seconds: int = 0
    """Reload by itself while work goes on, where there is no JavaScript."""
    home: str = ""
    """Where the name in the header leads; by default the brand's address, or '/'."""

    @property
    def name(self) -> str:
        """The name in the header."""
        if self.brand:
            return self.brand.name
        return self.school.name if self.school else "School incident portal"

    @property
    def name_href(self) -> str:
        """Where that name leads."""
        return self.home or (self.brand.href if self.brand else "/")

    @property
    def name_beside(self) -> str:
        """What stands beside it."""
        return self.beside or (self.school.name if self.brand and self.school else "")

    @property
    def window_title(self) -> str:
        """'Check your answers – INC-2026-0042 – Hollytree Primary'."""
        place = self.school.name if self.school else self.name
        return " – ".join(part for part in (self.title, self.section, place) if part)

    @property
    def accent(self) -> str:
        """Name of a checked colour: the school's, else the brand's."""
        school = self.school.accent if self.school else ""
        return accent(school or (self.brand.accent if self.brand else ""))
