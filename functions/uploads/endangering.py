"""An authority's newer list is looked through for what is new in it, and whatever was signed with that is marked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from cryptography import x509

from shared.signatures.published import Published, key_identifier
from shared.signatures.standing import Unverified
from shared.signatures.trust import TrustStore
from shared.storage import answers, crls, judgements, trust
from shared.storage.judgements import LookedThrough
from shared.web.logs import crashed, decided

AT_ONCE = 500  # certificates, or versions, of one authority's list a run
_ANSWERS = "ocsp"  # what is looked through, beside each authority's list
_KNOWN_EVERYWHERE = timedelta(minutes=10)  # after which no warm function judges without a list any more


def mark(at: datetime) -> list[str]:
    """Go on in every list that is not looked through. Dying anywhere, or twice, marks the same versions again.

    One authority's list holds up no other: what could not be looked through.
    """
    store, failed = trust.current().store, []
    try:
        _look_at_answers(store, at)
    except Exception:  # noqa: BLE001 - as below
        crashed("trust.looking_through_failed", list=_ANSWERS)
        failed.append(_ANSWERS)
    for issuer, kept in crls.newest(crls.in_use(store=store, at=at)).items():
        try:
            _look_through(kept, store, at)
        except Exception:  # noqa: BLE001 - whatever it is, the other lists are looked through, and it is told loudly
            crashed("trust.looking_through_failed", list=kept.place)
            failed.append(issuer)
    return failed


def _look_at_answers(store: TrustStore, at: datetime) -> None:
    """Go on in the certificates a responder said were taken back, in the order that became known.

    As with lists, what was said a moment ago is looked at once more.
    """
    seen = judgements.looked_through(_ANSWERS) or LookedThrough(done="")
    for each in answers.taken_back():
        name = f"{each.fetched_at.isoformat()}#{each.place}"
        if name <= seen.done:
            continue
        reached = _marked(each.question.authority, [each.question.serial], store, at, after=seen.after)
        ended = not reached and at >= each.fetched_at + _KNOWN_EVERYWHERE
        seen = LookedThrough(done=name) if ended else LookedThrough(done=seen.done, after=reached)
        judgements.look_on(_ANSWERS, seen)
        if reached:
            break


def _look_through(kept: crls.Kept, store: TrustStore, at: datetime) -> None:
    seen = judgements.looked_through(kept.published.issuer)
    if seen is None:  # what was judged before there was a list waits for it by itself
        judgements.look_on(kept.published.issuer, LookedThrough(done=kept.published.file))
    elif seen.done != kept.published.file:
        _look_on(kept, seen, store, at)


def _look_on(kept: crls.Kept, seen: LookedThrough, store: TrustStore, at: datetime) -> None:
    newest = kept.published
    fresh = set(newest.listed.revoked) - _revoked(seen.done, store, at)
    after = seen.after if seen.doing == newest.file else ""
    reached = _marked(newest.key, [format(each, "x") for each in fresh], store, at, after=after)
    if reached:
        judgements.look_on(newest.issuer, LookedThrough(done=seen.done, doing=newest.file, after=reached))
    elif at >= kept.fetched_at + _KNOWN_EVERYWHERE or not fresh:
        judgements.look_on(newest.issuer, LookedThrough(done=newest.file))


def _revoked(file: str, store: TrustStore, at: datetime) -> frozenset[int]:
    """What a list named that was in use once; nothing where it is gone, or nobody vouches for it any more."""
    content = crls.archived(file)
    try:
        return Published.of(content, store=store, at=at).revoked if content else frozenset()
    except Unverified:
        return frozenset()


def _marked(authority: str, serials: Collection[str], store: TrustStore, at: datetime, *, after: str) -> str:
    """Where to go on; "" when nothing is left."""
    if serials and authority in set(map(_key, store.roots + store.timestamping)):
        decided("trust.authority_revoked", authority=authority)
        return _mark_everything(after, at)
    return _mark_signed(sorted(serials), after, at)


def _mark_signed(serials: list[str], after: str, at: datetime) -> str:
    left = [each for each in serials if each > after]
    for serial in left[:AT_ONCE]:
        for item, number in judgements.signed_with(serial):
            judgements.endangered(item, number, at)
    return left[AT_ONCE - 1] if len(left) > AT_ONCE else ""


def _mark_everything(after: str, at: datetime) -> str:
    """An authority or a time stamper was taken back: no signature names it, so every one may hang on it."""
    found = judgements.judged_after(after, limit=AT_ONCE)
    for each in found:
        judgements.endangered(each.item, each.version.number, at)
    return found[-1].place if len(found) == AT_ONCE else ""


def _key(der: bytes) -> str:
    return key_identifier(x509.load_der_x509_certificate(der))
