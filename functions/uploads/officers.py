"""What becomes of an officer's judged file: a component's scan, or a result that waits for its dossier. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from functions.uploads.outcomes import Found, completed, decided, described, version
from shared.clock import VIETNAM
from shared.domain.catalogue import Way
from shared.domain.delivery import fits_at_once
from shared.domain.desk import SCAN_REASONS, Result
from shared.domain.dossiers import Answer, Attachment, ChosenBy, Dossier, Resolution
from shared.domain.events import Act, Actor
from shared.domain.items import Item, KindOfPaper, Origin, Standing
from shared.domain.life import Step, possible, step
from shared.domain.uploads import NOTHING_SAID, Upload, UploadState


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What stood around an officer's file when it was decided."""

    at: datetime
    dossier: Dossier | None
    in_hands: bool = True  # the sender's unit still has the dossier
    component_name: str = ""  # of a scan
    type_name: str = ""  # of the paper it becomes


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOutcome:
    """The decided upload; where it was accepted, the paper it is to become and what the dossier makes of it."""

    upload: Upload
    paper: Item | None = None
    act: Step | None = None


def scan(upload: Upload, found: Found, desk: Desk) -> DeskOutcome:
    """A scan answers its component only with the agency's own verified signature, and only after a look."""
    dossier, component = desk.dossier, upload.component or ""
    reasons = _against(found, desk, Act.COMPONENT_ANSWERED)
    if dossier is None or reasons:
        return _refused(upload, reasons, desk)
    answer = dossier.answer(component) or Answer(component=component)
    if reason := _against_scan(upload, dossier, answer):
        return _refused(upload, (reason,), desk)
    paper = _scanned_paper(upload, found, desk, dossier)
    is_over_an_offer = answer.look_up is not None and answer.look_up.offered
    resolution = _scanned(upload, found, desk, paper, reason=upload.reason if is_over_an_offer else "SCANNED")
    act = step(
        dossier,
        Act.COMPONENT_ANSWERED,
        _actor(upload, desk),
        about={"component": desk.component_name},
        answers=dossier.answered(component, resolution).answers,
    )
    accepted = replace(decided(upload, UploadState.ACCEPTED, (), desk.at), attached=True)
    return DeskOutcome(upload=accepted, paper=paper, act=act)


def _against_scan(upload: Upload, dossier: Dossier, answer: Answer) -> str | None:
    """Why it does not answer its component, if so: what was true when it was announced may not be so any more."""
    if not dossier.may_be_scanned(answer.component):
        return "ONLINE_NOT_SCANNED"
    if answer.look_up is None:
        return "LOOK_UP_MISSING"
    if answer.look_up.offered and upload.reason not in SCAN_REASONS:
        return "SCAN_REASON_MISSING"
    if answer.resolution and answer.resolution.way is Way.SCAN:
        return "ALREADY_SCANNED"
    return None


def result(upload: Upload, found: Found, desk: Desk, policy: str) -> DeskOutcome:
    """A result waits with its dossier, until everything else is done too."""
    dossier = desk.dossier
    reasons = _against(found, desk, Act.RESULT_ADDED)
    if dossier is None or reasons:
        return _refused(upload, reasons, desk)
    if any(each.item.version.sha256 == upload.sha256 for each in dossier.results):
        return _refused(upload, ("RESULT_ALREADY_ADDED",), desk)
    if not fits_at_once(dossier, len(upload.holders) + 1):
        return _refused(upload, ("TOO_MANY_AT_ONCE",), desk)
    paper = _result_paper(upload, found, desk, dossier)
    act = step(
        dossier,
        Act.RESULT_ADDED,
        _actor(upload, desk),
        results=(*dossier.results, Result(item=paper, policy=policy, is_scan=upload.is_scan, named=upload.named)),
    )
    accepted = replace(decided(upload, UploadState.ACCEPTED, (), desk.at), attached=True)
    return DeskOutcome(upload=accepted, paper=paper, act=act)


def _against(found: Found, desk: Desk, act: Act) -> tuple[str, ...]:
    """What cannot be decided now is refused too: an officer signs again or sends it again, nobody's paper waits.

    A file never takes a dossier back from the unit it was handed to meanwhile.
    """
    if found.standing is not Standing.ACCEPTED:
        return found.reasons
    is_open = desk.dossier and desk.in_hands and act in possible(desk.dossier)
    return () if is_open else ("DOSSIER_MOVED_ON",)


def _refused(upload: Upload, reasons: tuple[str, ...], desk: Desk) -> DeskOutcome:
    return DeskOutcome(upload=decided(upload, UploadState.REFUSED, reasons, desk.at))


def _actor(upload: Upload, desk: Desk) -> Actor:
    return Actor(at=desk.at, person=upload.person, unit=upload.unit)


def _scanned(upload: Upload, found: Found, desk: Desk, paper: Item, *, reason: str) -> Resolution:
    return Resolution(
        way=Way.SCAN,
        chosen_by=ChosenBy.OFFICER,
        reason=reason,
        at=desk.at,
        attachment=Attachment(
            upload=upload.id,
            sha256=upload.sha256,
            size=upload.size,
            file_name=upload.file_name,
            standing=found.standing,
            sealed_by=found.issuer_unit,
        ),
        confirms=paper if upload.document_type else None,
    )


def _scanned_paper(upload: Upload, found: Found, desk: Desk, dossier: Dossier) -> Item:
    """Nothing is read from the file: its text and its signature are the desk's, not those of the paper."""
    said = replace(upload.description, title=desk.type_name or desk.component_name)
    return Item(
        id=upload.id,
        holders=(dossier.owner,),
        document_type=upload.document_type or "",
        kind=KindOfPaper.DIGITISED,
        origin=Origin.CONFIRMED,
        version=version(1, upload, found, desk.at),
        issuer_unit=found.issuer_unit,
        source_dossier=dossier.id,
        source_procedure=dossier.procedure,
        **described(said),
    )


def _result_paper(upload: Upload, found: Found, desk: Desk, dossier: Dossier) -> Item:
    suggested = NOTHING_SAID if upload.is_scan else found.suggested
    said = completed(upload.description, suggested, on=desk.at.astimezone(VIETNAM).date())
    titled = replace(
        said, title=upload.description.title or desk.type_name, issuer=said.issuer or found.suggested.issuer
    )
    return Item(
        id=upload.id,
        holders=(dossier.owner, *upload.holders),
        document_type=upload.document_type or "",
        kind=KindOfPaper.RESULT,
        origin=Origin.ISSUED,
        version=version(1, upload, found, desk.at),
        issuer_unit=found.issuer_unit,
        source_dossier=dossier.id,
        source_procedure=dossier.procedure,
        **described(titled),
    )
