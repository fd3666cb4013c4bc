"""Forms made about a dossier: each kept once as it was made last, its file beside the vault's papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.storage import buckets, keys
from shared.storage.records import record, restored
from shared.storage.table import put, rows, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A form of a dossier as it was made last."""

    of: str  # dossier id
    form: str
    at: datetime
    by: str  # person id

    @property
    def key(self) -> str:
        return f"forms/{self.of}/{self.form}"


def keep(made: Made, file: bytes) -> None:
    """The file, then what tells of it. 1 PutObject, 1 PutItem."""
    buckets.keep(made.key, file)
    write(put({**keys.form(made.of, made.form), **record(made)}))


def made_of(dossier: str) -> tuple[Made, ...]:
    """The forms made about a dossier, by number. 1 Query."""
    found = rows(keys.form(dossier, "")["PK"], "FORM#").rows
    return tuple(restored(Made, each) for each in found)
