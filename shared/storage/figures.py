"""What is published: a row for each unit, period and view; which periods are frozen; and whose head was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.figures import Published, View
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.outbox import Message, posted
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, NotAsExpected, put, row, rows, rows_of, transact, whole, write


def keep(found: Sequence[Published], *, gone: Iterable[Published] = ()) -> None:
    """Replace what was published; of these that are gone nothing stays. 1 BatchWriteItem for 25 units.

    Dying half-way leaves some of the last time's.
    """
    with table().batch_writer() as batch:
        for each in found:
            batch.put_item(Item={**keys.figures(each.period, each.view, each.unit), **record(each)})
        for each in gone:
            batch.delete_item(Key=dict(keys.figures(each.period, each.view, each.unit)))


def published(unit: str, period: str, view: View) -> Published | None:
    """With since when they are frozen, also where nothing was published since. 1 GetItem, or 2."""
    found = row(keys.figures(period, view, unit))
    if found is None:
        return None
    told = restored(Published, found)
    return told if told.frozen_at else replace(told, frozen_at=frozen_at(period))


def all_published(period: str, view: View) -> tuple[Published, ...]:
    """Every unit's, by code. 1 Query for some hundred units."""
    partition, prefix = keys.figures(period, view, "").values()
    found = whole(lambda after: rows(partition, prefix, after=after))
    return tuple(restored(Published, each) for each in found)


def several(unit: str, periods: Sequence[str], view: View) -> dict[str, Published]:
    """A unit's figures by period, each with since when they are frozen. 1 BatchGetItem for fifty periods."""
    found = rows_of([key for period in periods for key in (keys.figures(period, view, unit), keys.frozen(period))])
    frozen = {each["PK"]: datetime.fromisoformat(each["at"]) for each in found if each["SK"] == "FROZEN"}
    told = [restored(Published, each) for each in found if each["SK"] != "FROZEN"]
    return {each.period: replace(each, frozen_at=frozen.get(keys.frozen(each.period)["PK"])) for each in told}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is noted of a period, whatever its units have."""

    asked_at: datetime | None = None
    published_at: datetime | None = None
    frozen_at: datetime | None = None


def noted(period: str) -> Noted:
    """3 GetItem in one BatchGetItem."""
    found = rows_of([keys.asked(period), keys.published(period), keys.frozen(period)])
    moments = {f"{str(each['SK']).lower()}_at": datetime.fromisoformat(each["at"]) for each in found}
    return Noted(**moments)


def is_published(period: str, *, at: datetime) -> None:
    """Note that all figures of a period are out. 1 PutItem."""
    write(put({**keys.published(period), "at": at.isoformat()}))


def frozen_at(period: str) -> datetime | None:
    """Since when a period's figures stand as they are. 1 GetItem."""
    found = row(keys.frozen(period))
    return datetime.fromisoformat(found["at"]) if found else None


def freeze(period: str, *, at: datetime, by: str) -> bool:
    """From here on changes of a period are adjustments. True the first time."""
    try:
        write(put({**keys.frozen(period), "at": at.isoformat(), "by": by}, when=ABSENT))
    except NotAsExpected:
        return False
    return True


def ask(period: str, *, at: datetime, since: datetime) -> datetime | None:
    """Note that a period is to be published; when somebody asked after `since` already, that moment.

    1 PutItem, then 1 GetItem more.
    """
    try:
        write(
            put(
                {**keys.asked(period), "at": at.isoformat(), "expires_at": int(at.timestamp()) + 86_400},
                when=f"{ABSENT} OR #at < :since",
                given={":since": since.isoformat()},
                names={"#at": "at"},
            )
        )
    except NotAsExpected:
        found = row(keys.asked(period))
        return datetime.fromisoformat(found["at"]) if found else None
    return None


def tell(period: str, unit: str, messages: Iterable[Message]) -> bool:
    """Tell a unit's heads once of this period. True the first time. 1 TransactWriteItems."""
    try:
        transact(put(keys.below_target(period, unit), when=ABSENT), *(posted(each) for each in messages))
    except NotAsExpected:
        return False
    return True
