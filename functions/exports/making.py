"""One volume of an export after the other: papers read, written into a ZIP that goes to the bucket as it grows, kept.

Told twice, late, or dead half-way, an export has each volume once: a volume is kept by the export's revision, and
whoever comes second takes theirs back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import chain, islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from functions.exports import listing, rules
from shared.clock import VIETNAM, new_id, now
from shared.domain.catalogue import Catalogue
from shared.domain.exports import Export, Volume, folder_name
from shared.domain.items import ItemState, Version
from shared.storage import buckets, catalogues, exports, items, keys
from shared.storage.outbox import Message, posted
from shared.storage.parts import Parts
from shared.storage.table import NotAsExpected, Write, rows, transact
from shared.web.logs import decided

_AT_ONCE = 50  # papers read of the vault's list
_FOLDER = "Giấy tờ"


def go_on(vault: str, id: str) -> None:
    """Make the next volume, and have another message make the one after it; not of an export that is over or past."""
    export = exports.export(vault, id)
    if export is None or export.finished_at or export.is_past(now()):
        return
    key = f"{vault}/{id}/{len(export.volumes) + 1}-{new_id()}.zip"
    try:
        volume, after = _made(export, key)
        kept = export.with_volume(volume, after, now())
        transact(*exports.advanced(export, kept), *([] if after else [_told(kept)]))
    except NotAsExpected:
        exports.take_back(key)
        return
    decided("export.volume", export=id, volume=len(kept.volumes), papers=volume.papers, missing=volume.missing)
    if after:
        exports.go_on(kept)


def _told(export: Export) -> Write:
    at = export.finished_at or now()
    return posted(Message(id=new_id(), event="export_ready", vault=export.vault, at=at, about=f"export/{export.id}"))


def _made(export: Export, key: str) -> tuple[Volume, str | None]:
    """A volume in the bucket, and where the vault's list goes on behind it."""
    filled, began, after = rules.Filled(), time.monotonic(), export.after
    with Parts(key) as parts:
        with ZipFile(parts, "w") as archive:  # type: ignore[call-overload]
            writer = _Writer(archive, parts, catalogues.current(), export.vault, export.papers)
            for place, item in _listed(export):
                if filled.is_full(size=parts.size, seconds=time.monotonic() - began):
                    break
                writer.add(item, filled)
                after = place
                if filled.papers and filled.papers % _AT_ONCE == 0:
                    exports.touch(export, so_far=export.papers + filled.papers, at=now())
            else:
                after = None
            writer.finish(export)
        parts.settled()
    return Volume(key=key, size=parts.size, papers=filled.papers, files=filled.files, missing=filled.missing), after


def _listed(export: Export) -> Iterator[tuple[str, str]]:
    """The papers the vault has, hidden ones too, from where the export stands: place in the list, and item."""
    after = export.after
    while True:
        page = rows(keys.vault(export.vault), "ITEM#", limit=_AT_ONCE, after=after)
        for each in page.rows:
            yield str(each["SK"]), str(each["id"])
        if (after := page.last) is None:
            return


class _Writer:
    """Papers going into a volume, each with its files, and at last the manifest of them all."""

    def __init__(self, archive: ZipFile, parts: Parts, catalogue: Catalogue, vault: str, before: int) -> None:
        self._archive, self._parts, self._catalogue, self._vault = archive, parts, catalogue, vault
        self._number, self._papers = before, list[dict[str, Any]]()

    def add(self, id: str, filled: rules.Filled) -> None:
        """A paper that left the vault meanwhile is passed over."""
        holding = items.holding(id)
        if holding is None or self._vault not in holding.item.holders or holding.item.state is ItemState.REMOVED:
            return
        filled.papers += 1
        self._number += 1
        folder = f"{_FOLDER}/{folder_name(self._number, holding.item.title)}"
        versions = []
        for version, report in holding.versions:
            said = listing.version(version, report, holding.item.version.number)
            versions.append(said | self._with_file(folder, holding.item.id, version, report, filled))
        looks = self._looks(folder, holding.item.id)
        self._papers.append(listing.paper(holding, versions, looks, self._catalogue, vault=self._vault))

    def _with_file(self, folder: str, item: str, version: Version, report: Any, filled: rules.Filled) -> dict[str, Any]:
        """The file byte for byte, and whether it is there and is what was judged."""
        name = f"{folder}/phiên bản {version.number}"
        content = buckets.kept_if_there(buckets.vault_key(item, version.sha256))
        is_intact = content is not None and sha256(content).hexdigest() == version.sha256
        filled.missing += not is_intact
        if report:
            self._write(f"{name}.json", _as_json(report), version)
        if content is None:
            return {"file": None, "is_intact": False}
        self._write(f"{name}.pdf", content, version)
        filled.files += 1
        return {"file": f"{name}.pdf", "is_intact": is_intact, "report": f"{name}.json" if report else None}

    def _looks(self, folder: str, item: str) -> dict[str, Any]:
        """Who looked at a paper, in a file of its own: one paper may have been looked at a hundred thousand times."""
        looks, name, count = listing.looks(item), f"{folder}/lượt xem.json", 0
        first = next(looks, None)
        if first is None:
            return {"file": None, "count": 0, "are_all": True}
        with self._archive.open(_entry(name, now()), "w") as file:
            for count, look in enumerate(chain((first,), islice(looks, rules.LOOKS - 1)), start=1):
                file.write(b",\n" if count > 1 else b"[\n")
                file.write(json.dumps(look, ensure_ascii=False).encode())
            file.write(b"\n]\n")
        self._parts.settled()
        return {"file": name, "count": count, "are_all": next(looks, None) is None}

    def finish(self, export: Export) -> None:
        said = {
            "export": export.id,
            "vault": export.vault,
            "asked_at": export.asked_at.isoformat(),
            "volume": len(export.volumes) + 1,
            "papers": self._papers,
        }
        self._write("ke-khai.json", _as_json(said))
        self._write("Đọc trước.txt", rules.README.encode())

    def _write(self, name: str, content: bytes, version: Version | None = None) -> None:
        self._archive.writestr(_entry(name, version.added_at if version else now()), content)
        self._parts.settled()


def _entry(name: str, at: datetime) -> ZipInfo:
    """PDFs are stored as they are: they hardly shrink, and are then found in the archive byte for byte."""
    local = at.astimezone(VIETNAM)
    entry = ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
    entry.compress_type = ZIP_STORED if name.endswith(".pdf") else ZIP_DEFLATED
    return entry


def _as_json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> Any:
    """The table's numbers."""
    return int(value) if value == int(value) else float(value)
