"""A deployment whose regulator has another name, as a program: where does the old one still stand?

Words are made when Python starts, so this has to be a Python of its own. test_renamed.py runs it
with the two addresses of a database that holds the demonstration's people.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from html import unescape
from importlib.resources import files
from types import SimpleNamespace

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from portal.host import Services
from portal.notices import alerts
from standalone.demo import cast
from standalone.demo.stories.account import account
from standalone.demo.stories.past import past_services
from standalone.demo.stories.teller import Teller
from tests.databases import Database
from tests.portal_app import FRIDAY, dispose, make_app, sign_in

OLD = re.compile(r"\bICO\b")
LINK = re.compile(r'href="(/[^"#]*)')
ELSEWHERE = ("security", "users", "mailbox")
"""Routes that are not ours, or end the visit."""


def main() -> None:
    """Print how many mails and pages were read, then each that has the old name."""
    app = make_app(Database("", *sys.argv[1:]), WTF_CSRF_ENABLED=False)
    with app.app_context():
        tell_a_story(app.extensions["portal"].services())
    dpo = sign_in(app.test_client(), "service.dpo")
    read = {"mail": dict(mails()), "page": dict(pages(app, dpo))}
    for kind, texts in read.items():
        sys.stdout.write(f"{len(texts)} {kind}\n")
        for where, text in texts.items():
            for found in OLD.finditer(text):
                around = text[max(0, found.start() - 40) : found.end() + 40]
                sys.stdout.write(f"{kind} {where}: {' '.join(around.split())}\n")
    dispose(app)


DATA = re.compile(r"\bdata\.(\w+)")
"""What some mail says of its own."""


def tell_a_story(services: Services) -> None:
    """What is asked, decided, and waits for the regulator: on most pages something stands."""
    past, clock = past_services(services, FRIDAY)
    account(Teller(past, clock, cast.WENTWORTH, FRIDAY))


def mails() -> Iterator[tuple[str, str]]:
    """Every mail to staff."""
    duty = SimpleNamespace(what="Look", due_at=FRIDAY, cite="x", mine=False)
    said: dict[str, object] = dict.fromkeys(
        ("school", "reference", "link", "service", "effect_id"), "x"
    )
    said |= dict.fromkeys(("late", "again", "missed"), 0) | {"schools": 2}
    said |= {
        "officer": SimpleNamespace(stand_in=None, dpo=None),
        "duties": (duty,),
        "items": ((duty, SimpleNamespace(reference="x", school="x")),),
        "sent_at": FRIDAY,
    }
    for name in alerts._texts().list_templates():
        if name != "alert.txt":  # the frame of all
            source = files("portal") / "templates/portal/mail" / name
            said["data"] = dict.fromkeys(DATA.findall(source.read_text()), "x") | {"missed": 1}
            yield name, "\n".join(alerts.render(name.removesuffix(".txt"), said))


def pages(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str]]:
    """What links lead to from home, each route once, without the policies' own words."""
    waiting, seen = ["/"], {""}
    for address in waiting:
        reply = client.get(address)
        if not (reply.mimetype or "").startswith("text/"):
            continue
        text = unescape(reply.text)
        for link in LINK.findall(text):
            if (endpoint := route(app, link)) not in seen:
                seen.add(endpoint)
                waiting.append(link)
        for words in policies_words():
            text = text.replace(words, "")
        yield address, text


def route(app: Flask, link: str) -> str:
    """The name of our route at this address; '' where it is not ours."""
    try:
        name, _ = app.url_map.bind("localhost").match(link.partition("?")[0])
    except HTTPException:
        return ""
    return "" if name.startswith(ELSEWHERE) or name.endswith("static") else str(name)


@cache
def policies_words() -> tuple[str, ...]:
    """What stands in the shipped policies, word for word."""
    shipped = (files("tenants.policy") / "variants").iterdir()
    texts = (tomllib.loads(each.read_text(encoding="utf-8")) for each in shipped)
    return tuple(words for text in texts for words in strings(text) if OLD.search(words))


def strings(value: object) -> Iterator[str]:
    """All strings of a document."""
    match value:
        case str():
            yield value
        case dict():
            yield from (each for inner in value.values() for each in strings(inner))
        case list():
            yield from (each for inner in value for each in strings(inner))


if __name__ == "__main__":
    main()
