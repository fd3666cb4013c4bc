"""The trust as administrators read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from cryptography import x509

from functions.trust import shapes
from functions.trust.rules import FRESHNESS_NAMES, Freshness, freshness, hours_left
from shared.signatures.published import common_name, key_identifier
from shared.signatures.standing import authority_of
from shared.signatures.trust import fingerprint
from shared.storage import crls, trust

Purpose = Literal["root", "intermediate", "timestamping", "public"]


def spelled_out(
    believed: trust.Trust, kept: Iterable[crls.Kept], *, policies: Mapping[str, str], at: datetime
) -> shapes.TrustView:
    lists = tuple(kept)
    store = believed.store
    groups: dict[Purpose, tuple[bytes, ...]] = {
        "root": store.roots,
        "intermediate": store.intermediates,
        "timestamping": store.timestamping,
        "public": store.public,
    }
    authorities = [_authority(der, purpose, lists, at) for purpose, group in groups.items() for der in group]
    return shapes.TrustView(
        stage_believes_demonstration=trust.believes_demonstration(),
        trust_store=store.version,
        revocation=believed.revocation.version,
        policies=dict(policies),
        is_stale=any(each.freshness is Freshness.STALE for each in authorities),
        authorities=authorities,
    )


def _authority(der: bytes, purpose: Purpose, lists: tuple[crls.Kept, ...], at: datetime) -> shapes.AuthorityView:
    certificate = x509.load_der_x509_certificate(der)
    own = [each for each in lists if each.published.issuer == authority_of(certificate)]
    newest = crls.newest(own).get(authority_of(certificate))
    fresh = None if purpose == "public" else _freshness(newest, at)
    return shapes.AuthorityView(
        purpose=purpose,
        name=common_name(certificate),
        key=key_identifier(certificate),
        sha256=fingerprint(der),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        freshness=fresh,
        freshness_name=FRESHNESS_NAMES[fresh] if fresh else "",
        revocation_list=_list(newest, older=len(own) - 1, at=at) if newest else None,
    )


def _freshness(newest: crls.Kept | None, at: datetime) -> Freshness:
    return freshness(newest.published.listed.next_update, at) if newest else Freshness.MISSING


def _list(kept: crls.Kept, *, older: int, at: datetime) -> shapes.ListView:
    listed = kept.published.listed
    return shapes.ListView(
        number=kept.published.number,
        this_update=listed.this_update,
        next_update=listed.next_update,
        hours_left=hours_left(listed.next_update, at),
        revoked=len(listed.revoked),
        fetched_at=kept.fetched_at,
        sha256=listed.sha256,
        older=older,
    )
