"""How a new signature may look: its own drawing, in its own place, on something that is really signed."""

# mypy: allow-untyped-calls

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference, StreamObject
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import FormUpdate, ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FieldComparisonSpec, FieldMDPRule
from pyhanko.sign.diff_analysis.rules_api import Context

from shared.signatures.objects import as_written, value
from shared.signatures.seals import (
    BOXES,
    Boxes,
    Seal,
    Seals,
    area,
    is_everywhere,
    is_placed,
    rectangle,
)


class SignatureAppearances(FieldMDPRule):
    """Grants nothing: looks at every field signed or created since, and objects."""

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        changed = [spec for spec in context.field_specs.values() if _is_new_or_newly_signed(spec)]
        for spec in changed:
            _is_signed_if_visible(spec)
            shows_no_stamp(spec.new_field)
            for widget in _widgets(spec.new_field):
                stands_in_one_place(widget)
                draws_only_itself(widget)
            _shares_no_appearance(spec, context)
        _leaves_enough_visible(changed, context)
        return ()


def _is_new_or_newly_signed(spec: FieldComparisonSpec) -> bool:
    if spec.field_type != "/Sig" or spec.new_field is None:
        return False
    return spec.old_field is None or ("/V" in spec.new_field and "/V" not in spec.old_field)


def _is_signed_if_visible(spec: FieldComparisonSpec) -> None:
    field = spec.new_field
    if field is not None and "/V" not in field and any(is_visible(widget) for widget in _widgets(field)):
        raise SuspiciousModification("a visible signature field was added and not signed")


def _widgets(field: DictionaryObject | None) -> Iterator[DictionaryObject]:
    if field is None:
        return
    yield field
    kids = value(field, "/Kids")
    for kid in kids if isinstance(kids, ArrayObject) else ():
        widget = kid.get_object()
        if not isinstance(widget, DictionaryObject):
            raise SuspiciousModification("a widget that is none")
        yield widget


def _placed(
    reference: Reference | None, field: DictionaryObject | None
) -> Iterator[tuple[Reference | None, DictionaryObject]]:
    """Each widget and what a page's annotations call it."""
    kids = None if field is None else value(field, "/Kids")
    raw = [None, *list.__iter__(kids)] if isinstance(kids, ArrayObject) else [None]
    for kid, widget in zip(raw, _widgets(field), strict=False):
        yield (kid.reference if isinstance(kid, IndirectObject) else reference), widget


def shows_no_stamp(field: DictionaryObject | None) -> None:
    """A document time stamp is seen nowhere: anybody can have one made, and viewers paint even what has no drawing."""
    signature = None if field is None else value(field, "/V")
    if not isinstance(signature, DictionaryObject):
        return
    is_stamp = value(signature, "/Type") == "/DocTimeStamp" or value(signature, "/SubFilter") == "/ETSI.RFC3161"
    if is_stamp and any(is_visible(widget) for widget in _widgets(field)):
        raise SuspiciousModification("a document time stamp that shows something")


def stands_in_one_place(widget: DictionaryObject) -> None:
    """Of five numbers some viewers take the first four, and others none."""
    if not is_placed(widget):
        raise SuspiciousModification("a widget that viewers see in different places")


def draws_only_itself(widget: DictionaryObject) -> None:
    """Each appearance is a form XObject: anything else is a way to smuggle a page or an image in."""
    appearance = value(widget, "/AP")
    if appearance is None:
        return
    if not isinstance(appearance, DictionaryObject) or not appearance.keys() <= {"/N", "/R", "/D"}:
        raise SuspiciousModification("not an appearance dictionary")
    for state in appearance:
        stream = appearance[state]
        if not isinstance(stream, StreamObject) or value(stream, "/Subtype") != "/Form":
            raise SuspiciousModification("an appearance of the wrong type")


def _shares_no_appearance(spec: FieldComparisonSpec, context: FieldComparisonContext) -> None:
    """An appearance dictionary rewritten in place must have served this field alone."""
    raw = as_written(spec.old_field, "/AP")
    if not isinstance(raw, IndirectObject) or raw.reference not in context.new.explicit_refs_in_revision():
        return
    users = {
        Context.from_absolute(context.old, path).relative_view for path in context.old._get_usages_of_ref(raw.reference)
    }
    if len(users) > 1:
        raise SuspiciousModification("an appearance that other objects share was replaced")


def _leaves_enough_visible(changed: list[FieldComparisonSpec], context: FieldComparisonContext) -> None:
    """Of the page, and of the signatures that were there; whoever signed since counts, in whatever revision."""
    added = [each for spec in changed for each in _placed(spec.new_field_ref, spec.new_field)]
    if not any(is_visible(widget) or is_everywhere(widget) for _, widget in added):
        return
    pages, annotated = _pages_of_annotations(context.new)
    if any(is_everywhere(widget) and annotated[reference] for reference, widget in added):
        raise SuspiciousModification("a widget that some viewers draw over the whole page")
    signed = (spec for spec in context.field_specs.values() if spec.field_type == "/Sig" and _is_signed(spec.old_field))
    there = [each for spec in signed for each in _placed(spec.old_field_ref, spec.old_field)]
    seals, others = ([Seal(rectangle(one), annotated[ref]) for ref, one in each] for each in (there, added))
    if not Seals.beneath(pages, seals).joined_by(others).leave_enough():
        raise SuspiciousModification("a page or another signature was covered")


def _is_signed(field: DictionaryObject | None) -> bool:
    return field is not None and "/V" in field


def is_visible(widget: DictionaryObject) -> bool:
    return area(rectangle(widget)) > 0


def _pages_of_annotations(
    revision: HistoricalResolver,
) -> tuple[dict[int, Boxes], defaultdict[Reference | None, frozenset[int]]]:
    """The boxes of each page, counted from 0, and on which of them each annotation stands."""
    boxes_of: dict[int, Boxes] = {}
    places: defaultdict[Reference | None, frozenset[int]] = defaultdict(frozenset)
    for number, (page, boxes) in enumerate(_pages(revision.root["/Pages"], {}, seen=set())):
        boxes_of[number], annotations = boxes, value(page, "/Annots")
        for item in annotations if isinstance(annotations, ArrayObject) else ():
            if isinstance(item, IndirectObject):
                places[item.reference] |= {number}
    return boxes_of, places


def _pages(node: DictionaryObject, boxes: Boxes, *, seen: set[int]) -> Iterator[tuple[DictionaryObject, Boxes]]:
    """Every page, and its boxes or those it inherits."""
    if id(node) in seen or not isinstance(node, DictionaryObject):
        raise SuspiciousModification("the page tree is not a tree")
    seen.add(id(node))
    own = {key: box for key in BOXES if (box := value(node, key)) is not None}
    boxes = {**boxes, **own} if own else boxes
    kids = value(node, "/Kids")
    if not isinstance(kids, ArrayObject):
        yield node, boxes
        return
    for kid in kids:
        yield from _pages(kid.get_object(), boxes, seen=seen)
