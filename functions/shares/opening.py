"""Opening a link: its secret, its passcode and its paper looked at, the look recorded before anything is shown."""

from __future__ import annotations

from datetime import datetime

from functions.shares import links, rules
from shared.clock import id_of, new_id, now
from shared.domain.errors import NotAllowed, NotFound, Problem
from shared.domain.items import Item
from shared.domain.sharing import TRIES, Share, ShareState
from shared.storage import access, items, shares
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.logs import decided

_TIMES = TRIES + 1  # readers of one link who come at the same moment are served one after another


def opened(token: str, passcode: str | None) -> tuple[Share, Item, rules.Shown]:
    """The share as it was before, its paper and what may be shown of it; the opening is counted and recorded.

    Raises `NotFound` for whatever leads nowhere, always the same; `NotAllowed` for a passcode that is missing or wrong.
    """
    for _ in range(_TIMES):
        share, item, shown = _led(token)
        try:
            _refuse_without_passcode(share, passcode)  # last: where a link leads nowhere, no passcode is a wrong one
            _record(share, item, now())
        except NotAsExpected:
            continue  # somebody opened it, or tried a passcode, at this very moment
        return share, item, shown
    raise gone()


def gone() -> NotFound:
    """Never was, has ended, was revoked, is used up: who holds a link learns no more than that."""
    return NotFound("NO_SUCH_SHARE", "Liên kết không đúng hoặc không còn dùng được. Hãy hỏi lại người đã gửi cho bạn.")


def _led(token: str) -> tuple[Share, Item, rules.Shown]:
    """Where a link leads. 2 GetItem."""
    share = _asked(token)
    item = items.item(share.item)
    shown = rules.shown(share, item)
    if item is None or shown is None:
        raise gone()
    return share, item, shown


def _asked(token: str) -> Share:
    parts = links.taken_apart(token)
    share = shares.share(parts[0]) if parts else None
    if share is None or not links.is_secret(parts[1] if parts else "", share.secret):
        raise gone()
    if share.state(now()) is not ShareState.OPEN:
        raise gone()
    return share


def _refuse_without_passcode(share: Share, passcode: str | None) -> None:
    """A wrong one is counted before it is answered; an opening begins the count anew.

    Raises `NotAsExpected` when another one was counted just now: guesses made at once are no more than guesses made one
    after another.
    """
    if share.passcode is None:
        return
    if not passcode:
        asked = "Người chia sẻ đặt mã cho liên kết này; hãy nhập mã họ đã cho bạn."
        raise NotAllowed("PASSCODE_ASKED", asked, [Problem("PASSCODE_ASKED", asked, "passcode")])
    if not links.is_passcode(passcode, share.passcode):
        raise _wrong(share, now())


def _wrong(share: Share, at: datetime) -> NotAllowed | NotFound:
    """Counted; the last one closes the link, and its owner is told. 1 TransactWriteItems."""
    left = TRIES - share.tries - 1
    transact(shares.tried(share), *([] if left else [_told(share, "share_locked", at)]))
    decided("share.passcode_wrong", share=share.id, left=left)
    if not left:
        return gone()
    told = f"Mã không đúng; bạn còn {left} lần thử."
    return NotAllowed("PASSCODE_WRONG", told, [Problem("PASSCODE_WRONG", told, "passcode")])


def _record(share: Share, item: Item, at: datetime) -> None:
    """The opening counted, kept where the paper's holders and the owner of the link read of it; the first one is told.

    1 TransactWriteItems.
    """
    look = access.Access(
        id=new_id(),
        item=item.id,
        version=item.version.number,
        person="",  # nobody knows who
        vault=share.vault,
        at=at,
        purpose=access.SHARED,
        share=share.id,
        why=share.purpose,
    )
    told = [_told(share, "share_opened", at)] if share.openings == 0 else []
    transact(shares.opened(share), *access.for_holder(look, share.vault), access.under_share(look), *told)
    decided("share.opened", share=share.id, item=item.id)


def _told(share: Share, event: str, at: datetime) -> Write:
    id = id_of(share.made_at, event, share.id)
    return posted(Message(id=id, event=event, vault=share.vault, at=at, about=f"share/{share.id}"))
