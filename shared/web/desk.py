"""What every room of the desk asks first: has the caller's unit this dossier in hand, and who changed it meanwhile."""

from __future__ import annotations

from dataclasses import replace

from shared.clock import now, today
from shared.domain.catalogue import Catalogue
from shared.domain.desk import Channel
from shared.domain.dossiers import Dossier, State
from shared.domain.errors import Conflict, NotAllowed, NotFound, Problem
from shared.domain.events import Actor
from shared.domain.history import sentence
from shared.domain.life import Step
from shared.domain.units import home, is_in_hands_of
from shared.storage import catalogues, dossiers
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.caller import CERTIFIER, HEAD, OFFICER, Caller

DESK = frozenset({OFFICER, HEAD})
COPIES = DESK | {CERTIFIER}  # who receives and prepares certified copies


def unit_of(caller: Caller) -> str:
    """The unit the caller works for today: an officer's rights follow their unit through a merger.

    Raises `NotAllowed` for who has none: never appointed, or to a unit that was split or has gone.
    """
    found = home(caller.unit, catalogues.current().units_by_code, on=today()) if caller.unit else None
    if found is None:
        raise NotAllowed("NO_UNIT", "Bạn chưa được phân công vào đơn vị đang hoạt động nào; hãy liên hệ quản trị viên.")
    return found


def actor(caller: Caller) -> Actor:
    return Actor(at=now(), person=caller.person, unit=unit_of(caller))


def officers_dossier(caller: Caller, dossier_id: str) -> Dossier:
    """A submitted dossier in the hands of the caller's unit, or of one that it continues. 1 GetItem.

    Raises `NotFound` for every other one, and `NotAllowed` for the officer's own.
    """
    unit, found = unit_of(caller), dossiers.dossier(dossier_id)
    units = catalogues.current().units_by_code
    if found is None or found.state is State.DRAFT or not is_in_hands_of(unit, found.at_unit, units, on=today()):
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này trong danh sách hồ sơ của đơn vị bạn.")
    if caller.person == found.owner or (found.channel is Channel.ONLINE and caller.person == found.opened_by):
        raise NotAllowed("OWN_DOSSIER", "Bạn không được giải quyết hồ sơ của chính mình; hãy để công chức khác làm.")
    return found


def checked_version(dossier: Dossier, seen: int) -> Dossier:
    """The dossier, if it is still as the caller saw it. Raises `Conflict`, saying what happened since."""
    if dossier.version != seen:
        raise changed_meanwhile(dossier.id, seen)
    return dossier


def kept(step: Step, *writes: Write) -> Dossier:
    """The dossier after its act is kept, with what else belongs to it, or nothing of it. 1 TransactWriteItems.

    Raises `Conflict` when somebody else acted first, saying what they did.
    """
    try:
        transact(*dossiers.stepped(step), *writes)
    except NotAsExpected as error:
        if 0 in error.positions:
            raise changed_meanwhile(step.before.id, step.before.version) from error
        raise
    return replace(step.after, version=step.event.number)


def changed_meanwhile(dossier: str, seen: int) -> Conflict:
    since = dossiers.events_of(dossier, since=seen)
    told = [Problem("CHANGED", sentence(each, unit=unit_name(each.unit)), each.act) for each in since]
    return Conflict("CHANGED_MEANWHILE", "Hồ sơ đã được thay đổi sau khi bạn mở. Hãy xem lại rồi làm tiếp.", told)


def unit_name(code: str | None, catalogue: Catalogue | None = None) -> str:
    """A unit as people call it; one that has left the catalogue keeps its code."""
    found = (catalogue or catalogues.current()).units_by_code.get(code or "")
    return found.name if found else code or ""
