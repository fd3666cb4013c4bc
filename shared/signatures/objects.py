"""Looking a key up in a PDF dictionary: the library's own `get` answers with the reference, not the object."""

# mypy: allow-untyped-calls

from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject


def value(dictionary: DictionaryObject, key: str) -> Any:
    """The object itself, or None when it is absent or null."""
    try:
        return dictionary[key]
    except KeyError:
        return None
