"""Requests for certified copies: one row each, found by whose they are and in their unit's queue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date
from typing import Any

from shared.domain.certification import Certification
from shared.domain.errors import Malformed
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Page, Row, Write, counted, put, row

_QUEUED = r"(?P<at>[0-9T:Z-]{20})#(?P<id>[0-9A-Z]{26})"


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
    """A page of what a vault's owner asked for, newest first. 1 Query."""
    asked: dict[str, Any] = {
        "IndexName": "by_owner",
        "KeyConditionExpression": "owner_key = :owner AND begins_with(owner_sort, :requests)",
        "ExpressionAttributeValues": {":owner": keys.vault(vault), ":requests": "CERTIFICATION#"},
        "ScanIndexForward": False,
        "Limit": limit,
    }
    if after:
        if not re.fullmatch(r"CERTIFICATION#[0-9A-Z]{26}", after):
            raise _bad_cursor()
        own = keys.certification(after.removeprefix("CERTIFICATION#"))
        asked["ExclusiveStartKey"] = {"owner_key": keys.vault(vault), "owner_sort": after, **own}
    return _page(asked, "owner_sort")


def of_unit(unit: str, *, is_open: bool, limit: int, after: str | None = None) -> Page:
    """A page of a unit's requests, a few fields of each: what waits from the oldest, what ended from the newest.

    1 Query.
    """
    queue = keys.certification_queue(unit, is_open=is_open)
    asked: dict[str, Any] = {
        "IndexName": "by_queue",
        "KeyConditionExpression": "queue_key = :queue",
        "ExpressionAttributeValues": {":queue": queue},
        "ScanIndexForward": is_open,
        "Limit": limit,
    }
    if after:
        place = re.fullmatch(_QUEUED, after)
        if not place:
            raise _bad_cursor()
        asked["ExclusiveStartKey"] = {"queue_key": queue, "queue_sort": after, **keys.certification(place["id"])}
    return _page(asked, "queue_sort")


def listed(found: Iterable[Row]) -> tuple[Certification, ...]:
    return tuple(restored(Certification, each) for each in found)


def number_today(vault: str, day: date) -> int:
    """How many a vault's owner asked for on a local day, this one included. 1 UpdateItem."""
    return counted(keys.counter(f"CERTIFICATION#{vault}", day))


def _page(asked: dict[str, Any], sort: str) -> Page:
    answer = table().query(**asked)
    last = answer.get("LastEvaluatedKey")
    return Page(answer["Items"], str(last[sort]) if last else None)


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


def _bad_cursor() -> Malformed:
    return Malformed("BAD_CURSOR", "Dấu trang không hợp lệ; hãy xem lại danh sách từ đầu.")
