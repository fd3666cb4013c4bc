"""The catalogue and the top of the page tree after signing: some producers write them anew and change nothing."""

# mypy: allow-untyped-calls

from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference, StreamObject
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    ModificationLevel,
    ReferenceUpdate,
    SuspiciousModification,
    WhitelistRule,
)
from pyhanko.sign.diff_analysis.rules_api import QualifiedWhitelistRule

from shared.signatures.objects import STRINGS, as_written, entries_but, value

MARK = "/ITXT"
"""iText writes its version into the root of the page tree of every paper it signs."""

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
        if (
            place == as_written(old.root, "/Pages")
            and is_mark
            and entries_but(before, {MARK}) == entries_but(after, {MARK})
        ):
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
