"""What people are told, event by event, in Vietnamese and English: `words.json`. Never which paper, never why.

A heading is also the status a Zalo template shows. The text is worded in full; by SMS it is sent without accents and
followed by the link. Its values are those of `shared.domain.messages.EVENTS`, and `date`, the day it happened.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shared.domain.messages import Group, Language

SHORT = 30  # longest value Zalo takes for names, codes and statuses
LONG = 200  # and for addresses and products
LIMITS: Mapping[str, int] = MappingProxyType({"procedure": LONG, "unit": LONG})  # of Zalo's parameters; others SHORT

# What gives way when an SMS would not fit into one message, in this order, and how much of it stays.
SHORTENED = (("procedure", 12), ("unit", 10))


@dataclass(frozen=True, slots=True)
class Said:
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one event is told, and with how much insistence."""

    group: Group | None  # none of what tells of several: what was muted of them was left out before
    said: Mapping[Language, Said]
    on_both: bool = False  # on Zalo and by SMS; otherwise by SMS only when Zalo does not deliver it
    at_any_hour: bool = False  # also at night


def _wording(read: Mapping[str, Any]) -> Wording:
    return Wording(
        group=Group(read["group"]) if read["group"] else None,
        said={each: Said(**read[each]) for each in Language},
        on_both=read.get("on_both", False),
        at_any_hour=read.get("at_any_hour", False),
    )


def is_for_officers(event: str) -> bool:
    """Whether it is work of an officer, told beside what the owner of a dossier hears of it."""
    return CATALOGUE[event].group is Group.WORK


_READ = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
CATALOGUE: Mapping[str, Wording] = MappingProxyType({event: _wording(read) for event, read in _READ.items()})
