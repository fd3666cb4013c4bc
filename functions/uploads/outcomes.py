"""What becomes of a judged file: a paper of the vault, a dossier's attachment, or a refusal. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from shared.clock import VIETNAM
from shared.domain.catalogue import Component, DocumentType, Way
from shared.domain.dossiers import Attachment, ChosenBy, Dossier, Pinned, Resolution
from shared.domain.evidence import PDF
from shared.domain.items import Item, ItemState, Origin, Standing, Version, inconsistent_dates
from shared.domain.objections import Objection, Terms, held_against
from shared.domain.uploads import DESCRIPTION, NOTHING_SAID, Description, Upload, UploadState
from shared.signatures.verdict import Reason

# What leaves a scan for one dossier acceptable: nobody, or nobody believed, vouches for it; the file itself is sound.
_NOBODY_VOUCHES = frozenset(
    {
        Reason.UNSIGNED,
        Reason.ONLY_TIMESTAMPS,
        Reason.PUBLIC_CA_ONLY,
        Reason.SELF_SIGNED,
        Reason.UNKNOWN_CA,
        Reason.NOT_FOR_SIGNING,
        Reason.WEAK_ALGORITHM,
        Reason.PERSON_ONLY,
        Reason.ORGANISATION_ONLY,
        Reason.WRONG_ISSUER,
        Reason.EXPIRED_NO_TIMESTAMP,
        Reason.REVOCATION_UNKNOWN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the file itself showed: how it was judged, and what could be read in it."""

    standing: Standing
    reasons: tuple[str, ...] = ()
    report: dict[str, Any] = field(default_factory=dict)
    signed_on: date | None = None
    issuer_unit: str | None = None
    certifier: str | None = None  # name of the person among its signers whom the registry of agencies knows
    pages: int | None = None
    suggested: Description = NOTHING_SAID
    media_type: str = PDF


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stood around an upload when it was decided; `draft` only while the file may still go into it."""

    at: datetime
    type_name: str | None = None
    counts_as: DocumentType | None = None  # what validity it has
    component: Component | None = None  # which the draft asks for
    replaced: Item | None = None
    held_in: str | None = None  # the item in which the vault has these very bytes
    draft: Dossier | None = None

    @property
    def day(self) -> date:
        return self.at.astimezone(VIETNAM).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The decided upload, and what it changes: a new item or the next version of one, and the dossier with it."""

    upload: Upload
    item: Item | None = None
    draft: Dossier | None = None


def outcome(upload: Upload, found: Found, around: Surroundings) -> Outcome:
    reasons = _against(upload, found, around)
    if reasons:
        return Outcome(upload=decided(upload, UploadState.REFUSED, reasons, around.at, item=around.held_in))
    if upload.is_attachment:
        return _attached(upload, found, around)
    return _kept(upload, found, around)


def _against(upload: Upload, found: Found, around: Surroundings) -> tuple[str, ...]:
    if found.standing is Standing.REFUSED and not (upload.is_attachment and _is_sound(found)):
        return found.reasons
    if around.held_in:
        return ("ALREADY_IN_VAULT",)
    if upload.replaces and (reasons := _against_replacing(around.replaced, upload, found)):
        return reasons
    if upload.is_attachment and around.draft is None:
        return ("DOSSIER_CLOSED",)
    return ()


def _is_sound(found: Found) -> bool:
    return bool(found.reasons) and _NOBODY_VOUCHES.issuperset(found.reasons)


def _against_replacing(item: Item | None, upload: Upload, found: Found) -> tuple[str, ...]:
    """What can be used is never given up for what cannot be used yet."""
    if item is None or item.state is ItemState.REMOVED or upload.vault not in item.holders:
        return ("REPLACED_ITEM_GONE",)
    if item.state is ItemState.WITHDRAWN:
        return ("WITHDRAWN_NOT_REPLACED",)
    if item.version.standing is Standing.ACCEPTED and found.standing is not Standing.ACCEPTED:
        return ("REPLACEMENT_UNDECIDED", *found.reasons)
    return ()


def _attached(upload: Upload, found: Found, around: Surroundings) -> Outcome:
    file = Attachment(
        upload=upload.id,
        sha256=upload.sha256,
        size=upload.size,
        file_name=upload.file_name,
        standing=found.standing,
    )
    answer = Resolution(way=Way.UPLOAD, chosen_by=ChosenBy.CITIZEN, reason="UPLOADED", at=around.at, attachment=file)
    accepted = decided(upload, UploadState.ACCEPTED, found.reasons, around.at)
    return _answering(Outcome(upload=accepted), answer, around.draft)


def _kept(upload: Upload, found: Found, around: Surroundings) -> Outcome:
    item = _next_version(around.replaced, upload, found, around) if around.replaced else _item(upload, found, around)
    if found.standing is not Standing.ACCEPTED:
        undecided = decided(upload, UploadState.UNDECIDED, found.reasons, around.at, item=item.id)
        return Outcome(upload=undecided, item=item)
    against = _against_answering(item, around)
    kept = Outcome(upload=decided(upload, UploadState.ACCEPTED, against, around.at, item=item.id), item=item)
    if against:
        return kept
    pins = (Pinned.of(item),)
    answer = Resolution(way=Way.VAULT, chosen_by=ChosenBy.CITIZEN, reason="UPLOADED", at=around.at, items=pins)
    return _answering(kept, answer, around.draft)


def _against_answering(item: Item, around: Surroundings) -> tuple[str, ...]:
    if around.draft is None or around.component is None:
        return ()
    if around.counts_as is None:
        return (Objection.VALIDITY_UNKNOWN,)
    terms = Terms.of(around.component, around.counts_as, on=around.day)
    return held_against(item.seen_by(around.draft.owner), item.dated, terms)


def _answering(kept: Outcome, answer: Resolution, draft: Dossier | None) -> Outcome:
    if draft is None or kept.upload.component is None:
        return kept
    upload = replace(kept.upload, attached=True)
    return replace(kept, upload=upload, draft=draft.answered(kept.upload.component, answer))


def decided(
    upload: Upload, state: UploadState, reasons: tuple[str, ...], at: datetime, *, item: str | None = None
) -> Upload:
    """What was said of the paper is its item's from now on: an upload outlives an erased item for a while."""
    return replace(upload, state=state, reasons=reasons, decided_at=at, item=item, description=NOTHING_SAID)


def _item(upload: Upload, found: Found, around: Surroundings) -> Item:
    """A new paper. It takes the upload's id, so that doing it twice makes the same one."""
    assert upload.kind  # noqa: S101 - an announcement without it is an attachment
    assert upload.document_type  # noqa: S101
    said = completed(upload.description, found.suggested, on=around.day)
    titled = replace(said, title=said.title or around.type_name or upload.document_type)
    return Item(
        id=upload.id,
        holders=(upload.vault,),
        document_type=upload.document_type,
        copy_of=upload.copy_of,
        kind=upload.kind,
        origin=Origin.DEPOSITED,
        version=version(1, upload, found, around.at),
        issuer_unit=found.issuer_unit,
        **described(titled),
    )


def _next_version(item: Item, upload: Upload, found: Found, around: Surroundings) -> Item:
    """The same paper with a new file: dates and number belong to the file, and are never those of the old one."""
    before = Description(title=item.title, issuer=item.issuer, summary=item.summary, purpose=item.purpose)
    said = completed(_filled(upload.description, before), found.suggested, on=around.day)
    fresh = version(item.version.number + 1, upload, found, around.at)
    return replace(item, version=fresh, issuer_unit=found.issuer_unit, **described(said))


def corrected_item(item: Item, upload: Upload, found: Found, at: datetime) -> Item:
    """The same paper as its agency corrected it: what neither its officer nor the file says stays as it was."""
    before = Description(**{each: getattr(item, each) for each in DESCRIPTION})
    said = _filled(completed(upload.description, found.suggested, on=at.astimezone(VIETNAM).date()), before)
    fresh = version(item.version.number + 1, upload, found, at)
    return replace(item, version=fresh, issuer_unit=found.issuer_unit, **described(said))


def described(said: Description) -> dict[str, Any]:
    return {each: getattr(said, each) for each in DESCRIPTION}


def completed(said: Description, suggested: Description, *, on: date) -> Description:
    """What is said, completed from the file; a day read there that contradicts what is said is left out."""
    whole = _filled(said, suggested)
    is_wrong = any(inconsistent_dates(whole.issued_on, whole.valid_from, whole.valid_until, on=on))
    return replace(whole, issued_on=said.issued_on) if is_wrong else whole


def _filled(said: Description, otherwise: Description) -> Description:
    """What is said, and where nothing is, what else is known."""
    return Description(**{each: getattr(said, each) or getattr(otherwise, each) for each in DESCRIPTION})


def version(number: int, upload: Upload, found: Found, at: datetime) -> Version:
    return Version(
        number=number,
        sha256=upload.sha256,
        size=upload.size,
        file_name=upload.file_name,
        standing=found.standing,
        added_at=at,
        added_by=upload.person,
        pages=found.pages,
        signed_on=found.signed_on,
    )
