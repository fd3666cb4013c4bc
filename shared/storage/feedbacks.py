"""Feedback on wrong papers: one row each, found by its paper, by who gave it, and in its unit's queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date

from shared.domain.feedback import Feedback
from shared.domain.items import ItemState
from shared.storage import indexes, items, keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Page, Row, Write, counted, put, row, rows


def feedback(id: str) -> Feedback | None:
    """1 GetItem."""
    found = row(keys.feedback(id))
    return restored(Feedback, found) if found else None


def given(fresh: Feedback) -> list[Write]:
    """The writes that keep a fresh feedback."""
    return [put(_row(fresh), when=ABSENT), put(_of_item(fresh), when=ABSENT)]


def changed(before: Feedback, after: Feedback) -> list[Write]:
    """The writes that keep what became of it; fails when somebody else was quicker. The first is the one that may."""
    kept = replace(after, revision=before.revision + 1)
    return [put(_row(kept), when="revision = :seen", given={":seen": before.revision}), put(_of_item(kept))]


def of_item(item: str) -> tuple[tuple[str, bool, str, int], ...]:
    """Id, whether open, vault and version of every feedback on a paper. 1 Query."""
    page = rows(keys.item(item)["PK"], "FEEDBACK#")
    return tuple((str(each["id"]), bool(each["open"]), str(each["vault"]), int(each["version"])) for each in page.rows)


def of_vault(vault: str, *, limit: int, after: str | None = None) -> Page:
    """A page of what a vault's owner reported, newest first. 1 Query. Raises `BadCursor`."""
    return indexes.of_owner(vault, "FEEDBACK#", keys.feedback, limit=limit, after=after)


def of_unit(unit: str, *, is_open: bool, limit: int, after: str | None = None) -> Page:
    """A page of a unit's feedback, the most urgent first: a few fields of each. 1 Query. Raises `BadCursor`."""
    queue = keys.feedback_queue(unit, is_open=is_open)
    return indexes.of_queue(queue, keys.feedback, limit=limit, after=after, oldest_first=is_open)


def settled_item(ended: Feedback) -> list[Write]:
    """The writes by which a paper is disputed no longer when this feedback ends, unless another one is still open.

    Whoever gives or ends another one at this very moment changes the paper too, so that one of the two is made again.
    """
    found = items.item(ended.item)
    if found is None or found.state is not ItemState.DISPUTED:
        return []
    if any(is_open for id, is_open, _, _ in of_item(ended.item) if id != ended.id):
        return items.changed(found, found)
    return items.changed(found, replace(found, state=ItemState.ACTIVE))


def listed(found: Iterable[Row]) -> tuple[Feedback, ...]:
    return tuple(restored(Feedback, each) for each in found)


def number_today(vault: str, day: date) -> int:
    """How many a vault's owner gave on a local day, this one included. 1 UpdateItem."""
    return counted(keys.counter(f"FEEDBACK#{vault}", day))


def files_today(vault: str, day: date) -> int:
    """How many files a vault's owner announced as evidence on a local day, this one included. 1 UpdateItem."""
    return counted(keys.counter(f"EVIDENCE#{vault}", day))


def _row(feedback: Feedback) -> Row:
    due = f"{feedback.due.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return {
        **keys.feedback(feedback.id),
        "owner_key": keys.vault(feedback.vault),
        "owner_sort": f"FEEDBACK#{feedback.id}",
        "queue_key": keys.feedback_queue(feedback.unit, is_open=feedback.is_open),
        "queue_sort": f"{due}#{feedback.id}",
        "due_at": due,
        **record(feedback),
    }


def _of_item(feedback: Feedback) -> Row:
    return {
        **keys.feedback_on(feedback.item, feedback.id),
        "id": feedback.id,
        "open": feedback.is_open,
        "vault": feedback.vault,
        "version": feedback.item_version,
    }
