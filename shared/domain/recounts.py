"""What a night's recount of a part of the dossiers found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One thing that is not as the dossiers say; `dossier` is empty for a sheet or a queue, `day` for a queue."""

    what: str
    unit: str
    day: str
    dossier: str
    is_: str
    should: str

    def __str__(self) -> str:
        return f"{self.what} {self.unit} {self.day} {self.dossier}: is {self.is_}, should be {self.should}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """How far a night's sample is. `doubts` differed when first looked at; `differences` also in the end.

    `doubtful` are the places, among the night's parts, of those with doubts; `catalogue` is the version whose units
    the parts are of.
    """

    day: date
    begun_at: datetime
    catalogue: str = ""
    parts: int = 0  # looked at
    dossiers: int = 0  # counted anew
    doubtful: tuple[int, ...] = ()
    doubts: tuple[Difference, ...] = ()
    differences: tuple[Difference, ...] = ()
    is_whole: bool = True  # false when there were too many dossiers for one night
    ended_at: datetime | None = None
