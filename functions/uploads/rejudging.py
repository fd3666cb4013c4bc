"""Verdicts that may have changed since: looked at again, the most urgent first, as many as a run allows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from functions.uploads import endangering
from functions.uploads.judging import judged
from functions.uploads.outcomes import Found
from shared.clock import new_id, now
from shared.domain.items import Item, ItemState, Standing
from shared.signatures.policy import POLICIES
from shared.signatures.verdict import Reason
from shared.storage import buckets, items, judgements, trust
from shared.storage.judgements import Listed
from shared.storage.outbox import Message, posted
from shared.storage.table import NotAsExpected, Write, transact
from shared.web.logs import crashed, decided

AT_MOST = 200  # versions a run
SECONDS = 180.0  # after which no other version is begun


_UNFINISHED = "POLICY_PROCESSING_ERROR"
_REVOKED = {Reason.REVOKED_BEFORE_SIGNING, Reason.REVOKED_NO_TIMESTAMP}


class NotJudged(RuntimeError):
    """The file is not the version's, or the judge ran out of time."""


class Unsettled(RuntimeError):
    """Some lists could not be looked through, or versions judged; they are tried again in an hour."""


def rejudge() -> None:
    """One run. It may come twice, or die anywhere: every version is claimed, and settled in one transaction."""
    until, failed = time.monotonic() + SECONDS, endangering.mark(now())
    trust.forget()  # what was just found in the lists is judged by those lists
    for found in _worth_another_look(now()):
        if time.monotonic() > until:
            break
        try:
            _rejudge(found)
        except Exception:  # noqa: BLE001 - whatever it is, the others are judged first, and then it is told loudly
            crashed("version.rejudging_failed", item=found.item, version=found.version.number)
            failed.append(found.item)
    if failed:
        raise Unsettled(len(failed))


def _worth_another_look(at: datetime) -> Iterator[Listed]:
    policies = [policy.version for policy in POLICIES.values()]
    yield from judgements.due(at, limit=AT_MOST)
    yield from judgements.outdated(policies, trust.current().store.version, limit=AT_MOST)


def _rejudge(found: Listed) -> None:
    claim = judgements.claimed(found, now())
    if claim is None:
        return  # a twin has it, or its holder replaced or removed it
    item = items.item(claim.item)
    if item is None:
        return  # a result or scan whose dossier is not done yet: looked at again when the claim ends
    if item.state is ItemState.REMOVED or item.version.number != claim.version.number:
        judgements.unlisted(claim)
        return
    seen = judged(buckets.kept(buckets.vault_key(item.id, item.version.sha256)), policy=claim.policy)
    if seen.report["sha256"] != item.version.sha256 or seen.report["sub_indication"] == _UNFINISHED:
        raise NotJudged  # that says nothing of the paper
    if not (item.version.standing is Standing.ACCEPTED and _is_no_news(seen)):
        _settle(item, claim, seen)
    elif _is_expired_alone(seen):
        judgements.left_as_judged(claim, seen.report)


def _is_no_news(found: Found) -> bool:
    """Not knowing takes no usable paper away: it is looked at again when the claim ends. A revocation does, known."""
    reasons = set(found.reasons)
    is_unknown = found.standing is Standing.UNDECIDED and Reason.REVOCATION_UNKNOWN in reasons
    return _is_expired_alone(found) or (is_unknown and not reasons & _REVOKED)


def _is_expired_alone(found: Found) -> bool:
    """The version was here while its certificate was good: that is proof enough of when it was signed."""
    return set(found.reasons) == {Reason.EXPIRED_NO_TIMESTAMP}


def _settle(before: Item, claim: Listed, found: Found) -> None:
    after = _judged(before, found)
    try:
        transact(
            *items.judged_again(before, after, found.report, claimed=claim.place),
            *_messages(before, after),
        )
    except NotAsExpected:
        return  # it was changed meanwhile, and is looked at again when the claim ends
    if before.version.standing is not after.version.standing:
        change = {"before": before.version.standing, "after": after.version.standing}
        decided("version.rejudged", item=after.id, version=after.version.number, **change, reasons=found.reasons)


def _judged(item: Item, found: Found) -> Item:
    version = replace(item.version, standing=found.standing, signed_on=found.signed_on or item.version.signed_on)
    return replace(item, version=version, issuer_unit=found.issuer_unit or item.issuer_unit)


def _messages(before: Item, after: Item) -> Iterator[Write]:
    """Every holder is told of a paper that can be used now, or no longer; not of one its agency took back."""
    if before.version.standing is after.version.standing or after.state is ItemState.WITHDRAWN:
        return
    event = "item_usable" if after.version.standing is Standing.ACCEPTED else "item_doubted"
    for vault in after.holders:
        yield posted(Message(id=new_id(), event=event, vault=vault, at=now(), about=f"item/{after.id}"))
