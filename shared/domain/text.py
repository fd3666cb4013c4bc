"""Vietnamese text made comparable: one normal form, and one folding that forgives accents and case."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_D_WITH_STROKE = str.maketrans("đĐ", "dD")


def normalised(text: str) -> str:
    """The text in NFC, white space made single spaces, control and invisible formatting characters gone."""
    visible = "".join(each for each in " ".join(text.split()) if unicodedata.category(each) not in _INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def folded(text: str) -> str:
    """The text as it is compared and searched: no accents, no case, đ as d, NFC or NFD alike.

    >>> folded("Giấy khai sinh ĐIỆN TỬ")
    'giay khai sinh dien tu'
    """
    apart = unicodedata.normalize("NFD", text.translate(_D_WITH_STROKE))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
