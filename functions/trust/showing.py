"""Who is believed and how freshly, gathered for an administrator."""

from __future__ import annotations

from functions.trust import shapes, spelling
from shared.clock import now
from shared.signatures.policy import POLICIES
from shared.storage import crls, trust


def shown() -> shapes.TrustView:
    at, believed = now(), trust.current()
    kept = crls.in_use(store=believed.store, at=at)
    policies = {name: policy.version for name, policy in POLICIES.items()}
    return spelling.spelled_out(believed, kept, policies=policies, at=at)
