"""The end of a dossier: through the gates, its results into every holder's vault, and returned to its owner."""

from __future__ import annotations

from functions.results import adding, rules, shapes, spelling
from shared.clock import new_id
from shared.domain import events, gates, life
from shared.domain.errors import NotFound
from shared.storage import buckets, items, uploads
from shared.web.acted import procedure_of, told
from shared.web.caller import HEAD, Caller
from shared.web.closing import passed
from shared.web.desk import DESK, actor, checked_version, kept, officers_dossier
from shared.web.logs import decided
from shared.web.rooms import Room

room = Room(__name__)


@room.on("GET", "/desk/dossiers/{dossier_id}/gates", roles=DESK)
def read_gates(caller: Caller, dossier_id: str) -> shapes.GatesView:
    """What stands between a dossier and its next stage, as a checklist, with warnings about papers it uses."""
    dossier = officers_dossier(caller, dossier_id)
    return spelling.gates(dossier, procedure_of(dossier), adding.pinned_papers(dossier))


@room.on("POST", "/desk/dossiers/{dossier_id}/forward", roles=DESK)
def forward_dossier(caller: Caller, dossier_id: str, body: shapes.PassGate) -> shapes.ResultsView:
    """[Chuyển xử lý]: every component is resolved; what was digitised becomes confirmed papers of its owner."""
    return _passed(caller, dossier_id, events.Act.FORWARDED, body)


@room.on("POST", "/desk/dossiers/{dossier_id}/close", roles=DESK)
def close_dossier(caller: Caller, dossier_id: str, body: shapes.PassGate) -> shapes.ResultsView:
    """[Hoàn thành xử lý]: in one step the dossier is done, and its results are in every holder's vault."""
    return _passed(caller, dossier_id, events.Act.DONE, body)


def _passed(caller: Caller, dossier_id: str, act: events.Act, body: shapes.PassGate) -> shapes.ResultsView:
    dossier = checked_version(officers_dossier(caller, dossier_id), body.version)
    by, procedure = actor(caller), procedure_of(dossier)
    life.refuse_impossible(dossier, act)
    against = gates.against_forwarding if act is events.Act.FORWARDED else gates.against_closing
    overridden = rules.opened(act, against(dossier, procedure), is_head=HEAD in caller.roles, override=body.override)
    after = passed(dossier, act, by, reason=body.override if overridden else "", overridden=overridden)
    return spelling.results(after, procedure)


@room.on("GET", "/desk/dossiers/{dossier_id}/results", roles=DESK)
def read_desk_results(caller: Caller, dossier_id: str) -> shapes.ResultsView:
    """The results of a dossier: waiting, or in their holders' vaults."""
    dossier = officers_dossier(caller, dossier_id)
    return spelling.results(dossier, procedure_of(dossier))


@room.on("POST", "/desk/dossiers/{dossier_id}/results", status=201, roles=DESK)
def add_result(caller: Caller, dossier_id: str, body: shapes.AddResult) -> shapes.AnnouncedView:
    """Announce a signed result: the answer is the form that sends the file, `GET` of the upload says what became of it.

    It is judged like every other file, and must be signed by a person and the organisation of a competent unit.
    """
    dossier = checked_version(officers_dossier(caller, dossier_id), body.version)
    by = actor(caller)
    life.refuse_impossible(dossier, events.Act.RESULT_ADDED)
    upload = adding.announced(dossier, body, by)
    uploads.announce(upload)
    decided("result.announced", upload=upload.id, dossier=dossier.id, document_type=upload.document_type)
    return spelling.announced(upload)


@room.on("DELETE", "/desk/dossiers/{dossier_id}/results/{result_id}", roles=DESK)
def remove_result(caller: Caller, dossier_id: str, result_id: str, query: shapes.OfVersion) -> shapes.ResultsView:
    """Take back a result that waits; one that was delivered is a public record."""
    dossier = checked_version(officers_dossier(caller, dossier_id), query.version)
    if result_id not in {each.item.id for each in dossier.results}:
        raise NotFound("NO_SUCH_RESULT", "Hồ sơ này không có kết quả với mã này.")
    remaining = tuple(each for each in dossier.results if each.item.id != result_id)
    after = kept(
        life.step(dossier, events.Act.RESULT_REMOVED, actor(caller), results=remaining), *items.forgotten(result_id)
    )
    buckets.erase(result_id)
    decided("result.removed", dossier=dossier.id, result=result_id)
    return spelling.results(after, procedure_of(after))


@room.on("POST", "/desk/dossiers/{dossier_id}/return", roles=DESK)
def return_result(caller: Caller, dossier_id: str, body: shapes.ReturnResult) -> shapes.ResultsView:
    """[Trả kết quả]: how it was given beside the vault, to whom, and what proves it."""
    dossier = checked_version(officers_dossier(caller, dossier_id), body.version)
    given = rules.returned(body.how, body.to, body.evidence)
    act = life.step(dossier, events.Act.RETURNED, actor(caller), returned=given)
    after = kept(act, told(act, "result_returned"))
    decided("dossier.returned", dossier=after.id, code=after.code, how=body.how)
    return spelling.results(after, procedure_of(after))


@room.on("POST", "/desk/results", status=201, roles=DESK)
def add_results(caller: Caller, body: shapes.AddResults) -> shapes.BatchView:
    """Announce many results at once, each for its own dossier; one that may not be sent stops no other.

    A result that is accepted closes its dossier by itself where nothing else is left to do.
    """
    by = actor(caller)
    batch, announced = adding.together(caller, body, by, id=new_id())
    uploads.announce_together(batch, announced.values())
    decided("batch.announced", batch=batch.id, files=len(batch.entries), announced=len(announced))
    return spelling.batch(batch, announced)


@room.on("GET", "/desk/results/batches/{batch_id}", roles=DESK)
def read_batch(caller: Caller, batch_id: str) -> shapes.BatchReport:
    """What became of each file of a batch, and why a dossier was not closed by itself."""
    return spelling.report(adding.batch_of(caller, batch_id))
