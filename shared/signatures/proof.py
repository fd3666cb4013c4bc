"""When a signature existed, by time stamps alone: the time a signer claims is often seven hours off, or absent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, cms, core, tsp
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.status import TimestampSignatureStatus

from shared.signatures import findings
from shared.signatures.chain import World, context, settled, time_stamping_objection
from shared.signatures.verdict import Finding

TOKENS = 8


@dataclass(frozen=True, slots=True)
class Proof:
    """A proven time, or why there is none; both absent when nobody claimed to prove anything."""

    time: datetime | None = None
    finding: Finding | None = None


NO_PROOF = Proof()


def proof_of(signature: EmbeddedPdfSignature, world: World, *, seen_at: datetime) -> Proof:
    """The earliest time any good stamp in the signature proves, judged when later evidence last saw it."""
    stamps = list(extract_tst_data_iter(signature.signer_info, signed=False))
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
        ways = context(world, world.store.roots + world.store.timestamping, moment=seen_at, signed_at=generated)
        status = TimestampSignatureStatus(**settled(validate_tst_signed_data(token, ways, imprint)))
    except (SignatureValidationError, ValueError, TypeError, KeyError, AttributeError):
        return Proof(finding=findings.TIMESTAMP_FORGED)
    if not (status.intact and status.valid):
        return Proof(finding=findings.TIMESTAMP_FORGED)
    if status.trust_problem_indic is AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        return NO_PROOF  # the stamp's own certificate has since expired: as good as no stamp, and no worse
    imprinted_with = ways.algorithm_policy.digest_algorithm_allowed(_imprint_algorithm(stamp), generated)
    if not (status.trusted and imprinted_with.allowed) or generated > world.at + world.policy.tolerance:
        return Proof(finding=findings.TIMESTAMP_UNTRUSTED)
    finding = status.validation_path and time_stamping_objection(status.validation_path, world)
    return Proof(finding=finding) if finding else Proof(generated)


def _stamp(token: cms.SignedData) -> tsp.TSTInfo:
    content = token["encap_content_info"]["content"]
    if not isinstance(content, core.ParsableOctetString) or not isinstance(content.parsed, tsp.TSTInfo):
        raise ValueError("not a time stamp")
    return content.parsed


def _imprint_algorithm(stamp: tsp.TSTInfo) -> algos.DigestAlgorithm:
    return stamp["message_imprint"]["hash_algorithm"]
