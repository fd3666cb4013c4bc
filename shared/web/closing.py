"""A dossier passes a gate: what waited for it enters its holders' vaults in the very transaction that moves it on.

Asked by the desk's routes, and by the judge for the results of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.clock import new_id, now, today
from shared.domain import catalogue, events, gates, life, units
from shared.domain import delivery as delivery_words
from shared.domain import dossiers as dossier_words
from shared.domain.errors import Conflict, Unavailable
from shared.storage import buckets, catalogues, delivery, dossiers, outbox, table
from shared.web.acted import procedure_of, told
from shared.web.desk import kept, unit_name
from shared.web.logs import decided

if TYPE_CHECKING:
    from shared.domain.desk import Result
    from shared.domain.dossiers import Answer, Dossier
    from shared.domain.items import Item
    from shared.domain.life import Step
    from shared.storage.table import Write

_TRIES = 3

Overridden = tuple[str, ...]  # codes of the points a unit head overrode


def is_in_hands(unit: str, dossier: Dossier) -> bool:
    return units.is_in_hands_of(unit, dossier.at_unit, catalogues.current().units_by_code, on=today())


def closed_by_itself(id: str, *, person: str, unit: str) -> bool:
    """Close a dossier whose result came in a batch, if nothing is left to do. True when it is done now."""
    for _ in range(_TRIES):
        dossier = dossiers.dossier(id)
        if dossier is None or not is_in_hands(unit, dossier) or events.Act.DONE not in life.possible(dossier):
            return False
        if gates.against_closing(dossier, procedure_of(dossier)):
            return False
        try:
            passed(dossier, events.Act.DONE, events.Actor(at=now(), person=person, unit=unit))
        except Conflict:
            continue  # an officer acted at this very moment, or a paper of it was withdrawn: look again
        return True
    return False


def passed(
    dossier: Dossier, act: events.Act, by: events.Actor, *, reason: str = "", overridden: Overridden = ()
) -> Dossier:
    """The dossier forwarded or done. 1 TransactWriteItems; more only where a holder has one of the files already.

    Raises `Conflict` when the dossier changed meanwhile, a paper of it was withdrawn, or it is too much at once.
    """
    deliver: Callable[[Item], delivery_words.Delivery] = delivery_words.Delivery
    waiting = _waiting(dossier, act)
    for _ in range(_TRIES):
        deliveries = {sha256: deliver(paper) for sha256, paper in waiting.items()}
        taken = life.step(dossier, act, by, reason=reason, overridden=overridden, **_changes(dossier, deliveries))
        brought = (each for sha256, paper in waiting.items() for each in delivery.writes(deliveries[sha256], paper))
        writes = _at_once(taken, [*brought, *_messages(taken, deliveries)])
        try:
            after = kept(taken, *writes)
        except table.NotAsExpected:
            deliver = delivery.looked_up  # a holder has one of the files, or had it a moment ago
            continue
        _tidy(waiting, deliveries)
        decided(f"dossier.{act}", dossier=after.id, code=after.code, unit=by.unit, overridden=overridden)
        return after
    raise Unavailable("BUSY", "Kho của chủ hồ sơ đang được thay đổi ở nơi khác; vui lòng thử lại sau giây lát.")


def _at_once(taken: Step, writes: list[Write]) -> list[Write]:
    """Raises `Conflict` for what no transaction could hold: holders that have the files already need more writes."""
    if len(dossiers.stepped(taken)) + len(writes) > delivery_words.AT_ONCE:
        raise Conflict(
            "TOO_MANY_AT_ONCE",
            "Hồ sơ có quá nhiều kết quả và người đứng tên để trả cùng một lúc: hãy gỡ bớt kết quả hoặc chia hồ sơ.",
        )
    return writes


def _waiting(dossier: Dossier, act: events.Act) -> dict[str, Item]:
    """What enters vaults now, by the hash of its file: one file may answer two components, and is one paper.

    Scans become confirmed papers with whichever gate comes first; results are delivered when all is done.
    """
    scans = {scan.version.sha256: scan for each in dossier.answers if (scan := unconfirmed(each))}
    results = {each.item.version.sha256: each.item for each in dossier.results} if act is events.Act.DONE else {}
    return scans | results


def unconfirmed(answer: Answer) -> Item | None:
    """The paper a scan is to become in its owner's vault, while it is not there."""
    scan = answer.resolution
    return scan.confirms if scan and scan.way is catalogue.Way.SCAN and not scan.items else None


def _changes(dossier: Dossier, deliveries: Mapping[str, delivery_words.Delivery]) -> dict[str, Any]:
    """What the dossier says of its papers from now on: the scans' items pinned, the results by the ids they got."""

    def confirmed(answer: Answer) -> Answer:
        paper = unconfirmed(answer)
        if answer.resolution is None or paper is None:
            return answer
        pins = (dossier_words.Pinned.of(deliveries[paper.version.sha256].item),)
        return replace(answer, resolution=replace(answer.resolution, items=pins))

    def named(result: Result) -> Result:
        known = deliveries.get(result.item.version.sha256)
        return replace(result, item=known.item) if known else result

    return {
        "answers": tuple(confirmed(each) for each in dossier.answers),
        "results": tuple(named(each) for each in dossier.results),
    }


def _messages(taken: Step, deliveries: Mapping[str, delivery_words.Delivery]) -> Iterator[Write]:
    dossier, of_dossier = taken.after, {each.item.id for each in taken.after.results}
    unit = unit_name(taken.event.unit or dossier.at_unit)
    if taken.event.act is events.Act.DONE:
        yield told(taken, "result_ready")
    for each in deliveries.values():
        is_result = each.item.id in of_dossier
        for holder in each.item.holders:
            if holder == dossier.owner and is_result:
                continue  # told of the result already
            yield outbox.posted(
                outbox.Message(
                    id=new_id(),
                    event="item_issued" if is_result else "item_confirmed",
                    vault=holder,
                    at=taken.event.at,
                    parameters={"unit": unit},
                    about=f"item/{each.item.id}",
                )
            )


def _tidy(waiting: Mapping[str, Item], deliveries: Mapping[str, delivery_words.Delivery]) -> None:
    """The second copy of a file some holder had already."""
    for sha256, paper in waiting.items():
        if deliveries[sha256].was:
            buckets.erase(paper.id)
