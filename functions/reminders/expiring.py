"""Holders hear of papers that end in thirty days, in a week and tomorrow, once for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from functions.reminders.rules import STEPS, dated_for
from shared.clock import VIETNAM, id_of
from shared.domain.catalogue import Catalogue, ValidityRule
from shared.domain.items import Item, ItemState, Standing
from shared.domain.validity import last_day
from shared.storage import endings, items
from shared.storage.endings import Held
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, write
from shared.web.logs import decided


def remind(catalogue: Catalogue, *, at: datetime) -> None:
    """Twice on one day, or begun anew after dying, tells nobody twice."""
    for step in STEPS:
        day = at.astimezone(VIETNAM).date() + timedelta(days=step)
        told = sum(_told(vault, item, catalogue, day, step, at=at) for vault, item in _candidates(catalogue, day))
        decided("papers.reminded", step=step, reminders=told)


def _candidates(catalogue: Catalogue, day: date) -> Iterator[Held]:
    """Whoever may hold what ends on that day; each is looked at before anybody is told."""
    yield from endings.stating(day)
    for kind in catalogue.document_types:
        if kind.validity is ValidityRule.MONTHS and kind.months:
            for issued in dated_for(kind.months, day):
                yield from endings.dated_on(kind.code, issued)
        if kind.validity is ValidityRule.END_OF_YEAR and (day.month, day.day) == (12, 31):
            yield from endings.dated_in(kind.code, day.year)


def _told(vault: str, item_id: str, catalogue: Catalogue, day: date, step: int, *, at: datetime) -> bool:
    item = items.item(item_id)
    if item is None or not _ends(item, vault, catalogue, day):
        return False
    message = Message(
        id=id_of(datetime.combine(day, time(), VIETNAM), "paper_expiring", item.id, vault, str(step)),
        event="paper_expiring",
        vault=vault,
        at=at,
        parameters={"due": day.isoformat()},
        about=f"item/{item.id}",
    )
    try:
        write(posted(message))
    except NotAsExpected:
        return False  # told before
    return True


def _ends(item: Item, vault: str, catalogue: Catalogue, day: date) -> bool:
    kind = catalogue.types.get(item.counts_as)
    is_usable = item.seen_by(vault).state is ItemState.ACTIVE and item.version.standing is Standing.ACCEPTED
    return kind is not None and is_usable and vault in item.holders and last_day(item, kind) == day
