"""What producers write anew for a later signature without changing it: pages, the page tree, the catalogue."""

# mypy: allow-untyped-calls

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    Reference,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    FormUpdate,
    ModificationLevel,
    ReferenceUpdate,
    SuspiciousModification,
    WhitelistRule,
)
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FieldComparisonSpec, FieldMDPRule
from pyhanko.sign.diff_analysis.rules_api import QualifiedWhitelistRule, RelativeContext

from shared.signatures.objects import as_written, value

INHERITED = frozenset({"/Resources", "/MediaBox", "/CropBox", "/Rotate"})
"""What a page may have from the tree above it (ISO 32000-1, table 30)."""

MARK = "/ITXT"
"""iText writes its version into the root of the page tree of every paper it signs."""

STRINGS = (TextStringObject, ByteStringObject)
PLAINLY_SAID = {"/Tabs": (NameObject,), "/LastModified": STRINGS}
"""iText has the annotations of a tagged page visited in the order of its structure."""

SAID_OF_ANNOTATIONS = frozenset({"/Annots"} | PLAINLY_SAID.keys())

CATALOGUES = frozenset({"/Root", "/Data"})
DEPTH = 12


class MarkedPageTree(WhitelistRule):
    """The root of the page tree may get its producer's mark and nothing else."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        place = as_written(new.root, "/Pages")
        if not isinstance(place, IndirectObject) or place.reference not in new.explicit_refs_in_revision():
            return
        before, after = value(old.root, "/Pages"), value(new.root, "/Pages")
        if not isinstance(before, DictionaryObject) or not isinstance(after, DictionaryObject):
            return
        is_mark = isinstance(as_written(after, MARK), STRINGS)
        if place == as_written(old.root, "/Pages") and is_mark and _written(before, {MARK}) == _written(after, {MARK}):
            yield ReferenceUpdate(place.reference)


class CatalogueWrittenAnew(QualifiedWhitelistRule):
    """The library's comparison of catalogues, but for parts that stand in objects of their own now (PDFBox does so)."""

    def __init__(self, ignored: frozenset[str]) -> None:
        self._ignored = ignored

    def apply_qualified(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[tuple[ModificationLevel, ReferenceUpdate]]:
        _serves_as_catalogue_alone(old)
        moved, unchanged = set[Reference](), set[str]()
        for key in old.root.keys() & new.root.keys() - self._ignored:
            before, after = old.root.raw_get(key), new.root.raw_get(key)
            if before != after and _is_moved(before, after, old, moved):
                unchanged.add(key)
        yield from CatalogModificationRule(self._ignored | unchanged).apply_qualified(old, new)
        yield from ((ModificationLevel.LTA_UPDATES, ReferenceUpdate(each)) for each in moved)


def _serves_as_catalogue_alone(old: HistoricalResolver) -> None:
    """A signature may name it as its data; in a catalogue that is a list of fonts, too, a new entry is a new font."""
    paths = [usage.path for usage in old._get_usages_of_ref(old.root_ref)]
    if not all(path[-1] in CATALOGUES for path in paths):
        raise SuspiciousModification("a catalogue that is something else, too")


def _is_moved(before: Any, after: Any, old: HistoricalResolver, moved: set[Reference], depth: int = 0) -> bool:
    """Whether a value is the same, where what stood in it may stand in an object that the signed revision lacks."""
    if before == after or depth > DEPTH:
        return bool(before == after)
    if isinstance(after, IndirectObject):
        if isinstance(before, IndirectObject) or not old.is_ref_unassignable(after.reference):
            return False
        moved.add(after.reference)
        after = after.get_object()
    if isinstance(before, StreamObject) or isinstance(after, StreamObject):
        return False
    if isinstance(before, DictionaryObject) and isinstance(after, DictionaryObject):
        keys: Iterable[Any] = before.keys()
        is_alike = before.keys() == after.keys()
    elif isinstance(before, ArrayObject) and isinstance(after, ArrayObject):
        keys = range(len(before))
        is_alike = len(before) == len(after)
    else:
        return bool(before == after)
    return is_alike and all(_is_moved(before.raw_get(key), after.raw_get(key), old, moved, depth + 1) for key in keys)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as signed and as it is now, and what the signed tree above it hands down."""

    reference: Reference
    before: DictionaryObject
    after: DictionaryObject
    inherited: Mapping[str, PdfObject]

    def is_kept(self) -> bool:
        """Whether it is the same but for its annotations, and for what it inherited and now says itself."""
        before, after = _written(self.before, SAID_OF_ANNOTATIONS), _written(self.after, SAID_OF_ANNOTATIONS)
        if not all(isinstance(as_written(self.after, key), kinds) for key, kinds in self._said_now()):
            return False
        said = {key: after[key] for key in after.keys() - before.keys()}
        inherited = all(key in INHERITED and self.inherited.get(key) == said[key] for key in said)
        return inherited and {**before, **said} == after

    def _said_now(self) -> Iterator[tuple[str, tuple[type, ...]]]:
        """What may change about its annotations did: plain words, which are no font or picture wherever they stand."""
        for key, kinds in PLAINLY_SAID.items():
            if key in self.after and as_written(self.after, key) != as_written(self.before, key):
                yield key, kinds


class WidgetsOnPages(FieldMDPRule):
    """New signature fields stand on any page: what the library grants with `approve_widget_bindings`, and `is_kept`."""

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        names = dict(new_widgets(context.field_specs))
        if not names:
            return
        top = as_written(context.old.root, "/Pages")
        before, after = value(context.old.root, "/Pages"), value(context.new.root, "/Pages")
        for page in _pages(top, before, after, {}, frozenset()):
            for update in _bound(page, names, context.old):
                yield ModificationLevel.LTA_UPDATES, update


def _bound(page: Page, names: Mapping[Reference, str], old: HistoricalResolver) -> Iterator[FormUpdate]:
    """A link may be written into the page itself, as FPDF does: whatever no widget is stays as and where it was."""
    before, after = _annotations(page.before), _annotations(page.after)
    if before == after:
        return
    added = [each.reference for each in after if isinstance(each, IndirectObject) and each.reference in names]
    kept = [each for each in after if not (isinstance(each, IndirectObject) and each.reference in names)]
    if kept != before or not page.is_kept():
        raise SuspiciousModification(f"{page.reference} shows something else")
    name = names[added[0]] if len(added) == 1 else None
    yield FormUpdate(page.reference, field_name=name, valid_when_locked=name is not None)
    place = as_written(page.after, "/Annots")
    if isinstance(place, IndirectObject) and (
        place == as_written(page.before, "/Annots") or old.is_ref_unassignable(place.reference)
    ):
        checked = RelativeContext(page.reference, RawPdfPath("/Annots"))
        yield FormUpdate(place.reference, field_name=name, valid_when_locked=name is not None, context_checked=checked)


def new_widgets(fields: Mapping[str, FieldComparisonSpec]) -> Iterator[tuple[Reference, str]]:
    """What may stand on pages for each signature field created since."""
    for name, spec in fields.items():
        place, field = spec.new_field_ref, spec.new_field
        if spec.field_type != "/Sig" or spec.old_field_ref or place is None or field is None:
            continue
        kids = value(field, "/Kids")
        if kids is None:
            yield place, name
        for kid in kids or ():
            if "/T" not in kid.get_object():
                yield kid.reference, name


def _pages(
    place: Any, before: Any, after: Any, inherited: Mapping[str, PdfObject], seen: frozenset[Reference]
) -> Iterator[Page]:
    """Every page of both trees, which have to be the same tree.

    Viewers inherit upwards: a page that names another parent than the one it is found under inherits nothing here.
    """
    if not isinstance(before, DictionaryObject) or not isinstance(after, DictionaryObject):
        raise SuspiciousModification("no page tree")
    inherited = {**inherited, **{key: before.raw_get(key) for key in INHERITED & before.keys()}}
    kids = _references(value(before, "/Kids"))
    if kids != _references(value(after, "/Kids")):
        raise SuspiciousModification("another page tree")
    for number, reference in enumerate(kids):
        if reference in seen:
            raise PdfReadError("a page tree with a circle")
        kid, kid_now = value(before, "/Kids")[number], value(after, "/Kids")[number]
        if not isinstance(kid, DictionaryObject) or not isinstance(kid_now, DictionaryObject):
            raise SuspiciousModification("a page that is no dictionary")
        handed_down = inherited if as_written(kid, "/Parent") == place else {}
        if value(kid, "/Type") == "/Pages":
            yield from _pages(value(before, "/Kids").raw_get(number), kid, kid_now, handed_down, seen | {reference})
        elif value(kid, "/Type") == "/Page":
            yield Page(reference, kid, kid_now, handed_down)


def _annotations(page: DictionaryObject) -> list[Any]:
    found = value(page, "/Annots")
    if found is None or isinstance(found, NullObject):
        return []
    if not isinstance(found, ArrayObject):
        raise SuspiciousModification("annotations that are no list")
    return list(list.__iter__(found))


def _references(array: object) -> list[Reference]:
    if array is None:
        return []
    if not isinstance(array, ArrayObject) or not all(isinstance(each, IndirectObject) for each in array):
        raise SuspiciousModification("not a list of references")
    return [each.reference for each in array]


def _written(dictionary: DictionaryObject, ignored: AbstractSet[str]) -> dict[str, PdfObject]:
    return {key: dictionary.raw_get(key) for key in dictionary.keys() - ignored}
