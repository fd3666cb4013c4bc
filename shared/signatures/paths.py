"""Paths a warm function has already validated, each with the time it holds for.

The library's validation of a path is a function of the certificates, the policy and the moment, and the moment counts
only against validity periods and for algorithms that lapse. The first path tried, once valid, is therefore found again
at any moment within the periods of all its certificates, if none of its algorithms ever lapses. Revocation is not part
of this: it is looked up anew for every signature.
"""

# mypy: allow-untyped-calls

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from asn1crypto import x509
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.util import CancelableAsyncIterator

from shared.signatures.algorithms import Algorithms, pinned_keys
from shared.signatures.policy import Policy
from shared.signatures.world import World

MOST = 1024


@dataclass(frozen=True, slots=True)
class Question:
    """All that a path depends on except the moment, as bytes."""

    certificate: bytes
    others: tuple[bytes, ...]
    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...]
    policy: Policy


@dataclass(frozen=True, slots=True)
class Known:
    path: ValidationPath
    since: datetime
    until: datetime


_known: dict[Question, Known] = {}


class Counted(CancelableAsyncIterator[ValidationPath]):
    """How many paths were tried: only of the first is it certain that no other came before it."""

    def __init__(self, paths: CancelableAsyncIterator[ValidationPath]) -> None:
        self._paths = paths
        self.count = 0

    def __aiter__(self) -> AsyncIterator[ValidationPath]:
        return self

    async def __anext__(self) -> ValidationPath:
        path: ValidationPath = await self._paths.__anext__()
        self.count += 1
        return path

    async def cancel(self) -> None:
        await self._paths.cancel()


def known_path(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    world: World,
    anchors: tuple[bytes, ...],
    *,
    moment: datetime,
) -> ValidationPath | None:
    """The path the library would find and accept at that moment, if it did so before."""
    known = _known.get(_question(certificate, others, world, anchors))
    return known.path if known and known.since <= moment <= known.until else None


def remember(
    path: ValidationPath,
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    world: World,
    anchors: tuple[bytes, ...],
) -> None:
    """Keep the first path tried, which the library accepted, unless time may change that in more ways than one."""
    chain = tuple(path.iter_certs(include_root=True))
    if len(chain) < 2 or not _lasts(chain, world.policy):
        return
    if len(_known) >= MOST:
        _known.clear()
    below = chain[1:]
    since, until = max(one.not_valid_before for one in below), min(one.not_valid_after for one in below)
    _known[_question(certificate, others, world, anchors)] = Known(path, since, until)


def forget() -> None:
    _known.clear()


def _lasts(chain: tuple[x509.Certificate, ...], policy: Policy) -> bool:
    """Whether every algorithm in it is believed at a moment nobody knows, and so at every moment."""
    algorithms = Algorithms(policy, pinned_keys(chain[:1]))
    return all(
        algorithms.signature_algorithm_allowed(one["signature_algorithm"], None, issuer.public_key).allowed
        for issuer, one in pairwise(chain)
    )


def _question(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], world: World, anchors: tuple[bytes, ...]
) -> Question:
    embedded = tuple(one.dump() for one in others)
    return Question(certificate.dump(), embedded, anchors, world.store.intermediates, world.policy)
