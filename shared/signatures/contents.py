"""What a revision has that a later one must leave alone: its pages, and the fields of its form."""

# mypy: allow-untyped-calls

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis.form_rules_api import _list_fields

from shared.signatures.objects import as_of

FIELDS = RawPdfPath("/Root", "/AcroForm", "/Fields")


@dataclass(frozen=True, slots=True)
class Contents:
    """The numbers of the pages, the full names of the fields, and the signed ones among these."""

    pages: frozenset[int]
    names: frozenset[str]
    signed: Mapping[Reference, DictionaryObject]

    def with_fields(self, names: Iterable[str], signed: Mapping[Reference, DictionaryObject]) -> "Contents":
        return Contents(self.pages, self.names | {*names}, {**self.signed, **signed})


def contents_of(reader: PdfFileReader, revision: int) -> Contents:
    """Raises what the library raises over a form or pages it would not compare, and PdfReadError."""
    resolver = reader.get_historical_resolver(revision)
    listed = resolver.root["/AcroForm"]["/Fields"]
    fields = dict(_list_fields(listed, listed, FIELDS))
    signed: dict[Reference, DictionaryObject] = {}
    for one in fields.values():
        if one.field_type == "/Sig":
            if one.new_field_ref is None or type(one.new_field) is not DictionaryObject:
                raise PdfReadError("a field that is no dictionary")
            signed |= {one.new_field_ref: one.new_field} if "/V" in one.new_field else {}
    return Contents(frozenset(_pages(reader, revision)), frozenset(fields), signed)


def _pages(reader: PdfFileReader, revision: int) -> Iterator[int]:
    """Every page, each once in a tree of plain nodes, whose annotations are objects of their own."""
    waiting, seen = [reader.get_historical_resolver(revision).root.raw_get("/Pages")], set()
    while waiting:
        reference = waiting.pop()
        if not isinstance(reference, IndirectObject) or reference.reference in seen:
            raise PdfReadError("not a tree of pages")
        seen.add(reference.reference)
        node = as_of(reader, reference.reference, revision)
        if type(node) is not DictionaryObject or ("/Kids" in node) != (node.get("/Type") == "/Pages"):
            raise PdfReadError("neither a page nor pages")
        if node.get("/Type") == "/Pages":
            waiting.extend(_entries(reader, node.get("/Kids"), revision))
        elif node.get("/Type") == "/Page":
            if not all(isinstance(each, IndirectObject) for each in _entries(reader, node.get("/Annots"), revision)):
                raise PdfReadError("an annotation that is no object of its own")
            yield reference.idnum
        else:
            raise PdfReadError("neither a page nor pages")


def _entries(reader: PdfFileReader, array: object, revision: int) -> list[object]:
    if array is None:
        return []
    found = as_of(reader, array.reference, revision) if isinstance(array, IndirectObject) else array
    if type(found) is not ArrayObject:
        raise PdfReadError("not an array")
    return list(list.__iter__(found))
