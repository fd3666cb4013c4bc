"""From a certificate up to a pinned root, offline; and why not, by name, when there is no way up."""

from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from asn1crypto import x509
from cryptography.x509 import Certificate, load_der_x509_certificate
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath

from shared.signatures import findings
from shared.signatures.algorithms import Algorithms, pinned_keys
from shared.signatures.paths import Counted, known_path, remember
from shared.signatures.revocation import weighed
from shared.signatures.standing import UNKNOWN, RevocationList, Standing, Status, Subject, Unverified
from shared.signatures.statements import stated
from shared.signatures.trust import TrustStore
from shared.signatures.verdict import Finding
from shared.signatures.who import attributes_of
from shared.signatures.world import World

T = TypeVar("T")

SIGNING = KeyUsageConstraints(key_usage={"non_repudiation"})


@dataclass(frozen=True, slots=True)
class Chain:
    """A valid path, nearest the root first, the root included."""

    certificates: tuple[x509.Certificate, ...]

    def standings(self, world: World, *, moment: datetime) -> list[tuple[x509.Certificate, Status]]:
        """What is said of each certificate below the root, leaf first; of that moment where the file itself says it."""
        pairs = reversed(list(zip(self.certificates[1:], self.certificates, strict=False)))
        return [(certificate, status(certificate, issuer, world, moment)) for certificate, issuer in pairs]


@lru_cache(maxsize=256)
def loaded(der: bytes) -> x509.Certificate:
    return x509.Certificate.load(der)


def settled(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a library coroutine that awaits nothing but itself, so that it needs no loop to run on."""
    try:
        coroutine.send(None)
    except StopIteration as finished:
        result: T = finished.value
        return result
    coroutine.close()
    raise RuntimeError("the library waits for something, though it may fetch nothing")


def context(world: World, anchors: Iterable[bytes], *, moment: datetime, signed_at: datetime) -> ValidationContext:
    """A library context that fetches nothing; algorithms are judged at `signed_at`, validity at `moment`."""
    roots = tuple(map(loaded, anchors))
    return ValidationContext(
        trust_roots=list(roots),
        other_certs=[loaded(der) for der in world.store.intermediates],
        moment=moment,
        best_signature_time=signed_at,
        allow_fetching=False,
        time_tolerance=world.policy.tolerance,
        algorithm_usage_policy=Algorithms(world.policy, pinned_keys(roots)),
    )


def chain_of(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], world: World, *, moment: datetime
) -> Chain | Finding:
    """The signer's path to a government root at that moment, clamped into the certificate's own validity.

    Whether that moment itself lies within the validity is the business of `signer_in_time`.
    """
    within = min(max(moment, certificate.not_valid_before), certificate.not_valid_after)
    try:
        path = _found(certificate, others, world, moment=within)
    except (ValidationError, PathBuildingError) as error:
        return _diagnosis(error, certificate, others, world.store)
    try:
        SIGNING.validate(certificate)
    except InvalidCertificateError:
        return findings.NOT_FOR_SIGNING
    return Chain(tuple(path.iter_certs(include_root=True)))


def _found(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], world: World, *, moment: datetime
) -> ValidationPath:
    """The path by what the signature carries, or else by whatever certificates the file does."""
    try:
        return learn(certificate, others, world, world.store.roots, moment=moment)
    except PathBuildingError:
        if not world.embedded.certificates:
            raise
        return learn(certificate, world.embedded.certificates, world, world.store.roots, moment=moment)


def learn(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    world: World,
    roots: tuple[bytes, ...],
    *,
    moment: datetime,
) -> ValidationPath:
    """The path the library accepts at that moment, remembered for the next file. Raises what the library raises."""
    if known := known_path(certificate, others, world, roots, moment=moment):
        return known
    ways = context(world, roots, moment=moment, signed_at=certificate.not_valid_before)
    ways.certificate_registry.register_multiple(others)
    path, is_first = settled(_valid_path(certificate, ways))
    if is_first:
        remember(path, certificate, others, world, roots)
    return path


def anchors(world: World) -> tuple[bytes, ...]:
    """Whose time stamps are believed."""
    return world.store.roots + world.store.timestamping


def time_stamping_objection(path: ValidationPath, world: World, *, moment: datetime) -> Finding | None:
    """A revoked authority proves nothing, whenever that was; one of unknown standing proves nothing yet."""
    chain = Chain(tuple(path.iter_certs(include_root=True)))
    standings = {status.standing for _, status in chain.standings(world, moment=moment)}
    if Standing.REVOKED in standings:
        return findings.TIMESTAMP_UNTRUSTED
    if standings - {Standing.GOOD} and world.policy.require_revocation:
        return findings.REVOCATION_UNKNOWN
    return None


def missing_authority(certificate: x509.Certificate, store: TrustStore) -> str:
    """The issuer's name when it claims to belong to the government's hierarchy but the store does not know it."""
    issuer = certificate.issuer
    known = {loaded(der).subject.hashable for der in store.authorities}
    hierarchy = {organisation for der in store.roots if (organisation := _organisation(loaded(der).subject))}
    if issuer.hashable in known or _organisation(issuer) not in hierarchy:
        return ""
    return attributes_of(issuer).get("common_name", "")


async def _valid_path(certificate: x509.Certificate, ways: ValidationContext) -> tuple[ValidationPath, bool]:
    """A valid path, and whether it was the first one tried."""
    paths = Counted(ways.path_builder.async_build_paths_lazy(certificate))
    path: ValidationPath = await find_valid_path(certificate, paths, ways)
    return path, paths.count == 1


def _diagnosis(
    error: Exception, certificate: x509.Certificate, others: Iterable[x509.Certificate], store: TrustStore
) -> Finding:
    match error:
        case ExpiredError() | NotYetValidError():
            return findings.EXPIRED_WITHOUT_PROOF
        case DisallowedAlgorithmError():
            return findings.WEAK_ALGORITHM
        case _ if certificate.issuer == certificate.subject:
            return findings.SELF_SIGNED
        case _ if _is_public([certificate, *others], store):
            return findings.PUBLIC_CA_ONLY
        case PathValidationError():
            return findings.CHAIN_BROKEN
        case _:
            return findings.UNKNOWN_CA


def _is_public(certificates: Iterable[x509.Certificate], store: TrustStore) -> bool:
    """By name only, which is enough to tell the citizen what kind of signature it is, and never to trust it."""
    public = {loaded(der).subject.hashable for der in store.public}
    return any(certificate.issuer.hashable in public for certificate in certificates)


def status(certificate: x509.Certificate, issuer: x509.Certificate, world: World, moment: datetime) -> Status:
    """What the lists say today, and the file's own evidence said about that moment."""
    subject, authority = _subject(certificate.dump()), _as_read_by_cryptography(issuer.dump())
    if authority is None:
        return UNKNOWN
    listed = (*world.revocation.statements(authority), *_signed_by(authority, world.revocation.unvouched))
    known = [(one, one.status(subject, counts=one.is_fresh(world.at))) for one in listed]
    return weighed(known + embedded_statuses(subject, authority, world, moment))


def embedded_statuses(
    subject: Subject, authority: Certificate, world: World, moment: datetime
) -> list[tuple[RevocationList, Status]]:
    """An authority's list lives long, so it counts while it says so; a signer's has to be of the day."""
    is_lasting = world.policy.embedded_as_issued or subject.is_authority
    age = None if is_lasting else world.policy.embedded_age
    said = _signed_by(authority, world.embedded.statements)
    return [(one, one.status(subject, counts=one.reaches(moment, age=age))) for one in said]


def carries_its_evidence(chain: Sequence[x509.Certificate], world: World, *, moment: datetime) -> bool:
    """Whether the file itself says of each certificate below the root, the signer first, how it stood then."""
    if not world.embedded.statements or len(chain) < 2:
        return False
    as_issued = replace(world, policy=replace(world.policy, embedded_as_issued=True))
    return all(_speaks_of(one, issuer, as_issued, moment) for one, issuer in pairwise(chain))


def _speaks_of(certificate: x509.Certificate, issuer: x509.Certificate, world: World, moment: datetime) -> bool:
    authority = _as_read_by_cryptography(issuer.dump())
    said = embedded_statuses(_subject(certificate.dump()), authority, world, moment) if authority else []
    return any(status is not UNKNOWN for _, status in said)


def _signed_by(authority: Certificate, evidence: Iterable[bytes]) -> Iterator[RevocationList]:
    for each in evidence:
        with suppress(Unverified):
            if found := stated(each, authority):
                yield found


@lru_cache(maxsize=256)
def _as_read_by_cryptography(der: bytes) -> Certificate | None:
    """None for what it is too strict to read: of such an authority nothing is known."""
    try:
        return load_der_x509_certificate(der)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _subject(der: bytes) -> Subject:
    certificate = x509.Certificate.load(der)
    points = certificate.crl_distribution_points_value or ()
    names = (point["distribution_point"] for point in points)
    urls = (name.native for point in names if point.name == "full_name" for name in point.chosen)
    return Subject(certificate.serial_number, bool(certificate.ca), frozenset(map(str, urls)))


def _organisation(name: x509.Name) -> str:
    return attributes_of(name).get("organization_name", "")
