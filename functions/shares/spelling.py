"""A share as its owner reads it, and the paper as the reader of the link does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.shares import shapes
from functions.shares.rules import Shown
from shared.clock import VIETNAM, today
from shared.domain.catalogue import Catalogue
from shared.domain.items import ITEM_STATE_NAMES, STANDING_NAMES, Item, ItemState
from shared.domain.sharing import STATE_NAMES, Share
from shared.domain.text import folded
from shared.domain.validity import LASTING_NAMES, last_day, lasting
from shared.signatures.report import of_report
from shared.signatures.sentences import summed_up
from shared.storage import buckets
from shared.storage.access import Access

GONE = "Giấy tờ không còn trong Kho"  # a link says nothing more of a paper than its vault does


def share(each: Share, item: Item | None, catalogue: Catalogue, *, at: datetime) -> shapes.ShareView:
    """A link; `item` is its paper, where it still is."""
    state = each.state(at)
    return shapes.ShareView(
        id=each.id,
        item=each.item,
        title=_called(item, catalogue) if item and _has(each.vault, item) else GONE,
        purpose=each.purpose,
        state=state,
        state_name=STATE_NAMES[state],
        made_at=each.made_at,
        ends_at=each.ends_at,
        has_passcode=each.passcode is not None,
        most_openings=each.most_openings,
        openings=each.openings,
        revoked_at=each.revoked_at,
    )


def _has(vault: str, item: Item) -> bool:
    return vault in item.holders and item.state is not ItemState.REMOVED


def _called(item: Item, catalogue: Catalogue) -> str:
    """Its title, unless that only shouts the type's name."""
    kind = catalogue.types.get(item.document_type)
    return kind.name if kind and folded(kind.name) == folded(item.title) else item.title


def opening(look: Access) -> shapes.OpeningView:
    moment = f"{look.at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    sentence = f"Liên kết được mở lúc {moment}, xem phiên bản {look.version}."
    return shapes.OpeningView(at=look.at, version=look.version, sentence=sentence)


def shared(
    share: Share, item: Item, shown: Shown, report: Mapping[str, Any] | None, catalogue: Catalogue
) -> shapes.SharedView:
    """The paper with its verdict in a sentence, and the link to its file."""
    kind, version = catalogue.types.get(item.counts_as), item.version
    validity = lasting(item, kind, on=today()) if kind else None
    key = buckets.vault_key(item.id, version.sha256)
    return shapes.SharedView(
        title=item.title,
        document_type_name=kind.name if kind else item.counts_as,
        number=item.number,
        issuer=item.issuer,
        issued_on=item.issued_on,
        state=item.state,
        state_name=ITEM_STATE_NAMES[item.state],
        standing=version.standing,
        standing_name=STANDING_NAMES[version.standing],
        sentence=summed_up(of_report(dict(report))) if report else f"{STANDING_NAMES[version.standing]}.",
        validity=validity,
        validity_name=LASTING_NAMES[validity] if validity else None,
        valid_until=last_day(item, kind) if kind else None,
        version=version.number,
        warnings=list(shown.warnings),
        purpose=share.purpose,
        ends_at=share.ends_at,
        openings_left=share.most_openings - share.openings - 1 if share.most_openings is not None else None,
        file_name=version.file_name,
        size=version.size,
        pages=version.pages,
        sha256=version.sha256,
        url=buckets.link(key, file_name=version.file_name) if shown.file else None,
        expires_in=int(buckets.LINK_LIFE.total_seconds()) if shown.file else None,
    )
