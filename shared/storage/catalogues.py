"""Catalogues: each import is one immutable version in compressed parts; one row points to the current."""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count

from shared.clock import now
from shared.domain.catalogue import Catalogue
from shared.domain.errors import Conflict, Unavailable
from shared.storage import keys
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, NotAsExpected, put, row, rows, transact, write

PART_AT_MOST = 300_000  # bytes; DynamoDB takes 400 KB a row
FRESH_FOR = timedelta(seconds=60)  # for which nobody asks whether there is a newer one
_KEPT = 4  # versions in the memory of one function: the current, and those of dossiers under way


class Came(StrEnum):
    """How a version came to be the current one."""

    IMPORTED = "imported"
    RESTORED = "restored"  # an earlier one, put in force again; `about` is that one
    REGISTERED = "registered"  # an agency's certificate added; `about` is its unit
    ENDED = "ended"  # a registration given its last day; likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Which version is current, and how it came."""

    version: str
    imported_at: datetime
    imported_by: str  # person id
    came: Came = Came.IMPORTED
    about: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Versions that were put in force, the newest first, and the position to go on after; None at the end."""

    versions: tuple[Pointer, ...]
    last: str | None


def keep(
    catalogue: Catalogue,
    *,
    imported_at: datetime,
    imported_by: str,
    after: Pointer | None,
    came: Came = Came.IMPORTED,
    about: str = "",
) -> Pointer:
    """Make it the current version, if `after` still is; 1 PutItem for each part and 1 transaction.

    The parts come first: whoever dies before the last write has changed nothing. Raises `Conflict` when another
    import was faster.
    """
    pointer = Pointer(
        version=catalogue.version, imported_at=imported_at, imported_by=imported_by, came=came, about=about
    )
    packed = zlib.compress(json.dumps(record(catalogue), ensure_ascii=False).encode(), level=9)
    for number, start in zip(count(1), range(0, len(packed), PART_AT_MOST), strict=False):
        part = packed[start : start + PART_AT_MOST]
        write(put({**keys.catalogue_part(catalogue.version, number), "part": part}, when=ABSENT))
    _point(pointer, after)
    _remember(pointer)
    return pointer


def _point(pointer: Pointer, after: Pointer | None) -> None:
    fields = record(pointer)
    seen = {":seen": after.version} if after else None
    current = put({**keys.current_catalogue(), **fields}, when="version = :seen" if after else ABSENT, given=seen)
    try:
        transact(current, put({**keys.catalogue_version(pointer.version), **fields}))
    except NotAsExpected as error:
        raise Conflict("CATALOGUE_CHANGED", "Danh mục vừa được người khác cập nhật; hãy xem lại rồi nhập.") from error


def pointer() -> Pointer | None:
    """Which version is current; None before the first import. 1 GetItem."""
    found = row(keys.current_catalogue())
    return restored(Pointer, found) if found else None


def history(*, limit: int, after: str | None = None) -> History:
    """Every version that was put in force, also the one that is. 1 Query."""
    first = keys.catalogue_version("")
    page = rows(first["PK"], first["SK"], limit=limit, after=after, newest_first=True)
    return History(tuple(restored(Pointer, each) for each in page.rows), page.last)


def was_in_force(version: str) -> Pointer | None:
    """How a version came; None for one that never was in force. 1 GetItem."""
    found = row(keys.catalogue_version(version))
    return restored(Pointer, found) if found else None


def current() -> Catalogue:
    """The current version, at most a minute late: nothing is asked while fresh, then 1 GetItem, the parts if it moved.

    Raises `Unavailable` before the first import.
    """
    if _memory.version is not None and now() < _memory.fresh_until:
        return of(_memory.version)
    found = pointer()
    if found is None:
        raise Unavailable("NO_CATALOGUE", "Danh mục thủ tục hành chính chưa được nạp; vui lòng quay lại sau.")
    _remember(found)
    return of(found.version)


def _remember(pointer: Pointer) -> None:
    _memory.version, _memory.fresh_until = pointer.version, now() + FRESH_FOR


def of(version: str) -> Catalogue:
    """One version, which never changes. 1 Query the first time. Raises `LookupError` for one that never was current."""
    if version not in _memory.versions:
        _memory.versions[version] = _unpacked(version)
    _memory.versions.move_to_end(version)
    while len(_memory.versions) > _KEPT:
        _memory.versions.popitem(last=False)
    return _memory.versions[version]


def _unpacked(version: str) -> Catalogue:
    first = keys.catalogue_part(version, 1)
    packed, after = b"", None
    while True:
        page = rows(first["PK"], "PART#", after=after)
        packed += b"".join(bytes(each["part"]) for each in page.rows)
        after = page.last
        if after is None:
            break
    if not packed:
        raise LookupError(f"no parts of catalogue {version}")
    return restored(Catalogue, json.loads(zlib.decompress(packed)))


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Memory:
    """What one function remembers between requests."""

    versions: OrderedDict[str, Catalogue]
    version: str | None = None
    fresh_until: datetime = _LONG_AGO


_memory = _Memory(OrderedDict())


def forget() -> None:
    """Remember nothing: a test that changes the world calls this between two worlds."""
    _memory.versions.clear()
    _memory.version, _memory.fresh_until = None, _LONG_AGO
