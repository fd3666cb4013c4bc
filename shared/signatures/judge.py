"""The one door: bytes in, verdict out, whatever the bytes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signatures import coverage, findings, opening
from shared.signatures.active import has_active_content, object_streams
from shared.signatures.bounds import OutOfBounds, OutOfTime, collected_afterwards, within
from shared.signatures.chain import missing_authority
from shared.signatures.policy import DEFAULT, Capacity, Policy
from shared.signatures.proof import NO_PROOF, Proof, proof_by_document_stamp, proof_of
from shared.signatures.revocation import Revocation
from shared.signatures.scan import Scan
from shared.signatures.signature import Read, changes, claimed_time, hashed, integrity, read, strength, trust
from shared.signatures.structure import mentions_byte_range, misshapen
from shared.signatures.trust import TrustStore
from shared.signatures.verdict import (
    DocumentVerdict,
    Finding,
    Indication,
    JudgedWith,
    SignatureVerdict,
    disposition_of,
    ranked,
    reasons_of,
)
from shared.signatures.who import NOBODY, capacity_of, signer_of
from shared.signatures.world import World


@dataclass(frozen=True, slots=True)
class Judged:
    """What the file showed before the document as a whole was weighed."""

    findings: tuple[Finding, ...]
    signatures: tuple[SignatureVerdict, ...] = ()
    parse_mode: str = ""
    sha256: str = ""


def judge(
    file: bytes, *, store: TrustStore, revocation: Revocation, at: datetime, policy: Policy = DEFAULT
) -> DocumentVerdict:
    """Whether the file may be believed, at that moment, under that policy. Never raises, whatever the file."""
    with collected_afterwards():
        judged = _guarded(file, World(store, revocation, policy, at))
    every = ranked(judged.findings)
    gravest = every[0].sub_indication if every else None
    return DocumentVerdict(
        indication=gravest.indication if gravest else Indication.TOTAL_PASSED,
        sub_indication=gravest,
        reasons=reasons_of(every),
        signatures=judged.signatures,
        parse_mode=judged.parse_mode,
        sha256=judged.sha256 or sha256(file).hexdigest(),
        judged_with=JudgedWith(policy.version, store.version, revocation.version),
        judged_at=at,
        disposition=disposition_of(every),
    )


def _guarded(file: bytes, world: World) -> Judged:
    try:
        with within(seconds=world.policy.seconds, growth=world.policy.memory_bytes):
            return _judged(file, world)
    except OutOfTime:
        return Judged((findings.OUT_OF_TIME,))
    except (PdfDecodeLimitError, RecursionError, MemoryError, OutOfBounds):
        return Judged((findings.TOO_COMPLEX,))
    except Exception:  # noqa: BLE001  hostile files raise whatever they like in a parser; ours is to say so, not to fall
        return Judged((findings.MALFORMED,))


def _judged(file: bytes, world: World) -> Judged:
    scan = Scan(file)
    if finding := misshapen(scan, world.policy):
        return Judged((finding,))
    found = opening.opened(file, world.policy)
    reader = found.reader
    if opening.is_encrypted(reader):
        return Judged((findings.ENCRYPTED,))
    if not opening.is_within_bounds(reader, world.policy):
        return Judged((findings.TOO_COMPLEX,))
    mode = opening.parse_mode(file, found, world.policy)
    signatures = [read(file, reader, filled) for filled in opening.filled_fields(reader)]
    if not signatures:
        active = (findings.ACTIVE_CONTENT,) if has_active_content(scan, reader) else ()
        return Judged((_unsigned(file, reader), *active), parse_mode=mode)
    digest = hashed(file, signatures)
    of_the_whole = _document_findings(scan, reader, signatures)
    verdicts, of_each = _verdicts(signatures, world)
    return Judged((*of_the_whole, *of_each), verdicts, mode, digest)


def _unsigned(file: bytes, reader: PdfFileReader) -> Finding:
    """S5: a signature's traces without a signature are what compressors and portals leave of one."""
    traces = mentions_byte_range(file) or any(mentions_byte_range(stream) for stream in object_streams(reader))
    return findings.RESAVED if traces else findings.UNSIGNED


def _document_findings(scan: Scan, reader: PdfFileReader, signatures: Sequence[Read]) -> list[Finding]:
    found = [one.finding for one in signatures if one.finding]
    if has_active_content(scan, reader):
        found.append(findings.ACTIVE_CONTENT)
    readable = [one.signature for one in signatures if one.signature]
    if readable and coverage.has_unsigned_changes(scan.data, reader, max(readable, key=coverage.end_of)):
        found.append(findings.UNSIGNED_CHANGES)
    if all(one.is_document_stamp for one in signatures):
        found.append(findings.ONLY_TIMESTAMPS)
    return found


def _verdicts(signatures: Sequence[Read], world: World) -> tuple[tuple[SignatureVerdict, ...], list[Finding]]:
    """D3: every signature, newest first, so that later stamps testify for what they cover."""
    found: list[Finding] = []
    verdicts: list[SignatureVerdict] = []
    capacities: set[Capacity] = set()
    seen_at = world.at
    for one in sorted(signatures, key=lambda each: coverage.end_of(each.signature) if each.signature else 0)[::-1]:
        proof, of_this = _examined(one, world, seen_at)
        found += of_this
        verdicts.append(_verdict(one, proof, of_this, world))
        if one.is_document_stamp and proof.time and not of_this:
            seen_at = min(seen_at, proof.time)
        elif one.signature:
            capacities.add(capacity_of(one.signature.signer_cert))
    return tuple(reversed(verdicts)), found + _missing_capacity(capacities, world.policy)


def _examined(one: Read, world: World, seen_at: datetime) -> tuple[Proof, tuple[Finding, ...]]:
    signature = one.signature
    if signature is None:
        return NO_PROOF, (one.finding,) if one.finding else ()
    if one.is_document_stamp:
        proof = proof_by_document_stamp(signature, world, seen_at=seen_at)
        absent = None if proof.time or proof.finding else findings.TIMESTAMP_UNTRUSTED
        return proof, _present(changes(signature), proof.finding, absent)
    proof = proof_of(signature, world, seen_at=seen_at)
    if proof.time is None and seen_at < world.at:
        proof = Proof(seen_at, proof.finding)
    broken = integrity(signature)
    doubts = () if broken else (strength(signature, world.policy, proof.time), *trust(signature, world, proof.time))
    return proof, _present(broken, changes(signature), proof.finding, *doubts)


def _present(*found: Finding | None) -> tuple[Finding, ...]:
    return ranked(finding for finding in found if finding)


def _missing_capacity(signed: set[Capacity], policy: Policy) -> list[Finding]:
    if not signed or policy.required <= signed:
        return []
    return [findings.PERSON_ONLY if Capacity.PERSON in signed else findings.ORGANISATION_ONLY]


def _verdict(one: Read, proof: Proof, found: tuple[Finding, ...], world: World) -> SignatureVerdict:
    signature = one.signature
    gravest = found[0].sub_indication if found else None
    return SignatureVerdict(
        field=one.name,
        indication=gravest.indication if gravest else Indication.TOTAL_PASSED,
        sub_indication=gravest,
        reasons=reasons_of(found),
        signer=signer_of(signature.signer_cert) if signature else NOBODY,
        claimed_time=claimed_time(signature) if signature else None,
        proven_time=proof.time,
        level=_level(one, proof),
        coverage=signature.coverage.name if signature and signature.coverage else "",
        missing_authority=missing_authority(signature.signer_cert, world.store) if signature and found else "",
    )


def _level(one: Read, proof: Proof) -> str:
    """The baseline level of ETSI EN 319 142-1 the evidence reaches, as far as it was believed."""
    if one.signature is None:
        return ""
    if one.is_document_stamp:
        return "DOCUMENT-TIME-STAMP"
    return "B-T" if proof.time else "B-B"
