"""Modules joined into files: what is needed together comes in one answer, not in twenty one after another.

Each keeps a scope of its own. Only what the site's own modules and its libraries write is understood: named imports at
the start of a line or file, `export` before a function, class or constant, one list of exports, one default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

LIBRARIES = {"preact": "preact.mjs", "preact/hooks": "preact-hooks.mjs", "htm": "htm.mjs"}

Files = Mapping[str, str]  # name → text

_IMPORT = re.compile(r'^import\s*(?:(?P<default>\w+)|\{(?P<named>[^}]*)\})\s*from\s*"(?P<target>[^"]+)";', re.MULTILINE)
_DECLARED = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LISTED = re.compile(r"\bexport\s*\{([^}]*)\};")
_DEFAULT = "export default "
_NOT_UNDERSTOOD = re.compile(r"^(?:import|export)\b(?!\()|\bexport\s*[{*]", re.MULTILINE)


@dataclass(frozen=True)
class _Joined:
    """A module in a scope of its own: `exports` are those of its own, by which the other modules know them."""

    text: str
    exports: tuple[str, ...]


def imported(module: str) -> Iterator[str]:
    """The files a module's text imports from."""
    return (_file(each["target"]) for each in _IMPORT.finditer(module))


def needed_first(files: Files, *starts: str) -> tuple[str, ...]:
    """These modules and all they import, each after what it imports. A circle raises ValueError."""
    found: dict[str, None] = {}

    def add(name: str, within: tuple[str, ...]) -> None:
        if name in within:
            raise ValueError(f"modules import each other in a circle: {' → '.join((*within, name))}")
        if name not in found:
            for each in imported(files[name]):
                add(each, (*within, name))
            found[name] = None

    for start in starts:
        add(start, ())
    return tuple(found)


def homes(files: Files, first: Iterable[str], pages: Iterable[str]) -> dict[str, str]:
    """In which file each module comes, each after what it imports.

    `first` are the modules no page can begin without, `pages` those pages begin with. What all of `first` need comes in
    the file of its first; of the others those that the very same pages need come together, in the file of their last.
    """
    found = dict.fromkeys(needed_first(files, *first), next(iter(first)))
    needed = {page: [each for each in needed_first(files, page) if each not in found] for page in dict.fromkeys(pages)}
    together: dict[tuple[str, ...], list[str]] = {}
    for module in dict.fromkeys(chain.from_iterable(needed.values())):
        together.setdefault(tuple(page for page in needed if module in needed[page]), []).append(module)
    return found | {module: group[-1] for group in together.values() for module in group}


def joined(files: Files, home: Mapping[str, str], file: str) -> str:
    """One module that exports whatever the modules at home in `file` export; what they need of others it imports.

    Two that export the same name, or a module that is not understood, raise ValueError.
    """
    names = [name for name in home if home[name] == file]
    scopes = {name: _scope(name, files[name]) for name in names}
    exported = [each for scope in scopes.values() for each in scope.exports]
    if twice := sorted({each for each in exported if exported.count(each) > 1}):
        raise ValueError(f"exported by two modules: {', '.join(twice)}")
    others = dict.fromkeys(each for name in names for each in imported(files[name]) if each not in scopes)
    asked = (f'import * as {_scope_of(each)} from "./{home[each]}";' for each in others)
    told = (_told(name, scope.exports) for name, scope in scopes.items() if scope.exports)
    return "\n".join((*asked, *(scope.text for scope in scopes.values()), *told, ""))


def _scope(name: str, module: str) -> _Joined:
    body = _IMPORT.sub(_taken, module)
    listed = [each for names in _LISTED.findall(body) for each in _names(names)]
    declared = _DECLARED.findall(body)
    body = _DECLARED.sub("", _LISTED.sub("", body))
    default = ["default"] if _DEFAULT in body else []
    body = body.replace(_DEFAULT, "const $default = ")
    if found := _NOT_UNDERSTOOD.search(body):
        raise ValueError(f"{name}: not understood: {body[found.start() :][:60]}")
    given = (*declared, *(f"{new}: {old}" for old, new in listed), *(f"{each}: $default" for each in default))
    text = f"const {_scope_of(name)} = (() => {{\n{body}\nreturn {{ {', '.join(given)} }};\n}})();"
    passed_on = {new for found in _IMPORT.finditer(module) for _, new in _names(found["named"] or "")}
    return _Joined(text, (*declared, *(new for old, new in listed if old not in passed_on), *default))


def _taken(found: re.Match[str]) -> str:
    scope = _scope_of(_file(found["target"]))
    if found["default"]:
        return f"const {found['default']} = {scope}.default;"
    return f"const {{ {', '.join(f'{old}: {new}' for old, new in _names(found['named']))} }} = {scope};"


def _names(listed: str) -> list[tuple[str, str]]:
    """`"a, x as Component"` → `[("a", "a"), ("x", "Component")]`"""
    return [_renamed(each) for each in listed.split(",") if each.strip()]


def _renamed(name: str) -> tuple[str, str]:
    old, _, new = name.strip().partition(" as ")
    return old, new or old


def _told(name: str, exports: Iterable[str]) -> str:
    named = [each for each in exports if each != "default"]
    lines = [f"export const {{ {', '.join(named)} }} = {_scope_of(name)};"] if named else []
    if "default" in exports:
        lines.append(f"export default {_scope_of(name)}.default;")
    return "\n".join(lines)


def _scope_of(file: str) -> str:
    return f"${Path(file).stem.replace('-', '_')}"


def _file(target: str) -> str:
    return LIBRARIES.get(target) or target.removeprefix("./")
