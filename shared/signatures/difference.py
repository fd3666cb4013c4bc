"""D1: what a later revision may do to a signed one; whatever no rule explains is a modification."""

# mypy: allow-untyped-calls

from collections.abc import Collection, Iterable, Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    FormUpdate,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import VALUE_UPDATE_KEYS
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from shared.signatures.allowances import (
    Description,
    LooseEvidence,
    Metadata,
    NumbersFreed,
    SecurityStore,
    exists_in,
    freed_in,
    is_in_use,
)
from shared.signatures.appearance import SignatureAppearances
from shared.signatures.objects import as_written, value
from shared.signatures.opening import FIELDS
from shared.signatures.patches.dictionaries import IN_A_TRAILER, said_twice
from shared.signatures.rewriting import CatalogueWrittenAnew, MarkedPageTree, WidgetsOnPages
from shared.signatures.tags import SignatureTags

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
WRITTEN_ON_SIGNING = frozenset({"/MK", "/P", "/M", "/NM"})
"""What some write into a waiting field beside its value and appearance; nobody draws by it once there is one."""
DRAWN_WITH = ("/DA", "/Q")
TEXTS = frozenset({"/Tx", "/Ch"})
HARMLESS_FORM_KEYS = frozenset({"/Fields", "/DR", "/DA", "/Q", "/SigFlags", "/NeedAppearances"})


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
        result = super().apply(old, new, field_mdp_spec=field_mdp_spec, doc_mdp=doc_mdp)
        if is_ambiguous(new):
            raise SuspiciousModification("what one viewer reads, another does not")
        return result


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
        if not forbidden and only_adds_signatures(new.reader, new.revision) and not is_ambiguous(new):
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


def is_ambiguous(revision: HistoricalResolver) -> bool:
    """Whether anything it writes gives a key two values, or anything at all does of which one leads to an object.

    Asked once all that can be reached was read.
    """
    written = {each.idnum for each in revision.explicit_refs_in_revision()} | {IN_A_TRAILER}
    return any(leads or number in written for number, leads in said_twice(revision.reader).items())


def nothing_dangling_is_filled(old: HistoricalResolver, new: HistoricalResolver) -> None:
    """A reference the signed revision left dangling must stay so, or content appears in it that nobody signed.

    Viewers look for the number, and some do not care about the generation.
    """
    used = {each.idnum for each in old._indirect_object_access_cache or ()}
    for reference in new.explicit_refs_in_revision():
        if reference.idnum in used and not exists_in(old, reference) and exists_in(new, reference):
            raise SuspiciousModification(f"{reference} was referenced before it existed")


def no_number_is_reused(old: HistoricalResolver, new: HistoricalResolver) -> None:
    """An object keeps its generation, and one that exists lies within the size its revision declares."""
    freed = freed_in(new)
    for reference in new.explicit_refs_in_revision():
        if reference.idnum in freed or not is_in_use(reference.idnum, old):
            continue
        if not exists_in(old, reference) or old.is_ref_unassignable(reference):
            raise SuspiciousModification(f"{reference} takes the number of another object")


class FormKeepsItsLook(FormUpdatingRule):
    """Only signature fields change: no viewer may be told to redraw the others, with these fonts or any."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        before, after = _form(old), _form(new)
        if _is_true(value(after, "/NeedAppearances")) and not _is_true(value(before, "/NeedAppearances")):
            raise SuspiciousModification("viewers were told to redraw the form")
        if _is_used([key for key in DRAWN_WITH if as_written(before, key) != as_written(after, key)], before):
            raise SuspiciousModification("fields would be drawn in another way")
        kept, now = dict(_resources(before)), dict(_resources(after))
        if not all(name in now and _is_same(resource, now[name]) for name, resource in kept.items()):
            raise SuspiciousModification("a resource of the form was replaced")
        yield from super().apply(old, new)


def _form(revision: HistoricalResolver) -> DictionaryObject:
    form = value(revision.root, "/AcroForm")
    return form if isinstance(form, DictionaryObject) else DictionaryObject()


def _is_used(keys: Collection[str], form: DictionaryObject) -> bool:
    """Whether a viewer may draw a text with one of these entries of the form, because its field has none of its own."""
    waiting = [(value(form, "/Fields"), None, frozenset(keys))]
    for _ in range(FIELDS):
        if not waiting:
            return False
        fields, kind_above, lacking_above = waiting.pop()
        for item in fields if isinstance(fields, ArrayObject) else ():
            field = item.get_object()
            if isinstance(field, DictionaryObject):
                kind, lacking = value(field, "/FT") or kind_above, lacking_above - field.keys()
                if lacking and kind in TEXTS:
                    return True
                waiting.append((value(field, "/Kids"), kind, lacking))
    return True


def _is_true(value: object) -> bool:
    return value is not None and bool(value)


def _is_same(before: PdfObject, now: PdfObject) -> bool:
    """The same object, or a dictionary with the same entries."""
    if before == now:
        return True
    resolved = [each.get_object() if isinstance(each, IndirectObject) else each for each in (before, now)]
    return all(type(each) is DictionaryObject for each in resolved) and resolved[0] == resolved[1]


def _resources(form: DictionaryObject) -> Iterator[tuple[tuple[str, str], PdfObject]]:
    """Each named resource of a form's default resources, unresolved."""
    resources = value(form, "/DR")
    for category, raw in resources.items() if isinstance(resources, DictionaryObject) else ():
        entries = raw.get_object() if isinstance(raw, IndirectObject) else raw
        if isinstance(entries, DictionaryObject):
            yield from (((str(category), str(name)), entry) for name, entry in entries.items())
        elif isinstance(entries, ArrayObject):
            yield (str(category), ""), entries


AFTER_SIGNING = BetweenSignatures(
    global_rules=[
        CatalogueWrittenAnew(HARMLESS_CATALOGUE_KEYS),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (
                Description(),
                XrefStreamRule(),
                ObjectStreamRule(),
                SecurityStore(),
                Metadata(),
                MarkedPageTree(),
                NumbersFreed(),
            )
        ),
    ],
    form_rule=FormKeepsItsLook(
        field_rules=[
            SigFieldCreationRule(approve_widget_bindings=False, allow_new_visible_after_certify=True),
            SigFieldModificationRule(value_update_keys=VALUE_UPDATE_KEYS | WRITTEN_ON_SIGNING),
            WidgetsOnPages(),
            SignatureTags(),
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
            for rule in (
                Description(),
                XrefStreamRule(),
                ObjectStreamRule(),
                SecurityStore(),
                Metadata(),
                LooseEvidence(),
            )
        ),
    ],
    form_rule=None,
    reject_object_freeing=False,
    ignore_orphaned_objects=False,
)
"""After the last signature: evidence only."""
