"""The forms an agency hands out about a dossier, as PDFs ready to be signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.forms.filling import filled
from shared.forms.templates import Form, in_force


def made(form: Form, fields: Mapping[str, Any], *, on: date) -> bytes:
    """The form as a PDF by the template in force on that day; the same fields and day make the same bytes.

    It holds one empty signature field, `sheet.SIGNATURE_FIELD`. Raises `NoTemplate`, and `FieldsUnfit` with every field
    that is missing, unknown or of another kind.
    """
    from shared.forms import paper  # noqa: PLC0415 - half a second of libraries, for who makes a form alone

    template = in_force(form, on=on)
    return paper.drawn(template, filled(template, fields), on=on)
