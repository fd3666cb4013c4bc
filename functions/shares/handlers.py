"""Sharing one paper: a link made, listed, revoked by its owner, and opened by whoever was given it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.shares import links, opening, rules, shapes, spelling
from shared.clock import new_id, now, today
from shared.domain import sharing
from shared.domain.errors import Conflict, NotFound, TooMany
from shared.storage import access, catalogues, items, records, shares, table
from shared.web.caller import Caller
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

if TYPE_CHECKING:
    from shared.domain.items import Item
    from shared.domain.sharing import Share

room = Room(__name__)


@room.on("POST", "/vault/items/{item_id}/shares", status=201)
def share_paper(caller: Caller, item_id: str, body: shapes.SharePaper) -> shapes.NewShareView:
    """A link to my paper, always to its current version: with an end, and where I like a passcode and a number of
    openings. The token is told this once.
    """
    item = items.held_item(item_id, caller.vault)
    if why := rules.may_be_shared(item, caller.vault):
        raise Conflict("CANNOT_SHARE", why)
    if shares.made_today(caller.vault, today()) > sharing.A_DAY:
        raise TooMany("TOO_MANY_SHARES", f"Mỗi ngày chỉ tạo được {sharing.A_DAY} liên kết chia sẻ; mai hãy tạo tiếp.")
    secret, at = links.new_secret(), now()
    fresh = sharing.Share(
        id=new_id(),
        vault=caller.vault,
        item=item.id,
        shared_version=item.version.number,
        purpose=body.purpose,
        made_at=at,
        made_by=caller.person,
        ends_at=at + timedelta(days=body.days),
        secret=links.hashed(secret),
        passcode=links.sealed(body.passcode) if body.passcode else None,
        most_openings=body.openings,
    )
    table.write(shares.made(fresh))
    decided("share.made", share=fresh.id, item=item.id)
    return shapes.NewShareView(**dict(_spelled_out(fresh, item, at)), token=f"{fresh.id}{secret}")


@room.on("GET", "/vault/shares")
def list_shares(caller: Caller, query: shapes.ListShares) -> shapes.SharePage:
    """What I shared, all or of one paper, newest first, and whether each link still opens."""
    page = shares.of_vault(caller.vault, limit=query.limit, after=position(query.cursor), item=query.item)
    found = [records.restored(sharing.Share, each) for each in page.rows]
    papers = {each.id: each for each in items.items_of(each.item for each in found)}
    shown = [_spelled_out(each, papers.get(each.item), now()) for each in found]
    return shapes.SharePage(shares=shown, cursor=cursor(page.last))


@room.on("GET", "/vault/shares/{share_id}")
def read_share(caller: Caller, share_id: str) -> shapes.ShareView:
    """One of my links."""
    share = _own(share_id, caller)
    return _spelled_out(share, items.item(share.item), now())


@room.on("GET", "/vault/shares/{share_id}/openings")
def list_openings(caller: Caller, share_id: str, query: shapes.ListOpenings) -> shapes.OpeningPage:
    """When my link was opened, the latest first."""
    share = _own(share_id, caller)
    looks, last = access.accesses_of(share.id, limit=query.limit, after=position(query.cursor))
    return shapes.OpeningPage(openings=[spelling.opening(each) for each in looks], cursor=cursor(last))


@room.on("DELETE", "/vault/shares/{share_id}")
def revoke_share(caller: Caller, share_id: str) -> shapes.ShareView:
    """My link opens nothing from now on; a download that has begun is over within five minutes."""
    share, at = _own(share_id, caller), now()
    table.write(shares.revoked(share, at))
    decided("share.revoked", share=share.id)
    return _spelled_out(share.revoked(at), items.item(share.item), at)


@room.on("POST", "/shared", public=True)
def open_share(body: shapes.OpenShare) -> shapes.SharedView:
    """The paper behind a link, for whoever has it: what it is, its verdict, its file for five minutes.

    Each opening counts and is recorded before it is answered.
    """
    share, item, shown = opening.opened(body.token, body.passcode)
    report = items.report(item.id, item.version.number)
    return spelling.shared(share, item, shown, report, catalogues.current())


def _spelled_out(share: Share, item: Item | None, at: datetime) -> shapes.ShareView:
    return spelling.share(share, item, catalogues.current(), at=at)


def _own(id: str, caller: Caller) -> Share:
    found = shares.share(id)
    if found is None or found.vault != caller.vault:
        raise NotFound("NO_SUCH_SHARE", "Bạn không có liên kết chia sẻ này.")
    return found
