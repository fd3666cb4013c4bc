"""Names of certificates: the library prepares them letter by letter (RFC 4518) even when their bytes are the same."""

# mypy: allow-untyped-calls, allow-untyped-defs

from functools import lru_cache
from typing import Any

from asn1crypto.x509 import RDNSequence

from shared.signatures.patches.registry import slow


def are_equal(self: Any, other: Any) -> Any:
    """The same bytes are the same name, once each of its values could be prepared at all."""
    if type(other) is type(self) and self.dump() == other.dump() and _can_be_prepared(self.dump()):
        return True
    return slow("__eq__")(self, other)


@lru_cache(maxsize=512)
def _can_be_prepared(name: bytes) -> bool:
    try:
        return bool(slow("__eq__")(RDNSequence.load(name), RDNSequence.load(name)))
    except Exception:  # noqa: BLE001  whatever it is, the comparison itself meets it again
        return False


REPLACED = ((RDNSequence, "__eq__", are_equal),)
