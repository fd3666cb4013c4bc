"""In a tagged paper a new signature is tagged too (ISO 32000-2, 14.7.5): an element of its own, and nothing beside it.

iText does so for every signature it adds. The elements that were there keep all they had; of the index of elements,
which is written anew, every entry stays what it was.
"""

# mypy: allow-untyped-calls

from collections.abc import Collection, Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject, Reference
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import FormUpdate, ModificationLevel
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FieldMDPRule
from pyhanko.sign.diff_analysis.rules_api import Context

from shared.signatures.objects import entries_but, value
from shared.signatures.pages import new_widgets

TREE = ("/Root", "/StructTreeRoot")
INDEX = "/ParentTree"
OF_A_TAG = frozenset({"/Type", "/S", "/P", "/Pg", "/K"})
"""No other words for what is shown, and no properties."""
OF_AN_OBJECT = frozenset({"/Type", "/Obj", "/Pg"})
GROWING = frozenset({"/K"})
GROWING_AT_THE_ROOT = GROWING | {INDEX, "/ParentTreeNextKey"}
DEEPEST = 20


class SignatureTags(FieldMDPRule):
    """Lets the tree of elements gain the tags of new signatures; whatever else happens to it stays unexplained."""

    def apply(self, context: FieldComparisonContext) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        widgets, old, new = dict(new_widgets(context.field_specs)), context.old, context.new
        before, after = (value(revision.root, TREE[1]) for revision in (old, new))
        if not widgets or type(before) is not DictionaryObject or type(after) is not DictionaryObject:
            return
        written = new.explicit_refs_in_revision()
        tags = {each for each in written if old.is_ref_unassignable(each) and _is_tag(new(each), widgets)}
        if (index := _rewritten_index(before, after, tags)) is None:
            return
        for each in written:
            if old.is_ref_unassignable(each):
                if each in tags or each in index:
                    yield ModificationLevel.FORM_FILLING, FormUpdate(each)
                continue
            is_grown = _grew(old(each), new(each), tags, is_root=each == after.container_ref)
            if is_grown or each in index:
                for update in _within(TREE if is_grown else (*TREE, INDEX), each, old):
                    yield ModificationLevel.FORM_FILLING, update


def _is_tag(element: object, widgets: Collection[Reference]) -> bool:
    """An element for nothing but one of those widgets."""
    if type(element) is not DictionaryObject or not element.keys() <= OF_A_TAG:
        return False
    kids = _kids(element)
    shown = kids[0] if len(kids) == 1 else None
    if value(element, "/S") != "/Form" or type(shown) is not DictionaryObject or not shown.keys() <= OF_AN_OBJECT:
        return False
    widget = shown.raw_get("/Obj") if "/Obj" in shown else None
    return isinstance(widget, IndirectObject) and widget.reference in widgets


def _grew(before: object, after: object, tags: Collection[Reference], *, is_root: bool) -> bool:
    """Whether an element, the root or a list of kids has gained tags and is otherwise what it was."""
    if type(before) is ArrayObject and type(after) is ArrayObject:
        return _gained(list(list.__iter__(before)), list(list.__iter__(after)), tags)
    if type(before) is not DictionaryObject or type(after) is not DictionaryObject:
        return False
    growing = GROWING_AT_THE_ROOT if is_root else GROWING
    kept = [entries_but(each, growing) for each in (before, after)]
    is_counted = not is_root or isinstance(value(after, "/ParentTreeNextKey") or NumberObject(0), NumberObject)
    return kept[0] == kept[1] and is_counted and _gained(_kids(before), _kids(after), tags)


def _gained(before: list[object], after: list[object], tags: Collection[Reference]) -> bool:
    return before == [each for each in after if not (isinstance(each, IndirectObject) and each.reference in tags)]


def _kids(element: DictionaryObject) -> list[object]:
    kids = value(element, "/K")
    if type(kids) is ArrayObject:
        return list(list.__iter__(kids))
    return [] if kids is None else [element.raw_get("/K")]


def _rewritten_index(
    before: DictionaryObject, after: DictionaryObject, tags: Collection[Reference]
) -> Collection[Reference] | None:
    """The objects the index of elements now consists of; None unless all it had is in it still, and else only tags."""
    nodes: set[Reference] = set()
    earlier, now = dict(_indexed(before, INDEX, set())), dict(_indexed(after, INDEX, nodes))
    are_kept = all(number in now and _elements(now[number]) == _elements(entry) for number, entry in earlier.items())
    gained = (entry for number, entry in now.items() if number not in earlier)
    if not are_kept or not all(isinstance(entry, IndirectObject) and entry.reference in tags for entry in gained):
        return None
    lists = {each.reference for each in now.values() if isinstance(each, IndirectObject) and _is_list(each)}
    return nodes | lists


def _indexed(holder: DictionaryObject, key: str, nodes: set[Reference], depth: int = 0) -> Iterator[tuple[int, object]]:
    """What a number tree (7.9.7) says of each number."""
    raw = holder.raw_get(key) if key in holder else None
    if isinstance(raw, IndirectObject):
        nodes.add(raw.reference)
    yield from _entries_of(value(holder, key), nodes, depth)


def _entries_of(node: object, nodes: set[Reference], depth: int) -> Iterator[tuple[int, object]]:
    if type(node) is not DictionaryObject or depth > DEEPEST:
        return
    for list_key in ("/Nums", "/Kids"):
        if isinstance(raw := node.raw_get(list_key) if list_key in node else None, IndirectObject):
            nodes.add(raw.reference)
    pairs = list(list.__iter__(value(node, "/Nums") or ArrayObject()))
    yield from ((int(number), entry) for number, entry in zip(pairs[::2], pairs[1::2], strict=True))
    for kid in list.__iter__(value(node, "/Kids") or ArrayObject()):
        if isinstance(kid, IndirectObject):
            nodes.add(kid.reference)
        yield from _entries_of(kid.get_object(), nodes, depth + 1)


def _elements(entry: object) -> list[object]:
    found = entry.get_object() if isinstance(entry, IndirectObject) else entry
    return list(list.__iter__(found)) if type(found) is ArrayObject else [entry]


def _is_list(entry: IndirectObject) -> bool:
    return type(entry.get_object()) is ArrayObject


def _within(top: tuple[str, ...], reference: Reference, old: HistoricalResolver) -> Iterator[FormUpdate]:
    """What serves elsewhere too is left unexplained there."""
    for path in old._get_usages_of_ref(reference):
        if path.path[: len(top)] == top:
            yield FormUpdate(reference, context_checked=Context.from_absolute(old, path))
