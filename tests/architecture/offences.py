"""What a module must not do. Each rule yields a sentence for each offence in one module."""

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from tests.architecture.source import Source, called

DOORS: Final = (
    "portal/desk/perform.py",
    "portal/desk/log_import.py",  # a whole sheet of earlier incidents, or none of it
    "portal/desk/drafts.py",
    "portal/desk/seen.py",
    "portal/desk/school/diary.py",  # the secret address of one's own diary feed
    "portal/desk/long_deeds.py",  # a draft for the worker, and how far it is; the list: perform
    "portal/web/visiting.py",  # ends reading by a commit, so that statements stay prepared
    "portal/desk/by_time/remind.py",  # what time alone brings about: docs/adr/0003
    "portal/desk/by_time/begun.py",  # the same, for reports that were begun and left
    "portal/desk/telling/incoming.py",  # mail is kept before its server is told that it was taken
    "portal/desk/school/rewrapping.py",  # another master key: nothing that is known changes
    "portal/desk/school/mailbox_tests.py",  # a test that nobody asked for
    "portal/desk/telling/bouncing.py",  # what became of a mail of ours; the duty follows
    "portal/outbox/handover.py",  # every notice's way out: several statements in one trip
    "portal/jobs/deliver.py",
    "portal/jobs/digest.py",  # reminders of several schools leave as one mail
    "tenants/change.py",
    "portal/migrate.py",
)
WRITES_SQL: Final = (
    "portal/store",
    "portal/outbox/handover.py",
    "portal/models",  # the condition of a partial index
    "portal/migrate.py",
    "tenants/adoption.py",  # the version in force, which every page asks
    "tenants/db.py",
    "tenants/directory.py",
    "tenants/present.py",
    "tenants/mail_addresses.py",
    "tenants/organisations.py",  # what is known across organisations, by functions of the database
    "tenants/people.py",  # a reporter's job title, in the one trip of the form
    "tenants/trips.py",
)
CLOCK: Final = "portal/host.py"
# not time.time_ns: the identifiers are made of it (UUIDv7), no rule reads it
CLOCK_READS: Final = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "localtime"), ("time", "gmtime"),
}  # fmt: skip
LONGEST: Final = {"portal": 250, "tenants": 250, "standalone": 250, "config": 250, "tests": 300}
LONGEST_VIEW: Final = 25
SAYS_NOTHING: Final = frozenset(
    {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
)
SILENCED: Final = re.compile(r"# (noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z, -]+\])?)\s*$")
ROUTES: Final = frozenset({"route", "get", "post", "does", "shows"})

# the document's own name decides nothing
NAMES_IT: Final = frozenset({"title", "short_title"})

Rule = Callable[[Source], Iterator[str]]


def commits(source: Source) -> Iterator[str]:
    """Only the doors of the four kinds of write end a transaction with a commit."""
    if source.within(*DOORS):
        return
    for call in source.calls():
        match call:
            case ast.Call(func=ast.Attribute(attr="commit" | "begin" as name), args=[]):
                yield source.at(call, f"commits by {name}()")
            case ast.Call(func=ast.Name(id="tell" | "tell_all" as name)):
                yield source.at(call, f"commits by {name}()")


def writes_sql(source: Source) -> Iterator[str]:
    """SQL as text stays where the database is spoken to."""
    if source.within(*WRITES_SQL):
        return
    texts = {
        alias.asname or alias.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in {"text", "DDL", "literal_column"}
    }
    for call in source.calls():
        match call.func:
            case ast.Attribute(attr="exec_driver_sql"):
                yield source.at(call, "sends SQL to the driver")
            case ast.Name(id="Query"):
                yield source.at(call, "writes SQL as text")
            case ast.Name(id=name) if name in texts:
                yield source.at(call, "writes SQL as text")
            case ast.Attribute(attr="text" | "DDL", value=ast.Name(id="sa" | "sqlalchemy")):
                yield source.at(call, "writes SQL as text")


def reads_clock(source: Source) -> Iterator[str]:
    """Time is a parameter; only the clock asks the machine."""
    if source.within(CLOCK):
        return
    for call in source.calls():
        match call.func:
            case ast.Attribute(attr=name, value=ast.Name(id=of) | ast.Attribute(attr=of)):
                if (of, name) in CLOCK_READS:
                    yield source.at(call, f"asks {of}.{name}() what time it is")


def too_long(source: Source) -> Iterator[str]:
    """A module is read in one sitting."""
    most = LONGEST.get(source.path.split("/", 1)[0])
    if most is not None and source.lines > most:
        yield f"{source.path} has {source.lines} lines, {most} at most"


def long_view(source: Source) -> Iterator[str]:
    """A view finds, checks, calls and answers; what is more belongs elsewhere."""
    for function in source.functions():
        names = {_decorator(node) for node in function.decorator_list}
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if names & ROUTES and lines > LONGEST_VIEW:
            yield source.at(function, f"{function.name} has {lines} lines, {LONGEST_VIEW} at most")


def says_nothing(source: Source) -> Iterator[str]:
    """A module is named for what it holds."""
    for part in source.path.removesuffix(".py").split("/"):
        if part in SAYS_NOTHING:
            yield f"{source.path}: '{part}' does not say what it holds"


def silences(source: Source) -> Iterator[str]:
    """Whoever silences a checker says why."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if SILENCED.search(line):
            yield f"{source.path}:{number} silences a checker and does not say why"


def asks_policy(source: Source, questions: Collection[str]) -> dict[str, list[str]]:
    """Which questions the module reads off a policy (`policy.x`, `….policy.x`), and where."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(source.tree):
        match node:
            case ast.Attribute(
                attr=name, value=ast.Name(id="policy") | ast.Attribute(attr="policy")
            ):
                if name in questions and name not in NAMES_IT:
                    found.setdefault(name, []).append(source.at(node, f"reads policy.{name}"))
    return found


def shared_interpretation(modules: Iterable[Source], questions: Collection[str]) -> list[str]:
    """Each question is interpreted in one module of portal/rules; others call its function."""
    offences: list[str] = []
    readers: dict[str, dict[str, list[str]]] = {}
    for source in modules:
        for question, places in asks_policy(source, questions).items():
            if source.within("portal/rules"):
                readers.setdefault(question, {})[source.path] = places
            else:
                offences += places
    for question, by_module in sorted(readers.items()):
        if len(by_module) > 1:
            offences.append(f"{question} is interpreted in {', '.join(sorted(by_module))}")
    return offences


def _decorator(node: ast.expr) -> str:
    match node:
        case ast.Call():
            return called(node)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
