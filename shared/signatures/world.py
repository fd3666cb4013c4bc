"""What a verdict depends on besides the file."""

from dataclasses import dataclass
from datetime import datetime

from shared.signatures.embedded import NOTHING, Embedded
from shared.signatures.issuers import ANYBODY, Competence
from shared.signatures.policy import Policy
from shared.signatures.revocation import Revocation
from shared.signatures.trust import TrustStore


@dataclass(frozen=True, slots=True)
class World:
    """Everything a verdict depends on besides the signature itself."""

    store: TrustStore
    revocation: Revocation
    policy: Policy
    at: datetime
    competence: Competence = ANYBODY
    embedded: Embedded = NOTHING
    """What the file brings along, once it is read."""
