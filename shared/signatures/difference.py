"""D1: what a later revision may do to a signed one; whatever no rule explains is a modification."""

# mypy: allow-untyped-calls

from collections.abc import Collection, Iterable, Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, Reference
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionData
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    FormUpdate,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    WhitelistRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules_api import Context
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from shared.signatures.appearance import SignatureAppearances
from shared.signatures.objects import value
from shared.signatures.rewriting import CatalogueWrittenAnew, MarkedPageTree, MetadataIfTouched, WidgetsOnPages

HARMLESS_CATALOGUE_KEYS = frozenset(
    {
        "/AcroForm",
        "/DSS",
        "/Extensions",
        "/Metadata",
        "/MarkInfo",
        "/Version",
        "/PageLayout",
        "/PageMode",
        "/ViewerPreferences",
    }
)
HARMLESS_FORM_KEYS = frozenset({"/Fields", "/DR", "/DA", "/Q", "/SigFlags", "/NeedAppearances"})
SECURITY_STORE = ("/Root", "/DSS")


class SignedRevisions(StandardDiffPolicy):
    """The library's comparison of two revisions, with its blind spots closed."""

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        old._load_reverse_xref_cache()
        for precaution in (nothing_dangling_is_filled, no_number_is_reused):
            precaution(old, new)
        return super().apply(old, new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)


def only_adds_signatures(reader: PdfFileReader, revision: int) -> bool:
    """Whether that revision is plain (see `additions`)."""
    from shared.signatures import additions  # noqa: PLC0415  a fresh process judging one signature does without

    return additions.only_adds_signatures(reader, revision)


class BetweenSignatures(SignedRevisions):
    """A revision that only adds signatures is known as such once, not compared with every signed one before it."""

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        forbidden = field_mdp_spec is not None or doc_mdp is MDPPerm.NO_CHANGES
        if not forbidden and only_adds_signatures(new.reader, new.revision):
            return DiffResult(ModificationLevel.FORM_FILLING, set())
        return super().apply(old, new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)


class EvidenceOnly(SignedRevisions):
    """A revision nobody signed has to be about evidence, even if it changes nothing."""

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        store = new.root.get("/DSS")
        if store is None or not (
            store != old.root.get("/DSS") or new.explicit_refs_in_revision() & new.collect_dependencies(store)
        ):
            raise SuspiciousModification("a revision without evidence")
        return super().apply(old, new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)


def nothing_dangling_is_filled(old: HistoricalResolver, new: HistoricalResolver) -> None:
    """A reference the signed revision left dangling must stay so, or content appears in it that nobody signed."""
    for reference in new.explicit_refs_in_revision():
        if not _exists(old, reference) and _exists(new, reference) and old._get_usages_of_ref(reference):
            raise SuspiciousModification(f"{reference} was referenced before it existed")


def no_number_is_reused(old: HistoricalResolver, new: HistoricalResolver) -> None:
    """An object keeps its generation, and one that exists lies within the size its revision declares."""
    freed = _freed(new)
    for reference in new.explicit_refs_in_revision():
        if reference.idnum in freed or not _is_in_use(reference.idnum, old):
            continue
        if not _exists(old, reference) or old.is_ref_unassignable(reference):
            raise SuspiciousModification(f"{reference} takes the number of another object")


class UnassignedNumbersFreed(WhitelistRule):
    """Freeing numbers that were never used is a habit of iTextSharp; freeing an object stays unexplained."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        freed = {number for number in _freed(new) if not _is_in_use(number, old)}
        yield from (ReferenceUpdate(ref) for ref in new.explicit_refs_in_revision() if ref.idnum in freed)


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


class FormKeepsItsLook(FormUpdatingRule):
    """Only signature fields change: no viewer may be told to redraw the others, with these fonts or any."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        before, after = _form(old), _form(new)
        if _is_true(value(after, "/NeedAppearances")) and not _is_true(value(before, "/NeedAppearances")):
            raise SuspiciousModification("viewers were told to redraw the form")
        kept, now = dict(_resources(before)), dict(_resources(after))
        if any(now.get(name) != resource for name, resource in kept.items()):
            raise SuspiciousModification("a resource of the form was replaced")
        yield from super().apply(old, new)


def _form(revision: HistoricalResolver) -> DictionaryObject:
    form = value(revision.root, "/AcroForm")
    return form if isinstance(form, DictionaryObject) else DictionaryObject()


def _is_true(value: object) -> bool:
    return value is not None and bool(value)


def _resources(form: DictionaryObject) -> Iterator[tuple[tuple[str, str], PdfObject]]:
    """Each named resource of a form's default resources, unresolved."""
    resources = value(form, "/DR")
    for category, raw in resources.items() if isinstance(resources, DictionaryObject) else ():
        entries = raw.get_object() if isinstance(raw, IndirectObject) else raw
        if isinstance(entries, DictionaryObject):
            yield from (((str(category), str(name)), entry) for name, entry in entries.items())
        elif isinstance(entries, ArrayObject):
            yield (str(category), ""), entries


def _exists(revision: HistoricalResolver, reference: Reference) -> bool:
    return revision.reader.xrefs.get_historical_ref(reference, revision.revision) is not None


def _freed(revision: HistoricalResolver) -> Collection[int]:
    """Every number the revision frees, by whatever generation: viewers differ on what a strange one means."""
    freed: dict[int, int] = revision.reader.xrefs.get_xref_data(revision.revision).freed
    return freed.keys()


def _is_in_use(number: int, revision: HistoricalResolver) -> bool:
    """Whether any revision up to this one has put the number to use."""
    xrefs = revision.reader.xrefs
    return any(_uses(xrefs.get_xref_data(earlier), number) for earlier in range(revision.revision + 1))


def _uses(section: XRefSectionData, number: int) -> bool:
    parts = (section, section.hybrid.xref_data) if section.hybrid is not None else (section,)
    return any(number in part.standard_xrefs or number in part.xrefs_in_objstm for part in parts)


AFTER_SIGNING = BetweenSignatures(
    global_rules=[
        CatalogueWrittenAnew(HARMLESS_CATALOGUE_KEYS),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (
                DocInfoRule(),
                XrefStreamRule(),
                ObjectStreamRule(),
                SecurityStore(),
                MetadataIfTouched(),
                MarkedPageTree(),
                UnassignedNumbersFreed(),
            )
        ),
    ],
    form_rule=FormKeepsItsLook(
        field_rules=[
            SigFieldCreationRule(allow_new_visible_after_certify=True, approve_widget_bindings=False),
            WidgetsOnPages(),
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            SignatureAppearances(),
        ],
        ignored_acroform_keys=HARMLESS_FORM_KEYS,
    ),
    reject_object_freeing=False,
)
"""Between signatures: more signatures, more evidence, and what producers write without meaning anything by it."""

UNSIGNED_TAIL = EvidenceOnly(
    global_rules=[
        CatalogModificationRule(ignored_keys=frozenset({"/DSS", "/Extensions", "/Metadata", "/Version"})),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (DocInfoRule(), XrefStreamRule(), ObjectStreamRule(), SecurityStore(), MetadataIfTouched())
        ),
    ],
    form_rule=None,
    reject_object_freeing=False,
    ignore_orphaned_objects=False,
)
"""After the last signature: evidence only."""
