"""Revisions that add signatures and nothing else, known as such by the revision before them alone.

The library compares every signed revision with every later one: 25 signatures are 300 comparisons. Yet nearly every
revision after a signature adds new signature fields and writes again only what must name them: the form's list, the
pages' annotations, the catalogue, the file's description. Such a *plain* revision R needs no comparison with any signed
revision S before R - 1 that was itself found compatible with all between, for what would be asked of the pair S, R has
been answered:

- Every number R writes is new or written again. New ones lie beyond the size R - 1 declares, sizes never shrink and no
  older object refers to them: so they are new to S too, and no reference left dangling in S leads to them.
- The numbers written again are the catalogue, which stays equal, the form, its list and pages, which stay equal but for
  lists that grow at their end by the new fields, the file's description and its metadata. As S permitted what R - 1
  had, and equality is transitive, S permits what R has. No version of any older object refers to the form, its list,
  the description or the metadata but the one place each belongs to, and no trailer to anything but the catalogue and a
  description: nothing else changed with them. Pages are compared in full and may be referred to from anywhere.
- A new field is a signed signature field at the top of the form, of a new name, drawn by itself (`appearance`). All
  seals of R together leave enough of each page, and of every seal of R - 1 as many as may have come after it do
  (`seals`): those that came after S are among them. What is new is reached through its `/V`, which refers to nothing,
  and its `/AP`, or not at all.

So every rule of `AFTER_SIGNING` that is asked about S and R explains the same objects as when it is asked about R - 1
and R, at the level of a filled form at most. That level a certification may forbid and a field lock may concern: such
pairs are compared by the library, as is every revision that is not plain. It may be stricter than the library in what
it calls plain, never more lenient (`test_additions`), except that an unreadable object, which nobody changed, makes the
library say nothing at all.
"""

# mypy: allow-untyped-calls

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    Reference,
    TextStringObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import MetadataUpdateRule

from shared.signatures.appearance import draws_only_itself, is_visible, shows_no_stamp, stands_in_one_place
from shared.signatures.contents import Contents, contents_of
from shared.signatures.objects import as_of, entries_but, parts
from shared.signatures.references import References, references_in
from shared.signatures.seals import Seal, is_everywhere, rectangle

GROWING_IN_A_FORM = frozenset({"/Fields", "/SigFlags"})
GROWING_ON_A_PAGE = frozenset({"/Annots"})
DIRECT_IN_THE_CATALOGUE = ("/Extensions", "/MarkInfo")
LEADING_TO_WHAT_IS_NEW = frozenset({"/V", "/AP"})
IN_A_TRAILER = frozenset({"/Root", "/Info"})


class NotPlain(Exception):
    """The library has to compare."""


def require(condition: object) -> None:
    if not condition:
        raise NotPlain


def only_adds_signatures(reader: PdfFileReader, revision: int) -> bool:
    """Whether that revision is plain."""
    known = reader.__dict__
    if "_kho_additions" not in known:
        known["_kho_additions"] = Additions(reader)
    additions: Additions = known["_kho_additions"]
    return additions.is_plain(revision)


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers a revision writes: those nobody had used, and the others."""

    new: frozenset[int]
    again: frozenset[int]


class Additions:
    """The plain revisions of one file."""

    def __init__(self, reader: PdfFileReader) -> None:
        self._reader, self._xrefs = reader, reader.xrefs
        self._references = References(reader)
        self._verdicts = [False]
        self._contents: dict[int, Contents] = {}
        self._first_use: dict[int, int] = {}
        for revision in reversed(range(self._xrefs.total_revisions)):
            for part in parts(self._xrefs.get_xref_data(revision)):
                self._first_use.update(dict.fromkeys(chain(part.standard_xrefs, part.xrefs_in_objstm), revision))

    def is_plain(self, revision: int) -> bool:
        for each in range(len(self._verdicts), revision + 1):
            try:
                self._examine(each)
                self._verdicts.append(True)
            except Exception:  # noqa: BLE001  whatever it is, the library meets it again and names it
                self._verdicts.append(False)
        return self._verdicts[revision]

    def _examine(self, now: int) -> None:
        """Raise NotPlain, or whatever the library raises, unless the revision is plain."""
        written, trailer = self._written(now), self._trailers[now]
        require(trailer == self._trailers[now - 1])
        self._no_trailer_leads_to(written.again, now)
        root = _reference(trailer.get("/Root"))
        before, catalogue = self._both(root, now)
        require(catalogue == before and not self._referrers(root.idnum, now))
        require(not any(isinstance(catalogue.get(key), IndirectObject) for key in DIRECT_IN_THE_CATALOGUE))
        form = _reference(catalogue.get("/AcroForm"))
        self._belongs(form, root, "/AcroForm", now)
        lists, place = self._lists_of_fields(form, written, now)
        fields = _gained(*lists)
        roles = {root.idnum, form.idnum, place and place.idnum}
        roles |= self._description(trailer.get("/Info"), now)
        roles |= self._metadata(catalogue.get("/Metadata"), root, written.again, now)
        known = self._contents_of(now - 1)
        pages = {number: self._page(number, fields, known, now) for number in written.again - roles}
        names = [self._new_field(field, written, now) for field in fields]
        require(len({*names}) == len(names) and not known.names & {*names})
        contents = known.with_fields(names, [self._seal(field, pages, now) for field in fields])
        require(contents.seals.leave_enough())
        self._contents[now] = contents

    def _written(self, now: int) -> Written:
        """New numbers lie beyond everything that was, and no older object waits for them to appear."""
        following = range(now, min(now + 2, self._xrefs.total_revisions))
        require(all(self._xrefs.get_xref_data(each).hybrid is None for each in following))
        section = self._xrefs.get_xref_data(now)
        sizes = [self._xrefs.get_xref_container_info(each).size for each in range(now + 1)]
        require(sizes == sorted(sizes) and all(generation == 0 for generation, _ in section.standard_xrefs.values()))
        require(all(self._first_use.get(number, now + 1) > now for number in section.freed))
        numbers = frozenset(chain(section.standard_xrefs, section.xrefs_in_objstm))
        new = frozenset(number for number in numbers if self._first_use[number] == now)
        require(all(number >= sizes[now - 1] and not self._referrers(number, now) for number in new))
        require(all(number < sizes[self._first_use[number]] for number in numbers - new))
        return Written(new, numbers - new)

    @cached_property
    def _trailers(self) -> list[dict[str, object]]:
        """What each revision's trailer refers to."""
        trailers = map(self._reader.trailer.flatten, range(self._xrefs.total_revisions))
        return [{str(key): each for key, each in one.items() if any(references_in(each))} for one in trailers]

    def _no_trailer_leads_to(self, again: frozenset[int], now: int) -> None:
        """Before now none led to what is written again, unless by the same key as today's."""
        kept = {key: again - {*references_in(entry)} for key, entry in self._trailers[now].items()}
        for trailer in self._trailers[:now]:
            require(trailer.keys() <= IN_A_TRAILER)
            require(all(kept.get(key, again).isdisjoint(references_in(entry)) for key, entry in trailer.items()))

    def _description(self, info: object, now: int) -> set[int]:
        if info is None:
            return set()
        number = _reference(info).idnum
        require(not any(any(references_in(each)) for each in self._both(_reference(info), now)))
        require(not self._referrers(number, now))
        return {number}

    def _metadata(self, metadata: object, root: Reference, again: frozenset[int], now: int) -> set[int]:
        """Well formed if it is written again."""
        if metadata is None:
            return set()
        reference = _reference(metadata)
        if reference.idnum in again:
            resolver = self._reader.get_historical_resolver(now)
            MetadataUpdateRule.is_well_formed_xml(Reference(reference.idnum, 0, resolver))
        require(not any(references_in(as_of(self._reader, reference, now))))
        self._belongs(reference, root, "/Metadata", now)
        return {reference.idnum}

    def _lists_of_fields(self, form: Reference, written: Written, now: int) -> tuple[list[object], Reference | None]:
        """The form's list before and now, and its number if it has one of its own."""
        before, after = self._both(form, now)
        require(entries_but(after, GROWING_IN_A_FORM) == entries_but(before, GROWING_IN_A_FORM))
        require(not any(references_in(after.get("/SigFlags"))))
        if isinstance(resources := after.get("/DR"), IndirectObject):
            require(self._both(resources.reference, now) and resources.idnum not in written.again)
        old, new = before.get("/Fields"), after.get("/Fields")
        if not isinstance(new, IndirectObject):
            return [old, new], None
        require(old == new)
        self._belongs(new.reference, form, "/Fields", now)
        return [as_of(self._reader, new.reference, revision) for revision in (now - 1, now)], _reference(new)

    def _page(self, number: int, fields: list[Reference], known: Contents, now: int) -> list[Reference]:
        """The annotations of a page written again, which gained new fields and is otherwise as it was."""
        require(number in known.seals.pages)
        before, after = self._both(Reference(number), now)
        require(entries_but(after, GROWING_ON_A_PAGE) == entries_but(before, GROWING_ON_A_PAGE))
        gained = _gained(before.get("/Annots", ArrayObject()), after.get("/Annots"))
        require(set(gained) <= set(fields))
        return [each.reference for each in list.__iter__(after["/Annots"])]

    def _new_field(self, field: Reference, written: Written, now: int) -> str:
        """Its name, once it is a signed field of its own, drawn by itself."""
        raw = self._dictionary(field, now)
        require(field.idnum in written.new and "/Kids" not in raw and raw.get("/FT") == "/Sig")
        signature, name = _reference(raw.get("/V")), raw.get("/T")
        require(signature.idnum in written.new and not any(references_in(self._dictionary(signature, now))))
        for key, entry in raw.items():
            referred = [] if key in LEADING_TO_WHAT_IS_NEW else list(references_in(entry))
            require(not referred or (key == "/P" and not written.new & {*referred}))
        widget = self._reader.get_historical_resolver(now)(field)
        stands_in_one_place(widget)
        draws_only_itself(widget)
        shows_no_stamp(widget)
        require(isinstance(name, TextStringObject | ByteStringObject) and "." not in name)
        return str(name)

    def _seal(self, field: Reference, pages: Mapping[int, list[Reference]], now: int) -> Seal:
        widget = self._dictionary(field, now)
        beside = frozenset(number for number, annotations in pages.items() if field in annotations)
        require((beside or not is_visible(widget)) and not is_everywhere(widget))
        return Seal(rectangle(widget), beside)

    def _contents_of(self, revision: int) -> Contents:
        if revision not in self._contents:
            self._contents[revision] = contents_of(self._reader, revision)
        return self._contents[revision]

    def _belongs(self, reference: Reference, owner: Reference, key: str, now: int) -> None:
        """Before now, no version of any object refers to that one but its owner, and that one only by that key."""
        for revision, referrer in self._referrers(reference.idnum, now):
            require(referrer == owner.idnum)
            holder = self._dictionary(owner, revision)
            require(
                list(references_in(holder)).count(reference.idnum) == 1 and _reference(holder.get(key)) == reference
            )

    def _referrers(self, number: int, now: int) -> list[tuple[int, int]]:
        """Versions before now that refer to it; a cross-reference stream, to which nothing refers, does not count."""
        return [
            each for each in self._references.to(number) if each[0] < now and each[1] not in self._references.tables
        ]

    def _both(self, reference: Reference, now: int) -> tuple[DictionaryObject, DictionaryObject]:
        return self._dictionary(reference, now - 1), self._dictionary(reference, now)

    def _dictionary(self, reference: Reference, revision: int) -> DictionaryObject:
        """A dictionary, and no stream; references in it lead to the newest revision and are not followed."""
        found = as_of(self._reader, reference, revision)
        require(type(found) is DictionaryObject)
        dictionary: DictionaryObject = found
        return dictionary


def _reference(entry: object) -> Reference:
    if not isinstance(entry, IndirectObject) or entry.generation != 0:
        raise NotPlain
    return entry.reference


def _gained(before: object, now: object) -> list[Reference]:
    """What a list of references gained at its end, which is something and each only once."""
    if not isinstance(before, ArrayObject) or not isinstance(now, ArrayObject):
        raise NotPlain
    old, new = list(list.__iter__(before)), list(list.__iter__(now))
    gained = [_reference(entry) for entry in new[len(old) :]]
    require(new[: len(old)] == old and gained and len({*gained}) == len(gained))
    return gained
