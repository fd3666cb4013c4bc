"""S4: what a filled signature field holds, a signature that can be read or the finding that says why it cannot."""

# mypy: allow-untyped-calls

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from asn1crypto import algos, x509
from pyhanko.pdf_utils.generic import DictionaryObject, Reference
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from shared.signatures import coverage, findings
from shared.signatures.digests import in_one_pass
from shared.signatures.objects import value
from shared.signatures.opening import FilledField
from shared.signatures.verdict import Finding

OVER_A_DIGEST = "/adbe.pkcs7.sha1"
"""The message signs the SHA-1 of the file that it holds, and not the file."""
SIGNATURE_KINDS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", OVER_A_DIGEST})
STAMP_KIND = "/ETSI.RFC3161"
STAMP_TYPES = frozenset({"/DocTimeStamp", "/Sig"})
OUTLIVED_KIND = "/adbe.x509.rsa_sha1"
"""No CMS at all, over SHA-1 and without a place for a time stamp: nothing could make it believed."""
READING_ERRORS = (ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Read:
    """A signature that could be read, or the finding that says why it could not."""

    name: str
    signature: EmbeddedPdfSignature | None
    finding: Finding | None = None

    @property
    def is_document_stamp(self) -> bool:
        return self.signature is not None and is_document_stamp(self.signature)


def read(file: bytes, reader: PdfFileReader, filled: FilledField) -> Read:
    """S4 and the outer format, before any library touches the CMS."""
    dictionary = value(filled.field, "/V")
    if not isinstance(dictionary, DictionaryObject):
        return Read(filled.name, None, findings.CMS_FORMAT)
    ranges, cms = coverage.byte_range(dictionary), coverage.contents(dictionary)
    if ranges is None:
        return Read(filled.name, None, findings.BYTE_RANGE)
    if coverage.reaches_past_the_end(file, ranges):
        return Read(filled.name, None, findings.RESAVED)
    if unsupported := _unsupported(value(dictionary, "/SubFilter"), cms):
        return Read(filled.name, None, unsupported)
    leaves_it_out = cms is not None and coverage.leaves_only_its_contents_out(file, ranges, cms)
    if not (leaves_it_out and coverage.is_written_around(dictionary, file, reader, ranges)):
        return Read(filled.name, None, findings.BYTE_RANGE)
    return _parsed(reader, filled)


def hashed(file: bytes, signatures: Iterable[Read]) -> str:
    """SHA-256 of the file, having told each signature the digest it will ask for."""
    readable = [one.signature for one in signatures if one.signature]
    covered = [(signature, coverage.byte_range(signature.sig_object)) for signature in readable]
    whole, digests = in_one_pass(file, [ranges for _, ranges in covered if ranges])
    for signature, ranges in covered:
        if ranges:
            signature.external_digests["sha256"] = digests[ranges]
    return whole


def is_document_stamp(signature: EmbeddedPdfSignature) -> bool:
    """Some producers give it the `/Type` of any signature."""
    return bool(value(signature.sig_object, "/SubFilter") == STAMP_KIND)


def _unsupported(kind: object, cms: bytes | None) -> Finding | None:
    if not cms or kind not in SIGNATURE_KINDS | {STAMP_KIND, OUTLIVED_KIND}:
        return findings.CMS_FORMAT
    return findings.WEAK_ALGORITHM if kind == OUTLIVED_KIND else None


def _parsed(reader: PdfFileReader, filled: FilledField) -> Read:
    try:
        signature = EmbeddedPdfSignature(reader, _referring(filled.field), filled.name)
        _named_by_its_digest(signature)
        signature.signed_revision = coverage.last_revision_within(signature)
        types, expected = (STAMP_TYPES, "tst_info") if is_document_stamp(signature) else ({"/Sig"}, "data")
        kind = signature.signed_data["encap_content_info"]["content_type"].native
        is_signed = isinstance(signature.signer_cert, x509.Certificate)
        if signature.sig_object_type not in types or kind != expected or not is_signed:
            return Read(filled.name, None, findings.CMS_FORMAT)
    except READING_ERRORS:
        return Read(filled.name, None, findings.CMS_FORMAT)
    return Read(filled.name, signature)


def _named_by_its_digest(signature: EmbeddedPdfSignature) -> None:
    """Some tools name the signature's algorithm where its digest's belongs, and OpenSSL reads them as meant, too.

    Nobody signs that name, and a wrong one only makes the digests differ. What names no digest at all is left as it is.
    """
    named = signature.signer_info["digest_algorithm"]["algorithm"]
    if named.native != named.dotted:
        return
    with suppress(ValueError):
        digest = algos.SignedDigestAlgorithm({"algorithm": named.dotted}).hash_algo
        signature.signer_info["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": digest})
        signature.md_algorithm = signature.external_md_algorithm = digest


@dataclass(frozen=True, slots=True)
class _Value:
    """The value of a field where the library looks for it."""

    dictionary: DictionaryObject
    reference: Reference

    def get_object(self) -> DictionaryObject:
        return self.dictionary


def _referring(field: DictionaryObject) -> DictionaryObject:
    """The field as the library reads it, its value by reference: a value may also stand in the field itself."""
    dictionary, reference = field.raw_get("/V"), field.container_ref
    if not isinstance(dictionary, DictionaryObject) or not isinstance(reference, Reference):
        return field
    entries = {key: field.raw_get(key) for key in field}
    return DictionaryObject({**entries, "/V": _Value(dictionary, reference)})
