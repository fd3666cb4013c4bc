"""Text as a brandname SMS carries it: unaccented, in the GSM 7-bit alphabet, counted in parts (3GPP TS 23.038)."""

from __future__ import annotations

import math
import string

from unidecode import unidecode

LONGEST = 160  # letters of one message
_OF_A_PART = 153  # when it takes several

_ALPHABET = frozenset(string.ascii_letters + string.digits + "@$_ !\"#%&'()*+,-./:;<=>?\n")
_INSTEAD = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "\\": "/", "~": "-", "^": "", "`": "'"})


def plain(text: str) -> str:
    """The text in the letters an SMS may hold, each of which counts as one.

    >>> plain("Hồ sơ của Đặng Thị Đào – đã nộp")
    'Ho so cua Dang Thi Dao - da nop'
    """
    ascii_only = unidecode(text).translate(_INSTEAD)
    return " ".join("".join(letter for letter in ascii_only if letter in _ALPHABET).split())


def parts(text: str) -> int:
    """How many messages a plain text is sent, and paid, as."""
    return 1 if len(text) <= LONGEST else math.ceil(len(text) / _OF_A_PART)
