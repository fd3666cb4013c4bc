"""One look over the bytes for every name that some rule asks about: a large scan is read once, not once a rule."""

import re
from array import array
from collections.abc import Iterator
from functools import cached_property

DELIMITER = rb"[\x00\t\n\f\r ()<>\[\]{}/%]"
REGULAR = rb"[^\x00\t\n\f\r ()<>\[\]{}/%#]"
ACTIVE_NAMES = rb"JavaScript|Launch|SubmitForm|ImportData|GoToE|GoToR|RichMedia|Rendition|EmbeddedFiles?|XFA"
DECLARING_NAMES = rb"Size|N|Count|Index"
NAMED = ACTIVE_NAMES + rb"|EF|" + DECLARING_NAMES
MARK_SPELT_OUT = re.compile(rb"/(?=" + NAMED + rb")")
MARK = re.compile(rb"/(?=(?:" + NAMED + rb")|" + REGULAR + rb"{0,40}+#[0-9A-Fa-f]{2})")
"""Where a match of any pattern given to `Scan.found` may begin, and hardly anywhere else."""


class Scan:
    """Bytes, and the places in them that are worth a closer look."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def found(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        """What `pattern.finditer` finds, for a pattern whose every match begins at a mark."""
        end = 0
        for mark in self._marks:
            if mark >= end and (match := pattern.match(self.data, mark)):
                end = match.end()
                yield match

    @cached_property
    def _marks(self) -> "array[int]":
        mark = MARK if b"#" in self.data else MARK_SPELT_OUT
        return array("Q", (match.start() for match in mark.finditer(self.data)))
