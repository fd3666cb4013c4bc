"""What pyHanko 0.38 does slowly, done fast: the same answers, or its own code wherever an input is unusual.

A module for each part of the library, which is imported only when it is applied. Every patch falls back on what it
replaces, is applied to the known version only, and is compared with the unpatched library on the whole generated
corpus (`test_patches`, and every file the tests judge).
"""

from shared.signatures.patches.imports import slim_imports
from shared.signatures.patches.registry import is_applied, is_known_version, replace, unpatched

__all__ = ["apply", "is_known_version", "slim_imports", "unpatched"]


def apply() -> None:
    """Replace the slow functions, once, in the version these were written for and in no other."""
    if is_applied() or not is_known_version():
        return
    from shared.signatures.patches import certificates, compressed, names, objects, strings, tables, usages  # noqa: PLC0415
    from shared.signatures.patches.dictionaries import watch  # noqa: PLC0415

    watch()
    for part in (certificates, names, tables, usages, strings, compressed, objects):
        replace(part.REPLACED)
