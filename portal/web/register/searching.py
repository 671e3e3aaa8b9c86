"""What somebody looks for in the log, read from the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, cast, get_args

from flask import request

from portal.rules.responsibilities import severity_levels
from portal.rules.words import Kind
from portal.store.log.register import Sort, Wanted
from portal.web.parts import forms
from portal.web.parts.typed import sent_id
from tenants.calendar import UK
from tenants.regulator import ICO

if TYPE_CHECKING:
    from portal.web.visiting import Visit

KINDS: Final = {
    Kind.CONFIRMED: "Confirmed incident",
    Kind.POTENTIAL: "Potential incident",
    Kind.NEAR_MISS: "Near miss",
}
YES_NO: Final = {"yes": "Yes", "no": "No"}
SORTS: Final = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "closed": "Closed last, first",
}


class SearchForm(forms.PortalForm):
    """One box a column of the log; empty boxes ask for nothing. Sent by GET, it changes nothing."""

    reference = forms.text("Reference", hint="For example INC-2026-0042, or 42", most=30)
    stage = forms.select(
        "Where it stands",
        {
            "open": "Open",
            "reported": "Reported",
            "investigating": "Investigating",
            "reviewing": "Reviewing",
            "closed": "Closed",
        },
        empty="All",
    )
    kind = forms.select("Kind", KINDS, empty="All")
    severity = forms.select("Severity", {}, empty="All")
    since = forms.day("Reported from")
    until = forms.day("Reported until")
    person = forms.select("Who works on it", {}, empty="Anybody")
    ico = forms.select(f"Reported to the {ICO}", YES_NO, empty="All")
    told = forms.select("People affected told", YES_NO, empty="All")
    late = forms.select("Lateness", {"yes": "Something was late, or is"}, empty="All")
    sort = forms.select("Order", {})


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; `asked` when anything is, or a box cannot be read."""

    form: SearchForm
    wanted: Wanted
    sort: Sort
    asked: bool


def search(visit: Visit) -> Search:
    """The form as the address has it; a box that cannot be read asks for nothing."""
    form = SearchForm(formdata=request.args, now=visit.now)
    policy = visit.policy_today
    levels = {level.key: level.title for level in severity_levels(policy)} if policy else {}
    people = {str(each.person_id): each.name for each in visit.roster.holders}
    form.sort.choices = forms.choices(SORTS)
    form.severity.choices = forms.choices({"": "All", **levels})
    form.person.choices = forms.choices({"": "Anybody", **dict(sorted(people.items(), key=_name))})
    form.validate()
    wanted = Wanted(
        reference=_text(form, "reference"),
        stage=_text(form, "stage"),
        kind=_text(form, "kind"),
        severity=_text(form, "severity"),
        since=midnight(day_in(form, "since")),
        until=midnight(day_in(form, "until"), after=1),
        person=sent_id(_text(form, "person")),
        to_regulator=_yes_no(_text(form, "ico")),
        people_told=_yes_no(_text(form, "told")),
        late=_text(form, "late") == "yes",
    )
    sort = _text(form, "sort")
    known = cast("Sort", sort) if sort in get_args(Sort) else "newest"
    return Search(form, wanted, known, asked=wanted != Wanted() or bool(form.errors))


def _name(item: tuple[str, str]) -> str:
    return item[1].casefold()


def _text(form: SearchForm, name: str) -> str:
    return "" if form[name].errors else str(form[name].data or "")


def day_in(form: forms.PortalForm, name: str) -> date | None:
    """The day in a box; None where it is empty or cannot be read."""
    found = form[name].data
    return found if isinstance(found, date) and not form[name].errors else None


def midnight(on: date | None, *, after: int = 0) -> datetime | None:
    """The instant in UTC at which a day in the UK begins, or the day so many days after it."""
    if on is None or on.year >= date.max.year:
        return None
    begins = datetime.combine(on + timedelta(days=after), time.min, tzinfo=UK)
    return begins.astimezone(UTC)


def _yes_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)
