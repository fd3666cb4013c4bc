"""The form after signing: only its signature fields change, and no viewer draws the others in another way."""

# mypy: allow-untyped-calls

from collections.abc import Collection, Iterable, Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject, PdfObject
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import FormUpdate, FormUpdatingRule, ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FieldMDPRule

from shared.signatures.objects import as_written, entries_but, value
from shared.signatures.opening import FIELDS

DRAWN_WITH = ("/DA", "/Q")
TEXTS = frozenset({"/Tx", "/Ch"})
FLAGS = frozenset({"/Ff"})
READ_ONLY = 1
"""Table 227 of ISO 32000-2."""


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


class FieldsClosed(FieldMDPRule):
    """Acrobat calls read-only what a new signature locks; what the field holds and shows stays."""

    def apply(self, context: FieldComparisonContext) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        written = context.new.explicit_refs_in_revision()
        for name, spec in context.field_specs.items():
            place = spec.new_field_ref
            if (
                place
                and place in written
                and place == spec.old_field_ref
                and _is_closed(spec.old_field, spec.new_field)
            ):
                yield ModificationLevel.FORM_FILLING, FormUpdate(place, field_name=name, valid_when_locked=True)


def _is_closed(before: DictionaryObject | None, after: DictionaryObject | None) -> bool:
    """Whether it gained the one flag and nothing else; without flags of its own only if it has nobody's."""
    if type(before) is not DictionaryObject or type(after) is not DictionaryObject:
        return False
    if entries_but(before, FLAGS) != entries_but(after, FLAGS):
        return False
    had, has = (as_written(each, "/Ff") for each in (before, after))
    if had is None and "/Parent" not in before:
        had = NumberObject(0)
    return isinstance(had, NumberObject) and isinstance(has, NumberObject) and has == had | READ_ONLY != had


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
