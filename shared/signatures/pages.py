"""Pages after signing: a new signature field may stand on any of them, and whatever else they show is as it was."""

# mypy: allow-untyped-calls

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    Reference,
)
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import FormUpdate, ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FieldComparisonSpec, FieldMDPRule
from pyhanko.sign.diff_analysis.rules_api import RelativeContext

from shared.signatures.objects import STRINGS, as_written, entries_but, value

INHERITED = frozenset({"/Resources", "/MediaBox", "/CropBox", "/Rotate"})
"""What a page may have from the tree above it (ISO 32000-1, table 30)."""

PLAINLY_SAID = {"/Tabs": (NameObject,), "/LastModified": STRINGS}
"""iText has the annotations of a tagged page visited in the order of its structure."""

SAID_OF_ANNOTATIONS = frozenset({"/Annots"} | PLAINLY_SAID.keys())


@dataclass(frozen=True, slots=True)
class Page:
    """A page as signed and as it is now, and what the signed tree above it hands down."""

    reference: Reference
    before: DictionaryObject
    after: DictionaryObject
    inherited: Mapping[str, PdfObject]

    def is_kept(self) -> bool:
        """Whether it is the same but for its annotations, and for what it inherited and now says itself."""
        before, after = entries_but(self.before, SAID_OF_ANNOTATIONS), entries_but(self.after, SAID_OF_ANNOTATIONS)
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
