"""What the portal's modules say to people: found in their source, to be compared with the English there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
WITHOUT_ACCENTS = re.compile(r"(Kho|Xem|Xong|Ghi|Nam|Sai|Thay|Trang|Chung|Hai|Ba|Tin|Gia|Email|SMS|Zalo)( [a-z]+)*")
_READ = re.compile("title|label|aria-label|aria-description|placeholder|alt|hint|none|waiting|legend|about")
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|[`{}]|/(?![/*])", re.DOTALL)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
_TEMPLATE = re.compile(r"\\.|`|\$\{", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """`kind`: read (in a template), attribute, phrase, string, or untagged (a template string of no tag)."""

    kind: str
    text: str
    attribute: str = ""

    @property
    def is_for_people(self) -> bool:
        if self.kind in ("read", "phrase") or _READ.fullmatch(self.attribute):
            return True
        return bool(VIETNAMESE.search(self.text) or WITHOUT_ACCENTS.fullmatch(self.text))


def texts_of(source: str) -> list[Text]:
    """Every text of a module of ours, as `language.js` looks it up."""
    found: list[Text] = []
    _script(source, 0, found)
    return [each for each in found if _LETTER.search(each.text.replace("{}", ""))]


def _script(source: str, at: int, found: list[Text]) -> int:
    """Reads on until the brace that is open closes; → where that was."""
    depth = 0
    while match := _SCRIPT.search(source, at):
        at, token = match.end(), match[0]
        if token == "{":
            depth += 1
        elif token == "}":
            if not depth:
                return at
            depth -= 1
        elif token == "`":
            at = _template(source, match.start(), found)
        elif token == "/":
            if not re.search(r"[\w)\]]\s*$", source[max(0, match.start() - 40) : match.start()]):
                at = pattern.end() if (pattern := _PATTERN.match(source, match.start())) else at
        elif token[0] in "\"'":
            found.append(Text("string", _folded(token[1:-1].replace('\\"', '"'))))
    return at


def _template(source: str, start: int, found: list[Text]) -> int:
    tag = re.search(r"(\w*)$", source[max(0, start - 40) : start])[1]
    chunks, at, begun = [], start + 1, start + 1
    while (match := _TEMPLATE.search(source, at)) and match[0] != "`":
        at = match.end()
        if match[0] == "${":
            chunks.append(source[begun : match.start()])
            at = begun = _script(source, at, found)
    chunks.append(source[begun : match.start()])
    match tag:
        case "html":
            found += _runs(chunks)
        case "phrase":
            found.append(Text("phrase", _folded("{}".join(chunks))))
        case _:
            found.append(Text("untagged", _folded("{}".join(chunks))))
    return match.end()


def _runs(chunks: list[str]) -> Iterator[Text]:
    """The twin of `runs.js`: runs of text from tag to tag, attributes' values from quote to quote."""
    pieces: list[str] = []
    piece, name, is_text, is_quoted = "", "", True, False
    for n, chunk in enumerate(chunks):
        if n and (is_text or is_quoted):
            pieces.append(piece)
            piece = ""
        for letter in chunk:
            if (is_text and letter == "<") or (is_quoted and letter == '"'):
                yield _run([*pieces, piece], "" if is_text else name)
                pieces, piece, name, is_text, is_quoted = [], "", "", False, False
            elif is_text or is_quoted:
                piece += letter
            elif letter == ">":
                is_text = True
            elif letter == '"':
                is_quoted = True
            elif letter != "=":
                name = "" if letter.isspace() else name + letter
    if is_text:
        yield _run([*pieces, piece], "")


def _run(pieces: list[str], attribute: str) -> Text:
    if attribute:
        return Text("attribute", _folded("{}".join(pieces)), attribute)
    return Text("read", _folded("{}".join(re.sub(r"^\s*\n\s*|\s*\n\s*$", "", each) for each in pieces)))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def sentences_of(source: str) -> Iterator[str]:
    """Every text of a Python module, what is filled in as {}."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield _folded("".join(each.value if isinstance(each, ast.Constant) else "{}" for each in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _folded(re.sub(r"\{[^}]*\}", "{}", node.value))


def sentences_in(data: Any) -> Iterator[str]:
    """Every sentence that data says in Vietnamese beside another language (`"vi"`)."""
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from sentences_in(each)
    if isinstance(data, dict) and isinstance(data.get("vi"), str):
        yield from re.split(r"(?<=[.])\s+", re.sub(r"\{[^}]*\}", "{}", data["vi"]))


def modules(site: Path) -> dict[str, list[Text]]:
    return {each.stem: texts_of(each.read_text(encoding="utf-8")) for each in sorted(site.glob("*.js"))}
