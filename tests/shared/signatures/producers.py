"""Signed files written out by hand, in the many lawful ways producers write them and no single library does."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1, sha256
from typing import Any

from asn1crypto import algos, cms, keys, parser, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyhanko.sign import SimpleSigner
from pyhanko.sign.attributes import CMSAttributeProvider
from pyhanko.sign.general import as_signing_certificate
from pyhanko_certvalidator.registry import SimpleCertificateStore

from infra.demo.certificates import Credential
from tests import signed_pdfs as pdfs

ROOM = 12_000
"""Hexadecimal digits kept free for the message."""

FILTER = b"/Filter/Adobe.PPKLite"
ADBE = b"/SubFilter/adbe.pkcs7.detached"
FORM = b"/AcroForm<</Fields[6 0 R]/SigFlags 3>>"
WIDGET = b"/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/F 132/P 4 0 R"


def in_capitals(message: bytes) -> bytes:
    return message.hex().upper().encode()


def in_small_letters(message: bytes) -> bytes:
    return message.hex().encode()


@dataclass(frozen=True)
class Written:
    """How one producer writes the dictionary of a signature, its field and its form."""

    by: Credential = field(default_factory=pdfs.person)
    entries: bytes = b"/Type/Sig" + FILTER + ADBE
    ranges: bytes = b"/ByteRange[%d %d %d %d]"
    contents: bytes = b"/Contents"
    contents_first: bool = False
    digits: Callable[[bytes], bytes] = in_small_letters
    field: bytes = b"/FT/Sig/T(Signature1)/V 7 0 R" + WIDGET
    form: bytes = FORM
    page: bytes = b"/Annots[6 0 R]"
    further: tuple[bytes, ...] = ()
    table: Callable[[list[bytes]], bytes] = pdfs.with_table
    message: Callable[[Credential, bytes], bytes] | None = None


def written(how: Written) -> bytes:
    """A paper signed in its first and only revision."""
    room = len(b"/ByteRange[0 0000000000 0000000000 0000000000]") + 8
    ranges, contents = b"\x01" * room, how.contents + b"<" + b"\x02" * ROOM + b">"
    placed = contents + ranges if how.contents_first else ranges + contents
    text = b"BT /F1 18 Tf 72 760 Td (Giay khai sinh) Tj ET"
    signature = b"<<%s%s>>" % (how.entries, placed)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % how.form,
        b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R%s>>" % how.page,
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text),
        b"<<%s>>" % how.field.replace(b"{here}", signature),
        b"null" if b"{here}" in how.field else signature,
        *how.further,
    ]
    file = how.table(objects)
    first, second = file.index(b"<" + b"\x02"), file.index(b"\x02>") + 2
    spelt = (how.ranges % (0, first, second, len(file) - second)).ljust(room)
    file = file.replace(b"\x01" * room, spelt)
    message = (how.message or detached)(how.by, file[:first] + file[second:])
    return file[:first] + b"<" + how.digits(message).ljust(ROOM, b"0") + b">" + file[second:]


def detached(by: Credential, covered: bytes, **how: Any) -> bytes:
    """A CMS message with the usual signed attributes."""
    return message(by, covered, **how).dump()


def message(by: Credential, covered: bytes, *, embed: tuple[Credential, ...] = ()) -> cms.ContentInfo:
    signer = SimpleSigner(
        signing_cert=pdfs.asn1(by),
        signing_key=pdfs.asn1_key(by),
        cert_registry=SimpleCertificateStore.from_certs([pdfs.asn1(one) for one in embed]),
        embed_roots=True,
    )
    return asyncio.run(signer.async_sign(sha256(covered).digest(), "sha256"))


@dataclass(frozen=True)
class Odd:
    """A signer with a certificate as some authorities issue them and no library here does."""

    der: bytes
    key: Any


def on_an_edwards_curve(key: ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey) -> Odd:
    """RFC 8410."""
    certificate = pdfs.asn1(pdfs.someone(type(key).__name__))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    certificate["tbs_certificate"]["subject_public_key_info"] = keys.PublicKeyInfo.load(public)
    return _issued(certificate, certificate["tbs_certificate"].dump(force=True), key)


def oddly_named(letters: bytes = "Muñoz".encode("latin-1")) -> Odd:
    """A PrintableString in Latin-1, which `cryptography` refuses to read."""
    plain = pdfs.someone("@" * len(letters))
    certificate = pdfs.asn1(plain)
    length = bytes([len(letters)])
    told = (
        certificate["tbs_certificate"]
        .dump()
        .replace(b"\x0c" + length + b"@" * len(letters), b"\x13" + length + letters)
    )
    return _issued(certificate, told, plain.key)


def _issued(certificate: x509.Certificate, told: bytes, key: Any) -> Odd:
    authority = pdfs.issuing().key
    assert isinstance(authority, ec.EllipticCurvePrivateKey)
    certificate["tbs_certificate"] = x509.TbsCertificate.load(told)
    certificate["signature_value"] = authority.sign(told, ec.ECDSA(hashes.SHA256()))
    return Odd(certificate.dump(), key)


# --- tables ----------------------------------------------------------------------------------------------------------


def with_carriage_returns(objects: list[bytes]) -> bytes:
    """As written on old Macintoshes: every line but those of the table ends in CR alone."""
    return _tabled(objects, eol=b"\r", row=b"\r\n")


def with_windows_lines(objects: list[bytes]) -> bytes:
    return _tabled(objects, eol=b"\r\n", row=b"\r\n")


def with_two_sections(objects: list[bytes]) -> bytes:
    """A table in two sections, as merged files have it."""
    return _tabled(objects, eol=b"\n", row=b" \n", split=4)


def _tabled(objects: list[bytes], *, eol: bytes, row: bytes, split: int = 0) -> bytes:
    out, offsets = bytearray(b"%PDF-1.6" + eol + b"%\xe2\xe3\xcf\xd3" + eol), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj" % number + eol + body + eol + b"endobj" + eol
    start = len(out)
    rows = [b"0000000000 65535 f" + row, *(b"%010d 00000 n" % offset + row for offset in offsets)]
    sections = [(0, rows[:split]), (split, rows[split:])] if split else [(0, rows)]
    out += b"xref" + eol
    for first, lines in sections:
        out += b"%d %d" % (first, len(lines)) + eol + b"".join(lines)
    out += b"trailer" + eol + b"<</Size %d/Root 1 0 R/ID[<00><00>]>>" % len(rows) + eol
    return bytes(out + b"startxref" + eol + b"%d" % start + eol + b"%%EOF" + eol)


CARELESS: dict[str, dict[str, Any]] = {
    "a table in rows of nineteen": {"row": b"\n"},
    "a table a byte from where it should be": {"astray": 1},
    "a trailer on one line": {"trailer": b"trailer "},
    "objects on one line and a size too small": {"head": b"%d 0 obj", "end": b"endobj\n", "size": 4},
    "no binary line, a comment and no last line": {"top": b"%PDF-1.4 \n% made by hand\n", "last": b"%%EOF"},
}


def carelessly(
    objects: list[bytes],
    *,
    top: bytes = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    head: bytes = b"%d 0 obj\n",
    end: bytes = b"\nendobj\n",
    row: bytes = b" \n",
    astray: int = 0,
    trailer: bytes = b"trailer\n",
    size: int = 0,
    last: bytes = b"%%EOF\n",
) -> bytes:
    """Not as the standard has it, and as every viewer reads it all the same."""
    out, rows = bytearray(top), [b"0000000000 65535 f" + row]
    for number, body in enumerate(objects, start=1):
        rows.append(b"%010d 00000 n" % len(out) + row)
        out += head % number + body + end
    start = len(out)
    out += b"xref\n0 %d\n" % len(rows) + b"".join(rows)
    out += trailer + b"<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (size or len(rows), start + astray)
    return bytes(out + last)


def linearised(objects: list[bytes]) -> bytes:
    """The table of the first page first, and the table of the rest, which the first one points back to, at the end."""
    first_page, number = (1, 4, 5), len(objects) + 1
    ordered = [number, *first_page, *(one for one in range(1, number) if one not in first_page)]
    length, end_of_first, rest = 0, 0, 0
    places = dict.fromkeys(ordered, 0)
    for _ in range(2):  # the head names offsets that follow from its own length, which the second time is known
        bodies = {one: objects[one - 1] for one in range(1, number)}
        bodies[number] = b"<</Linearized 1/L %010d/H[0 0]/O 4/E %010d/N 1/T %010d>>" % (length, end_of_first, rest)
        out = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
        for one in ordered:
            places[one] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (one, bodies[one])
            if one == number:
                top = len(out)
                out += b"xref\n" + _sections({each: places[each] for each in ordered[:4]})
                out += b"trailer\n<</Size %d/Root 1 0 R/Prev %010d/ID[<00><00>]>>\n" % (number + 1, rest)
                out += b"startxref\n0\n%%EOF\n"
            if one == first_page[-1]:
                end_of_first = len(out)
        rest = len(out)
        out += b"xref\n0 1\n0000000000 65535 f \n" + _sections({each: places[each] for each in ordered[4:]})
        out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (number, top)
        length = len(out)
    return bytes(out)


def _sections(places: dict[int, int]) -> bytes:
    return b"".join(b"%d 1\n%010d 00000 n \n" % (one, place) for one, place in sorted(places.items()))


# --- messages --------------------------------------------------------------------------------------------------------


def with_its_whole_chain(by: Credential, covered: bytes) -> bytes:
    """The message with every certificate up to the root in it."""
    return detached(by, covered, embed=(pdfs.issuing(), pdfs.pki().roots["root-g2"]))


def over_its_digest(by: Credential, covered: bytes, *, stamped: datetime | None = None) -> bytes:
    """`adbe.pkcs7.sha1`: the message holds the SHA-1 of the file and signs that."""
    signer = SimpleSigner(signing_cert=pdfs.asn1(by), signing_key=pdfs.asn1_key(by), cert_registry=None)
    stamper = pdfs.time_stamper(None, stamped) if stamped else None
    digest = sha1(covered, usedforsecurity=False).digest()
    made = signer.async_sign_general_data(digest, "sha256", detached=False, timestamper=stamper)
    return asyncio.run(made).dump()


def with_a_digest_of_another_country(by: Credential, covered: bytes) -> bytes:
    """GOST R 34.11-2012, which nothing here computes."""
    told = message(by, covered)
    told["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": "1.2.643.7.1.1.2.2"}
    return told.dump(force=True)


def stamping(_by: Credential, covered: bytes) -> bytes:
    """A time stamp of the file."""
    stamper = pdfs.time_stamper(None, pdfs.SIGNED_AT)
    return asyncio.run(stamper.async_timestamp(sha256(covered).digest(), "sha256")).dump()


def naming_the_signer_by_its_key(by: Credential, covered: bytes) -> bytes:
    """RFC 5652, 5.3: a subject key identifier instead of an issuer and a serial."""
    told = message(by, covered)
    signer = told["content"]["signer_infos"][0]
    signer["version"] = "v3"
    key = pdfs.asn1(by).key_identifier_value
    signer["sid"] = cms.SignerIdentifier(name="subject_key_identifier", value=key)
    return told.dump(force=True)


def with_a_digest_without_parameters(by: Credential, covered: bytes) -> bytes:
    """RFC 5754, 2: as Bouncy Castle has written it since 1.69; most others write NULL."""
    told = message(by, covered)
    signer = told["content"]["signer_infos"][0]
    signer["digest_algorithm"] = algos.DigestAlgorithm.load(b"\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01")
    return told.dump(force=True)


def naming_its_mechanism_as_its_digest(by: Credential, covered: bytes) -> bytes:
    """`ecdsa-with-SHA256` where `sha256` belongs, as signers through Windows' CryptoAPI have written it."""
    told = message(by, covered)
    signer = told["content"]["signer_infos"][0]
    mechanism = signer["signature_algorithm"]["algorithm"].dotted
    signer["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": mechanism})
    return told.dump(force=True)


def with_an_old_certificate_reference(by: Credential, covered: bytes) -> bytes:
    """RFC 2634's `signing-certificate`, which knows SHA-1 alone, as signers wrote it before 2007 and some after."""
    signer = OldReference(signing_cert=pdfs.asn1(by), signing_key=pdfs.asn1_key(by), cert_registry=None)
    return asyncio.run(signer.async_sign(sha256(covered).digest(), "sha256")).dump()


class OldReference(SimpleSigner):
    """Refers to its certificate the old way."""

    def _signed_attr_providers(self, *how: Any, **more: Any) -> Any:
        yield from super()._signed_attr_providers(*how, **more)
        yield SigningCertificateV1(self.signing_cert)


class SigningCertificateV1(CMSAttributeProvider):
    attribute_type = "signing_certificate"

    def __init__(self, certificate: x509.Certificate) -> None:
        self._certificate = certificate

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificate:  # noqa: ARG002
        return as_signing_certificate(self._certificate)


def in_unknown_lengths(by: Credential, covered: bytes) -> bytes:
    """BER as Bouncy Castle writes it: the outer elements end where two zeros say so."""
    return _indefinite(detached(by, covered), levels=3)


def _indefinite(encoded: bytes, levels: int) -> bytes:
    out, position = b"", 0
    while position < len(encoded):
        element = parser.peek(encoded[position:])
        header, content = parser.parse(encoded[position : position + element])[3:5]
        if levels and encoded[position] & 0x20:
            out += bytes([encoded[position], 0x80]) + _indefinite(content, levels - 1) + b"\0\0"
        else:
            out += header + content
        position += element
    return out
