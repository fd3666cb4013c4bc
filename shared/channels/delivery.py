"""One try at a provider of messages: what came of it, whoever the provider is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.channels import http
from shared.domain.messages import Failure, Outcome

Read = Callable[[str, dict[str, Any]], Outcome]  # the provider's code, and all it answered


def delivery(url: str, message: Mapping[str, Any], *, headers: Mapping[str, str], code: str, read: Read) -> Outcome:
    """Ask once; `code` is the field in which this provider says what became of it, `read` knows what it means."""
    try:
        answer = http.post_json(url, message, headers=headers)
    except http.NotReached:
        return Outcome(failure=Failure.TRANSIENT)
    except http.NoAnswer:
        return Outcome(failure=Failure.UNANSWERED)
    if answer.status == 429:
        return Outcome(failure=Failure.TRANSIENT, code="429")
    if answer.fields is None or code not in answer.fields:
        return Outcome(failure=Failure.UNANSWERED, code=f"HTTP {answer.status}")
    return read(str(answer.fields[code]), answer.fields)
