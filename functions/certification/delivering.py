"""A copy delivered: its number, its line in the register, the paper in the vault and the message, all or nothing."""

from __future__ import annotations

from dataclasses import replace

from functions.certification import keeping
from shared.clock import VIETNAM, now
from shared.domain.certification import Certification, Deed, Entry, Step, entered, refuse_impossible
from shared.domain.delivery import Delivery
from shared.domain.errors import Unavailable
from shared.domain.items import Item
from shared.storage import certifications, delivery, registers
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.desk import unit_name

_TRIES = 20  # each that fails, somebody else's copy was numbered


def delivered(request: Certification, *, person: str, unit: str) -> Certification:
    """The request under the next number of its unit's register.

    The number is read, and raised in the transaction that delivers: who dies or fails in between leaves no gap, and of
    two who read the same one, one reads again. 1 GetItem each for the number and the holder's bytes, 1 transaction.
    Raises `Conflict` where it is not possible from here or was changed meanwhile, and `Unavailable` when others are
    quicker every time.
    """
    for _ in range(_TRIES):
        step = Step(deed=Deed.DELIVERED, at=now(), person=person, unit=unit)
        refuse_impossible(request, Deed.DELIVERED)
        year = step.at.astimezone(VIETNAM).year
        last = registers.last_number(unit, year)
        assert request.paper  # noqa: S101 - what is signed has one
        paper = _registered(request.paper, f"{last + 1}/{year}", unit)
        brought = delivery.looked_up(paper)
        done, line = entered(request, step, last=last, year=year, item=brought.item.id)
        try:
            transact(*_writes(request, done, line, brought, paper))
        except NotAsExpected as error:
            if 0 in error.positions:
                raise keeping.overtaken(request) from error
        else:
            return replace(done, revision=request.revision + 1)
    raise Unavailable("BUSY", "Sổ chứng thực đang được nhiều người ghi cùng lúc; vui lòng thử lại.")


def _registered(paper: Item, number: str, unit: str) -> Item:
    return replace(paper, summary=f"Số chứng thực {number}, {unit_name(unit)}")


def _writes(request: Certification, done: Certification, line: Entry, brought: Delivery, paper: Item) -> list[Write]:
    return [
        certifications.changed(request, done),
        *registers.entered(line),
        *delivery.writes(brought, paper),
        keeping.told(done, "item_certified", done.steps[-1], about=f"item/{brought.item.id}"),
    ]
