"""How long a signed PDF takes to judge completely, beside `pdfsig` and the bare mathematics on the same file.

All times are processor time, taken in turns, so that a busy machine slows every side alike. `pdfsig` is a whole process
(Debian's poppler-utils; `PDFSIG` names another), the judge is warm. Without it there is no bound to compare with: nan.
"""

from __future__ import annotations

import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec

from infra.demo.certificates import revocation_list
from shared.signatures.revocation import Revocation
from tests import signed_pdfs as pdfs
from tests.shared.signatures.attacks import byte_ranges
from tests.signed_pdfs import ADBE, NOW, OTHER_BOX, SIGNED_AT, How, a_paper, signed

ROOT = Path(__file__).parents[2]
PDFSIG = os.environ.get("PDFSIG") or shutil.which("pdfsig") or ""
LONGEST = 4.0
MOST_RUNS = 15
GAZETTE_OBJECTS = 12_000
PLACEHOLDER = 128 * 1024
"""Bytes, so 256 KB of hexadecimal digits."""
COLD_BOUND_MS = 300.0
GAZETTE_AGAIN_BOUND_MS = 300.0
CRL_BOUND_MS = 1.0
LINEAR_BOUND = 2.5
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Case:
    """A class of files, and how many times pdfsig's process its judgement may take."""

    name: str
    made: Callable[[], bytes]
    bound: float


def run() -> list[tuple[str, float, float]]:
    """Rows of name, median CPU ms, and ratio to the bound (1.0 is the bound itself; nan where pdfsig is missing)."""
    rows = [] if PDFSIG else [("judging: pdfsig is missing here, so there is nothing to compare with", 0.0, math.nan)]
    rows += [_row(case) for case in CASES]
    return [*rows, _gazette_again(), _twice_as_many(), _long_list(), _cold(), *_memory()]


# --- files -----------------------------------------------------------------------------------------------------------


def _one() -> bytes:
    return signed(a_scan(40_000), How(_rsa("Một"), kind=ADBE, bare=True))


def _archived() -> bytes:
    return signed(a_scan(40_000), How(_rsa("Một"), evidence="LTA"))


def _several(paper: bytes, count: int) -> bytes:
    for number in range(count):
        left, bottom = 20 + 110 * (number % 5), 20 + 70 * (number // 5)
        box = (left, bottom, left + 100, bottom + 30)
        paper = signed(paper, How(_rsa("Một"), field=f"S{number}", box=box, kind=ADBE))
    return paper


def _large() -> bytes:
    return signed(a_scan(20 * MEGABYTE), How(_rsa("Một"), kind=ADBE))


@cache
def _gazette() -> bytes:
    return _signed_with_room(a_gazette(), "Signature1", pdfs.BOX)


def _signed_with_room(file: bytes, field: str, box: tuple[int, int, int, int]) -> bytes:
    signer = SimpleSigner(
        signing_cert=pdfs.asn1(_rsa("Một")), signing_key=pdfs.asn1_key(_rsa("Một")), cert_registry=None
    )
    writer = IncrementalPdfFileWriter(BytesIO(file), strict=False)
    spec = SigFieldSpec(field, box=box)
    stamper = pdfs.time_stamper(None, SIGNED_AT)
    tool = PdfSigner(
        PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=ADBE),
        signer,
        timestamper=stamper,
        new_field_spec=spec,
    )
    return bytes(tool.sign_pdf(writer, bytes_reserved=2 * PLACEHOLDER).getbuffer())


@cache
def _rsa(name: str) -> pdfs.Credential:
    return pdfs.someone(name, key=pdfs.rsa_key(2048))


def a_scan(size: int, pages: int = 1) -> bytes:
    """Pages whose pictures are noise of that size together."""
    picture = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    noise = os.urandom(size // pages)
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(pages))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>" % (pages, kids),
    ]
    for number in range(pages):
        bodies.append(b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</I %d 0 R>>>>>>" % (4 + 2 * number))
        bodies.append(b"<<%s/Length %d>>\nstream\n%s\nendstream" % (picture, len(noise), noise))
    return pdfs.with_table(bodies)


def a_gazette(objects: int = GAZETTE_OBJECTS, pages: int = 100, in_a_stream: int = 400) -> bytes:
    """As Word saves a long tagged text: pages in plain sight, their structure in object streams, two tables."""
    tree = 3 + 2 * pages
    first = tree + 1 + objects // in_a_stream
    leaves = range(first, objects)
    kids = b" ".join(b"%d 0 R" % (3 + 2 * page) for page in range(pages))
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>>>" % tree,
        2: b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>" % (pages, kids),
        tree: b"<</Type/StructTreeRoot/K[%s]>>" % b" ".join(b"%d 0 R" % leaf for leaf in leaves),
    }
    for page in range(pages):
        text = b"BT 72 760 Td (%s) Tj ET" % os.urandom(5000).hex().encode()
        bodies[3 + 2 * page] = b"<</Type/Page/Parent 2 0 R/Resources<<>>/Contents %d 0 R>>" % (4 + 2 * page)
        bodies[4 + 2 * page] = b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text)
    element = b"<</Type/StructElem/S/P/P %d 0 R/Pg %d 0 R/K %d>>"
    structure = {leaf: element % (tree, 3 + 2 * (leaf % pages), leaf // pages) for leaf in leaves}
    streams = {
        tree + 1 + number: dict(list(structure.items())[number * in_a_stream : (number + 1) * in_a_stream])
        for number in range(objects // in_a_stream)
    }
    return pdfs.packed(bodies, streams, hybrid=True)


# --- sides of the comparison -----------------------------------------------------------------------------------------


def _judge(file: bytes) -> None:
    if not pdfs.judged(file).accepted:
        raise AssertionError(f"a benchmark's file is not accepted: {pdfs.judged(file).reasons}")


def _pdfsig(path: Path) -> None:
    subprocess.run([PDFSIG, str(path)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _mathematics(file: bytes) -> None:
    """Hash what is signed and verify each signature and time stamp, with everything else taken for granted."""
    for info, certificate, signed_bytes in _signatures(file):
        _verify(info, certificate, signed_bytes)


def _signatures(file: bytes) -> list[tuple[cms.SignerInfo, bytes, bytes]]:
    found = []
    for _, first, second, length in byte_ranges(file):
        message = cms.ContentInfo.load(bytes.fromhex(file[first + 1 : second - 1].decode()))["content"]
        info = message["signer_infos"][0]
        found.append((info, _signer(message), sha256(file[:first] + file[second : second + length]).digest()))
        for attribute in info["unsigned_attrs"] or ():
            token = attribute["values"][0]["content"]
            content = token["encap_content_info"]["content"].native
            found.append((token["signer_infos"][0], _signer(token), sha256(repr(content).encode()).digest()))
    return found


def _signer(message: cms.SignedData) -> bytes:
    """The certificate its signer info names."""
    serial = message["signer_infos"][0]["sid"].chosen["serial_number"].native
    chosen = (one.chosen for one in message["certificates"])
    return next(bytes(one.dump()) for one in chosen if one.serial_number == serial)


def _verify(info: cms.SignerInfo, certificate: bytes, digest: bytes) -> None:
    key, attributes = load_der_x509_certificate(certificate).public_key(), info["signed_attrs"]
    signature = info["signature"].native
    if attributes:
        digest = sha256(attributes.untag().dump()).digest()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, digest, padding.PKCS1v15(), Prehashed(SHA256()))
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, digest, ec.ECDSA(Prehashed(SHA256())))


# --- rows ------------------------------------------------------------------------------------------------------------

CASES = (
    Case("46 KB, 1 signature and stamp", _one, 0.5),
    Case("72 KB, B-LTA", _archived, 3),
    Case("150 KB, 6 signatures", lambda: _several(a_scan(60_000), 6), 3),
    Case("200 pages, 2 signatures", lambda: _several(a_paper(200), 2), 3),
    Case("200 pages, 6 signatures", lambda: _several(a_paper(200), 6), 3),
    Case("570 KB, 25 signatures", lambda: _several(a_scan(120_000), 25), 5),
    Case("20 MB, 1 signature", _large, 0.6),
    Case("20 MB, 200 pages, 2 signatures", lambda: _several(a_scan(20 * MEGABYTE, 200), 2), 0.6),
    Case("gazette: hybrid, 12 000 objects, 256 KB placeholder", _gazette, 0.7),
)


def _row(case: Case) -> tuple[str, float, float]:
    file = case.made()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        kept.write(file)
        kept.flush()
        sides = [partial(_judge, file), partial(_mathematics, file)]
        sides += [partial(_pdfsig, Path(kept.name))] if PDFSIG else []
        judge, floor, *pdfsig = _medians(sides)
    beside = f"pdfsig {pdfsig[0]:.1f}, " if pdfsig else ""
    name = f"judging: {case.name} ({beside}floor {floor:.1f}, {judge / floor:.1f} × it)"
    return name, judge, judge / (case.bound * pdfsig[0]) if pdfsig else math.nan


def _gazette_again() -> tuple[str, float, float]:
    file = _signed_with_room(_gazette(), "Seal", OTHER_BOX)
    (median,) = _medians([partial(_judge, file)])
    return "judging: the gazette with one more signature (ms)", median, median / GAZETTE_AGAIN_BOUND_MS


def _twice_as_many() -> tuple[str, float, float]:
    """Linear in the number of signatures would be 2."""
    files = [_several(a_scan(60_000), count) for count in (25, 50)]
    fewer, more = _medians([partial(_judge, file) for file in files])
    return "judging: 50 signatures, times as long as 25", more / fewer, more / fewer / LINEAR_BOUND


def _long_list() -> tuple[str, float, float]:
    """What a list of 50 000 revoked serials, indexed once, adds to every file."""
    file = _one()
    serials = dict.fromkeys(range(1, 50_001), SIGNED_AT - timedelta(days=30))
    crl = revocation_list(pdfs.issuing(), serials, now=NOW + timedelta(minutes=1))
    known = Revocation.of([*pdfs.pki().crls, crl], store=pdfs.store())
    short, long = _medians([partial(_judge, file), partial(pdfs.judged, file, known=known)])
    return "judging: what a list of 50 000 serials adds (ms)", long - short, (long - short) / CRL_BOUND_MS


COLD = """
import re, sys
from datetime import datetime
from pathlib import Path
from shared.signatures.judge import judge
from shared.signatures.revocation import Revocation
from shared.signatures.trust import TrustStore
file, pki = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
store = TrustStore.of(pki)
known = Revocation.of((path.read_bytes() for path in (pki / "crls").iterdir()), store=store)
assert judge(file, store=store, revocation=known, at=datetime.fromisoformat(sys.argv[3])).accepted
print(1024 * int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]))
"""


def _cold() -> tuple[str, float, float]:
    (median,) = _medians([partial(_alone, _one())])
    return "judging: 46 KB in a fresh process (ms)", median, median / COLD_BOUND_MS


def _memory() -> list[tuple[str, float, float]]:
    files = {"46 KB": _one(), "20 MB": _large(), "gazette": _gazette()}
    peaks = {name: (_alone(file), 3 * len(file) + 60 * MEGABYTE) for name, file in files.items()}
    return [
        (f"judging: peak memory of the process, {name} (MB)", peak / MEGABYTE, peak / bound)
        for name, (peak, bound) in peaks.items()
    ]


def _alone(file: bytes) -> int:
    """Judge in a process that does nothing else, and say how much memory it came to need."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        kept.write(file)
        kept.flush()
        command = [sys.executable, "-c", COLD, kept.name, str(pdfs.pki().directory), NOW.isoformat()]
        return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def _medians(sides: list[Callable[[], object]]) -> list[float]:
    """Each side's median ms, measured in turns after one turn to warm up."""
    spent: list[list[float]] = [[] for _ in sides]
    begun = time.monotonic()
    for turn in range(MOST_RUNS + 1):
        for side, times in zip(sides, spent, strict=True):
            cost = _cost(side)
            times.extend([cost] if turn else [])
        if turn > 2 and time.monotonic() - begun > LONGEST:
            break
    return [statistics.median(times) for times in spent]


def _cost(act: Callable[[], object]) -> float:
    """Processor time of this process and of the children it waited for, in ms."""
    before = _processor_time()
    act()
    return (_processor_time() - before) * 1000


def _processor_time() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
