"""Responders asked about certificates of which nothing fresh is known, no more a run than it can carry.

Asked about are the agencies' certificates in the registry, and what papers that wait undecided were signed with; of
authorities that have a responder and no fresh list. Where a responder is found is data, as it is for lists.
"""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from cryptography import x509

from functions.trust import rules
from functions.trust.fetching import publications
from shared.channels.http import NoAnswer, asked
from shared.clock import now, today
from shared.domain.issuers import IssuerCertificate
from shared.signatures.asking import Answered, Question, authorities, unsaid
from shared.signatures.standing import Unverified
from shared.signatures.trust import TrustStore
from shared.storage import answers, catalogues, crls, judgements, trust
from shared.web.logs import decided, measured

AT_MOST = 200  # questions a run
SECONDS = 60.0  # after which no other is asked
_PATIENCE = 5.0  # seconds for one answer
_TRIES = 3  # in vain, one after the other; then a responder is left alone until the next run
_WAITING = 100  # versions looked at for what they wait for
_LARGEST = 64 * 1024  # bytes of an answer
_NONCE = 16  # bytes (RFC 8954)


@dataclass
class _Round:
    """What came of a run so far."""

    asked: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    in_vain: Counter[str] = field(default_factory=Counter)


def ask_all() -> None:
    """Ask what is due, the most needed first; then measure who is silent, and what is out of date."""
    store, addresses = trust.current().store, responders()
    unlisted = addresses.keys() - _freshly_listed(store)
    these = {key: each for key, each in authorities(store).items() if key in unlisted}
    waiting, registered = _waiting(store, these), _registered(these)
    due, round_ = rules.due(waiting, registered, answers.kept(), now(), at_most=AT_MOST), _Round()
    until = time.monotonic() + SECONDS
    for question in due:
        if time.monotonic() > until:
            break
        _ask(question, addresses[question.authority], these[question.authority], round_)
    _measure(round_, {*waiting, *registered})


def responders() -> dict[str, str]:
    """Where each authority answers: the first address that is named for it."""
    named = [each for each in reversed(publications()) if "responder" in each]
    return {each["authority"]: each["responder"] for each in named}


def _freshly_listed(store: TrustStore) -> set[str]:
    at = now()
    newest = crls.newest(crls.in_use(store=store, at=at)).values()
    return {each.published.key for each in newest if each.published.listed.is_fresh(at)}


def _waiting(store: TrustStore, of: Container[str]) -> list[Question]:
    """What undecided papers wait to hear. 1 Query."""
    found = (each for report in judgements.waiting(limit=_WAITING) for each in unsaid(report, store)) if of else ()
    return [each for each in dict.fromkeys(found) if each.authority in of]


def _registered(of: Container[str]) -> list[Question]:
    """The agencies' certificates; one that signs no more is asked about when a paper waits for it."""
    catalogue = catalogues.pointer() if of else None
    issuers = catalogues.of(catalogue.version).issuers if catalogue else ()
    found = (
        Question(each.authority, each.serial) for each in issuers if each.authority and each.serial and _signs(each)
    )
    return [each for each in dict.fromkeys(found) if each.authority in of]


def _signs(one: IssuerCertificate) -> bool:
    return one.valid_until is None or today() <= one.valid_until


def _ask(question: Question, address: str, authority: x509.Certificate, round_: _Round) -> None:
    """One answer that fails, in whatever way, leaves the others and its older one."""
    round_.asked.add(question.authority)
    if round_.in_vain[address] >= _TRIES:
        return
    told = {"authority": question.authority, "serial": question.serial}
    nonce = secrets.token_bytes(_NONCE)
    request = question.request(authority, nonce=nonce)
    try:
        content = asked(address, request, kind="application/ocsp-request", largest=_LARGEST, seconds=_PATIENCE)
        answer = Answered.of(content, question, authority, at=now(), nonce=nonce)
    except NoAnswer:
        round_.in_vain[address] += 1
        decided("trust.answer_not_given", **told)
    except Unverified as error:
        round_.in_vain[address] = 0
        decided("trust.answer_refused", **told, kind=type(error).__name__, why=str(error))
    else:
        round_.in_vain[address] = 0
        round_.answered.add(question.authority)
        is_newest = answers.keep(answer)
        decided("trust.answer_kept" if is_newest else "trust.answer_older", **told, is_revoked=answer.is_for_good)


def _measure(round_: _Round, wanted: Iterable[Question]) -> None:
    """For how many hours each responder that was asked is silent, and how many answers nobody renewed in time."""
    at, silent = now(), answers.silent()
    for authority in silent.keys() - round_.asked:
        answers.spoke_again(authority)  # as far as anybody wanted to hear of it
    for authority in round_.asked:
        if authority in round_.answered:
            if authority in silent:
                answers.spoke_again(authority)
        elif authority not in silent:
            answers.fell_silent(authority)
        since = None if authority in round_.answered else silent.get(authority, at)
        _measured("ResponderSilentHours", rules.hours_since(since, at), authority)
    for authority, number in rules.stale(wanted, answers.kept(), at).items():
        _measured("StaleAnswers", number, authority)


def _measured(metric: str, value: float, authority: str) -> None:
    measured(metric, value, stage=os.environ["STAGE"], each={"Authority": authority})
