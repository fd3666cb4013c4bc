"""What is looked for in a register: a page of it, one number, or words."""

from __future__ import annotations

import re

from functions.certification import shapes
from shared.clock import today
from shared.domain.errors import NotFound
from shared.domain.units import is_in_hands_of
from shared.storage import catalogues, registers
from shared.web.paging import position

_NUMBER = r"(?a)(?P<number>\d{1,8})(/(?P<year>\d{4}))?"


def asked_unit(unit: str, asked: str | None) -> str:
    """The caller's own, or one whose work came down to it. Raises `NotFound` for every other."""
    if asked is None or is_in_hands_of(unit, asked, catalogues.current().units_by_code, on=today()):
        return asked or unit
    raise NotFound("NO_SUCH_QUEUE", "Đơn vị của bạn không có yêu cầu chứng thực của đơn vị này.")


def lines(unit: str, year: int, query: shapes.ReadRegister) -> registers.Lines:
    after, number = position(query.cursor), re.fullmatch(_NUMBER, query.text)
    if number:
        found = registers.entry(unit, int(number["year"] or year), int(number["number"]))
        return registers.Lines((found,) if found else (), None)
    if words := tuple(query.text.split()):
        return registers.found(unit, year, words, limit=query.limit, after=after)
    return registers.entries(unit, year, limit=query.limit, after=after)
