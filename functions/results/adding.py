"""Results on their way in: described, checked at once, and announced for a dossier or in a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from functions.results import rules, shapes
from shared.clock import VIETNAM, new_id
from shared.domain.catalogue import Way
from shared.domain.dossiers import Dossier, State
from shared.domain.errors import KhoError, NotFound, Problem, Refused
from shared.domain.events import Act, Actor
from shared.domain.gates import against_closing
from shared.domain.items import Item, inconsistent_dates
from shared.domain.life import refuse_impossible
from shared.domain.people import Holder
from shared.domain.uploads import Description, Upload, UploadState, Use, file_problems, refusal, safe_name
from shared.storage import catalogues, dossiers, items, people, uploads
from shared.web.acted import procedure_of
from shared.web.caller import Caller
from shared.web.desk import officers_dossier, unit_of


def pinned_papers(dossier: Dossier) -> Mapping[str, Item]:
    """The papers a dossier uses, as they are now. 1 GetItem each."""
    used = (each.resolution for each in dossier.answers if each.resolution and each.resolution.way is Way.VAULT)
    ids = sorted({pin.item for each in used for pin in each.items})
    return {id: found for id in ids if (found := items.item(id))}


def announced(dossier: Dossier, said: shapes.DescribedResult, by: Actor, *, batch: str | None = None) -> Upload:
    """The upload of a result. Raises `Refused` with everything that speaks against it."""
    catalogue, procedure = catalogues.of(dossier.catalogue), procedure_of(dossier)
    document_type, against_type = rules.result_type(procedure, said.document_type)
    kind = None if against_type else catalogue.types.get(document_type)
    named, wrong_numbers = rules.holders((each.number, each.name) for each in said.holders)
    known = [(each, people.found(each.kind, each.number)) for each in named]
    name, day = safe_name(said.file_name), by.at.astimezone(VIETNAM).date()
    found = [
        *file_problems(name, said.size),
        *against_type,
        *rules.against_purpose(kind, said.purpose, {each.code for each in catalogue.purposes}),
        *wrong_numbers,
        *rules.against_names(known),
        *rules.against_holders(kind, dossier.owner, known),
        *rules.against_size(dossier, len(named) + 1),
        *inconsistent_dates(said.issued_on, said.valid_from, said.valid_until, on=day),
    ]
    if found:
        raise refusal(found)
    return Upload(
        id=new_id(),
        vault=dossier.owner,
        person=by.person or "",
        document_type=document_type,
        file_name=name,
        size=said.size,
        sha256=said.sha256,
        announced_at=by.at,
        description=Description(
            title=said.title,
            number=said.number,
            issued_on=said.issued_on,
            valid_from=said.valid_from,
            valid_until=said.valid_until,
            purpose=said.purpose,
        ),
        dossier=dossier.id,
        use=Use.RESULT,
        unit=by.unit,
        is_scan=said.scanned,
        holders=tuple(who.id if who and who.name else _called(each, by) for each, who in known),
        named=tuple(each.shown for each in named),
        batch=batch,
    )


def _called(holder: rules.Holder, by: Actor) -> str:
    """Nobody has signed in with this number yet: its vault carries the name the result does until somebody has."""
    return people.called(Holder(kind=holder.kind, number=holder.number, name=holder.name), at=by.at).id


def together(caller: Caller, body: shapes.AddResults, by: Actor, *, id: str) -> tuple[uploads.Batch, dict[str, Upload]]:
    """A batch and its announcements by upload id; each file is looked at by itself."""
    taken: dict[str, Upload] = {}
    entries = []
    for said in body.files:
        code = rules.code_in(said.file_name, said.code)
        entry = uploads.Entry(file_name=safe_name(said.file_name), code=code)
        try:
            upload = _one_of_many(caller, said, by, code=code, batch=id, seen=taken)
        except Refused as refused:
            problems = refused.problems or (_of(refused),)
            entries.append(uploads.Entry(file_name=entry.file_name, code=code, problems=problems))
        else:
            taken[upload.id] = upload
            entries.append(
                uploads.Entry(file_name=entry.file_name, code=code, dossier=upload.dossier, upload=upload.id)
            )
    batch = uploads.Batch(id=id, person=caller.person, unit=by.unit or "", at=by.at, entries=tuple(entries))
    return batch, taken


def _one_of_many(
    caller: Caller, said: shapes.BatchFile, by: Actor, *, code: str | None, batch: str, seen: Mapping[str, Upload]
) -> Upload:
    """Two files for one dossier would race: the first would close it without the second."""
    if code is None:
        raise refusal([rules.problem("NO_CODE_IN_NAME", "code")])
    id = dossiers.id_with_code(code)
    if id is None:
        raise refusal([rules.problem("NO_SUCH_DOSSIER", "code")])
    if any(each.dossier == id for each in seen.values()):
        raise refusal([rules.problem("DOSSIER_TWICE_IN_BATCH", "code")])
    dossier = officers_dossier(caller, id)
    refuse_impossible(dossier, Act.RESULT_ADDED)
    return announced(dossier, said, by, batch=batch)


def _of(refused: KhoError) -> Problem:
    return Problem(refused.code, refused.detail)


@dataclass(frozen=True, slots=True)
class Became:
    """One file of a batch now: its upload where it was announced, and what still closes its dossier's gate."""

    entry: uploads.Entry
    upload: Upload | None
    is_done: bool
    unmet: tuple[Problem, ...]


def batch_of(caller: Caller, id: str) -> tuple[uploads.Batch, list[Became]]:
    """A batch of the caller's unit and what became of each file. 1 GetItem, 2 more for each announced file."""
    batch = uploads.batch(id)
    if batch is None or batch.unit != unit_of(caller):
        raise NotFound("NO_SUCH_BATCH", "Không có lần trả kết quả này trong danh sách của đơn vị bạn.")
    return batch, [_became(each) for each in batch.entries]


def _became(entry: uploads.Entry) -> Became:
    upload = uploads.upload(entry.upload) if entry.upload else None
    if upload is None or upload.state is not UploadState.ACCEPTED or entry.dossier is None:
        return Became(entry, upload, is_done=False, unmet=())
    dossier = dossiers.dossier(entry.dossier)
    is_done = dossier is not None and dossier.state in (State.DONE, State.RETURNED)
    unmet = against_closing(dossier, procedure_of(dossier)) if dossier and not is_done else ()
    return Became(entry, upload, is_done=is_done, unmet=unmet)
