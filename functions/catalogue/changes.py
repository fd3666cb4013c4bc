"""What another version of the catalogue changes, entry by entry. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from shared.domain.catalogue import Case, Catalogue, DocumentType, Procedure, Unit
from shared.domain.issuers import IssuerCertificate
from shared.domain.working_time import Calendar

Entry = Case | DocumentType | Procedure | Unit | IssuerCertificate | Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """An entry that is not what it was: `fields` are those of it that differ; none where it is new, or has gone."""

    code: str
    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What happens to one section: how many entries it had and has, and which come, go and change."""

    name: str
    before: int
    after: int
    added: tuple[Changed, ...]
    removed: tuple[Changed, ...]
    changed: tuple[Changed, ...]

    @property
    def is_same(self) -> bool:
        return not (self.added or self.removed or self.changed)


def changes(before: Catalogue | None, after: Catalogue) -> tuple[Section, ...]:
    """Section by section; everything is new where nothing was in force."""
    return tuple(_section(name, getattr(before, name, ()), getattr(after, name)) for name in SECTIONS)


def _section(name: str, before: Iterable[Entry], after: Iterable[Entry]) -> Section:
    code, called = SECTIONS[name]
    were, are = _by_code(before, code), _by_code(after, code)
    return Section(
        name=name,
        before=len(were),
        after=len(are),
        added=tuple(Changed(code=key, name=called(each)) for key, each in are.items() if key not in were),
        removed=tuple(Changed(code=key, name=called(each)) for key, each in were.items() if key not in are),
        changed=tuple(
            Changed(code=key, name=called(each), fields=_differing(were[key], each))
            for key, each in are.items()
            if key in were and were[key] != each
        ),
    )


def _by_code(entries: Iterable[Entry], code: Callable[[Any], str]) -> Mapping[str, Entry]:
    """Entries of one code, as calendars may be, are told apart by their turn."""
    found: dict[str, Entry] = {}
    for each in entries:
        key, turn = code(each), 1
        while (named := key if turn == 1 else f"{key} ({turn})") in found:
            turn += 1
        found[named] = each
    return found


def _differing(one: Entry, other: Entry) -> tuple[str, ...]:
    return tuple(each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name))


def _own_code(entry: Any) -> str:
    return str(entry.code)


def _own_name(entry: Any) -> str:
    return str(entry.name)


# Each section: what its entries go by, and what they are called. Whether a registration ends is a change of it.
SECTIONS: Mapping[str, tuple[Callable[[Any], str], Callable[[Any], str]]] = {
    "procedures": (_own_code, _own_name),
    "document_types": (_own_code, _own_name),
    "units": (_own_code, _own_name),
    "calendars": (lambda each: each.unit or "", lambda _: "Ngày nghỉ, giờ làm việc"),
    "purposes": (_own_code, _own_name),
    "issuers": (
        lambda each: f"{each.certificate[:16]}… · {each.unit} · {each.valid_from}",
        lambda each: each.organisation,
    ),
}
