"""Which question files there are, and which is in use.

A deployment may have a folder of its own (PORTAL_REGULATOR_FORMS): its `<version>.toml` come before
those of the product, and its `regulator.toml` puts right name, phone, hours and addresses of the
regulator in every version, with the day on which that was looked up. PORTAL_REGULATOR_FORM says
which version new drafts begin with; drafts and snapshots keep the one they were begun with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from portal.errors import NotFound
from portal.regulators.form import Form, Regulator, parse
from tenants.regulator import ICO

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from portal.settings import Settings

CURRENT = "ico-2026"
PUT_RIGHT = "regulator"
"""The file of the deployment's folder that is no version."""


def in_use(settings: Settings) -> Form:
    """The form with which a new draft begins. Raises NotFound for a version that is not there."""
    return load_questions(settings.regulator_form or CURRENT, settings.regulator_forms)


def begun_with(settings: Settings, version: str) -> Form:
    """The form with which a draft was begun; the one in use where that is gone."""
    if version in list_versions(settings.regulator_forms):
        return load_questions(version, settings.regulator_forms)
    return in_use(settings)


def problems(settings: Settings, known_facts: Container[str]) -> Iterator[str]:
    """What is wrong with the question files of a deployment, a sentence each.

    `known_facts` is what a question may name as its `fact`.
    """
    try:
        versions = list_versions(settings.regulator_forms)
    except OSError:
        yield "PORTAL_REGULATOR_FORMS names no folder that can be read."
        return
    if settings.regulator_form and settings.regulator_form not in versions:
        yield f"PORTAL_REGULATOR_FORM names a form that is not there: {settings.regulator_form}."
    for version in versions:
        try:
            form = load_questions(version, settings.regulator_forms)
        except (OSError, TypeError, ValueError) as error:
            yield f"The {ICO}’s form {version} cannot be read: {error}"
        else:
            for question in form.questions():
                if question.fact and question.fact not in known_facts:
                    yield f"The {ICO}’s form {version}: nothing fills '{question.fact}'."
            if (name := form.regulator.short_name) != ICO:
                yield (
                    f"The form {version} is the {name}’s, and pages and mails speak of the {ICO}. "
                    "Give the name in regulator.toml, and the folder as the environment variable "
                    "PORTAL_REGULATOR_FORMS."
                )


@cache
def load_questions(version: str = CURRENT, folder: str = "") -> Form:
    """The form of one version. Raises NotFound, or what `parse` raises for a broken file."""
    if version not in list_versions(folder):
        raise NotFound(version)
    own = next(place for place in _places(folder) if _file(place, version).is_file())
    form = parse(_file(own, version).read_text(encoding="utf-8"))
    right = _put_right(folder)
    return form if right is None else _corrected(form, right)


@cache
def list_versions(folder: str = "") -> tuple[str, ...]:
    """The versions that came with the product or with the deployment, by name."""
    names = {entry.name for place in _places(folder) for entry in place.iterdir()}
    found = {name.removesuffix(".toml") for name in names if name.endswith(".toml")}
    return tuple(sorted(found - {PUT_RIGHT}))


def _places(folder: str) -> tuple[Traversable, ...]:
    shipped = files("portal.regulators") / "questions"
    return (Path(folder), shipped) if folder else (shipped,)


def _file(place: Traversable, version: str) -> Traversable:
    return place / f"{version}.toml"


def _put_right(folder: str) -> dict[str, object] | None:
    path = Path(folder) / f"{PUT_RIGHT}.toml" if folder else None
    if path is None or not path.is_file():
        return None
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _corrected(form: Form, right: dict[str, object]) -> Form:
    """The form with the deployment's own words on the regulator."""
    said = dict(right)
    as_of = said.pop("as_of", form.as_of)
    regulator = Regulator.model_validate({**form.regulator.model_dump(), **said})
    if not isinstance(as_of, date):
        msg = "as_of in regulator.toml must be a date"
        raise TypeError(msg)
    return form.model_copy(update={"regulator": regulator, "as_of": as_of})
