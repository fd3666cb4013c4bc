"""Agencies as their papers are headed. Pure."""

from __future__ import annotations

from shared.domain.catalogue import Level, Unit


def letterhead(unit: Unit, above: Unit | None, *, number: str) -> dict[str, str]:
    """An agency as it heads its papers: communes and provinces by their people's committee."""
    named = {"agency_above": agency(above)} if above else {}
    return {"agency": agency(unit), "number": number, "place": _place(unit, above), **named}


def desk_of(unit: Unit) -> str:
    return f"Bộ phận Một cửa {_uncapitalised(unit.name)}"


def agency(unit: Unit) -> str:
    is_committee = unit.level in (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
    return f"Ủy ban nhân dân {_uncapitalised(unit.name)}" if is_committee else unit.name


def _place(unit: Unit, above: Unit | None) -> str:
    """`Xã An Nhơn Tây` is at An Nhơn Tây; what a province has, at the province."""
    for kind in ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ", "Tỉnh "):
        if unit.name.startswith(kind):
            return unit.name.removeprefix(kind)
    return _place(above, None) if above else unit.name


def _uncapitalised(name: str) -> str:
    return name[:1].lower() + name[1:]
