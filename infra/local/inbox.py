"""What the simulated telephones have received: a file of JSON lines, and a page to read it on."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5"><title>Hộp thư Zalo và SMS (mô phỏng)</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}td,th{{border-bottom:1px solid #ccc;padding:.4rem;text-align:left;
vertical-align:top}}</style></head>
<body><h1>Hộp thư Zalo và SMS (mô phỏng)</h1><table><tr><th>Lúc<th>Kênh<th>Số<th>Nội dung</tr>
{rows}</table></body></html>"""


class Inbox:
    """Messages in the order they arrived, kept in `directory` from one run to the next."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._file = directory / "inbox.jsonl"
        self._lock = threading.Lock()

    def add(self, **message: Any) -> None:
        line = json.dumps({"at": datetime.now(UTC).isoformat(), **message}, ensure_ascii=False)
        with self._lock, self._file.open("a", encoding="utf-8") as written:
            written.write(line + "\n")

    def forget(self) -> None:
        with self._lock:
            self._file.unlink(missing_ok=True)

    def all(self) -> list[Json]:
        if not self._file.exists():
            return []
        return [json.loads(line) for line in self._file.read_text(encoding="utf-8").splitlines()]


def page(messages: Iterable[Json]) -> str:
    """The messages as a page, the newest first."""
    return _PAGE.format(rows="".join(_row(each) for each in reversed(list(messages))))


def _row(message: Json) -> str:
    said = message.get("text") or ", ".join(f"{name}: {value}" for name, value in message["parameters"].items())
    cells = (message["at"], message["channel"], message["phone"], said)
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"
