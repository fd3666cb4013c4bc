"""Who is believed and how freshly, gathered for an administrator."""

from __future__ import annotations

from functions.trust import asking, shapes, spelling
from shared.clock import now
from shared.signatures.policy import POLICIES
from shared.storage import answers, crls, judgements, trust


def shown() -> shapes.TrustView:
    at, believed = now(), trust.current()
    heard = spelling.Heard(
        lists=crls.in_use(store=believed.store, at=at),
        answers=tuple(answers.kept().values()),
        responders=asking.responders(),
        silent=answers.silent(),
        undecided=judgements.undecided(),
    )
    policies = {name: policy.version for name, policy in POLICIES.items()}
    return spelling.spelled_out(believed, heard, policies=policies, at=at)
