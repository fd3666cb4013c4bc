"""How a new signature may look: its own drawing, in its own place, on something that is really signed."""

# mypy: allow-untyped-calls

from collections.abc import Iterable, Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference, StreamObject
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import FormUpdate, ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FieldComparisonSpec, FieldMDPRule
from pyhanko.sign.diff_analysis.rules_api import Context

from shared.signatures.objects import as_written, value

COVERED_AT_MOST = 0.5
"""The seal goes over about a third of the signature (Decree 30/2020, Annex I); covering most of one hides it."""

LARGEST = 595 * 842 / 3
"""All that a later signer adds at once may cover, in square points: a third of A4. More is another page, not a seal."""

Rectangle = tuple[float, float, float, float]


class SignatureAppearances(FieldMDPRule):
    """Grants nothing: looks at every field signed or created since, and objects."""

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        changed = [spec for spec in context.field_specs.values() if _is_new_or_newly_signed(spec)]
        for spec in changed:
            _is_signed_if_visible(spec)
            shows_no_stamp(spec.new_field)
            for widget in _widgets(spec.new_field):
                draws_only_itself(widget)
            _shares_no_appearance(spec, context)
        _leaves_other_signatures_visible(changed, context)
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
    """A document time stamp may draw nothing: anybody can have one made, over any picture of theirs on the page."""
    signature = None if field is None else value(field, "/V")
    if not isinstance(signature, DictionaryObject):
        return
    is_stamp = value(signature, "/Type") == "/DocTimeStamp" or value(signature, "/SubFilter") == "/ETSI.RFC3161"
    if is_stamp and any(is_visible(widget) and "/AP" in widget for widget in _widgets(field)):
        raise SuspiciousModification("a document time stamp that shows something")


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


def _leaves_other_signatures_visible(changed: list[FieldComparisonSpec], context: FieldComparisonContext) -> None:
    visible = [each for spec in changed for each in _placed(spec.new_field_ref, spec.new_field) if is_visible(each[1])]
    if not visible:
        return
    if covers_too_much(widget for _, widget in visible):
        raise SuspiciousModification("signatures as large as a page")
    pages = _pages_of_annotations(context.new)
    for spec in context.field_specs.values():
        if spec.field_type != "/Sig" or spec.old_field is None or "/V" not in spec.old_field:
            continue
        for place, earlier in _placed(spec.old_field_ref, spec.old_field):
            if any(pages.get(ref) == pages.get(place) and hides(widget, earlier) for ref, widget in visible):
                raise SuspiciousModification("another signature was covered")


def is_visible(widget: DictionaryObject) -> bool:
    return _area(_rectangle(widget)) > 0


def covers_too_much(widgets: Iterable[DictionaryObject]) -> bool:
    return sum(_area(_rectangle(widget)) for widget in widgets) > LARGEST


def hides(widget: DictionaryObject, earlier: DictionaryObject) -> bool:
    """Whether it covers most of the place of one on the same page."""
    place = _rectangle(earlier)
    return _overlap(place, _rectangle(widget)) > COVERED_AT_MOST * _area(place)


def _rectangle(widget: DictionaryObject) -> Rectangle:
    try:
        x1, y1, x2, y2 = (float(number) for number in widget["/Rect"])
    except (KeyError, TypeError, ValueError):
        return (0.0, 0.0, 0.0, 0.0)
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _area(rectangle: Rectangle) -> float:
    return (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1])


def _overlap(one: Rectangle, other: Rectangle) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _pages_of_annotations(revision: HistoricalResolver) -> dict[Reference | None, int]:
    """On which page, counted from 0, each annotation stands."""
    places: dict[Reference | None, int] = {}
    for number, page in enumerate(_pages(revision.root["/Pages"], seen=set())):
        annotations = value(page, "/Annots")
        for item in annotations if isinstance(annotations, ArrayObject) else ():
            if isinstance(item, IndirectObject):
                places[item.reference] = number
    return places


def _pages(node: DictionaryObject, *, seen: set[int]) -> Iterator[DictionaryObject]:
    if id(node) in seen or not isinstance(node, DictionaryObject):
        raise SuspiciousModification("the page tree is not a tree")
    seen.add(id(node))
    kids = value(node, "/Kids")
    if not isinstance(kids, ArrayObject):
        yield node
        return
    for kid in kids:
        yield from _pages(kid.get_object(), seen=seen)
