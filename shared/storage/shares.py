"""Shares: one row each, found by the id within the link or by whose they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.domain.sharing import KEPT, Share
from shared.storage import indexes, keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, Page, Write, counted, put, row, update

_LISTED = "SHARE#"
# What must still be true at the very moment of an opening, whoever else opens, guesses or revokes just then.
_OPEN = (
    "attribute_not_exists(revoked_at) AND openings = :seen AND tries = :tries"
    " AND (attribute_not_exists(most_openings) OR openings < most_openings)"
)


def share(id: str) -> Share | None:
    """1 GetItem."""
    found = row(keys.share(id))
    return restored(Share, found) if found else None


def made(fresh: Share) -> Write:
    """The write that keeps a new share; the table forgets it long after its end."""
    listing = {"owner_key": keys.vault(fresh.vault), "owner_sort": f"{_LISTED}{fresh.id}"}
    expires = int((fresh.ends_at + KEPT).timestamp())
    return put({**keys.share(fresh.id), **listing, **record(fresh), "expires_at": expires}, when=ABSENT)


def opened(before: Share) -> Write:
    """The write that counts one more opening; fails when it may no longer be opened, or has changed just now."""
    given = {":seen": before.openings, ":tries": before.tries, ":one": 1, ":none": 0}
    return update(keys.share(before.id), "SET openings = openings + :one, tries = :none", given, when=_OPEN)


def tried(before: Share) -> Write:
    """The write that counts a wrong passcode; fails when another one was counted just now, or the link was opened."""
    given = {":seen": before.tries, ":one": 1, ":opened": before.openings}
    when = "tries = :seen AND openings = :opened"
    return update(keys.share(before.id), "SET tries = tries + :one", given, when=when)


def revoked(share: Share, at: datetime) -> Write:
    """The write that closes a share; twice is once."""
    moment = at.isoformat()
    return update(keys.share(share.id), "SET revoked_at = if_not_exists(revoked_at, :at)", {":at": moment})


def made_today(vault: str, day: Any) -> int:
    """The number of this share among its vault's on that day. 1 UpdateItem."""
    return counted(keys.counter(f"SHARE#{vault}", day))


def of_vault(vault: str, *, limit: int, after: str | None = None, item: str | None = None) -> Page:
    """A page of what a vault's owner shared, all or of one paper, newest first. 1 Query; a page of one paper may be
    short and still have a next one.
    """
    where = {"item": item} if item else {}
    return indexes.of_owner(vault, _LISTED, keys.share, limit=limit, after=after, where=where)
