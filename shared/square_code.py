"""A QR code (ISO/IEC 18004) as rows of dark and light squares, for whoever draws it: a form on paper, a page."""

from __future__ import annotations

import segno

Rows = list[list[bool]]


def square_code(told: str) -> Rows:
    """What a telephone reads `told` from, without the white around it, which is four squares wide."""
    return [[bool(square) for square in row] for row in segno.make(told, error="m", micro=False).matrix]
