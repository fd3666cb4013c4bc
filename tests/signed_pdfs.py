"""Signed PDFs of every kind the rule knows, made on the spot with throw-away keys."""

import atexit
import shutil
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, keys, tsp, x509
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from cryptography.x509 import Certificate, ReasonFlags, load_der_x509_certificate, ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfWriter

from infra.demo.certificates import AUTHORITY, TIME_STAMPING, Credential, Profile, derived_key, issued, subject
from infra.demo.certificates import revocation_list as crl_of
from infra.demo.pki import DemoPki
from shared.signatures.issuers import ANYBODY, Competence
from shared.signatures.judge import judge
from shared.signatures.policy import DEFAULT, Policy
from shared.signatures.revocation import Revocation
from shared.signatures.trust import TrustStore
from shared.signatures.verdict import DocumentVerdict

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SIGNED_AT = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)
SEED = "tests"
IN_NO_TIME = replace(DEFAULT, seconds=0.0)
WITHOUT_REVOCATION = replace(DEFAULT, require_revocation=False)

SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % m for m in range(3, int(n**0.5) + 1, 2))]
ADBE = SigSeedSubFilter.ADOBE_PKCS7_DETACHED
PADES = SigSeedSubFilter.PADES
BOX = (320, 120, 520, 180)
LARGE = 200_000
OTHER_BOX = (60, 120, 260, 180)


@cache
def pki() -> DemoPki:
    """The same in every process, for its keys come of the seed; what it keeps on disk goes with the process."""
    directory = tempfile.mkdtemp(prefix="kho-pki-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return DemoPki.make(Path(directory), SEED, now=NOW)


@cache
def store() -> TrustStore:
    return TrustStore.of(pki().directory)


@cache
def revocation() -> Revocation:
    return Revocation.of(pki().crls, store=store())


def person() -> Credential:
    return pki().officers["commune-chair"]


def organisation() -> Credential:
    return pki().agencies["commune"]


def issuing() -> Credential:
    return pki().intermediates["g2-state-agencies"]


def revoked(
    *credentials: Credential, since: datetime, now: datetime = NOW, days: int = 30, **reason: Any
) -> Revocation:
    """Today's lists, with those certificates on their issuers' ones."""
    pki_ = pki()
    crls = list(pki_.crls)
    for authority in (*pki_.roots.values(), *pki_.intermediates.values(), pki_.time_stamping_root):
        serials = {
            one.certificate.serial_number: since
            for one in credentials
            if one.certificate.issuer == authority.certificate.subject
        }
        crls.append(crl_of(authority, serials, now=now + timedelta(minutes=1), days=days, **reason))
    return Revocation.of(crls, store=store())


def judged(
    file: bytes,
    *,
    at: datetime = NOW,
    known: Revocation | None = None,
    policy: Policy = DEFAULT,
    trusted: TrustStore | None = None,
    competence: Competence = ANYBODY,
) -> DocumentVerdict:
    return judge(
        file,
        store=trusted or store(),
        revocation=known or revocation(),
        at=at,
        policy=policy,
        competence=competence,
    )


def someone(name: str = "Người Thử", **how: Any) -> Credential:
    """A person with a certificate of the government's hierarchy, unlike in whatever `how` says (see `issued`)."""
    how = {"by": issuing(), **how}
    key = how.pop("key", None) or derived_key(SEED, name)
    return issued(subject(name, organisation="Cơ quan bản thử", person=f"CCCD:{name}"), key, **how)


def a_stamper(name: str = "TSA khác", *, by: Credential | None = None, **how: Any) -> Credential:
    """A time-stamping service of the hierarchy, or of somebody else's."""
    return issued(subject(name), rsa_key(2048), by=by or pki().time_stamping_root, profile=TIME_STAMPING, **how)


def a_rogue_stamper() -> Credential:
    """A time-stamping service under a root nobody pinned."""
    return a_stamper("TSA lạ", by=issued(subject("Root lạ"), derived_key(SEED, "rogue root"), profile=AUTHORITY))


def under_a_sha1_authority() -> tuple[Credential, TrustStore]:
    """A signer below an intermediate whose certificate its pinned root signed with SHA-1, and a store knowing both."""
    root = pki().roots["root-g1"]
    middle = issued(subject("G1 SHA-1"), derived_key(SEED, "G1 SHA-1"), by=root, profile=AUTHORITY)
    middle = replace(middle, certificate=resigned_with_sha1(middle, by=root))
    trusted = TrustStore.of_certificates(roots=[root.der, pki().time_stamping_root.der], intermediates=[middle.der])
    return someone("Dưới G1", by=middle), trusted


def resigned_with_sha1(credential: Credential, *, by: Credential) -> Certificate:
    certificate = asn1(credential)
    algorithm = {"algorithm": "sha1_ecdsa"}
    certificate["tbs_certificate"]["signature"] = algorithm
    certificate["signature_algorithm"] = algorithm
    assert isinstance(by.key, ec.EllipticCurvePrivateKey)
    signature = by.key.sign(certificate["tbs_certificate"].dump(force=True), ec.ECDSA(hashes.SHA1()))
    certificate["signature_value"] = signature
    return load_der_x509_certificate(certificate.dump(force=True))


@cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    """The key of that size under the seed, always the same."""
    p, q = (_prime(bits // 2, f"{SEED}/{bits}/{name}") for name in "pq")
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), rsa.rsa_crt_iqmp(p, q), public)
    return numbers.private_key()


def _prime(bits: int, seed: str) -> int:
    """The first prime of that size, both highest bits set, after a number the seed decides."""
    digest = b"".join(sha256(f"{seed}/{block}".encode()).digest() for block in range(bits // 256 + 1))
    number = int.from_bytes(digest[: bits // 8]) | 3 << (bits - 2) | 1
    while any(number % small == 0 for small in SMALL_PRIMES) or any(
        pow(base, number - 1, number) != 1 for base in (2, 3)
    ):
        number += 2
    return number


# --- paper -----------------------------------------------------------------------------------------------------------


def a_paper(pages: int = 1, *, text: str = "Giay khai sinh", extra: bytes = b"", catalogue: bytes = b"") -> bytes:
    """An unsigned PDF with a classical cross-reference table."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(pages):
        content = f"BT /F1 18 Tf 72 760 Td ({text}, trang {number + 1}) Tj ET".encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R%s>>" % (5 + 2 * number, extra)
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
    return with_table(objects)


def with_table(objects: list[bytes], version: bytes = b"1.7") -> bytes:
    """The objects numbered from 1, then their table; object 1 is the catalogue."""
    out, offsets = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def a_compressed_paper(pages: bytes = b"") -> bytes:
    """A paper whose dictionaries lie in an object stream, listed by a cross-reference stream."""
    return _with_streams(hybrid=False, pages=pages)


def an_encrypted_paper() -> bytes:
    """Encrypted under an empty user password, as many viewers open without asking."""
    writer = PdfWriter(clone_from=BytesIO(a_paper()))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_stream_table(objects: list[bytes], entries: dict[int, tuple[int, int, int]], index: bytes = b"") -> bytes:
    """The objects numbered from 1, then a cross-reference stream with those further entries."""
    out, rows = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {0: (0, 0, 65535), **entries}
    for number, body in enumerate(objects, start=1):
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, number = len(out), max(rows) + 1
    full = {one: rows.get(one, (0, 0, 0)) for one in range(number)} | {number: (1, start, 0)}
    table = _cross_reference_stream(full).replace(b"/W[", index + b"/W[")
    return bytes(out + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, table, start))


def a_hybrid_paper() -> bytes:
    """As Word saves them: a classical table for old readers, and beside it a stream that lists the compressed rest."""
    return _with_streams(hybrid=True, pages=b"")


def _with_streams(*, hybrid: bool, pages: bytes) -> bytes:
    content = b"BT 72 760 Td ET"
    dictionaries = {
        4: b"<</Type/Page/Parent 5 0 R/Resources<<>>/Contents 2 0 R>>",
        5: b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]%s>>" % pages,
    }
    bodies = {
        1: b"<</Type/Catalog/Pages 5 0 R>>",
        2: b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
    }
    return packed(bodies, {3: dictionaries}, hybrid=hybrid)


def packed(bodies: dict[int, bytes], streams: dict[int, dict[int, bytes]], *, hybrid: bool) -> bytes:
    """The bodies in plain sight and the rest in object streams, by number; object 1 is the catalogue."""
    bodies = bodies | {number: _object_stream(objects) for number, objects in streams.items()}
    places = {one: (number, index) for number, objects in streams.items() for index, one in enumerate(objects)}
    out, offsets = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {}
    for number in sorted(bodies):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, bodies[number])
    start, last = len(out), max(*bodies, *places) + 1
    offsets[last] = start
    entries = {0: (0, 0, 65535)} | {number: (1, offset, 0) for number, offset in offsets.items()}
    entries |= {number: (2, *place) for number, place in places.items()}
    out += b"%d 0 obj\n%s\nendobj\n" % (last, _cross_reference_stream(entries))
    if not hybrid:
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
    table, free = len(out), b"0000000000 65535 f \n"
    rows = [b"%010d 00000 n \n" % offsets[one] if one in offsets else free for one in range(1, last + 1)]
    out += b"xref\n0 %d\n%s%s" % (last + 1, free, b"".join(rows))
    out += b"trailer\n<</Size %d/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, start, table)
    return bytes(out)


def _object_stream(objects: dict[int, bytes]) -> bytes:
    header, body = b"", b""
    for number, content in objects.items():
        header += b"%d %d " % (number, len(body))
        body += content + b" "
    data = zlib.compress(header + body)
    return b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        len(objects),
        len(header),
        len(data),
        data,
    )


def _cross_reference_stream(entries: dict[int, tuple[int, int, int]]) -> bytes:
    rows = (entries[number] for number in sorted(entries))
    data = zlib.compress(b"".join(bytes([kind]) + a.to_bytes(4) + b.to_bytes(2) for kind, a, b in rows))
    return b"<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        len(entries),
        len(data),
        data,
    )


# --- signing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class How:
    """How one signature is made; the default is a visible PAdES signature with a time stamp."""

    by: Credential
    field: str = "Signature1"
    stamped: datetime | None = SIGNED_AT
    tsa: Credential | None = None
    kind: SigSeedSubFilter = PADES
    digest: str = "sha256"
    box: tuple[int, int, int, int] | None = BOX
    page: int = 0
    permission: MDPPerm | None = None
    pss: bool = False
    claimed: datetime | None = None
    embed: tuple[Credential, ...] = ()
    bare: bool = False
    evidence: str = ""
    disobedient: bool = False
    stamp_spoilt: bool = False
    prepared: bool = False
    room: int | None = None
    beforehand: Callable[[IncrementalPdfFileWriter], None] | None = None
    """What the tool writes anew in the same revision."""


def signed(file: bytes, *how: How) -> bytes:
    """The file with those signatures, each in its own revision."""
    for one in how:
        file = _signed_once(file, one) if len(file) < LARGE else _signed(file, one)
    return file


@lru_cache(maxsize=512)
def _signed_once(file: bytes, how: How) -> bytes:
    """Many tests begin with the same signed paper."""
    return _signed(file, how)


def with_empty_fields(file: bytes, *names: str) -> bytes:
    """The file with visible fields for signatures to come."""
    writer = IncrementalPdfFileWriter(BytesIO(file))
    for number, name in enumerate(names):
        append_signature_field(writer, SigFieldSpec(name, box=(20, 20 + 100 * number, 200, 100 + 100 * number)))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def stamped(file: bytes, when: datetime, *, tsa: Credential | None = None, field: str = "Stamp1") -> bytes:
    """The file with a document time stamp."""
    writer = IncrementalPdfFileWriter(BytesIO(file), strict=False)
    return _bytes(PdfTimeStamper(time_stamper(tsa, when), field_name=field).timestamp_pdf(writer, "sha256"))


def stamped_visibly(file: bytes, when: datetime = SIGNED_AT) -> bytes:
    """The file with a document time stamp that paints a red square over its first page."""
    writer = IncrementalPdfFileWriter(BytesIO(file), strict=False)
    append_signature_field(writer, SigFieldSpec("Stamp1", box=(50, 500, 500, 800)))
    field = writer.root["/AcroForm"]["/Fields"][-1]
    square = generic.StreamObject(
        generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/XObject"),
                generic.NameObject("/Subtype"): generic.NameObject("/Form"),
                generic.NameObject("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 450, 300))),
            }
        ),
        stream_data=b"1 0 0 rg 0 0 450 300 re f",
    )
    field["/AP"] = generic.DictionaryObject({generic.NameObject("/N"): writer.add_object(square)})
    writer.update_container(field)
    return _bytes(PdfTimeStamper(time_stamper(None, when), field_name="Stamp1").timestamp_pdf(writer, "sha256"))


def time_stamper(tsa: Credential | None, when: datetime) -> DummyTimeStamper:
    tsa = tsa or pki().tsa
    return DummyTimeStamper(asn1(tsa), asn1_key(tsa), fixed_dt=when, override_md="sha256")


def asn1(credential: Credential) -> x509.Certificate:
    return x509.Certificate.load(credential.der)


@lru_cache(maxsize=128)
def _loaded(der: bytes, password: bytes | None = None, *how: Any, **more: Any) -> Any:
    return load_der_private_key(der, password, *how, **more)


serialization.load_der_private_key = _loaded
"""Reading an RSA key takes 20 ms, most of them to check it, and the library reads it for each signature twice."""


def asn1_key(credential: Credential) -> keys.PrivateKeyInfo:
    der = credential.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(der)


def _signed(file: bytes, how: How) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=how.field,
        md_algorithm=how.digest,
        subfilter=how.kind,
        certify=how.permission is not None,
        docmdp_permissions=how.permission or MDPPerm.FILL_FORMS,
        embed_validation_info=bool(how.evidence),
        use_pades_lta=how.evidence == "LTA",
        validation_context=_evidence() if how.evidence else None,
    )
    signer_type = BareSigner if how.bare else SimpleSigner
    signer = signer_type(
        signing_cert=asn1(how.by),
        signing_key=asn1_key(how.by),
        cert_registry=SimpleCertificateStore.from_certs([asn1(one) for one in how.embed]),
        embed_roots=False,
        prefer_pss=how.pss,
    )
    stamper = time_stamper(how.tsa, how.stamped) if how.stamped else None
    if stamper and how.stamp_spoilt:
        stamper = Careless(stamper.tsa_cert, stamper.tsa_key, fixed_dt=how.stamped)
    spec = None if how.prepared else SigFieldSpec(how.field, box=how.box, on_page=how.page)
    writer = IncrementalPdfFileWriter(BytesIO(file), strict=False)
    if how.beforehand:
        how.beforehand(writer)
    tool = Disobedient if how.disobedient else PdfSigner
    signing = tool(metadata, signer, timestamper=stamper, new_field_spec=spec)
    return _bytes(signing.sign_pdf(writer, bytes_reserved=how.room))


def augmented(
    file: bytes,
    *,
    certificates: Sequence[Credential] = (),
    crls: Sequence[bytes] = (),
    answers: Sequence[bytes] = (),
) -> bytes:
    """The file with a document security store of just that, whatever it is worth."""
    writer = IncrementalPdfFileWriter(BytesIO(file), strict=False)
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[asn1(one) for one in certificates],
        crls=[asn1_crl.CertificateList.load(one) for one in crls],
        ocsps=[asn1_ocsp.OCSPResponse.load(one) for one in answers],
    )
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def answer(
    about: Credential,
    *,
    by: Credential,
    at: datetime,
    days: int | None = 1,
    since: datetime | None = None,
    reason: ReasonFlags = ReasonFlags.cessation_of_operation,
    responder: Credential | None = None,
) -> bytes:
    """An OCSP response: good, or revoked since some moment; by the authority or in its stead."""
    voice, is_good = responder or by, since is None
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=about.certificate,
        issuer=by.certificate,
        algorithm=hashes.SHA1(),
        cert_status=ocsp.OCSPCertStatus.GOOD if is_good else ocsp.OCSPCertStatus.REVOKED,
        this_update=at,
        next_update=at + timedelta(days=days) if days else None,
        revocation_time=since,
        revocation_reason=None if is_good else reason,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, voice.certificate)
    if responder:
        builder = builder.certificates([responder.certificate])
    return builder.sign(voice.key, hashes.SHA256()).public_bytes(Encoding.DER)


def a_responder(name: str = "OCSP", *, by: Credential | None = None, profile: Profile | None = None) -> Credential:
    """Somebody entrusted with answering for an authority."""
    answering = Profile(purposes=(ExtendedKeyUsageOID.OCSP_SIGNING,))
    return issued(subject(name), derived_key(SEED, name), by=by or issuing(), profile=profile or answering)


def lists_of_then(when: datetime = SIGNED_AT + timedelta(minutes=1), days: int = 30) -> list[bytes]:
    """Every authority's list as it stood at that moment."""
    known = pki()
    authorities = (*known.roots.values(), *known.intermediates.values(), known.time_stamping_root)
    return [crl_of(one, now=when + timedelta(hours=1), days=days) for one in authorities]


def _evidence() -> ValidationContext:
    """What a signer embeds for the long term: the chain and its lists, as they stand when it signs."""
    known, then = pki(), SIGNED_AT + timedelta(minutes=1)
    return ValidationContext(
        trust_roots=[asn1(one) for one in (*known.roots.values(), known.time_stamping_root)],
        other_certs=[asn1(one) for one in known.intermediates.values()],
        crls=lists_of_then(),
        moment=then,
        allow_fetching=False,
    )


def _bytes(output: Any) -> bytes:
    return bytes(output.getbuffer())


class Careless(DummyTimeStamper):
    """Stamps something else than it was asked to."""

    def request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        req["message_imprint"]["hashed_message"] = bytes(32)
        return super().request_tsa_response(req)


class Disobedient(PdfSigner):
    """Signs what its author certified against changes."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        pass


class BareSigner(SimpleSigner):
    """Signs the digest without signed attributes, as the government's tools do in nine papers of ten."""

    async def async_sign(
        self, data_digest: bytes, digest_algorithm: str, dry_run: bool = False, **options: Any
    ) -> cms.ContentInfo:
        signature = bytes(512) if dry_run else _raw_signature(self.signing_key, data_digest, digest_algorithm)
        digest = algos.DigestAlgorithm({"algorithm": digest_algorithm})
        unsigned = None
        if stamper := options.get("timestamper"):
            imprint = hashes.Hash(hashes.SHA256())
            imprint.update(signature)
            token = await stamper.async_timestamp(imprint.finalize(), "sha256")
            attribute = {"type": "signature_time_stamp_token", "values": [token]}
            unsigned = cms.CMSAttributes([cms.CMSAttribute(attribute)])
        info = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    name="issuer_and_serial_number",
                    value=cms.IssuerAndSerialNumber(
                        {"issuer": self.signing_cert.issuer, "serial_number": self.signing_cert.serial_number}
                    ),
                ),
                "digest_algorithm": digest,
                "signature_algorithm": self._mechanism(digest_algorithm),
                "signature": signature,
                "unsigned_attrs": unsigned,
            }
        )
        return cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": cms.SignedData(
                    {
                        "version": "v1",
                        "digest_algorithms": [digest],
                        "encap_content_info": {"content_type": "data"},
                        "certificates": [self.signing_cert],
                        "signer_infos": [info],
                    }
                ),
            }
        )

    def _mechanism(self, digest_algorithm: str) -> algos.SignedDigestAlgorithm:
        """RSA without naming its digest, as these tools write it."""
        if self.signing_cert.public_key.algorithm == "rsa":
            return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})
        return self.get_signature_mechanism_for_digest(digest_algorithm)


def _raw_signature(key: keys.PrivateKeyInfo, digest: bytes, algorithm: str) -> bytes:
    private = load_der_private_key(key.dump(), None)
    prehashed = Prehashed(getattr(hashes, algorithm.upper())())
    if isinstance(private, rsa.RSAPrivateKey):
        return private.sign(digest, padding.PKCS1v15(), prehashed)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return private.sign(digest, ec.ECDSA(prehashed))
