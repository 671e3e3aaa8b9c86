"""Every route says who may use it; every template compiles and every page has a title."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment, TemplateError, meta

from portal.notices import alerts, compose
from portal.web.access import View
from standalone.app import create_app

EXTENDS = re.compile(r"{%-?\s*extends")
TITLE = re.compile(r"{%-?\s*block (?:pageTitle|title)\b[^%]*%}(?!\s*{%-?\s*endblock)")


def unguarded(app: Flask, package: str) -> Iterator[str]:
    """The routes of a package that no declaration guards, and POSTs that only show."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if not view.__module__.startswith(package):
            continue
        access = getattr(view, "__portal_access__", None)
        if access is None:
            yield f"{rule} carries neither @does nor @shows"
        elif isinstance(access, View) and "POST" in (rule.methods or ()):
            yield f"{rule} takes POST and only @shows"


def broken_templates(environment: Environment, names: list[str]) -> Iterator[str]:
    """Templates that do not compile, and pages whose title nobody gives."""
    for name in names:
        try:
            environment.get_template(name)
        except TemplateError as error:
            yield f"{name} does not compile: {error}"
            continue
        source = _source(environment, name)
        titled = _has_title(environment, name) if EXTENDS.search(source) else "<title" in source
        if not titled and (EXTENDS.search(source) or "<html" in source):
            yield f"{name} has no title"


def _has_title(environment: Environment, name: str) -> bool:
    source = _source(environment, name)
    if TITLE.search(source):
        return True
    parents = meta.find_referenced_templates(environment.parse(source))
    return any(
        _has_title(environment, parent)
        for parent in parents
        if parent and not parent.startswith("govuk_frontend_jinja/") and _extends(source, parent)
    )


def _extends(source: str, parent: str) -> bool:
    return re.search(rf"{{%-?\s*extends\s+[\"']{re.escape(parent)}[\"']", source) is not None


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


@pytest.fixture(scope="module")
def standalone_app() -> Flask:
    return create_app("test")


def test_every_route_says_who_may_use_it(standalone_app: Flask) -> None:
    found = list(unguarded(standalone_app, "portal.web"))
    assert not found, "\n".join(found)


def test_the_walk_sees_the_routes(standalone_app: Flask) -> None:
    views = standalone_app.view_functions.values()
    assert sum(view.__module__.startswith("portal.web") for view in views) > 5


def test_every_template_compiles_and_every_page_has_a_title(standalone_app: Flask) -> None:
    environment = standalone_app.jinja_env
    ours = [
        name
        for name in environment.list_templates(extensions=["html"])
        if not name.startswith(("govuk_frontend", "security/"))
    ]
    assert any(name.startswith("portal/") for name in ours)
    found = list(broken_templates(environment, ours))
    assert not found, "\n".join(found)


def test_every_text_of_a_mail_compiles_and_has_a_subject() -> None:
    texts = alerts._texts()
    names = [name for name in texts.list_templates() if name != "alert.txt"]  # the frame of all
    assert names
    for name in names:
        assert "subject" in texts.get_template(name).blocks, f"{name} has no subject"


def test_the_pages_to_which_mails_lead_exist(standalone_app: Flask) -> None:
    pages = standalone_app.url_map.bind("localhost")
    for template, page in alerts.PAGES.items():
        assert f"{template}.txt" in alerts._texts().list_templates()
        assert pages.match(f"/school/{page.partition('?')[0]}")


def test_the_page_of_a_notice_compiles_and_has_a_title() -> None:
    assert "<title>" in _source(compose._pages(), "notice.html")


def test_an_unguarded_route_is_found() -> None:
    app = Flask("planted")

    def bare() -> str:
        return ""

    def shown() -> str:
        return ""

    def guarded() -> str:
        return ""

    vars(shown)["__portal_access__"] = View("x", "X")
    vars(guarded)["__portal_access__"] = SimpleNamespace()
    app.add_url_rule("/bare", view_func=bare)
    app.add_url_rule("/shown", view_func=shown, methods=["POST"])
    app.add_url_rule("/guarded", view_func=guarded, methods=["POST"])
    assert len(list(unguarded(app, __name__))) == 2


def test_a_broken_or_nameless_page_is_found() -> None:
    templates = {
        "base.html": "<html><title>{% block title %}{% endblock %}{% block x %}{% endblock %}",
        "bare.html": "<html>",
        "good.html": "{% extends 'base.html' %}{% block title %}Good{% endblock %}",
        "nested.html": "{% extends 'good.html' %}{% block x %}x{% endblock %}",
        "nameless.html": "{% extends 'base.html' %}{% block x %}x{% endblock %}",
        "broken.html": "{% extends 'base.html' %}{% block %}",
        "filter.html": "{{ x | no_such_filter }}",
        "part.html": "{% macro m() %}{% endmacro %}",
    }
    environment = Environment(loader=DictLoader(templates), autoescape=True)
    found = [line.split()[0] for line in broken_templates(environment, list(templates))]
    assert found == ["bare.html", "nameless.html", "broken.html", "filter.html"]


def test_the_style_sheet_calls_no_function_that_it_does_not_import() -> None:
    """Sass passes an unknown function on as it stands, and browsers drop the whole line."""
    assert re.findall(r"govuk-\w+\(", Path("assets/_portal.scss").read_text("utf-8")) == []
