"""A whole vault taken away: made in volumes one after the other, kept for a few days, then erased."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.text import normalised

KEPT = timedelta(days=3)  # once it is finished
WHOLE = timedelta(days=1)  # in which it is finished or begun anew: the bucket erases each file after four days
REMEMBERED = timedelta(days=30)  # that there was an export
STALLED = timedelta(hours=1)  # without a step: longer than a message may wait for its second try
A_DAY = 3


class ExportState(StrEnum):
    RUNNING = "running"
    STALLED = "stalled"  # its owner may have it gone on with
    DONE = "done"
    ERASED = "erased"


STATE_NAMES = {
    ExportState.RUNNING: "Đang chuẩn bị",
    ExportState.STALLED: "Bị gián đoạn",
    ExportState.DONE: "Tải về được",
    ExportState.ERASED: "Đã xóa theo hạn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One ZIP file, complete in itself."""

    key: str
    size: int  # bytes
    papers: int
    files: int
    missing: int = 0  # files that were not where they should be, or not as they were


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`after` is where the vault's list goes on with the next volume; `revision` rises with each volume."""

    id: str
    vault: str
    asked_by: str
    asked_at: datetime
    touched_at: datetime
    so_far: int = 0  # papers, also of the volume in the making
    volumes: tuple[Volume, ...] = ()
    after: str | None = None
    finished_at: datetime | None = None
    revision: int = 1

    @property
    def papers(self) -> int:
        return sum(each.papers for each in self.volumes)

    @property
    def erased_at(self) -> datetime | None:
        return self.finished_at + KEPT if self.finished_at else None

    def state(self, at: datetime) -> ExportState:
        if self.erased_at:
            return ExportState.ERASED if at >= self.erased_at else ExportState.DONE
        return ExportState.STALLED if at - self.touched_at >= STALLED else ExportState.RUNNING

    def is_past(self, at: datetime) -> bool:
        """Too late to go on: its first volumes would be gone before its last one could be fetched."""
        return self.finished_at is None and at - self.asked_at >= WHOLE

    def with_volume(self, volume: Volume, after: str | None, at: datetime) -> Export:
        """One volume further; without anything after it, finished."""
        volumes = (*self.volumes, volume)
        so_far = self.papers + volume.papers
        return replace(
            self, volumes=volumes, after=after, touched_at=at, so_far=so_far, finished_at=None if after else at
        )


_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
_LONGEST = 60  # letters: a path of three such names still fits where paths are shortest


def folder_name(number: int, title: str) -> str:
    r"""A paper's folder: numbered, so that two of one name stay two; nothing in it that a file system refuses.

    >>> folder_name(7, "Giấy khai sinh: bản/chính?")
    '0007 Giấy khai sinh bản chính'
    >>> folder_name(8, "..\\..\\CON")
    '0008 CON'
    """
    plain = " ".join(_FORBIDDEN.sub(" ", normalised(title)).split())[:_LONGEST].strip(" .")
    return f"{number:04d} {plain or 'giấy tờ'}"
