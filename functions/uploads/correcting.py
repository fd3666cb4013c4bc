"""A correction of a paper that was reported wrong: its next signed version for every holder, and who hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from functions.uploads.outcomes import Found, corrected_item, decided
from shared.clock import id_of, now, today
from shared.domain.dossiers import Dossier
from shared.domain.errors import Unavailable
from shared.domain.events import Act, Actor
from shared.domain.feedback import Deed, Feedback, Step, after, possible
from shared.domain.items import Item, ItemState, Standing
from shared.domain.life import possible as possible_acts
from shared.domain.life import step
from shared.domain.units import is_in_hands_of
from shared.domain.uploads import Upload, UploadState
from shared.storage import catalogues, dossiers, feedbacks, items, officers, uploads
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.logs import decided as told

_TRIES = 5


def corrected(upload: Upload, found: Found) -> tuple[Upload, list[Write]]:
    """The decided upload and its one transaction: paper, feedback and messages change together, or nothing does."""
    at, feedback = now(), feedbacks.feedback(upload.feedback or "")
    item = items.item(feedback.item) if feedback else None
    reasons = _against(found, feedback, item, upload)
    if reasons or feedback is None or item is None:
        refused = decided(upload, UploadState.REFUSED, reasons, at)
        return refused, [uploads.decided(refused)]
    fresh = corrected_item(item, upload, found, at)
    deed = Deed.PARTLY_CORRECTED if upload.is_partial else Deed.CORRECTED
    words = Step(deed=deed, at=at, person=upload.person, unit=upload.unit, text=upload.reason)
    accepted = decided(upload, UploadState.ACCEPTED, (), at, item=item.id)
    return accepted, [
        uploads.decided(accepted),
        *items.replaced(item, replace(fresh, state=ItemState.ACTIVE), found.report),
        *_answered(feedback, words, fresh.version.number),
        *(posted(each) for each in _messages(upload, fresh, feedback, at)),
    ]


def _answered(feedback: Feedback, words: Step, number: int) -> Iterator[Write]:
    """The feedback ends, and with it every other one that waits with the same unit about the superseded version."""
    yield from feedbacks.changed(feedback, after(feedback, words, corrected_by=number))
    for id, is_open, _, _ in feedbacks.of_item(feedback.item):
        other = feedbacks.feedback(id) if is_open and id != feedback.id else None
        if other and words.deed in possible(other):
            yield from feedbacks.changed(other, after(other, words, corrected_by=number))


def _against(found: Found, feedback: Feedback | None, item: Item | None, upload: Upload) -> tuple[str, ...]:
    """A correction is judged like any result; what cannot be decided now is refused, and sent again."""
    if found.standing is not Standing.ACCEPTED:
        return found.reasons
    if feedback is None or Deed.CORRECTED not in possible(feedback):
        return ("FEEDBACK_CLOSED",)
    if item is None or item.state in (ItemState.REMOVED, ItemState.WITHDRAWN):
        return ("REPLACED_ITEM_GONE",)
    return _against_file(item, feedback, upload)


def _against_file(item: Item, feedback: Feedback, upload: Upload) -> tuple[str, ...]:
    """It was meant for the reported version, by the unit that still answers, and is nowhere in the vaults yet."""
    if item.version.number != feedback.item_version:
        return ("CORRECTED_MEANWHILE",)
    if not is_in_hands_of(upload.unit or "", feedback.unit, catalogues.current().units_by_code, on=today()):
        return ("FEEDBACK_CLOSED",)
    if item.version.sha256 == upload.sha256:
        return ("SAME_FILE",)
    held = {items.holder_of_bytes(vault, upload.sha256) for vault in item.holders} - {None, item.id}
    return ("ALREADY_IN_VAULT",) if held else ()


def _messages(upload: Upload, item: Item, done: Feedback, at: datetime) -> Iterator[Message]:
    event = "item_partly_corrected" if upload.is_partial else "item_corrected"
    units = catalogues.current().units_by_code
    unit = units[done.unit].name if done.unit in units else done.unit
    for vault in item.holders:
        yield Message(
            id=id_of(at, upload.id, vault),
            event=event,
            vault=vault,
            at=at,
            parameters={"unit": unit},
            about=f"feedback/{done.id}" if vault == done.vault else f"item/{item.id}",
        )


def warn_dossiers(id: str) -> None:
    """Every open dossier that uses the wrong version is flagged, and its officer told.

    It comes after the correction is kept: whoever died between the two is told again, and flags what is left.
    """
    upload = uploads.upload(id)
    feedback = feedbacks.feedback(upload.feedback) if upload and upload.feedback else None
    if upload is None or feedback is None or upload.state is not UploadState.ACCEPTED:
        return
    holding = items.holding(feedback.item)
    for pinned in holding.pinned_by if holding else ():
        _warn(pinned, feedback, upload)


def _warn(dossier_id: str, feedback: Feedback, upload: Upload) -> None:
    for _ in range(_TRIES):
        dossier = dossiers.dossier(dossier_id)
        if dossier is None or not _is_concerned(dossier, feedback):
            return
        at = now()
        flagged = step(
            dossier,
            Act.PAPER_CHANGED,
            Actor(at=at, unit=upload.unit),
            about={"paper": feedback.title},
            changed_papers=(*dossier.changed_papers, _flag(feedback)),
        )
        try:
            transact(*dossiers.stepped(flagged), *map(posted, _to_officers(dossier, upload, at)))
        except NotAsExpected:
            continue
        told("dossier.paper_changed", dossier=dossier.id, item=feedback.item)
        return
    raise Unavailable("BUSY", "Hồ sơ đang được thay đổi ở nơi khác.")


def _flag(feedback: Feedback) -> str:
    return f"{feedback.item}#{feedback.item_version}"


def _is_concerned(dossier: Dossier, feedback: Feedback) -> bool:
    pins = {(pin.item, pin.version) for each in dossier.answers if each.resolution for pin in each.resolution.items}
    is_new = _flag(feedback) not in dossier.changed_papers
    return is_new and (feedback.item, feedback.item_version) in pins and Act.PAPER_CHANGED in possible_acts(dossier)


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
