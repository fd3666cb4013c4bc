"""Gates, results and batches as the desk reads them: codes beside words, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from functions.results import shapes
from functions.results.adding import Became
from functions.results.words import STANDINGS
from shared.clock import now
from shared.domain.catalogue import Procedure
from shared.domain.dossiers import STATE_NAMES, Dossier, State
from shared.domain.errors import Problem
from shared.domain.events import ACT_NAMES, Act
from shared.domain.gates import Check, closing, forwarding
from shared.domain.items import Item
from shared.domain.life import possible
from shared.domain.uploads import Upload, UploadState
from shared.storage import catalogues
from shared.storage.uploads import Batch
from shared.web import sending
from shared.web.reasons import said
from shared.web.shapes import ProblemView

announced = sending.form_of


def gates(dossier: Dossier, procedure: Procedure, papers: Mapping[str, Item]) -> shapes.GatesView:
    found = {
        Act.FORWARDED: forwarding(dossier, procedure, papers),
        Act.DONE: closing(dossier, procedure, papers),
    }
    return shapes.GatesView(
        id=dossier.id,
        version=dossier.version,
        gates=[_gate(act, checks, dossier) for act, checks in found.items()],
    )


def _gate(act: Act, checks: Iterable[Check], dossier: Dossier) -> shapes.GateView:
    views = [_check(each) for each in checks]
    return shapes.GateView(
        act=act,
        name=ACT_NAMES[act],
        possible=act in possible(dossier),
        open=all(each.ok for each in views),
        checks=views,
    )


def _check(check: Check) -> shapes.CheckView:
    return shapes.CheckView(
        name=check.name,
        where=check.where,
        ok=not check.unmet,
        unmet=_problems(check.unmet),
        warnings=_problems(check.warnings),
    )


def _problems(found: Iterable[Problem]) -> list[ProblemView]:
    return [ProblemView(code=each.code, detail=each.detail, where=each.where) for each in found]


def results(dossier: Dossier, procedure: Procedure) -> shapes.ResultsView:
    names = {code: kind.name for code, kind in catalogues.of(dossier.catalogue).types.items()}
    return shapes.ResultsView(
        id=dossier.id,
        version=dossier.version,
        state=dossier.state,
        state_name=STATE_NAMES[dossier.state],
        expected=[names.get(code, code) for code in procedure.documents],
        results=[
            shapes.ResultView(
                id=each.item.id,
                document_type=each.item.document_type,
                document_type_name=names.get(each.item.document_type, each.item.document_type),
                title=each.item.title,
                number=each.item.number,
                issued_on=each.item.issued_on,
                issuer=each.item.issuer,
                holders=len(each.item.holders),
                named=[shapes.HolderView(masked_number=who.masked_number, name=who.name) for who in each.named],
                scanned=each.is_scan,
                delivered=dossier.state in (State.DONE, State.RETURNED),
                file_name=each.item.version.file_name,
            )
            for each in dossier.results
        ],
    )


def batch(batch: Batch, announced_: Mapping[str, Upload]) -> shapes.BatchView:
    return shapes.BatchView(
        id=batch.id,
        files=[
            shapes.BatchFileView(
                file_name=each.file_name,
                code=each.code,
                upload=sending.form_of(announced_[each.upload]) if each.upload else None,
                problems=_problems(each.problems),
            )
            for each in batch.entries
        ],
    )


def report(found: tuple[Batch, list[Became]]) -> shapes.BatchReport:
    batch, files = found
    views = [_file(each) for each in files]
    return shapes.BatchReport(
        id=batch.id,
        at=batch.at,
        counts={**dict.fromkeys(STANDINGS, 0), **Counter(each.standing for each in views)},
        files=views,
    )


def _file(became: Became) -> shapes.BatchFileReport:
    standing = _standing(became)
    return shapes.BatchFileReport(
        file_name=became.entry.file_name,
        code=became.entry.code,
        dossier=became.entry.dossier,
        standing=standing,
        standing_text=STANDINGS[standing],
        problems=_problems((*became.entry.problems, *became.unmet)) or _reasons(became.upload),
    )


def _standing(became: Became) -> str:
    if became.upload is None:
        return "refused"
    state = became.upload.state_at(now())
    if state is UploadState.ACCEPTED:
        return "closed" if became.is_done else "accepted"
    return "waiting" if state is UploadState.ANNOUNCED else "refused"


def _reasons(upload: Upload | None) -> list[ProblemView]:
    """Why a file that was sent was refused, each with its remedy."""
    reasons = upload.reasons if upload and upload.state is UploadState.REFUSED else ()
    return [ProblemView(code=each, detail=" ".join(said(each))) for each in reasons]
