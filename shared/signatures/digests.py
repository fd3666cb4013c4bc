"""The hash of the whole file and those of its signatures in one pass: each signature signs a beginning of the file."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

Ranges = tuple[int, int, int, int]


def in_one_pass(file: bytes, ranges: Iterable[Ranges]) -> tuple[str, Mapping[Ranges, bytes]]:
    """SHA-256 of the file in hex, and of what each `[0 a b c]` within the file covers."""
    view, running, read = memoryview(file), sha256(), 0
    digests: dict[Ranges, bytes] = {}
    for one in sorted(set(ranges), key=lambda each: each[1]):
        _, first, second, length = one
        running.update(view[read:first])
        read = first
        covered = running.copy()
        covered.update(view[second : second + length])
        digests[one] = covered.digest()
    running.update(view[read:])
    return running.hexdigest(), digests
