"""What a later revision may write without changing what was signed: evidence, descriptions, and loose ends."""

# mypy: allow-untyped-calls

from collections.abc import Collection, Iterable

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject, PdfObject, Reference, StreamObject
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.pdf_utils.xref import XRefSectionData
from pyhanko.sign.diff_analysis import MetadataUpdateRule, ReferenceUpdate, SuspiciousModification, WhitelistRule
from pyhanko.sign.diff_analysis.commons import safe_whitelist
from pyhanko.sign.diff_analysis.rules_api import Context

from shared.signatures.objects import parts, streams_up_to

SECURITY_STORE = ("/Root", "/DSS")
METADATA = ("/Root", "/Metadata")
OF_PLAIN_METADATA = frozenset({"/Type", "/Subtype", "/Length"})
OF_RELATED_EVIDENCE = frozenset({"/Type", "/Cert", "/CRL", "/OCSP", "/TU", "/TS"})


class NumbersFreed(WhitelistRule):
    """Freeing numbers that were never used is a habit of iTextSharp; what nothing leads to any more may go as well.

    A stream of objects or of references, to which nothing ever leads, stays: what lies in it would go with it.
    """

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        freed = set(freed_in(new))
        if freed and (used := {number for number in freed if is_in_use(number, old)}):
            freed -= used & (_reached_in(new) | _streams_of(new))
        yield from (ReferenceUpdate(ref) for ref in new.explicit_refs_in_revision() if ref.idnum in freed)


class Description(WhitelistRule):
    """Who made the file when, as a rule an object of its own; written into the trailer there is nothing to explain."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        before, after = (_reference(revision.trailer_view, "/Info") for revision in (old, new))
        if after is not None:
            context = Context.from_absolute(old, RawPdfPath("/Info"))
            yield from (ReferenceUpdate(ref, context_checked=context) for ref in safe_whitelist(old, before, after))


class Metadata(WhitelistRule):
    """XMP may be written anew if it is XMP; what it was before, and what nobody touched, is not looked at."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        after = _reference(new.root, "/Metadata")
        if after is None or after not in new.explicit_refs_in_revision():
            return
        self._must_be_metadata(after)
        if after == _reference(old.root, "/Metadata") or old.is_ref_unassignable(after):
            yield ReferenceUpdate(after, context_checked=Context.from_absolute(old, RawPdfPath(*METADATA)))

    def _must_be_metadata(self, after: Reference) -> None:
        MetadataUpdateRule.is_well_formed_xml(after)


class CopiedMetadata(Metadata):
    """iText writes XMP again that it cannot read, and without the filter it had: a text in sight that nothing shows."""

    def _must_be_metadata(self, after: Reference) -> None:
        found = after.get_object()
        if not isinstance(found, StreamObject) or not is_plain_metadata(found):
            super()._must_be_metadata(after)


def is_plain_metadata(found: StreamObject) -> bool:
    """Metadata (ISO 32000-2, 14.3.2) as they lie in the file."""
    return found.keys() == OF_PLAIN_METADATA and found["/Type"] == "/Metadata" and found["/Subtype"] == "/XML"


class LooseEvidence(WhitelistRule):
    """What a store once held for a signature and nothing leads to any more: dictionaries that show nothing anywhere."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        added = filter(old.is_ref_unassignable, new.explicit_refs_in_revision())
        yield from (ReferenceUpdate(each) for each in added if _is_related_evidence(new(each)))


def _is_related_evidence(found: object) -> bool:
    if not isinstance(found, DictionaryObject) or isinstance(found, StreamObject):
        return False
    return bool(found.get("/Type") == "/VRI") and found.keys() <= OF_RELATED_EVIDENCE


class SecurityStore(WhitelistRule):
    """Certificates and revocation data may come and go: nothing under `/DSS` is ever shown to anybody."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        if "/DSS" not in new.root:
            if "/DSS" in old.root:
                raise SuspiciousModification("the document security store was removed")
            return
        yield from self._reached_from(new.root.raw_get("/DSS"), old, new)
        for reference in new.explicit_refs_in_revision():
            for path in old._get_usages_of_ref(reference):
                if path.path[:2] == SECURITY_STORE:
                    yield ReferenceUpdate(reference, context_checked=Context.from_absolute(old, path))
                    yield from self._reached_from(new(reference), old, new)

    def _reached_from(
        self, start: PdfObject, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterable[ReferenceUpdate]:
        """New objects only: the library's walk stops at whatever the signed revision already had."""
        return map(ReferenceUpdate, new.collect_dependencies(start, since_revision=old.revision + 1))


def _reference(dictionary: DictionaryObject, key: str) -> Reference | None:
    raw = dictionary.raw_get(key) if key in dictionary else None
    return raw.reference if isinstance(raw, IndirectObject) else None


def _reached_in(revision: HistoricalResolver) -> set[int]:
    """Every number something in that revision leads to, by whatever key."""
    return {reference.idnum for reference in revision.collect_dependencies(revision.root)}


def _streams_of(revision: HistoricalResolver) -> set[int]:
    """The streams any revision up to this one keeps objects or references in."""
    reader = revision.reader
    return streams_up_to(reader, revision.revision) | {each.idnum for each in reader.xrefs.xref_stream_refs}


def exists_in(revision: HistoricalResolver, reference: Reference) -> bool:
    return revision.reader.xrefs.get_historical_ref(reference, revision.revision) is not None


def freed_in(revision: HistoricalResolver) -> Collection[int]:
    """Every number the revision frees, by whatever generation: viewers differ on what a strange one means."""
    freed: dict[int, int] = revision.reader.xrefs.get_xref_data(revision.revision).freed
    return freed.keys()


def is_in_use(number: int, revision: HistoricalResolver) -> bool:
    """Whether any revision up to this one has put the number to use."""
    xrefs = revision.reader.xrefs
    return any(_uses(xrefs.get_xref_data(earlier), number) for earlier in range(revision.revision + 1))


def _uses(section: XRefSectionData, number: int) -> bool:
    return any(number in part.standard_xrefs or number in part.xrefs_in_objstm for part in parts(section))
