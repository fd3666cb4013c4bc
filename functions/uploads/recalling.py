"""What a correction leaves wrong elsewhere: the same file in other people's vaults, and open dossiers that use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from shared.clock import id_of, now, today
from shared.domain.dossiers import Dossier
from shared.domain.errors import Unavailable
from shared.domain.events import Act, Actor
from shared.domain.items import Item, ItemState
from shared.domain.life import possible, step
from shared.domain.uploads import Upload
from shared.storage import dossiers, items, known_files, officers, uploads
from shared.storage.items import Holding
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, transact
from shared.web.desk import unit_name
from shared.web.logs import decided

_TRIES = 5


def recall(id: str) -> None:
    """Of the correction with this upload: whoever holds or handles the wrong file hears of it, once.

    It comes after the correction is kept: whoever died between the two is told again, and recalls what is left.
    """
    upload = uploads.upload(id)
    if upload is None or upload.corrects is None or upload.item is None:
        return
    copies = known_files.items_with(upload.corrects)
    for copy in copies:
        _withdraw(copy, upload)
    for each in (upload.item, *copies):
        if holding := items.holding(each):
            _warn_dossiers(holding, upload)


def _withdraw(copy: str, upload: Upload) -> None:
    """The same wrong file, deposited by somebody else: who corrected it knows only whose paper was reported."""
    for _ in range(_TRIES):
        item = items.item(copy)
        if item is None or item.version.sha256 != upload.corrects or item.state in _GONE:
            return
        at = now()
        after = replace(item, state=ItemState.WITHDRAWN)
        try:
            transact(*items.changed(item, after), *map(posted, _to_holders(item, upload, at)))
        except NotAsExpected:
            continue
        decided("item.withdrawn", item=item.id)
        return
    raise Unavailable("BUSY", "Giấy tờ đang được thay đổi ở nơi khác.")


_GONE = frozenset({ItemState.WITHDRAWN, ItemState.REMOVED})


def _to_holders(item: Item, upload: Upload, at: datetime) -> Iterator[Message]:
    for holder in item.holders:
        yield Message(
            id=id_of(at, upload.id, item.id, holder),
            event="item_withdrawn",
            vault=holder,
            at=at,
            parameters={"unit": unit_name(upload.unit or "")},
            about=f"item/{item.id}",
        )


def _warn_dossiers(holding: Holding, upload: Upload) -> None:
    """Every open dossier that uses the wrong version is flagged, and its officer told."""
    wrong = next((each.number for each, _ in holding.versions if each.sha256 == upload.corrects), None)
    for pinned in holding.pinned_by if wrong else ():
        _warn(pinned, holding.item, wrong or 0, upload)


def _warn(id: str, item: Item, wrong: int, upload: Upload) -> None:
    for _ in range(_TRIES):
        dossier, flag, at = dossiers.dossier(id), f"{item.id}#{wrong}", now()
        if dossier is None or not _is_concerned(dossier, item.id, wrong, flag):
            return
        by, changed = Actor(at=at, unit=upload.unit), (*dossier.changed_papers, flag)
        flagged = step(dossier, Act.PAPER_CHANGED, by, about={"paper": item.title}, changed_papers=changed)
        try:
            transact(*dossiers.stepped(flagged), *map(posted, _to_officers(dossier, upload, at)))
        except NotAsExpected:
            continue
        decided("dossier.paper_changed", dossier=dossier.id, paper=flag)
        return
    raise Unavailable("BUSY", "Hồ sơ đang được thay đổi ở nơi khác.")


def _is_concerned(dossier: Dossier, item: str, wrong: int, flag: str) -> bool:
    is_new = dossier.uses(item, wrong) and flag not in dossier.changed_papers
    return is_new and Act.PAPER_CHANGED in possible(dossier)


def _to_officers(dossier: Dossier, upload: Upload, at: datetime) -> Iterator[Message]:
    """Its officer; nobody's dossier is told to the heads of its unit."""
    heads = (id for id, held in officers.officers_of(dossier.at_unit, on=today()).items() if "head" in held.roles)
    for officer in (dossier.officer,) if dossier.officer else heads:
        yield Message(
            id=id_of(at, upload.id, dossier.id, officer),
            event="dossier_paper_corrected",
            vault=officer,
            at=at,
            parameters={"code": dossier.code or ""},
            about=f"dossier/{dossier.id}",
        )
