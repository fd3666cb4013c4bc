"""When a signature existed, by time stamps alone: the time a signer claims is often seven hours off, or absent."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    message_imprint_checker,
    validate_sig_integrity,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator.errors import InvalidCertificateError, PathBuildingError, ValidationError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from shared.signatures import findings
from shared.signatures.algorithms import Algorithms
from shared.signatures.chain import anchors, context, learn, settled, time_stamping_objection
from shared.signatures.paths import known_path
from shared.signatures.verdict import Finding
from shared.signatures.world import World

TOKENS = 8
READING_ERRORS = (SignatureValidationError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Proof:
    """A proven time, or why there is none; both absent when nobody claimed to prove anything."""

    time: datetime | None = None
    finding: Finding | None = None


NO_PROOF = Proof()


def proof_of(signature: EmbeddedPdfSignature, world: World, *, seen_at: datetime) -> Proof:
    """The earliest time any good stamp in the signature proves, judged when later evidence last saw it."""
    try:
        stamps = list(extract_tst_data_iter(signature.signer_info, signed=False))
    except READING_ERRORS:
        return Proof(finding=findings.TIMESTAMP_UNTRUSTED)
    if len(stamps) > TOKENS:
        return Proof(finding=findings.TOO_COMPLEX)
    proofs = [_proof(stamp, message_imprint_checker(signature.signer_info), world, seen_at) for stamp in stamps]
    times = [proof.time for proof in proofs if proof.time]
    if times:
        return Proof(min(times))
    return next((proof for proof in proofs if proof.finding), NO_PROOF)


def proof_by_document_stamp(stamp: EmbeddedPdfSignature, world: World, *, seen_at: datetime) -> Proof:
    """The time a document time stamp proves for everything before it."""
    return _proof(stamp.signed_data, stamp.compute_digest, world, seen_at)


def _proof(token: cms.SignedData, imprint: Callable[[str], bytes], world: World, seen_at: datetime) -> Proof:
    try:
        stamp = _stamp(token)
        generated: datetime = stamp["gen_time"].native
        path = _plain_path(token, stamp, imprint, world, seen_at) or _path(token, stamp, imprint, world, seen_at)
    except READING_ERRORS:
        return Proof(finding=findings.TIMESTAMP_FORGED)
    except (PdfError, RecursionError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  an oddity of some certificate or algorithm: the stamp proves nothing
        return Proof(finding=findings.TIMESTAMP_UNTRUSTED)
    if isinstance(path, Proof):
        return path
    imprinted_with = Algorithms(world.policy).digest_algorithm_allowed(_imprint_algorithm(stamp), generated)
    if not imprinted_with.allowed or generated > world.at + world.policy.tolerance:
        return Proof(finding=findings.TIMESTAMP_UNTRUSTED)
    moment = generated if world.policy.embedded_as_issued else seen_at
    finding = path and time_stamping_objection(path, world, moment=moment)
    return Proof(finding=finding) if finding else Proof(generated)


def _plain_path(
    token: cms.SignedData, stamp: tsp.TSTInfo, imprint: Callable[[str], bytes], world: World, seen_at: datetime
) -> ValidationPath | None:
    """The stamper's path, if it is known already and all the rest is plainly in order; or else the library decides."""
    try:
        certificates = extract_certs_for_validation(token)
        signer = certificates.signer_cert
        path = known_path(signer, list(certificates.other_certs), world, anchors(world), moment=seen_at)
        if path is None or not _is_sound(token, signer, world, stamp["gen_time"].native):
            return None
        TimestampSignatureStatus.default_usage_constraints().validate(signer)
        expected, claimed = imprint(_imprint_algorithm(stamp)["algorithm"].native), stamp["message_imprint"]
        return path if claimed["hashed_message"].native == expected else None
    except (*READING_ERRORS, InvalidCertificateError):
        return None


def _is_sound(token: cms.SignedData, signer: x509.Certificate, world: World, generated: datetime) -> bool:
    info, content = extract_signer_info(token), token["encap_content_info"]
    algorithms, digest = Algorithms(world.policy), info["digest_algorithm"]
    if not (
        algorithms.signature_algorithm_allowed(info["signature_algorithm"], generated, signer.public_key).allowed
        and algorithms.digest_algorithm_allowed(digest, generated).allowed
        and algorithms.digest_combination_allowed(info["signature_algorithm"], digest, generated).allowed
    ):
        return False
    actual = hashes.Hash(get_pyca_cryptography_hash(digest["algorithm"].native))
    actual.update(bytes(content["content"]))
    return validate_sig_integrity(info, signer, content["content_type"].native, actual.finalize()) == (True, True)


def _path(
    token: cms.SignedData, stamp: tsp.TSTInfo, imprint: Callable[[str], bytes], world: World, seen_at: datetime
) -> ValidationPath | Proof:
    """What the library makes of the stamp: the stamper's path, or why it proves nothing."""
    ways = context(world, anchors(world), moment=seen_at, signed_at=stamp["gen_time"].native)
    ways.certificate_registry.register_multiple(world.embedded.certificates)
    status = TimestampSignatureStatus(**settled(validate_tst_signed_data(token, ways, imprint)))
    if not (status.intact and status.valid):
        return Proof(finding=findings.TIMESTAMP_FORGED)
    if status.trust_problem_indic is AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        return NO_PROOF  # the stamp's own certificate has since expired: as good as no stamp, and no worse
    if not status.trusted or status.validation_path is None:
        return Proof(finding=findings.TIMESTAMP_UNTRUSTED)
    certificates = extract_certs_for_validation(token)
    with suppress(ValidationError, PathBuildingError):  # at another moment: a path that lapses is not worth keeping
        learn(certificates.signer_cert, list(certificates.other_certs), world, anchors(world), moment=seen_at)
    return status.validation_path


def _stamp(token: cms.SignedData) -> tsp.TSTInfo:
    content = token["encap_content_info"]["content"]
    if not isinstance(content, core.ParsableOctetString) or not isinstance(content.parsed, tsp.TSTInfo):
        raise ValueError("not a time stamp")
    return content.parsed


def _imprint_algorithm(stamp: tsp.TSTInfo) -> algos.DigestAlgorithm:
    return stamp["message_imprint"]["hash_algorithm"]
