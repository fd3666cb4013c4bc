"""The trust as administrators read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509

from functions.trust import shapes
from functions.trust.rules import FRESHNESS_NAMES, Freshness, freshness, hours_left
from shared.signatures.published import common_name, key_identifier
from shared.signatures.standing import authority_of
from shared.signatures.trust import fingerprint
from shared.storage import answers, crls, trust

Purpose = Literal["root", "intermediate", "timestamping", "public"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What authorities said: their lists and answers, where they answer, and which of them do not; and how many papers
    wait for more.
    """

    lists: tuple[crls.Kept, ...]
    answers: tuple[answers.Kept, ...]
    responders: Mapping[str, str]
    silent: Mapping[str, datetime]
    undecided: tuple[int, bool]


def spelled_out(believed: trust.Trust, heard: Heard, *, policies: Mapping[str, str], at: datetime) -> shapes.TrustView:
    store = believed.store
    groups: dict[Purpose, tuple[bytes, ...]] = {
        "root": store.roots,
        "intermediate": store.intermediates,
        "timestamping": store.timestamping,
        "public": store.public,
    }
    authorities = [_authority(der, purpose, heard, at) for purpose, group in groups.items() for der in group]
    return shapes.TrustView(
        stage_believes_demonstration=trust.believes_demonstration(),
        trust_store=store.version,
        revocation=believed.revocation.version,
        policies=dict(policies),
        is_stale=any(map(_is_stale, authorities)),
        undecided=heard.undecided[0],
        undecided_more=heard.undecided[1],
        authorities=authorities,
    )


def _authority(der: bytes, purpose: Purpose, heard: Heard, at: datetime) -> shapes.AuthorityView:
    certificate = x509.load_der_x509_certificate(der)
    own = [each for each in heard.lists if each.published.issuer == authority_of(certificate)]
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
        answers=_answers(key_identifier(certificate), heard, at),
    )


def _is_stale(authority: shapes.AuthorityView) -> bool:
    """Old answers are nobody's worry where a list is fresh."""
    said = authority.answers
    return authority.freshness is Freshness.STALE or bool(
        authority.freshness is Freshness.MISSING and said and said.stale
    )


def _answers(authority: str, heard: Heard, at: datetime) -> shapes.AnswersView | None:
    own = [each for each in heard.answers if each.question.authority == authority]
    if not own and authority not in heard.responders:
        return None
    for_now = [each.until >= at for each in own if not each.is_for_good]
    return shapes.AnswersView(
        responder=heard.responders.get(authority),
        fresh=for_now.count(True),
        stale=for_now.count(False),
        revoked=len(own) - len(for_now),
        last_answer_at=max((each.fetched_at for each in own), default=None),
        silent_since=heard.silent.get(authority),
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
