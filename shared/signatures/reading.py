"""What a PDF seems to say about itself, offered to its holder as a suggestion and never as a fact."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby

from pypdf import PdfReader

from shared.signatures.bounds import OutOfBounds, within

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

PAGES_READ = 2
SECONDS = 5.0
GROWTH = 256 * 1024 * 1024
TITLES = 5
SHORTEST_TITLE, LONGEST_TITLE = 6, 200

NUMBER = re.compile(r"Số\s*+:?\s*+(\d{1,6}[a-zA-Z]?(?:/\d{4})?)\s*/\s*([A-ZĐ][\wĐ&]*(?:-[\wĐ&]+)*)")
BARE_NUMBER = re.compile(r"\b(\d{1,6}(?:/\d{4})?)/([A-ZĐ]{1,6}(?:-[A-ZĐ][\wĐ]*)+)")
ISSUED = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
LETTERHEAD = re.compile(
    r"CỘNG H[ÒO]A|ĐỘC LẬP|[ỦU][YỶ] BAN|TỈNH |HUYỆN |^SỞ |^BỘ |^VĂN PHÒNG|^BỆNH VIỆN|^UBND|^HĐND|VIỆT NAM"
)
SIGNATURE_BLOCK = re.compile(r"^(?:KT|TM|TL|TUQ)\b|CHỦ TỊCH|GIÁM ĐỐC|NGƯỜI .*KÝ|^XÁC NHẬN CỦA")


@dataclass(frozen=True, slots=True)
class Facts:
    """Suggestions for the metadata of an item; anything may be missing."""

    title: str = ""
    pages: int = 0
    number: str = ""
    notation: str = ""
    issued_on: date | None = None
    suggestions: tuple[str, ...] = ()
    """Other lines that may be the title, in their order on the page."""


NOTHING = Facts()


def read(file: bytes) -> Facts:
    """What the first pages seem to say. Never raises: what cannot be read suggests nothing."""
    try:
        with within(seconds=SECONDS, growth=GROWTH):
            return _read(file)
    except OutOfBounds:
        return NOTHING
    except Exception:  # noqa: BLE001  a suggestion is not worth an error, whatever a hostile file raises in a parser
        return NOTHING


def facts_in(text: str, *, pages: int) -> Facts:
    """The facts a page's text suggests."""
    text = unicodedata.normalize("NFC", text)
    titles = tuple(dict.fromkeys(_titles(text)))[:TITLES]
    found = NUMBER.search(text) or BARE_NUMBER.search(text)
    number, notation = found.groups() if found else ("", "")
    return Facts(titles[0] if titles else "", pages, number, notation, _issued_on(text), titles[1:])


def _read(file: bytes) -> Facts:
    reader = PdfReader(BytesIO(file))
    text = "\n".join(page.extract_text() for page in reader.pages[:PAGES_READ])
    return facts_in(text, pages=len(reader.pages))


def _titles(text: str) -> Iterator[str]:
    """Runs of lines in capitals that belong neither to the letterhead nor to the signatures."""
    lines = (" ".join(raw.split()) for raw in text.splitlines())
    for is_title, run in groupby(lines, key=_may_be_title):
        if is_title:
            yield " ".join(run)[:LONGEST_TITLE]


def _may_be_title(line: str) -> bool:
    in_capitals = len(line) >= SHORTEST_TITLE and line.isupper() and " " in line
    return in_capitals and not LETTERHEAD.search(line) and not SIGNATURE_BLOCK.search(line)


def _issued_on(text: str) -> date | None:
    for day, month, year in ISSUED.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
