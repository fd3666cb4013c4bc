"""A vault that is opened from a device it does not know is told to its owner: somebody else may have signed in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from functions.sign_in.browser import KNOWN
from functions.sign_in.tokens import new_secret
from shared.clock import new_id
from shared.storage import devices
from shared.storage.outbox import Message, posted
from shared.storage.sessions import digest
from shared.storage.table import NotAsExpected, transact

_SECRET = 43  # letters of what we give a device


def recognised(vault: str, secret: str, *, at: datetime) -> str:
    """What the device is to be known by: what it brought, or something new where it brought nothing of ours.

    The first device of a vault is no news. 1 PutItem for a known one, otherwise 1 Query and 1 transaction more.
    """
    own = secret if len(secret) == _SECRET else new_secret()
    name, until = digest(own), at + KNOWN.life
    if devices.seen(vault, name, until=until):
        return own
    news = Message(id=new_id(), event="signed_in_elsewhere", vault=vault, at=at)
    told = [posted(news)] if devices.has_any(vault) else []
    with suppress(NotAsExpected):  # another tab of it came first
        transact(devices.arrived(vault, name, until=until), *told)
    return own
