"""What speaks against answering a component with a paper, on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.domain.catalogue import Component, DocumentType, ValidityRule
from shared.domain.dossiers import Pinned
from shared.domain.items import Item, ItemState, Standing
from shared.domain.validity import dated_from, earliest_lasting


class Objection(StrEnum):
    """Why a paper does not answer a component, the gravest first; the sentences are in `words`."""

    NOT_FROM_VAULT = "NOT_FROM_VAULT"  # asked anew every time, or never taken from a vault
    NOT_HELD = "NOT_HELD"
    OTHER_TYPE = "OTHER_TYPE"
    REMOVED = "REMOVED"
    WITHDRAWN = "WITHDRAWN"
    HIDDEN = "HIDDEN"
    SUPERSEDED = "SUPERSEDED"
    SIGNATURE_REFUSED = "SIGNATURE_REFUSED"
    SIGNATURE_UNDECIDED = "SIGNATURE_UNDECIDED"
    NOT_YET_VALID = "NOT_YET_VALID"
    EXPIRED = "EXPIRED"
    TOO_OLD = "TOO_OLD"
    OTHER_PURPOSE = "OTHER_PURPOSE"
    INCOMPLETE = "INCOMPLETE"  # fits, but another paper of its list is not there
    DISPUTED = "DISPUTED"
    VALIDITY_UNKNOWN = "VALIDITY_UNKNOWN"
    PURPOSE_UNKNOWN = "PURPOSE_UNKNOWN"


_WARNINGS = frozenset({Objection.DISPUTED, Objection.VALIDITY_UNKNOWN, Objection.PURPOSE_UNKNOWN})
_GRAVEST_FIRST = tuple(Objection)
_TO_STATE = {
    ItemState.DISPUTED: Objection.DISPUTED,
    ItemState.WITHDRAWN: Objection.WITHDRAWN,
    ItemState.HIDDEN: Objection.HIDDEN,
    ItemState.REMOVED: Objection.REMOVED,
}
_TO_STANDING = {
    Standing.UNDECIDED: Objection.SIGNATURE_UNDECIDED,
    Standing.REFUSED: Objection.SIGNATURE_REFUSED,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a component asks of papers of one type on one day; worked out once, held against many."""

    on: date
    dated_from: date | None  # the type's validity: papers dated earlier have expired
    recent_from: date | None  # the component's own limit of age
    purpose: str | None
    must_state_end: bool

    @classmethod
    def of(cls, component: Component, kind: DocumentType, *, on: date) -> Terms:
        """A purpose is asked only of papers issued for one."""
        return cls(
            on=on,
            dated_from=dated_from(kind, on=on),
            recent_from=earliest_lasting(component.max_age_months, until=on) if component.max_age_months else None,
            purpose=component.purpose if kind.purpose_bound else None,
            must_state_end=kind.validity is ValidityRule.STATED,
        )


def only_warn(found: Iterable[Objection]) -> bool:
    """Nothing proves the paper unfit: its holder may choose it, knowing the warning; the system never does."""
    return _WARNINGS.issuperset(found)


def objections(
    component: Component, item: Item, *, owner: str, types: Mapping[str, DocumentType], on: date
) -> tuple[Objection, ...]:
    """Everything that speaks against answering with it, the gravest first; nothing when it fits."""
    if not component.is_answered_from_vault:
        return (Objection.NOT_FROM_VAULT,)
    if owner not in item.holders:
        return (Objection.NOT_HELD,)
    if item.counts_as not in component.accepted_types:
        return (Objection.OTHER_TYPE,)
    return held_against(item.seen_by(owner), item.dated, Terms.of(component, types[item.counts_as], on=on))


def objections_to_pinned(
    component: Component,
    item: Item | None,
    pinned: Pinned,
    *,
    owner: str,
    types: Mapping[str, DocumentType],
    on: date,
) -> tuple[Objection, ...]:
    """What has come between a dossier and the paper it chose earlier; `item` is None when it is no longer there."""
    if item is None:
        return (Objection.REMOVED,)
    is_current = (pinned.version, pinned.sha256) == (item.version.number, item.version.sha256)
    superseded = () if is_current else (Objection.SUPERSEDED,)
    return superseded + objections(component, item, owner=owner, types=types, on=on)


def held_against(item: Item, dated: date | None, terms: Terms) -> tuple[Objection, ...]:
    """The same for a paper already known to be its holder's own and of a type with these terms."""
    found = []
    if item.state is not ItemState.ACTIVE:
        found.append(_TO_STATE[item.state])
    if item.version.standing is not Standing.ACCEPTED:
        found.append(_TO_STANDING[item.version.standing])
    if terms.purpose and item.purpose != terms.purpose:
        found.append(Objection.OTHER_PURPOSE if item.purpose else Objection.PURPOSE_UNKNOWN)
    if (to_dates := _to_dates(item, dated, terms)) is not None:
        found.append(to_dates)
    return tuple(sorted(found, key=_GRAVEST_FIRST.index)) if len(found) > 1 else tuple(found)


def _to_dates(item: Item, dated: date | None, terms: Terms) -> Objection | None:
    """Both what the paper states and what its type allows must hold: a typed date never stretches the rule."""
    if (item.valid_until and item.valid_until < terms.on) or (dated and terms.dated_from and dated < terms.dated_from):
        return Objection.EXPIRED
    if (item.valid_from and terms.on < item.valid_from) or (dated and terms.on < dated):
        return Objection.NOT_YET_VALID
    if dated and terms.recent_from and dated < terms.recent_from:
        return Objection.TOO_OLD
    must_be_dated = terms.dated_from or terms.recent_from
    is_unknown = (must_be_dated and not dated) or (terms.must_state_end and not item.valid_until)
    return Objection.VALIDITY_UNKNOWN if is_unknown else None
