"""Revocation lists fetched, each by itself: one that fails, in whatever way, leaves the others and its older one."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from functions.trust import rules
from shared.channels.http import NoAnswer, fetch
from shared.clock import now
from shared.signatures.standing import Unverified
from shared.storage import crls, trust
from shared.web.logs import decided, measured

LARGEST = 16 * 1024 * 1024  # bytes; 50 000 entries take 2 MB
_SECONDS = 10.0  # for one list


def fetch_all() -> None:
    """Ask at every address once, and keep what its authority vouches for."""
    store = trust.current().store
    for address in dict.fromkeys(each["address"] for each in publications() if "address" in each):
        try:
            content = fetch(address, largest=LARGEST, seconds=_SECONDS)
            listed, received = crls.receive(content, store=store, at=now())
        except NoAnswer:
            decided("trust.list_not_fetched", address=address)
        except Unverified as error:
            decided("trust.list_refused", address=address, why=str(error))
        else:
            decided(f"trust.list_{received}", address=address, authority=listed.key, number=listed.number)


def measure() -> None:
    """For how many hours each authority's newest list is still good; 0 where one is published and none ever came."""
    at = now()
    ends: dict[str, datetime | None] = {
        each["authority"]: None for each in publications() if "authority" in each and "address" in each
    }
    newest = crls.newest(crls.in_use(store=trust.current().store, at=at))
    ends |= {kept.published.key: kept.published.listed.next_update for kept in newest.values()}
    for authority, end in ends.items():
        hours = rules.hours_left(end, at)
        measured("RevocationHoursLeft", hours, stage=os.environ["STAGE"], each={"Authority": authority})


def publications() -> list[dict[str, Any]]:
    """Where lists are published: `address`, and `authority` (its key identifier) where it is known; and `responder`,
    where an `authority` answers.

    An operator's own addresses take the place of those shipped: a mirror behind a firewall, an authority more.
    """
    told = crls.addresses()
    if told is None:
        told = json.loads(Path(__file__).with_name("addresses.json").read_text(encoding="utf-8"))
    return told
