"""What is looked for in a register: a page of it, one number, or words."""

from __future__ import annotations

import re

from functions.certification import shapes
from shared.storage import registers
from shared.web.paging import position

_NUMBER = r"(?a)(?P<number>\d{1,8})(/(?P<year>\d{4}))?"


def lines(unit: str, year: int, query: shapes.ReadRegister) -> registers.Lines:
    after, number = position(query.cursor), re.fullmatch(_NUMBER, query.text)
    if number:
        found = registers.entry(unit, int(number["year"] or year), int(number["number"]))
        return registers.Lines((found,) if found else (), None)
    if words := tuple(query.text.split()):
        return registers.found(unit, year, words, limit=query.limit, after=after)
    return registers.entries(unit, year, limit=query.limit, after=after)
