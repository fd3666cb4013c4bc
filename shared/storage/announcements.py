"""What one function asks of another without waiting for it: events of this stage on the account's bus."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from shared.domain.errors import Unavailable
from shared.storage.clients import events

PUBLICATION = "publication wanted"


def wanted(periods: Sequence[str]) -> None:
    """These periods are to be published. 1 PutEvents. Raises `Unavailable` when the bus did not take it."""
    entry = {
        "Source": f"kho.{os.environ['STAGE']}",
        "DetailType": PUBLICATION,
        "Detail": json.dumps({"periods": list(periods)}),
    }
    if events().put_events(Entries=[entry])["FailedEntryCount"]:
        raise Unavailable("NOT_HANDED_OVER", "Chưa chuyển được yêu cầu; vui lòng thử lại sau ít phút.")
