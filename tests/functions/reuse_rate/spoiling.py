"""What a hand may do to the counters of a table."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.domain.contribution import Sheet
from shared.storage import keys, tallies
from shared.storage.table import delete, put, write
from tests.conftest import World

HOWS = ("sheet", "queue", "contribution", "lost", "forgotten", "ghost")
_UNIT = "H21.001"  # whose queue is spoilt


def spoilt(world: World, how: str, *, kept: dict[str, Any] | None = None) -> None:
    """One row made wrong, or `kept` lost: `forgotten` by the sums too, a `ghost` is of a dossier that never was."""
    tally = next(each for each in world.rows("TALLY#") if each["SK"] != "QUEUES")
    kept = kept or next(each for each in world.rows("COUNTED#") if "dossier" in each)
    if how == "sheet":
        write(put({**tally, "counts": {"received": 999}}))
    elif how == "queue":
        write(put({**keys.queues(_UNIT), "sheets": {"200101": {"1": 7}}, "revision": 1}))
    elif how == "contribution":
        write(put({**kept, "reused": 99}))
    elif how == "ghost":
        write(put({**kept, "SK": kept["SK"][:-1] + "Z", "dossier": kept["dossier"][:-1] + "Z"}))
    else:
        write(delete({"PK": kept["PK"], "SK": kept["SK"]}))
        if how == "forgotten":
            unit, day = kept["PK"].removeprefix("COUNTED#"), date.fromisoformat(kept["SK"].partition("#")[0])
            tallies.settle(Sheet(unit, day), [kept["at_unit"]])
