"""One signature against every rule that concerns it alone: format, mathematics, coverage, changes, time, chain, who."""

# mypy: allow-untyped-calls

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import algos, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.generic import DictionaryObject, Reference
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from shared.signatures import coverage, findings
from shared.signatures.algorithms import Algorithms
from shared.signatures.chain import chain_of
from shared.signatures.digests import in_one_pass
from shared.signatures.objects import value
from shared.signatures.opening import FilledField
from shared.signatures.permissions import certified, exceeds, locked
from shared.signatures.policy import Policy
from shared.signatures.standing import Standing, Status
from shared.signatures.verdict import Finding
from shared.signatures.world import World

OVER_A_DIGEST = "/adbe.pkcs7.sha1"
"""The message signs the SHA-1 of the file that it holds, and not the file."""
SIGNATURE_KINDS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", OVER_A_DIGEST})
STAMP_KIND = "/ETSI.RFC3161"
STAMP_TYPES = frozenset({"/DocTimeStamp", "/Sig"})
OUTLIVED_KIND = "/adbe.x509.rsa_sha1"
"""No CMS at all, over SHA-1 and without a place for a time stamp: nothing could make it believed."""
WHOLE_REVISION = frozenset({SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE})
SHA1 = algos.DigestAlgorithm({"algorithm": "sha1"})
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


def integrity(signature: EmbeddedPdfSignature, policy: Policy) -> Finding | None:
    """Whether the signed bytes are these, and the signature over them is the certificate's."""
    try:
        digest, is_of_this_file = _digest(signature)
        intact, valid = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
    except SignatureValidationError:
        return findings.CMS_FORMAT
    except Exception:  # noqa: BLE001  of an algorithm nobody here can compute, no more is known than that it is none of ours
        return strength(signature, policy, None) or findings.SIGNATURE_BROKEN
    if not (intact and is_of_this_file):
        return findings.CONTENT_CHANGED
    return None if valid else findings.SIGNATURE_BROKEN


def _digest(signature: EmbeddedPdfSignature) -> tuple[bytes, bool]:
    """The digest of what the message signs, and whether that is this file."""
    if value(signature.sig_object, "/SubFilter") != OVER_A_DIGEST:
        return signature.compute_digest(), True
    held = signature.signed_data["encap_content_info"]["content"].native
    if not isinstance(held, bytes):
        raise SignatureValidationError("a message that holds no digest")
    digest = hashes.Hash(get_pyca_cryptography_hash(signature.md_algorithm))
    digest.update(held)
    return digest.finalize(), held == signature.compute_digest("sha1")


def changes(signature: EmbeddedPdfSignature) -> Finding | None:
    """D1: the signature covers its whole revision, and later revisions change nothing they may not."""
    covered = signature.evaluate_signature_coverage()
    signature.coverage = covered  # type: ignore[assignment]  # which the library declares to be None
    if covered not in WHOLE_REVISION:
        return findings.COVERAGE
    if covered is SignatureCoverageLevel.ENTIRE_FILE:
        return None
    if coverage.lists_what_lies_beyond(signature):
        return findings.COVERAGE
    if coverage.has_unlisted_objects(signature):
        return findings.MODIFIED
    from shared.signatures.difference import AFTER_SIGNING  # noqa: PLC0415  a signature over the whole file does without

    permission = certified(signature)
    result = AFTER_SIGNING.review_file(
        signature.reader, signature.signed_revision, field_mdp_spec=locked(signature), doc_mdp=permission
    )
    if not isinstance(result, DiffResult) or exceeds(result, permission):
        return findings.MODIFIED
    return None


def strength(signature: EmbeddedPdfSignature, policy: Policy, proven: datetime | None) -> Finding | None:
    """MD5 and short keys never count; SHA-1 only at a moment proven to lie before its end."""
    algorithms, info = Algorithms(policy), signature.signer_info
    verdicts: tuple[AlgorithmUsageConstraint, ...] = (
        algorithms.signature_algorithm_allowed(info["signature_algorithm"], proven, signature.signer_cert.public_key),
        algorithms.digest_algorithm_allowed(info["digest_algorithm"], proven),
        algorithms.digest_combination_allowed(info["signature_algorithm"], info["digest_algorithm"], None),
    )
    if value(signature.sig_object, "/SubFilter") == OVER_A_DIGEST:
        verdicts += (algorithms.digest_algorithm_allowed(SHA1, proven),)
    refused = [verdict for verdict in verdicts if not verdict.allowed]
    if not refused:
        return None
    proof_may_help = proven is None and all(verdict.not_allowed_after for verdict in refused)
    return findings.WEAK_WITHOUT_PROOF if proof_may_help else findings.WEAK_ALGORITHM


@dataclass(frozen=True, slots=True)
class Trust:
    """Why a signer is not believed, and the path that was looked at."""

    findings: tuple[Finding, ...] = ()
    standings: tuple[tuple[x509.Certificate, Status], ...] = ()
    """The signer first, the root, which stands by itself, last."""


NO_TRUST = Trust()


def covers_evidence(stamp: Read) -> bool:
    """Whether a document time stamp was put over a document security store."""
    signature = stamp.signature
    return signature is not None and "/DSS" in signature.reader.get_historical_root(signature.signed_revision)


def trust(signature: EmbeddedPdfSignature, world: World, proven: datetime | None) -> Trust:
    """The signer at the proven time, or now: a chain, a validity and a standing."""
    moment, certificate = proven or world.at, signature.signer_cert
    untimely = _signer_in_time(certificate, world.policy, moment, is_proven=proven is not None)
    doubts = (untimely,) if untimely else ()
    try:
        chain = chain_of(certificate, signature.other_embedded_certs, world, moment=moment)
        if isinstance(chain, Finding):
            return Trust((chain, *doubts))
        standings = chain.standings(world, moment=moment)
    except (PdfError, RecursionError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  an oddity of some certificate: nobody vouches for it, and nothing was changed
        return Trust((findings.CHAIN_BROKEN, *doubts))
    objections = tuple(_standing([status for _, status in standings], world, proven))
    return Trust((*objections, *doubts), (*standings, (chain.certificates[0], Status(Standing.GOOD))))


def claimed_time(signature: EmbeddedPdfSignature) -> datetime | None:
    """What the signer's machine said: shown beside what is proven, and no ground for any verdict; see `signed_at`."""
    try:
        time = signature.self_reported_timestamp
    except READING_ERRORS:
        return None
    return time if time is None or time.tzinfo else time.replace(tzinfo=UTC)


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


def _signer_in_time(
    certificate: x509.Certificate, policy: Policy, moment: datetime, *, is_proven: bool
) -> Finding | None:
    if moment > certificate.not_valid_after + policy.tolerance:
        return findings.SIGNED_AFTER_EXPIRY if is_proven else findings.EXPIRED_WITHOUT_PROOF
    if moment < certificate.not_valid_before - policy.tolerance:
        return findings.SIGNED_BEFORE_VALIDITY if is_proven else findings.EXPIRED_WITHOUT_PROOF
    return None


def _standing(statuses: Iterable[Status], world: World, proven: datetime | None) -> Iterator[Finding]:
    for position, status in enumerate(statuses):
        if status.standing in (Standing.UNKNOWN, Standing.ON_HOLD) and world.policy.require_revocation:
            yield findings.REVOCATION_UNKNOWN
        if status.since is not None and (finding := _revoked(status.since, proven, is_signer=position == 0)):
            yield finding


def _revoked(since: datetime, proven: datetime | None, *, is_signer: bool) -> Finding | None:
    if proven is not None and proven < since:
        return None
    if not is_signer:
        return findings.AUTHORITY_REVOKED
    return findings.REVOKED_WITHOUT_PROOF if proven is None else findings.REVOKED_BEFORE
