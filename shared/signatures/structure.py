"""What can be refused on the bytes alone, before any parser sees them."""

import re

from shared.signatures import findings
from shared.signatures.policy import Policy
from shared.signatures.scan import DELIMITER, Scan
from shared.signatures.verdict import Finding

HEADER = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)[\x00\t\n\f\r %]")
EOF_AT_END = re.compile(rb"%%EOF[\r\n]{0,4}\Z")
LAST_BYTES = 2048

ESCAPED_NAME = re.compile(
    rb"/(?:[^\x00\t\n\f\r ()<>\[\]{}/%#]{0,40}#[0-9A-Fa-f]{2}){1,40}[^\x00\t\n\f\r ()<>\[\]{}/%#]*"
)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STRUCTURAL = frozenset(
    b"/Type /XRef /ObjStm /Size /Index /W /Prev /XRefStm /Root /Encrypt /N /First /Length /Filter /ByteRange /Contents "
    b"/AcroForm /Fields /Sig /SubFilter /FT /V /Annots /Kids /Pages".split()
)
BYTE_RANGE_NAME = re.compile(rb"/ByteRange(?=" + DELIMITER + rb")")

SPACE = rb"(?:[\x00\s]++|%[^\r\n]*+[\r\n])*+"
DECLARED_COUNT = re.compile(rb"/(?:Size|N|Count)" + SPACE + rb"[+]?(\d{6,})")
DECLARED_INDEX = re.compile(rb"/Index" + SPACE + rb"\[([^\]]{0,4096})\]")


def misshapen(scan: Scan, policy: Policy) -> Finding | None:
    """The first of S1, S2 and the declared bounds that the bytes break."""
    for rule in (_is_empty, _is_not_pdf, _is_too_large, _ends_badly):
        if finding := rule(scan.data, policy):
            return finding
    return _hides_names(scan) or _declares_too_much(scan, policy)


def byte_ranges_mentioned(data: bytes) -> int:
    return len(BYTE_RANGE_NAME.findall(data))


def escaped_names(scan: Scan) -> set[bytes]:
    """Every name written with `#xx` escapes, decoded; nobody honest writes a structural name that way."""
    return {ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), match[0]) for match in scan.found(ESCAPED_NAME)}


def _is_empty(file: bytes, _policy: Policy) -> Finding | None:
    return None if file else findings.EMPTY


def _is_not_pdf(file: bytes, _policy: Policy) -> Finding | None:
    return None if HEADER.match(file) else findings.NOT_PDF


def _is_too_large(file: bytes, policy: Policy) -> Finding | None:
    return findings.TOO_COMPLEX if len(file) > policy.file_bytes else None


def _ends_badly(file: bytes, _policy: Policy) -> Finding | None:
    """S2: nothing may follow `%%EOF` but its end of line; pyHanko would accept any bytes there."""
    end = file[-LAST_BYTES:]
    if EOF_AT_END.search(end):
        return None
    return findings.TRAILING_DATA if b"%%EOF" in end else findings.TRUNCATED


def _hides_names(scan: Scan) -> Finding | None:
    return findings.MALFORMED if escaped_names(scan) & STRUCTURAL else None


def _declares_too_much(scan: Scan, policy: Policy) -> Finding | None:
    """A cross-reference stream may promise a billion entries in ten bytes, and a parser would count them."""
    counts = [int(match[1]) for match in scan.found(DECLARED_COUNT)]
    for match in scan.found(DECLARED_INDEX):
        counts += [int(number) for number in re.findall(rb"\d+", match[1])]
    return findings.TOO_COMPLEX if max(counts, default=0) > policy.objects else None
