"""Which certificates were taken back: CRLs and OCSP answers, verified once and turned into an index of serials."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from typing import Self

from cryptography import x509

from shared.signatures.standing import (
    UNKNOWN,
    RevocationList,
    Scope,
    Status,
    Subject,
    Unverified,
    Unvouched,
    authority_of,
)
from shared.signatures.statements import stated
from shared.signatures.trust import TrustStore


@dataclass(frozen=True, slots=True)
class Revocation:
    """Everything known about revocation, by authority."""

    lists: Mapping[str, tuple[RevocationList, ...]] = field(default_factory=dict)
    unvouched: tuple[bytes, ...] = ()
    """Data of authorities the store lacks: counts for a path that leads through them."""

    @classmethod
    def of(cls, evidence: Iterable[bytes], *, store: TrustStore) -> Self:
        """Index CRLs (DER or PEM) and OCSP responses (DER).

        Raises Unvouched for one that no authority of the store signed, Unverified for any other kind of file. Several
        lists of one authority are merged: serials of expired certificates may vanish from later ones.
        """
        return cls(_indexed(verified(each, store=store) for each in evidence))

    @classmethod
    def leniently(cls, evidence: Iterable[bytes], *, store: TrustStore) -> Self:
        """The same, keeping what no authority of the store signed until a path shows who did. Raises Unverified."""
        vouched, unvouched = [], []
        for each in evidence:
            try:
                vouched.append(verified(each, store=store))
            except Unvouched:
                unvouched.append(each)
        return cls(_indexed(vouched), tuple(unvouched))

    def and_answers(self, evidence: Iterable[bytes], *, store: TrustStore) -> Self:
        """What is known, and these besides; one that nobody of the store vouches for any more is passed over."""
        said = []
        for each in evidence:
            with suppress(Unverified):
                said.append(verified(each, store=store))
        return replace(self, lists=_indexed([*chain.from_iterable(self.lists.values()), *said]))

    @property
    def version(self) -> str:
        digests = [one.sha256 for lists in self.lists.values() for one in lists]
        digests += [sha256(each).hexdigest() for each in self.unvouched]
        return sha256("".join(sorted(digests)).encode()).hexdigest()[:16]

    @property
    def fresh_until(self) -> datetime | None:
        """When the first list goes stale; None when there is none that ever does."""
        whole = (one for lists in self.lists.values() for one in lists if one.scope.serial is None)
        return min((one.next_update for one in whole if one.next_update), default=None)

    def statements(self, issuer: x509.Certificate) -> tuple[RevocationList, ...]:
        """What an authority is known to have said."""
        return self.lists.get(authority_of(issuer), ())

    def status(self, certificate: x509.Certificate, issuer: x509.Certificate, *, at: datetime) -> Status:
        """What today's lists say of a certificate; a missing or stale list says UNKNOWN."""
        subject = Subject.of(certificate)
        return weighed([(one, one.status(subject, counts=one.is_fresh(at))) for one in self.statements(issuer)])


def weighed(statuses: Sequence[tuple[RevocationList, Status]]) -> Status:
    """Whoever was revoked stays so, from the earliest moment told; else the newest statement counts.

    An answer given by somebody whose own certificate was taken back is none.
    """
    every = [one for one, _ in statuses]
    statuses = [(one, status) for one, status in statuses if not _is_disowned(one, every)]
    revoked = [status for _, status in statuses if status.since]
    if revoked:
        return min(revoked, key=lambda status: (status.since, status.source))
    said = [(one.this_update, status.source, status) for one, status in statuses if status is not UNKNOWN]
    return max(said, key=lambda each: each[:2])[2] if said else UNKNOWN


def _is_disowned(one: RevocationList, others: Iterable[RevocationList]) -> bool:
    return one.responder is not None and any(one.responder in other.revoked for other in others)


def verified(evidence: bytes, *, store: TrustStore) -> RevocationList:
    """One CRL or OCSP response, checked against the authority behind it. Raises Unvouched, Unverified."""
    for der in store.authorities:
        if found := stated(evidence, _loaded(der)):
            return found
    raise Unvouched("no authority of the trust store signed this revocation data")


def _indexed(found: Iterable[RevocationList]) -> Mapping[str, tuple[RevocationList, ...]]:
    by_scope: dict[str, dict[Scope, RevocationList]] = {}
    for one in found:
        lists = by_scope.setdefault(one.issuer, {})
        lists[one.scope] = _merged(lists[one.scope], one) if one.scope in lists else one
    return {issuer: tuple(lists.values()) for issuer, lists in by_scope.items()}


def _merged(one: RevocationList, other: RevocationList) -> RevocationList:
    older, newer = sorted((one, other), key=lambda item: item.this_update)
    lasting = {serial: since for serial, since in older.revoked.items() if since is not None}
    return replace(
        newer,
        revoked={**lasting, **newer.revoked},
        sha256=sha256((older.sha256 + newer.sha256).encode()).hexdigest(),
    )


@lru_cache(maxsize=256)
def _loaded(der: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(der)
