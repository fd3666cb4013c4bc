"""One signature against every rule that concerns it alone: mathematics, coverage, changes, time, chain, standing."""

# mypy: allow-untyped-calls

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import algos, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from shared.signatures import coverage, findings
from shared.signatures.algorithms import Algorithms
from shared.signatures.chain import chain_of
from shared.signatures.fields import OVER_A_DIGEST, READING_ERRORS, Read
from shared.signatures.objects import value
from shared.signatures.permissions import certified, exceeds, locked
from shared.signatures.policy import Policy
from shared.signatures.standing import Standing, Status
from shared.signatures.verdict import Finding
from shared.signatures.world import World

WHOLE_REVISION = frozenset({SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE})
SHA1 = algos.DigestAlgorithm({"algorithm": "sha1"})


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
