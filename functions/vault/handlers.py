"""The vault: a person's or an organisation's papers, listed, read, corrected, hidden, and taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

from chalice.app import Request, Response

from functions.vault import removing, rules, shapes, spelling
from shared.clock import new_id, now, today
from shared.domain import items as item_words
from shared.domain.errors import Conflict, NotFound, Problem, Refused, Unacceptable
from shared.storage import access, buckets, catalogues, items, table, vaults
from shared.web.caller import Caller
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.items import Item
    from shared.storage.table import Write

room = Room(__name__)

_NOTHING: Mapping[str, object] = {}


@room.on("GET", "/vault/items")
def list_items(caller: Caller, query: shapes.ListItems) -> shapes.ItemPageView:
    """My papers, each with its current version; filtered, searched and paged."""
    catalogue, day = catalogues.current(), today()
    wanted = vaults.Wanted(
        counts_as=query.document_type,
        kind=query.kind,
        state=query.state,
        words=tuple(query.q.split()),
        fits=partial(rules.lasts, query.validity, catalogue.types, on=day) if query.validity else None,
    )
    page = vaults.held_items(
        caller.vault,
        wanted,
        limit=query.limit,
        after=position(query.cursor),
        newest_first=query.sort == "newest",
    )
    return shapes.ItemPageView(
        items=[spelling.summary(each, catalogue, vault=caller.vault) for each in page.items], cursor=cursor(page.last)
    )


@room.on("GET", "/vault/items/{item_id}")
def read_item(caller: Caller, item_id: str) -> shapes.ItemView:
    """One of my papers: its versions, who signed them, how often it was reused, and what I may do with it."""
    return _spelled_out(_own(item_id, caller), caller)


@room.on("GET", "/vault/items/{item_id}/file")
def open_file(caller: Caller, item_id: str, query: shapes.OpenFile) -> shapes.FileLink:
    """A link to the file that lives five minutes. That it was opened is recorded first."""
    item = items.held_item(item_id, caller.vault)
    asked = query.version or item.version.number
    version = item.version if asked == item.version.number else items.version(item.id, asked)
    if version is None:
        raise NotFound("NO_SUCH_VERSION", "Giấy tờ không có phiên bản này.")
    look = access.Access(
        id=new_id(), item=item.id, version=version.number, person=caller.person, vault=caller.vault, at=now()
    )
    access.recorded(look)
    key = buckets.vault_key(item.id, version.sha256)
    return shapes.FileLink(
        url=buckets.link(key, file_name=version.file_name, inline=not query.save),
        expires_in=int(buckets.LINK_LIFE.total_seconds()),
        file_name=version.file_name,
    )


@room.on("GET", "/vault/items/{item_id}/versions/{number}/report")
def read_report(
    caller: Caller, item_id: str, number: str, query: shapes.ReadReport, request: Request
) -> Annotated[Response, shapes.ReportView]:
    """How the signatures of one version of my paper were judged, as JSON or, where asked, as ETSI's XML."""
    item = items.held_item(item_id, caller.vault)
    report = items.report(item.id, int(number)) if number.isascii() and number.isdigit() else None
    if not report:
        raise NotFound("NO_SUCH_VERSION", "Giấy tờ không có phiên bản này.")
    asked = query.format or ("xml" if "application/xml" in request.headers.get("accept", "") else "json")
    return spelling.report(report, as_xml=asked == "xml")


@room.on("GET", "/vault/items/{item_id}/accesses")
def list_accesses(caller: Caller, item_id: str, query: shapes.ListAccesses) -> shapes.AccessPage:
    """Who looked at my paper, officers included, the latest look first."""
    item = items.held_item(item_id, caller.vault)
    found, last = access.accesses_of(item.id, limit=query.limit, after=position(query.cursor))
    return shapes.AccessPage(accesses=[spelling.looked_at(each, caller) for each in found], cursor=cursor(last))


@room.on("GET", "/vault/accesses")
def list_agencies_looks(caller: Caller, query: shapes.ListLooks) -> shapes.AccessPage:
    """Which agencies looked into my vault, and who opened my papers by a link, when and what for, the latest first.

    Narrowed to one paper or agency, a page may be short and still have a `cursor`.
    """
    found, last = access.accesses_of(
        caller.vault, limit=query.limit, after=position(query.cursor), item=query.item, unit=query.unit
    )
    held = {each.id: each for each in items.items_of(each.item for each in found) if caller.vault in each.holders}
    looks = [spelling.looked_at(each, caller, held.get(each.item)) for each in found]
    return shapes.AccessPage(accesses=looks, cursor=cursor(last))


@room.on("PATCH", "/vault/items/{item_id}")
def correct_item(caller: Caller, item_id: str, body: shapes.CorrectItem) -> shapes.ItemView:
    """Correct what is said of a paper I deposited; never its type, its file or its signatures."""
    item = items.held_item(item_id, caller.vault)
    _refuse_unless_allowed(rules.Action.CORRECT, item, caller)
    wanted = body.model_dump(include=body.model_fields_set - {"revision"})
    if body.revision != item.revision:
        raise _changed_meanwhile(item, wanted)
    after = rules.corrected(item, wanted)
    if wrong := tuple(_against(after, wanted)):
        raise Unacceptable("CORRECTION_NOT_ACCEPTED", "Chưa thể sửa giấy tờ; hãy xem các nội dung dưới đây.", wrong)
    _change(item, after, wanted)
    decided("item.corrected", item=item.id, fields=sorted(wanted))
    return _spelled_out(_own(item_id, caller), caller)


def _against(after: Item, wanted: Mapping[str, object]) -> Iterator[Problem]:
    yield from item_words.inconsistent_dates(after.issued_on, after.valid_from, after.valid_until, on=today())
    if "purpose" in wanted:
        kind = catalogues.current().types.get(after.counts_as)
        yield from rules.wrong_purpose(after, kind, spelling.purposes(catalogues.current()))


@room.on("POST", "/vault/items/{item_id}/hide")
def hide_item(caller: Caller, item_id: str) -> shapes.ItemView:
    """Hide a paper: neither listed nor offered to me, until I show it again. Other holders keep seeing it."""
    item = items.held_item(item_id, caller.vault)
    _refuse_unless_allowed(rules.Action.HIDE, item, caller)
    _change(item, rules.hidden(item, caller.vault))
    return _spelled_out(_own(item_id, caller), caller)


@room.on("POST", "/vault/items/{item_id}/show")
def show_item(caller: Caller, item_id: str) -> shapes.ItemView:
    """Show a hidden paper again."""
    item = items.held_item(item_id, caller.vault)
    _refuse_unless_allowed(rules.Action.SHOW, item, caller)
    _change(item, rules.shown(item, caller.vault))
    return _spelled_out(_own(item_id, caller), caller)


@room.on("DELETE", "/vault/items/{item_id}")
def remove_item(caller: Caller, item_id: str) -> shapes.Removed:
    """Take a paper I deposited out of the vault: really erased, unless a submitted dossier uses it.

    It first leaves the vault, so that no dossier can use it any more, and only then is it looked at who does. Dying
    in between leaves it removed; the same request again finishes.
    """
    item = items.item(item_id)
    if item is None or caller.vault not in item.holders:
        raise _not_there()
    _refuse_unless_allowed(rules.Action.REMOVE, item, caller)
    if item.state is not item_words.ItemState.REMOVED:
        _transact_or_refuse(item, items.left(item, caller.vault))
    return removing.removed(item)


def _own(id: str, caller: Caller) -> items.Holding:
    found = items.holding(id)
    if found is None or caller.vault not in found.item.holders or found.item.state is item_words.ItemState.REMOVED:
        raise _not_there()
    return found


def _spelled_out(holding: items.Holding, caller: Caller) -> shapes.ItemView:
    return spelling.spelled_out(holding, catalogues.current(), vault=caller.vault)


def _change(before: Item, after: Item, wanted: Mapping[str, object] = _NOTHING) -> None:
    if after != before:
        _transact_or_refuse(before, items.changed(before, after), wanted)


def _transact_or_refuse(item: Item, writes: Iterable[Write], wanted: Mapping[str, object] = _NOTHING) -> None:
    try:
        table.transact(*writes)
    except table.NotAsExpected as error:
        raise _changed_meanwhile(items.held_item(item.id, item.holders[0]), wanted) from error


def _refuse_unless_allowed(action: rules.Action, item: Item, caller: Caller) -> None:
    given = rules.leave(action, item, vault=caller.vault)
    if not given.allowed:
        raise Conflict(f"CANNOT_{action.name}", given.text)


def _changed_meanwhile(item: Item, wanted: Mapping[str, object]) -> Refused:
    return Conflict(
        "CHANGED_MEANWHILE",
        f"Giấy tờ đã được thay đổi ở nơi khác (lần sửa {item.revision}). Hãy xem lại rồi sửa tiếp.",
        rules.changed_meanwhile(item, wanted, spelling.purposes(catalogues.current())),
    )


def _not_there() -> NotFound:
    return NotFound("NO_SUCH_ITEM", "Không có giấy tờ này trong Kho của bạn.")
