"""The one door: bytes in, verdict out, whatever the bytes are."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from shared.signatures import coverage, findings, opening
from shared.signatures.active import has_active_content, object_streams
from shared.signatures.bounds import OutOfBounds, OutOfTime, collected_afterwards, within
from shared.signatures.chain import carries_its_evidence, missing_authority
from shared.signatures.embedded import Embedded
from shared.signatures.fields import READING_ERRORS, Read, hashed, read
from shared.signatures.issuers import ANYBODY, Competence, Voice, missing, objection
from shared.signatures.policy import DEFAULT, Policy
from shared.signatures.proof import NO_PROOF, Proof, proof_by_document_stamp, proof_of
from shared.signatures.revocation import Revocation
from shared.signatures.scan import Scan
from shared.signatures.signature import (
    NO_TRUST,
    Trust,
    changes,
    claimed_time,
    covers_evidence,
    integrity,
    strength,
    trust,
)
from shared.signatures.structure import byte_ranges_mentioned, misshapen
from shared.signatures.trust import TrustStore
from shared.signatures.verdict import (
    ARCHIVING,
    DocumentVerdict,
    Finding,
    Indication,
    JudgedWith,
    Link,
    SignatureVerdict,
    disposition_of,
    ranked,
    reasons_of,
)
from shared.signatures.who import NOBODY, name_of, signer_of, voice_of
from shared.signatures.world import World


@dataclass(frozen=True, slots=True)
class Judged:
    """What the file showed before the document as a whole was weighed."""

    findings: tuple[Finding, ...]
    signatures: tuple[SignatureVerdict, ...] = ()
    parse_mode: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """One signature by itself: when it was made, what is the matter with it, and in whose name it speaks."""

    read: Read
    proof: Proof
    findings: tuple[Finding, ...]
    trust: Trust = NO_TRUST
    voice: Voice | None = None
    archived: bool = False
    """Whether a later document time stamp, itself believed, covers the evidence for it."""


def judge(
    file: bytes,
    *,
    store: TrustStore,
    revocation: Revocation,
    at: datetime,
    policy: Policy = DEFAULT,
    competence: Competence = ANYBODY,
) -> DocumentVerdict:
    """Whether the file may be believed, at that moment, under that policy. Never raises, whatever the file.

    With the units competent for a paper, every signature must speak for one of them.
    """
    with collected_afterwards():
        judged = _guarded(file, World(store, revocation, policy, at, competence))
    every = ranked(judged.findings)
    gravest = every[0].sub_indication if every else None
    return DocumentVerdict(
        indication=gravest.indication if gravest else Indication.TOTAL_PASSED,
        sub_indication=gravest,
        reasons=reasons_of(every),
        signatures=judged.signatures,
        parse_mode=judged.parse_mode,
        sha256=judged.sha256 or sha256(file).hexdigest(),
        judged_with=JudgedWith(policy.version, store.version, revocation.version, competence.registry.version),
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
    if coverage.leaves_objects_out(reader):
        return Judged((findings.MALFORMED,))
    mode = opening.parse_mode(file, found, world.policy)
    signatures = [read(file, reader, filled) for filled in opening.filled_fields(reader)]
    if not signatures:
        active = (findings.ACTIVE_CONTENT,) if has_active_content(scan, reader) else ()
        return Judged((_unsigned(file, reader), *active), parse_mode=mode)
    digest = hashed(file, signatures)
    world = replace(world, embedded=Embedded(reader, _messages(signatures)))
    of_the_whole = _document_findings(scan, reader, signatures)
    verdicts, of_each = _verdicts(signatures, world)
    return Judged((*of_the_whole, *of_each), verdicts, mode, digest)


def _messages(signatures: Iterable[Read]) -> Iterator[cms.SignedData]:
    """Every message of the file, the stamps inside the signatures included."""
    for one in signatures:
        with suppress(*READING_ERRORS):
            if one.signature:
                yield one.signature.signed_data
                yield from extract_tst_data_iter(one.signature.signer_info, signed=False)


def _unsigned(file: bytes, reader: PdfFileReader) -> Finding:
    """S5: a signature's traces without a signature are what compressors and portals leave of one.

    Usage rights (ISO 32000-1, 12.8.2.3) are no such trace: a form carries them so that one vendor's reader saves it.
    """
    traces = sum(map(byte_ranges_mentioned, (file, *object_streams(reader))))
    return findings.RESAVED if traces > opening.usage_rights(reader) else findings.UNSIGNED


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
    """D3: every signature counts, and together they must be those the paper needs."""
    examined = _in_turn(signatures, world)
    voices = [each.voice for each in examined if each.voice]
    weighed = [(each, each.findings + _incompetence(each.voice, voices, world)) for each in examined]
    lacking = missing(voices, world.policy.required)
    every = [finding for _, found in weighed for finding in found]
    verdicts = tuple(_verdict(each, ranked(found), world) for each, found in weighed)
    return verdicts, every + ([lacking] if lacking else [])


def _in_turn(signatures: Sequence[Read], world: World) -> list[Examined]:
    """The signatures oldest first, examined newest first, so that later stamps testify for what they cover."""
    examined: list[Examined] = []
    seen_at, archived = world.at, False
    for one in sorted(signatures, key=lambda each: coverage.end_of(each.signature) if each.signature else 0)[::-1]:
        this = replace(_examined(one, world, seen_at), archived=archived)
        examined.append(this)
        if one.is_document_stamp and this.proof.time and not this.findings:
            seen_at = min(seen_at, this.proof.time)
            archived = archived or covers_evidence(one)
    return examined[::-1]


def _incompetence(voice: Voice | None, voices: Sequence[Voice], world: World) -> tuple[Finding, ...]:
    found = objection(voice, voices, world.competence.units) if voice else None
    return (found,) if found else ()


def _examined(one: Read, world: World, seen_at: datetime) -> Examined:
    signature = one.signature
    if signature is None:
        return Examined(one, NO_PROOF, _present(one.finding))
    if one.is_document_stamp:
        proof = proof_by_document_stamp(signature, world, seen_at=seen_at)
        return Examined(one, proof, _present(changes(signature), proof.finding))
    proof = proof_of(signature, world, seen_at=seen_at)
    if proof.time is None and seen_at < world.at:
        proof = Proof(seen_at, proof.finding)
    broken = integrity(signature, world.policy)
    trusted = NO_TRUST if broken else trust(signature, world, proof.time)
    doubts = () if broken else (strength(signature, world.policy, proof.time), *trusted.findings)
    found = _present(broken, changes(signature), proof.finding, *doubts)
    voice = voice_of(signature.signer_cert, world.competence.registry, at=proof.time or world.at)
    return Examined(one, proof, found, trusted, voice)


def _present(*found: Finding | None) -> tuple[Finding, ...]:
    return ranked(finding for finding in found if finding)


def _verdict(examined: Examined, found: tuple[Finding, ...], world: World) -> SignatureVerdict:
    one, signature, proof = examined.read, examined.read.signature, examined.proof
    gravest = found[0].sub_indication if found else None
    return SignatureVerdict(
        field=one.name,
        indication=gravest.indication if gravest else Indication.TOTAL_PASSED,
        sub_indication=gravest,
        reasons=reasons_of(found),
        signer=signer_of(signature.signer_cert) if signature else NOBODY,
        claimed_time=claimed_time(signature) if signature else None,
        proven_time=proof.time,
        level=_level(examined, world),
        coverage=signature.coverage.name if signature and signature.coverage else "",
        missing_authority=missing_authority(signature.signer_cert, world.store) if signature and found else "",
        unit=examined.voice.unit if examined.voice else "",
        chain=_links(examined.trust),
    )


def _links(trust: Trust) -> tuple[Link, ...]:
    return tuple(
        Link(name_of(one), one.sha256.hex().upper(), said.source, said.is_answer) for one, said in trust.standings
    )


def _level(examined: Examined, world: World) -> str:
    """The baseline level of ETSI EN 319 142-1 the evidence reaches, as far as it was believed."""
    if examined.read.signature is None:
        return ""
    if examined.read.is_document_stamp:
        return ARCHIVING
    proven = examined.proof.time
    if proven is None:
        return "B-B"
    if not carries_its_evidence([one for one, _ in examined.trust.standings], world, moment=proven):
        return "B-T"
    return "B-LTA" if examined.archived else "B-LT"
