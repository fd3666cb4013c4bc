"""What requests and answers are made of: strict models, and text that is NFC, trimmed and bounded."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from shared.domain.text import normalised


class Shape(BaseModel):
    """A request: what it does not know is refused, so that a misspelt field never passes in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class View(BaseModel):
    """An answer."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


def _normalised(value: Any) -> Any:
    return normalised(value) if isinstance(value, str) and len(value) <= _WORTH_READING else value


def _normalised_by_line(value: Any) -> Any:
    """What people typed into several lines keeps them."""
    return "\n".join(map(_normalised, value.splitlines())).strip() if isinstance(value, str) else value


_WORTH_READING = 20_000  # characters; longer text is refused for its length, not tidied first
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), BeforeValidator(_normalised)]
Line = Annotated[str, StringConstraints(max_length=300), BeforeValidator(_normalised)]
Paragraph = Annotated[str, StringConstraints(max_length=2000), BeforeValidator(_normalised_by_line)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000), BeforeValidator(_normalised_by_line)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Described(Shape):
    """What a holder says of a paper, when it comes and when it is corrected."""

    title: Name | None = None
    number: Line | None = None
    summary: Paragraph | None = None
    issuer: Line | None = None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    purpose: Code | None = None


class ProblemView(View):
    """One thing that is the matter; `where` names the place in the request."""

    code: str
    detail: str
    where: str | None = None


class ProblemDocument(View):
    """`application/problem+json` (RFC 9457) with every problem at once."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    problems: list[ProblemView] = []
