"""Requests for certified copies: one row each, found by whose they are and in their unit's queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date

from shared.domain.certification import Certification
from shared.storage import indexes, keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Page, Row, Write, counted, put, row


def certification(id: str) -> Certification | None:
    """1 GetItem."""
    found = row(keys.certification(id))
    return restored(Certification, found) if found else None


def requested(fresh: Certification) -> Write:
    """The write that keeps a fresh request."""
    return put(_row(fresh), when=ABSENT)


def changed(before: Certification, after: Certification) -> Write:
    """The write that keeps what became of it; fails when somebody else was quicker."""
    kept = replace(after, revision=before.revision + 1)
    return put(_row(kept), when="revision = :seen", given={":seen": before.revision})


def of_vault(vault: str, *, limit: int, after: str | None = None) -> Page:
    """A page of what a vault's owner asked for, newest first. 1 Query. Raises `BadCursor`."""
    return indexes.of_owner(vault, "CERTIFICATION#", keys.certification, limit=limit, after=after)


def of_unit(unit: str, *, is_open: bool, limit: int, after: str | None = None) -> Page:
    """A page of a unit's requests, a few fields of each: what waits from the oldest, what ended from the newest.

    1 Query. Raises `BadCursor`.
    """
    queue = keys.certification_queue(unit, is_open=is_open)
    return indexes.of_queue(queue, keys.certification, limit=limit, after=after, oldest_first=is_open)


def listed(found: Iterable[Row]) -> tuple[Certification, ...]:
    return tuple(restored(Certification, each) for each in found)


def number_today(vault: str, day: date) -> int:
    """How many a vault's owner asked for on a local day, this one included. 1 UpdateItem."""
    return counted(keys.counter(f"CERTIFICATION#{vault}", day))


def _row(certification: Certification) -> Row:
    return {
        **keys.certification(certification.id),
        "owner_key": keys.vault(certification.vault),
        "owner_sort": f"CERTIFICATION#{certification.id}",
        "queue_key": keys.certification_queue(certification.unit, is_open=certification.is_open),
        "queue_sort": f"{certification.requested_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{certification.id}",
        "title": certification.original.title,
        "owner_name": certification.requester,
        "given_at": certification.requested_at.isoformat(),
        **record(certification),
    }
