"""What each form says, asks for and is based on, as dated data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from shared.domain.errors import Unavailable


class Form(StrEnum):
    """By their numbers in Circular 03/2025/TT-VPCP, Annex I."""

    RECEIPT = "01"  # and appointment
    SUPPLEMENT = "02"
    REFUSAL = "03"
    APOLOGY = "04"  # and extension
    STOP = "05"
    CONTROL_SHEET = "06"
    REGISTER = "07"


class Kind(StrEnum):
    """What may be filled in for a field."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"  # a date
    MOMENT = "moment"  # an aware datetime
    LIST = "list"  # of texts
    TABLE = "table"  # of rows, each a mapping by the columns' fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`width` in shares of the whole."""

    title: str
    field: Field
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One of: a line of text with {fields} in it, left out when one of them is absent; a numbered list; a table."""

    text: str = ""
    numbered: str = ""
    table: str = ""
    align: str = "J"  # L, C, R or justified
    style: str = ""  # B, I


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs, what is said beneath, and the field that holds the name."""

    title: str
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One form as it stood from one day to another. `status` M: its wording is from memory; V: seen in the source."""

    form: Form
    title: str
    basis: str
    number: str
    fields: tuple[Field, ...]
    blocks: tuple[Block, ...]
    signs: Signatory
    beside: Signatory | None = None  # signs by hand
    recipients: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    landscape: bool = False
    status: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def table(self) -> str:
        """The name of the field its columns belong to."""
        return next((each.name for each in self.fields if each.kind is Kind.TABLE), "")


LETTERHEAD = {"agency": "text", "agency_above": "text?", "number": "text", "place": "text", "link": "text?"}


class NoTemplate(Unavailable):
    """No template of a form is in force on a day."""

    def __init__(self, form: Form, on: date) -> None:
        super().__init__("FORM_NOT_IN_FORCE", f"Không có mẫu số {form} nào có hiệu lực ngày {on:%d/%m/%Y}.")


def in_force(form: Form, *, on: date) -> Template:
    """Raises `NoTemplate`."""
    for each in templates():
        begun = each.valid_from is None or each.valid_from <= on
        if each.form is form and begun and (each.valid_until is None or on <= each.valid_until):
            return each
    raise NoTemplate(form, on)


@cache
def templates() -> tuple[Template, ...]:
    """Every template there is data for."""
    described = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return tuple(read(each) for each in described["templates"])


def read(described: Mapping[str, Any]) -> Template:
    """A template from its JSON: kinds as in `"moment"`, with a question mark where the field may be absent."""
    days = {name: date.fromisoformat(described[name]) for name in ("valid_from", "valid_until") if name in described}
    columns = (
        Column(title=each["title"], field=_field(each["field"], each["kind"]), width=each["width"])
        for each in described.get("columns", ())
    )
    beside = described.get("beside")
    read_anew = {
        "form": Form(described["form"]),
        "fields": tuple(_field(name, kind) for name, kind in {**LETTERHEAD, **described["fields"]}.items()),
        "blocks": tuple(Block(**each) for each in described["blocks"]),
        "signs": Signatory(**described["signs"]),
        "beside": Signatory(**beside) if beside else None,
        "columns": tuple(columns),
        "recipients": tuple(described.get("recipients", ())),
    }
    return Template(**{**described, **days, **read_anew})


def _field(name: str, kind: str) -> Field:
    return Field(name=name, kind=Kind(kind.removesuffix("?")), required=not kind.endswith("?"))


def mentioned(text: str) -> frozenset[str]:
    """The fields a line of a template names."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
