"""Who works for a unit, in which roles and until when; and every word that was ever said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.clock import VIETNAM, id_of
from shared.domain.errors import Conflict
from shared.domain.people import ADMINISTRATOR, Appointment
from shared.domain.units import Units, homes_to
from shared.storage import catalogues, keys
from shared.storage.clients import table
from shared.storage.records import record, restored
from shared.storage.table import ABSENT, NotAsExpected, Row, Write, check, put, rows, transact


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line of an officer's history: what was said of them, when, and by whom (empty: by an operator's command)."""

    at: datetime
    unit: str
    roles: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None
    by: str = ""  # person id


def appointed(officer: str, held: Appointment, *, at: datetime, by: str = "", **condition: Any) -> tuple[Write, Write]:
    """The writes that make somebody an officer, on whatever `condition` (`when`, `given`, `names`), and record it."""
    listing = {"owner_key": keys.unit(held.unit), "owner_sort": f"OFFICER#{officer}"}
    said = Said(
        at=at, by=by, unit=held.unit, roles=held.roles, valid_from=held.valid_from, valid_until=held.valid_until
    )
    line = keys.appointment(officer, id_of(at, officer, by, str(said)))
    return put({**keys.officer(officer), **listing, **record(held)}, **condition), put({**line, **record(said)})


def appoint_after(
    before: Appointment | None, officer: str, held: Appointment, *, at: datetime, by: str, remains: date | None
) -> None:
    """Appoint, if `before` is still what they are, and `by` is an administrator today and until the day that `remains`.

    Two who take each other's office at one moment thus never both succeed. 1 transaction. Raises `Conflict`.
    """
    writes = appointed(officer, held, at=at, by=by, **_still(before))
    try:
        transact(*writes, *([_administers(by, at.astimezone(VIETNAM).date(), remains)] if remains else ()))
    except NotAsExpected as error:
        raise _overtaken() if 0 in error.positions else _last_administrator() from error


def _administers(officer: str, day: date, until: date) -> Write:
    given: Row = {":role": ADMINISTRATOR, ":day": f"{day}", ":until": f"{until}"}
    names = {f"#{name}": name for name in ("roles", "valid_from", "valid_until")}
    lasts = "(attribute_not_exists(#valid_until) OR #valid_until >= :until)"
    when = f"contains(#roles, :role) AND #valid_from <= :day AND {lasts}"
    return check(keys.officer(officer), when, given, names=names)


def _overtaken() -> Conflict:
    return Conflict("APPOINTED_MEANWHILE", "Phân công này vừa được người khác thay đổi; hãy xem lại.")


def _last_administrator() -> Conflict:
    return Conflict(
        "LAST_ADMINISTRATOR",
        "Sau thay đổi này sẽ có lúc không còn quản trị viên nào. Chỉ người còn làm quản trị viên ít nhất đến hết"
        " thời hạn của phân công này mới được kết thúc hoặc thu hẹp nó.",
    )


def _still(before: Appointment | None) -> dict[str, Any]:
    if before is None:
        return {"when": ABSENT}
    fields = record(before)
    values: Row = {f":{name}": value for name, value in fields.items()}
    kept = " AND ".join(f"#{name} = :{name}" for name in fields)
    endless = "" if before.valid_until else " AND attribute_not_exists(#valid_until)"
    return {"when": kept + endless, "given": values, "names": {f"#{name}": name for name in (*fields, "valid_until")}}


def history(officer: str, *, limit: int = 50) -> tuple[Said, ...]:
    """What was said of an officer, the newest first, so much at most. 1 Query."""
    first = keys.appointment(officer, "")
    page = rows(first["PK"], first["SK"], limit=limit, newest_first=True)
    return tuple(restored(Said, each) for each in page.rows)


def listed_at(unit: str) -> dict[str, Appointment]:
    """Who is appointed to a unit by this very code, past and future too, by person id. 1 Query for a thousand."""
    asked: Any = {
        "IndexName": "by_owner",
        "KeyConditionExpression": "owner_key = :unit AND begins_with(owner_sort, :officers)",
        "ExpressionAttributeValues": {":unit": keys.unit(unit), ":officers": "OFFICER#"},
    }
    found = table().query(**asked)["Items"]
    return {str(each["PK"]).removeprefix("PERSON#"): restored(Appointment, each) for each in found}


def officers_of(unit: str, *, on: date, units: Units | None = None) -> dict[str, Appointment]:
    """Who works for a unit on a day, by person id: also who was appointed to one that has wholly become it.

    1 Query for the unit and for each of those; nobody has a thousand officers.
    """
    codes = homes_to(unit, catalogues.current().units_by_code if units is None else units, on=on)
    found = {id: held for code in codes for id, held in listed_at(code).items()}
    return {id: held for id, held in found.items() if held.holds_on(on)}
