"""Opaque cursors: where a list goes on, without telling how it is kept."""

from __future__ import annotations

import base64
import binascii

from shared.domain.errors import BadCursor


def cursor(position: str | None) -> str | None:
    """The last sort key of a page as an opaque text; None when there is no more.

    Only the position travels. The partition is rebuilt from who is asking, so that a cursor made up by hand
    reads nobody else's list.
    """
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=") if position else None


def position(cursor: str | None) -> str | None:
    """The sort key a cursor stands for. Raises `BadCursor` for one that was not made here."""
    if not cursor:
        return None
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
