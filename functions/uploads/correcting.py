"""A correction of a paper that was reported wrong: its next signed version for every holder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from functions.uploads.outcomes import Found, corrected_item, decided
from shared.clock import id_of, now, today
from shared.domain.feedback import Deed, Feedback, Step, after, possible
from shared.domain.items import Correction, Item, ItemState, Standing
from shared.domain.units import is_in_hands_of
from shared.domain.uploads import Upload, UploadState
from shared.storage import catalogues, feedbacks, items, known_files, uploads
from shared.storage.outbox import Message, posted
from shared.storage.table import Write
from shared.web.desk import unit_name


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
    accepted = replace(decided(upload, UploadState.ACCEPTED, (), at, item=item.id), corrects=item.version.sha256)
    by = Correction(item=item.id, version=fresh.version.number, unit=upload.unit or feedback.unit, at=at)
    return accepted, [
        uploads.decided(accepted),
        known_files.corrected(item, by),
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
    if item is None or item.state is ItemState.REMOVED:
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
    held = {known_files.item_with(upload.sha256, vault=vault) for vault in item.holders} - {None, item.id}
    return ("ALREADY_IN_VAULT",) if held else ()


def _messages(upload: Upload, item: Item, done: Feedback, at: datetime) -> Iterator[Message]:
    event = "item_partly_corrected" if upload.is_partial else "item_corrected"
    for vault in item.holders:
        yield Message(
            id=id_of(at, upload.id, vault),
            event=event,
            vault=vault,
            at=at,
            parameters={"unit": unit_name(done.unit)},
            about=f"feedback/{done.id}" if vault == done.vault else f"item/{item.id}",
        )
