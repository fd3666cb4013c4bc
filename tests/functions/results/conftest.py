"""A desk with its catalogue, its trust and its rooms."""

from tests.functions.papers_at_the_desk import desk
from tests.functions.uploads.conftest import trusted

__all__ = ["desk", "trusted"]
