"""How much of what the vaults hold is used again: counted as it happens, published nightly, explained."""

from __future__ import annotations

from typing import Any

from functions.reuse_rate import counting
from shared.web.rooms import Room

room = Room(__name__)

_STREAM = "arn:aws:dynamodb:region:000000000000:table/kho/stream/of-the-template"


@room.on_dynamodb_record(stream_arn=_STREAM)
def count_dossiers(event: Any) -> dict[str, Any]:
    """Keep what each changed dossier contributes, then sum up each sheet it touched, once for the whole batch."""
    return counting.count(list(event))
