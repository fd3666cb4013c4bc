"""Values of the domain as rows of the table, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Value = TypeVar("Value")


def record(value: Any) -> dict[str, Any]:
    """A frozen dataclass as plain fields: dates as ISO text, absent values left out."""
    fields: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json", exclude_none=True)
    return fields


def restored(kind: type[Value], fields: Mapping[str, Any]) -> Value:
    """The value a row was made of; keys and indexes of the row are ignored."""
    value: Value = _adapter(kind).validate_python(fields)
    return value


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _adapters:
        from pydantic import TypeAdapter  # noqa: PLC0415 - loaded with the first row, not with the function

        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
