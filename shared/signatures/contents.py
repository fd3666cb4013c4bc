"""What a revision has that a later one must leave alone: its pages, and the fields of its form."""

# mypy: allow-untyped-calls

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonSpec, _list_fields

from shared.signatures.objects import as_of
from shared.signatures.seals import BOXES, Boxes, Seal, Seals, rectangle

FIELDS = RawPdfPath("/Root", "/AcroForm", "/Fields")


@dataclass(frozen=True, slots=True)
class Contents:
    """The full names of the fields, and the seals on the pages, which are known by their numbers."""

    names: frozenset[str]
    seals: Seals

    def with_fields(self, names: Iterable[str], seals: Collection[Seal]) -> "Contents":
        return Contents(self.names | {*names}, self.seals.joined_by(seals))


def contents_of(reader: PdfFileReader, revision: int) -> Contents:
    """Raises what the library raises over a form or pages it would not compare, and PdfReadError."""
    resolver = reader.get_historical_resolver(revision)
    listed = resolver.root["/AcroForm"]["/Fields"]
    fields = dict(_list_fields(listed, listed, FIELDS))
    pages: dict[int, Boxes] = {}
    places: defaultdict[Reference, set[int]] = defaultdict(set)
    for page in _pages(reader, revision):
        pages[page.number] = page.boxes
        for each in page.annotations:
            places[each].add(page.number)
    widgets = chain.from_iterable(_widgets(one) for one in fields.values() if one.field_type == "/Sig")
    seals = [Seal(rectangle(widget), frozenset(places[reference])) for reference, widget in widgets]
    return Contents(frozenset(fields), Seals.among(pages, seals))


def _widgets(signed: FieldComparisonSpec) -> Iterator[tuple[Reference, DictionaryObject]]:
    """What a signed field shows: itself, and what belongs to it."""
    field, reference = signed.new_field, signed.new_field_ref
    if reference is None or type(field) is not DictionaryObject:
        raise PdfReadError("a field that is no dictionary")
    if "/V" not in field:
        return
    yield reference, field
    kids = field["/Kids"] if "/Kids" in field else ArrayObject()
    for kid in list.__iter__(kids):
        if not isinstance(kid, IndirectObject) or type(widget := kid.get_object()) is not DictionaryObject:
            raise PdfReadError("a widget that is no object of its own")
        yield kid.reference, widget


@dataclass(frozen=True, slots=True)
class Page:
    """What a page gives seals, and what stands on it."""

    number: int
    boxes: Boxes
    annotations: tuple[Reference, ...]


def _pages(reader: PdfFileReader, revision: int) -> Iterator[Page]:
    """Every page, each once in a tree of plain nodes, whose annotations are objects of their own."""
    top = reader.get_historical_resolver(revision).root.raw_get("/Pages")
    waiting: list[tuple[Any, Boxes]] = [(top, {})]
    seen: set[Reference] = set()
    while waiting:
        reference, boxes = waiting.pop()
        if not isinstance(reference, IndirectObject) or reference.reference in seen:
            raise PdfReadError("not a tree of pages")
        seen.add(reference.reference)
        node = as_of(reader, reference.reference, revision)
        if type(node) is not DictionaryObject or ("/Kids" in node) != (node.get("/Type") == "/Pages"):
            raise PdfReadError("neither a page nor pages")
        own = {key: _found(reader, node.get(key), revision) for key in BOXES if key in node}
        boxes = {**boxes, **own} if own else boxes
        if node.get("/Type") == "/Pages":
            waiting.extend((kid, boxes) for kid in _entries(reader, node.get("/Kids"), revision))
        elif node.get("/Type") == "/Page":
            annotations = _entries(reader, node.get("/Annots"), revision)
            if not all(isinstance(each, IndirectObject) for each in annotations):
                raise PdfReadError("an annotation that is no object of its own")
            yield Page(reference.idnum, boxes, tuple(each.reference for each in annotations))
        else:
            raise PdfReadError("neither a page nor pages")


def _entries(reader: PdfFileReader, array: object, revision: int) -> list[Any]:
    if array is None:
        return []
    found = _found(reader, array, revision)
    if type(found) is not ArrayObject:
        raise PdfReadError("not an array")
    return list(list.__iter__(found))


def _found(reader: PdfFileReader, entry: object, revision: int) -> object:
    return as_of(reader, entry.reference, revision) if isinstance(entry, IndirectObject) else entry
