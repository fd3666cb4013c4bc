"""What every room of the desk asks first: has the caller's unit this dossier in hand, and who changed it meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.clock import now, today
from shared.domain import desk, events, history
from shared.domain import dossiers as dossier_words
from shared.domain import units as unit_words
from shared.domain.errors import Conflict, NotAllowed, NotFound, Problem
from shared.storage import catalogues, dossiers, table
from shared.web.caller import CERTIFIER, HEAD, OFFICER, Caller

if TYPE_CHECKING:
    from shared.domain.catalogue import Catalogue
    from shared.domain.dossiers import Dossier
    from shared.domain.life import Step
    from shared.storage.table import Write

DESK = frozenset({OFFICER, HEAD})
COPIES = DESK | {CERTIFIER}  # who receives and prepares certified copies


def unit_of(caller: Caller) -> str:
    """The unit the caller works for today: an officer's rights follow their unit through a merger.

    Raises `NotAllowed` for who has none: never appointed, or to a unit that was split or has gone.
    """
    found = unit_words.home(caller.unit, catalogues.current().units_by_code, on=today()) if caller.unit else None
    if found is None:
        raise NotAllowed("NO_UNIT", "Bạn chưa được phân công vào đơn vị đang hoạt động nào; hãy liên hệ quản trị viên.")
    return found


def actor(caller: Caller) -> events.Actor:
    return events.Actor(at=now(), person=caller.person, unit=unit_of(caller))


def officers_dossier(caller: Caller, dossier_id: str) -> Dossier:
    """A submitted dossier in the hands of the caller's unit, or of one that it continues. 1 GetItem.

    Raises `NotFound` for every other one, and `NotAllowed` for the officer's own.
    """
    unit, found = unit_of(caller), dossiers.dossier(dossier_id)
    units = catalogues.current().units_by_code
    if (
        found is None
        or found.state is dossier_words.State.DRAFT
        or not unit_words.is_in_hands_of(unit, found.at_unit, units, on=today())
    ):
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này trong danh sách hồ sơ của đơn vị bạn.")
    if caller.person == found.owner or (found.channel is desk.Channel.ONLINE and caller.person == found.opened_by):
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
        table.transact(*dossiers.stepped(step), *writes)
    except table.NotAsExpected as error:
        if 0 in error.positions:
            raise changed_meanwhile(step.before.id, step.before.version) from error
        raise
    return replace(step.after, version=step.event.number)


def changed_meanwhile(dossier: str, seen: int) -> Conflict:
    since = dossiers.events_of(dossier, since=seen)
    told = [Problem("CHANGED", history.sentence(each, unit=unit_name(each.unit)), each.act) for each in since]
    return Conflict("CHANGED_MEANWHILE", "Hồ sơ đã được thay đổi sau khi bạn mở. Hãy xem lại rồi làm tiếp.", told)


def unit_name(code: str | None, catalogue: Catalogue | None = None) -> str:
    """A unit as people call it; one that has left the catalogue keeps its code."""
    found = (catalogue or catalogues.current()).units_by_code.get(code or "")
    return found.name if found else code or ""
