"""D1: what a later revision may do to a signed one; whatever no rule explains is a modification."""

# mypy: allow-untyped-calls

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
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
    CopiedMetadata,
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
from shared.signatures.forms import FieldsClosed, FormKeepsItsLook
from shared.signatures.pages import WidgetsOnPages
from shared.signatures.patches.dictionaries import IN_A_TRAILER, said_twice
from shared.signatures.rewriting import CatalogueWrittenAnew, MarkedPageTree
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
                CopiedMetadata(),
                MarkedPageTree(),
                NumbersFreed(),
            )
        ),
    ],
    form_rule=FormKeepsItsLook(
        field_rules=[
            SigFieldCreationRule(approve_widget_bindings=False, allow_new_visible_after_certify=True),
            SigFieldModificationRule(value_update_keys=VALUE_UPDATE_KEYS | WRITTEN_ON_SIGNING),
            FieldsClosed(),
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
