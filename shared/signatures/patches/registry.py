"""Which functions of the library are replaced, in which version, and what they were before."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

KNOWN_VERSION = "0.38."
MENDED = "_kho_mended"
"""Said of a reader with a table that had to be understood otherwise than it is written."""


class Patch(NamedTuple):
    owner: Any
    name: str
    fast: Any
    slow: Any


_applied: list[Patch] = []


def is_known_version() -> bool:
    from pyhanko.version import __version__  # noqa: PLC0415  nothing of the library before somebody needs it

    return str(__version__).startswith(KNOWN_VERSION)


def replace(replaced: Iterable[tuple[Any, str, Any]]) -> None:
    """Put the fast function in the place of its owner's slow one, for each owner, name and fast function."""
    _applied.extend(Patch(owner, name, fast, owner.__dict__[name]) for owner, name, fast in replaced)
    _set("fast")


def is_applied() -> bool:
    return bool(_applied)


def slow(name: str) -> Any:
    """The library's own function of that name."""
    return next(patch.slow for patch in _applied if patch.name == name)


@contextmanager
def unpatched() -> Iterator[None]:
    """The library as it was published, to compare with."""
    _set("slow")
    try:
        yield
    finally:
        _set("fast")


def _set(which: str) -> None:
    for patch in _applied:
        setattr(patch.owner, patch.name, getattr(patch, which))
