"""What PDF/UA-1 (ISO 14289-1) asks of a file and a machine can tell, read from the file itself.

Typst says of its files that they conform; this looks: who made it is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any, Final, cast

from pypdf import PageObject, PdfReader
from pypdf.generic import BooleanObject

Node = dict[str, Any]
"""A dictionary object of a PDF."""

PAINTS: Final = frozenset(
    {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "BI"}
)
"""Operators that put something on the page."""
HOLDS: Final = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
}
"""What may stand in a table and in a list, and nothing else."""
NEEDS_ALT: Final = frozenset({"Figure", "Formula"})
HEADINGS: Final = ("H1", "H2", "H3", "H4", "H5", "H6")


def faults(content: bytes) -> list[str]:
    """What is wrong with it, in words; [] where nothing is found."""
    reader = PdfReader(BytesIO(content))
    return [
        *_document(reader),
        *_structure(reader),
        *_marked(reader),
        *_fonts(reader),
        *_annotations(reader),
    ]


def outline(content: bytes) -> list[str]:
    """The headings in order, as tags."""
    elements = _elements(PdfReader(BytesIO(content)))
    return [tag for _node, tag, _parent in elements if tag in HEADINGS]


def _document(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object
    said = reader.xmp_metadata
    text = said.stream.get_data() if said is not None else b""
    if b"pdfuaid:part>1<" not in text:
        yield "it does not say that it is PDF/UA-1"
    if said is None or not said.dc_title:
        yield "it has no title"
    if not _says(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "a reader shows its file name in place of its title"
    if not root.get("/Lang"):
        yield "it has no language"
    if not _says(root, "/MarkInfo", "/Marked"):
        yield "it is not marked as tagged"
    if _says(root, "/MarkInfo", "/Suspects"):
        yield "its tags are suspect"
    if reader.is_encrypted:
        yield "it is locked"


def _elements(reader: PdfReader) -> Iterator[tuple[Node, str, str]]:
    """Every element of the tree with its tag and its parent's, in reading order."""
    tree = reader.root_object.get("/StructTreeRoot")
    if tree is None:
        return
    roles = _plain(tree.get_object().get("/RoleMap", {}))
    waiting = [(kid, "") for kid in reversed(_kids(tree.get_object()))]
    while waiting:
        node, parent = waiting.pop()
        if not isinstance(node, dict) or "/S" not in node:
            continue
        tag = str(node["/S"])
        tag = str(roles.get(tag, tag)).lstrip("/")
        yield node, tag, parent
        waiting.extend((kid, tag) for kid in reversed(_kids(node)))


def _structure(reader: PdfReader) -> Iterator[str]:
    tree = reader.root_object.get("/StructTreeRoot")
    if tree is None or "/ParentTree" not in tree.get_object():
        yield "it has no tree of tags"
        return
    levels = []
    for node, tag, parent in _elements(reader):
        if parent in HOLDS and tag not in HOLDS[parent]:
            yield f"{tag} stands in {parent}"
        if tag in NEEDS_ALT and not (node.get("/Alt") or node.get("/ActualText")):
            yield f"{tag} has no words in its place"
        if tag == "TH" and not any("/Scope" in each for each in _attributes(node)):
            yield "a heading of a table says not of what"
        if tag in HEADINGS:
            levels.append(HEADINGS.index(tag) + 1)
    if not levels:
        yield "it has no heading"
    elif levels[0] != 1:
        yield f"its first heading is of level {levels[0]}"
    yield from (
        f"after a heading of level {before} comes one of level {after}"
        for before, after in pairwise(levels)
        if after > before + 1
    )


def _marked(reader: PdfReader) -> Iterator[str]:
    """Everything on a page is a tag's or an artifact, and every mark is in the tree."""
    known = _marks_in_tree(reader)
    for number, page in enumerate(reader.pages, start=1):
        depth: list[int | str | None] = []
        for operands, operator in _operations(page):
            name = operator.decode() if isinstance(operator, bytes) else str(operator)
            if name in {"BDC", "BMC"}:
                depth.append(_mark(page, operands))
            elif name == "EMC":
                depth.pop()
            elif name in PAINTS and not any(each is not None for each in depth):
                yield f"page {number}: {name} paints what is neither tagged nor an artifact"
        for mark in _marks(page):
            if (number, mark) not in known:
                yield f"page {number}: mark {mark} is in no tag"


def _mark(page: PageObject, operands: list[Any]) -> int | str | None:
    """The number of a mark, 'artifact', or None for what says neither."""
    if str(operands[0]) == "/Artifact":
        return "artifact"
    if len(operands) < 2:
        return None
    said = operands[1]
    if not isinstance(said, dict):
        resources = _plain(page.get("/Resources", {}))
        said = _plain(_plain(resources.get("/Properties", {})).get(str(said), {}))
    return int(said["/MCID"]) if "/MCID" in said else None


def _marks(page: PageObject) -> set[int]:
    found = (
        _mark(page, operands)
        for operands, operator in _operations(page)
        if operator in {b"BDC", "BDC"}
    )
    return {each for each in found if isinstance(each, int)}


def _operations(page: PageObject) -> list[tuple[Any, Any]]:
    """What is done on the page, step by step."""
    stream = page.get_contents()
    return [] if stream is None else list(stream.operations)


def _marks_in_tree(reader: PdfReader) -> set[tuple[int, int]]:
    pages = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages, start=1)
        if page.indirect_reference is not None
    }
    known = set()
    for node, _tag, _parent in _elements(reader):
        own = node.get("/Pg") if "/Pg" in node else None
        for kid in _raw_kids(node):
            at, mark = own, kid
            if isinstance(kid, dict) and "/MCID" in kid:
                at, mark = kid.get("/Pg", own), kid["/MCID"]
            if isinstance(mark, int) and at is not None:
                known.add((pages[_idnum(at)], int(mark)))
    return known


def _fonts(reader: PdfReader) -> Iterator[str]:
    seen = set()
    for page in reader.pages:
        fonts = _plain(_plain(page.get("/Resources", {})).get("/Font", {}))
        for each in fonts.values():
            font = _plain(each)
            name = str(font.get("/BaseFont"))
            if name in seen:
                continue
            seen.add(name)
            if "/ToUnicode" not in font:
                yield f"{name} does not say which letters it draws"
            inner = _plain(font["/DescendantFonts"][0]) if "/DescendantFonts" in font else font
            held = _plain(inner.get("/FontDescriptor", {}))
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & held.keys():
                yield f"{name} does not come with the file"


def _annotations(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        notes = [_plain(each) for each in page.get("/Annots", ())]
        if notes and str(page.get("/Tabs")) != "/S":
            yield f"page {number}: the order of its links is not that of its tags"
        for note in notes:
            if "/StructParent" not in note:
                yield f"page {number}: a link is in no tag"
            if not note.get("/Contents"):
                yield f"page {number}: a link does not say where it leads"


def _attributes(node: Node) -> list[Node]:
    said = node.get("/A", [])
    return [_plain(each) for each in (said if isinstance(said, list) else [said])]


def _kids(node: Node) -> list[Any]:
    return [_plain(each) for each in _raw_kids(node)]


def _raw_kids(node: Node) -> list[Any]:
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return [
        each.get_object() if hasattr(each, "get_object") else each
        for each in (kids if isinstance(kids, list) else [kids])
    ]


def _says(root: Node, where: str, what: str) -> bool:
    said = _plain(_plain(root.get(where, {})).get(what))
    return isinstance(said, BooleanObject) and said.value


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _idnum(page: Any) -> int:
    reference = getattr(page, "indirect_reference", None) or page
    return cast("int", reference.idnum)
