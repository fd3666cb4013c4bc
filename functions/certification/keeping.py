"""Whose request it is, and what became of it kept: of two who act at once, the second is told."""

from __future__ import annotations

from dataclasses import replace

from functions.certification.words import BY_REQUESTER
from shared.clock import new_id, now, today
from shared.domain.certification import DEED_NAMES, Certification, Step
from shared.domain.errors import Conflict, NotAllowed, NotFound, Problem
from shared.domain.items import Item
from shared.domain.units import is_in_hands_of
from shared.storage import access, catalogues, certifications
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.caller import Caller
from shared.web.desk import unit_name, unit_of
from shared.web.logs import decided


def own(caller: Caller, id: str) -> Certification:
    """A request of this vault's. 1 GetItem."""
    found = certifications.certification(id)
    if found is None or found.vault != caller.vault:
        raise NotFound("NO_SUCH_CERTIFICATION", "Không có yêu cầu chứng thực này trong danh sách của bạn.")
    return found


def in_hand(caller: Caller, id: str) -> Certification:
    """A request in the hands of the caller's unit, or of one that it continues; never one of the caller's own."""
    found, units = certifications.certification(id), catalogues.current().units_by_code
    if found is None or not is_in_hands_of(unit_of(caller), found.unit, units, on=today()):
        raise NotFound("NO_SUCH_CERTIFICATION", "Không có yêu cầu chứng thực này trong danh sách của đơn vị bạn.")
    if caller.person in (found.person, found.vault):
        raise own_request()
    return found


def looked_through(caller: Caller, request: Certification) -> Item:
    """The copy that waits, once the look is recorded where its holder will read it. 1 PutItem."""
    if request.paper is None:
        raise Conflict("NO_COPY_WAITING", "Yêu cầu này không có bản sao đã ký nào đang chờ trả.")
    unit = unit_of(caller)
    access.recorded(
        access.Access(
            id=new_id(),
            item=request.paper.id,
            version=request.paper.version.number,
            person=caller.person,
            vault=caller.vault,
            at=now(),
            purpose=access.CERTIFIED,
            unit=unit,
            names={"unit": unit_name(unit)},
        )
    )
    return request.paper


def own_request() -> NotAllowed:
    return NotAllowed(
        "OWN_CERTIFICATION", "Bạn không được chứng thực bản sao cho chính mình; hãy để công chức khác làm."
    )


def as_seen(request: Certification, revision: int) -> Certification:
    """The request, if it is still as the caller saw it. Raises `Conflict`, saying what happened since."""
    if request.revision != revision:
        raise _changed(request, since=revision)
    return request


def kept(before: Certification, done: Certification, *writes: Write) -> Certification:
    """The request after its act is kept, with what else belongs to it, or nothing of it. 1 TransactWriteItems."""
    try:
        transact(certifications.changed(before, done), *writes)
    except NotAsExpected as error:
        raise overtaken(before) from error
    step = done.steps[-1]
    decided(f"certification.{step.deed}", certification=done.id, unit=done.unit)
    return replace(done, revision=before.revision + 1)


def overtaken(before: Certification) -> Conflict:
    """What somebody else did with it since it was read. 1 GetItem."""
    return _changed(certifications.certification(before.id) or before, since=before.revision)


def _changed(newest: Certification, *, since: int) -> Conflict:
    """Every change since is one step."""
    steps = newest.steps[since - newest.revision :] if 0 < since < newest.revision else ()
    told = [Problem("CHANGED", _said(each), each.deed) for each in steps]
    return Conflict("CHANGED_MEANWHILE", "Yêu cầu đã thay đổi sau khi bạn mở. Hãy xem lại rồi làm tiếp.", told)


def _said(step: Step) -> str:
    return f"{DEED_NAMES[step.deed]} ({unit_name(step.unit) if step.unit else BY_REQUESTER})"


def told(request: Certification, event: str, step: Step, *, about: str = "") -> Write:
    """The message of an act to who asked, for its transaction."""
    return posted(
        Message(
            id=new_id(),
            event=event,
            vault=request.vault,
            at=step.at,
            phone=request.phone,
            parameters={"unit": unit_name(step.unit)},
            about=about or f"certification/{request.id}",
        )
    )
