"""The paths to an object: the library copies every revision's whole graph and walks it dictionary by dictionary.

It gives up on a chain as long as a table of contents of a thousand entries, and on a reference to what was never
written, which is in many a genuine file. Here neither is an error.
"""

# mypy: allow-untyped-calls, allow-untyped-defs

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import misc
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath

from shared.signatures.objects import as_of

Path = tuple[str | int, ...]
Edge = tuple[Path, Any, bool]
STRUCTURE = ("/Root", "/StructTreeRoot")
HELD_BELOW = (("/Root", "/AcroForm", "/Fields"), ("/Root", "/Outlines"))
"""Where a parent is found on the way down, whatever its children say."""
MANY = 64


class Usages(dict[Any, Any]):
    """Paths as plain tuples; the library's own kind of path is made for whoever asks for a reference."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[Any, Path] = {}

    def __getitem__(self, reference: Any) -> Any:
        """All the paths, but one for a page that a table of contents leads to by thousands: no rule asks which."""
        paths, own = super().__getitem__(reference), self.pages.get(reference)
        if own is not None and len(paths) > MANY and own in paths:
            paths = {own}
        return {RawPdfPath(*path) for path in paths}


def load(self: Any) -> None:
    """The paths to each reference of a revision, over the objects of the file and not over copies of them."""
    if self._indirect_object_access_cache is None:
        self._indirect_object_access_cache = _Walk(self).usages()


class _Walk:
    """One revision's graph, entered at the trailer, pages and structure elements along their own trees only."""

    def __init__(self, revision: Any) -> None:
        self._revision = revision
        self._objects: dict[Any, Any] = {}
        self._found = Usages()
        self._above: set[Any] = set()
        self._parents: list[Edge] = []

    def usages(self) -> Usages:
        root = self._revision.root
        self._pages = self._found.pages = self._page_tree(root.raw_get("/Pages"))
        self._structure, self._catalogue = self._structure_tree(root), self._revision.root_ref
        self._walk((), iter(_edges(self._revision.trailer_view, (), is_structure=False)), None)
        self._walk_to_parents()
        return self._found

    def _walk_to_parents(self) -> None:
        """A parent that leads to no child of its own, as a font of that name does, is used like any other object."""
        adopted: set[Any] = set()
        while self._parents:
            path, reference, is_structure = self._parents.pop()
            paths = self._found.get(reference, set())
            if any(each[: len(top)] == top for each in paths for top in HELD_BELOW):
                continue
            if reference in adopted:
                paths.add(path)
                continue
            adopted.add(reference)
            if (below := self._visit(reference, path, is_structure)) is not None:
                self._walk(path, below, reference)

    def _walk(self, start: Path, edges: Iterator[Edge], here: Any) -> None:
        """Depth first, and as deep as the file is: a table of contents is a chain as long as its entries are many."""
        entered: list[tuple[Path, Iterator[Edge], Any]] = [(start, edges, here)]
        while entered:
            path, edges, here = entered[-1]
            for step, reference, is_structure in edges:
                further = path + step
                if self._leads_up(reference, further, is_structure):
                    continue
                if (below := self._visit(reference, further, is_structure)) is not None:
                    entered.append((further, below, reference))
                    break
            else:
                entered.pop()
                self._above.discard(here)

    def _leads_up(self, reference: Any, path: Path, is_structure: bool) -> bool:
        """Up the tree of pages or of elements there is nothing new; what only seems to lead up is looked at last."""
        if path[-1] == "/P" and is_structure:
            return any(reference in each for each in (self._structure, self._above, self._pages))
        if path[-1] != "/Parent":
            return False
        if reference not in self._pages:
            self._parents.append((path, reference, is_structure))
        return True

    def _visit(self, reference: Any, path: Path, is_structure: bool) -> Iterator[Edge] | None:
        if reference in self._above:
            if reference == self._catalogue:
                self._found.setdefault(reference, set()).add(path)
            return None
        self._found.setdefault(reference, set()).add(path)
        here = self._at(reference)
        if self._pages.get(reference, path) != path or (not is_structure and reference in self._structure):
            return None
        self._above.add(reference)
        return iter(_edges_of(here, path, is_structure=is_structure))

    def _at(self, reference: Any) -> Any:
        if reference not in self._objects:
            self._objects[reference] = as_of(self._revision.reader, reference, self._revision.revision)
        return self._objects[reference]

    def _resolved(self, value: Any) -> Any:
        while isinstance(value, IndirectObject):
            value = self._at(value.reference)
        return value

    def _page_tree(self, pages: Any) -> dict[Any, Path]:
        top = ("/Root", "/Pages")
        found: dict[Any, Path] = {pages.reference: top} if isinstance(pages, IndirectObject) else {}
        for reference, path in self._kids(self._resolved(pages), top):
            if reference in found:
                raise misc.PdfReadError("Circular reference in page tree in mapping stage")
            found[reference] = path
        return found

    def _kids(self, pages: Any, path: Path) -> Iterator[tuple[Any, Path]]:
        for index, kid in enumerate(self._resolved(pages.raw_get("/Kids"))):
            below = (*path, "/Kids", index)
            if isinstance(kid, IndirectObject):
                yield kid.reference, below
            page = self._resolved(kid)
            if page.get("/Type", None) == "/Pages":
                yield from self._kids(page, below)

    def _structure_tree(self, root: Any) -> set[Any]:
        found: set[Any] = set()
        try:
            for reference in self._elements(self._resolved(root.raw_get(STRUCTURE[1]))):
                if reference in found:
                    raise misc.PdfReadError("Circular reference in structure tree in mapping stage")
                found.add(reference)
        except KeyError:
            pass
        return found

    def _elements(self, element: Any) -> Iterator[Any]:
        try:
            children = self._resolved(element.raw_get("/K"))
        except KeyError:
            return
        for child in children if isinstance(children, ArrayObject) else (children,):
            below = self._resolved(child)
            if not isinstance(below, DictionaryObject) or not self._is_element(below):
                continue
            if isinstance(child, IndirectObject):
                yield child.reference
            yield from self._elements(below)

    def _is_element(self, dictionary: Any) -> bool:
        return "/Type" not in dictionary or self._resolved(dictionary.raw_get("/Type")) == "/StructElem"


def _edges_of(value: Any, path: Path, *, is_structure: bool) -> list[Edge]:
    """The references in an object; where its own place decides which of them count, they are not remembered."""
    if not isinstance(value, DictionaryObject | ArrayObject):
        return []
    if len(path) <= len(STRUCTURE):
        return [(step[len(path) :], *rest) for step, *rest in _edges(value, path, is_structure=is_structure)]
    kept = value.__dict__.setdefault("_kho_edges", {})
    if is_structure not in kept:
        nowhere = ("", "", "")
        kept[is_structure] = [
            (step[len(nowhere) :], *rest) for step, *rest in _edges(value, nowhere, is_structure=is_structure)
        ]
    edges: list[Edge] = kept[is_structure]
    return edges


def _edges(value: Any, path: Path, *, is_structure: bool) -> Iterator[Edge]:
    if isinstance(value, IndirectObject):
        yield path, value.reference, is_structure
    elif isinstance(value, DictionaryObject):
        for key, entry in value.items():
            enters = path == STRUCTURE and key == "/K"
            yield from _edges(entry, (*path, key), is_structure=is_structure or enters)
    elif isinstance(value, ArrayObject):
        for index, entry in enumerate(value):
            yield from _edges(entry, (*path, index), is_structure=is_structure)


def collect(self: Any, obj: Any, seen: set[Any], since_revision: int | None = None) -> None:
    """What an object leads to, as the library finds it; what no revision ever wrote leads nowhere and is no error."""
    waiting = [obj]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, IndirectObject):
            reference = entry.reference
            if reference in seen or not _is_since(self.reader.xrefs, reference, since_revision):
                continue
            seen.add(reference)
            entry = self(reference)
        if isinstance(entry, DictionaryObject):
            waiting.extend(entry.values())
        elif isinstance(entry, ArrayObject):
            waiting.extend(list.__iter__(entry))


def _is_since(xrefs: Any, reference: Any, revision: int | None) -> bool:
    try:
        return revision is None or bool(xrefs.get_introducing_revision(reference) >= revision)
    except KeyError:
        return False


REPLACED = (
    (HistoricalResolver, "_load_reverse_xref_cache", load),
    (HistoricalResolver, "_collect_indirect_references", collect),
)
