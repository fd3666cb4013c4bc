"""S3, S5 and S7: open a file leniently but within bounds, and find every signature it claims to carry."""

# mypy: allow-untyped-calls

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DecodePurpose, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionData

from shared.signatures.bounds import OutOfBounds
from shared.signatures.objects import value
from shared.signatures.patches import apply
from shared.signatures.policy import Policy

apply()
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

NOT_STRICT = (PdfError, ValueError, KeyError, TypeError, AssertionError, IndexError, AttributeError)
FIELDS = 5_000
DEPTH = 30


@dataclass(frozen=True, slots=True)
class FilledField:
    """A signature field with a value, which may be anything yet."""

    name: str
    field: DictionaryObject


def limits(policy: Policy) -> DecodeLimits:
    """Decoding bounds well above any real paper and well below a bomb."""
    whole = policy.decoded_bytes
    stream = StreamDecodeLimits(max_ratio=1100, ratio_floor=whole // 96, max_output_size=whole // 2)
    structure = StreamDecodeLimits(max_ratio=120, ratio_floor=whole // 48, max_output_size=whole // 6)
    return DecodeLimits(
        per_stream=stream,
        per_purpose={
            DecodePurpose.OBJECT_STREAM: structure,
            DecodePurpose.XREF_STREAM: structure,
            DecodePurpose.XMP_METADATA: structure,
        },
        document_budget=DocumentDecodeBudget(base_allowance=whole, max_ratio=8),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """A lenient reader, and how strict reading took the file: strictly (True), not at all (False), or unheard of."""

    reader: PdfFileReader
    strictly: bool | None


def opened(file: bytes, policy: Policy) -> Opened:
    """A lenient reader: strict reading would turn away nine genuine papers in ten (Word's hybrid references).

    A table that was read strictly is the table lenient reading finds: one reader serves both.
    """
    try:
        reader = PdfFileReader(BytesIO(file), strict=True, decode_limits=limits(policy))
    except NOT_STRICT:
        return Opened(_lenient(file, policy), strictly=False)
    except Exception:  # noqa: BLE001  whatever else it is, `parse_mode` meets it again in its turn
        return Opened(_lenient(file, policy), strictly=None)
    reader.strict = False
    return Opened(reader, strictly=True)


def parse_mode(file: bytes, found: Opened, policy: Policy) -> str:
    """What strict reading would have said: `strict`, `hybrid` or `lenient`."""
    if found.strictly is None:
        PdfFileReader(BytesIO(file), strict=True, decode_limits=limits(policy))
    if not found.strictly:
        return "lenient"
    return "hybrid" if found.reader.xrefs.hybrid_xrefs_present else "strict"


def _lenient(file: bytes, policy: Policy) -> PdfFileReader:
    return PdfFileReader(BytesIO(file), strict=False, decode_limits=limits(policy))


def is_encrypted(reader: PdfFileReader) -> bool:
    return "/Encrypt" in reader.trailer_view


def is_within_bounds(reader: PdfFileReader, policy: Policy) -> bool:
    xrefs = reader.xrefs
    revisions = range(xrefs.total_revisions)
    entries = sum(_entries(xrefs.get_xref_data(revision)) for revision in revisions)
    return len(revisions) <= policy.revisions and entries <= policy.objects


def _entries(section: XRefSectionData) -> int:
    every = (section, section.hybrid.xref_data) if section.hybrid else (section,)
    return sum(len(each.explicit_refs_in_revision) for each in every)


def usage_rights(reader: PdfFileReader) -> int:
    """How many signatures grant usage rights: nobody's word about the paper."""
    permissions = value(reader.root, "/Perms")
    granted = [value(permissions, key) for key in ("/UR", "/UR3")] if isinstance(permissions, DictionaryObject) else []
    return sum(isinstance(each, DictionaryObject) and "/ByteRange" in each for each in granted)


def filled_fields(reader: PdfFileReader) -> list[FilledField]:
    """Every signature field with a value, whether or not a library would understand it."""
    form = value(reader.root, "/AcroForm")
    if not isinstance(form, DictionaryObject):
        return []
    return list(_filled(value(form, "/Fields"), parent="", kind=None, depth=0, met=count()))


def _filled(fields: object, *, parent: str, kind: object, depth: int, met: Iterator[int]) -> Iterator[FilledField]:
    """The more fields are met, on whatever ways, the more is suspected that there is no end to them."""
    for item in fields if isinstance(fields, ArrayObject) else ():
        if depth > DEPTH or next(met) >= FIELDS:
            raise OutOfBounds("a form too deep or too wide")
        field = item.get_object() if isinstance(item, IndirectObject) else item
        if isinstance(field, DictionaryObject):
            own_kind = value(field, "/FT") or kind
            name = f"{parent}.{field['/T']}".lstrip(".") if "/T" in field else parent
            if own_kind == "/Sig" and value(field, "/V") is not None:
                yield FilledField(name, field)
            yield from _filled(value(field, "/Kids"), parent=name, kind=own_kind, depth=depth + 1, met=met)
