"""The conditions a signed file is judged under, as one frozen value."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256


class Capacity(StrEnum):
    """In whose name a certificate signs."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"


@dataclass(frozen=True, slots=True)
class Policy:
    """Every threshold of the rule; the default is what the vault asks of an upload.

    `required` names the capacities that must each have signed: a result carries a person's and the organisation's
    signature, a digitised paper at least the organisation's (Decree 30/2020), a certified copy its certifier's and the
    organisation's (Decree 23/2015); what somebody deposits, whatever it was issued with.
    Revocation data in the file itself clears a signer whose time is proven if it is later than that time, or earlier by
    `embedded_age` at most; `embedded_as_issued` lets it speak for as long as it says it does, and clear time stampers
    too: for files judged by what they bring along, where no lists are at hand.
    """

    name: str = "deposit"
    require_revocation: bool = True
    required: frozenset[Capacity] = frozenset()
    sha1_until: datetime = datetime(2020, 12, 31, 23, 59, 59, tzinfo=UTC)
    embedded_age: timedelta = timedelta(days=1)
    embedded_as_issued: bool = False
    rsa_bits: int = 2048
    curve_bits: int = 256
    tolerance: timedelta = timedelta(seconds=60)
    file_bytes: int = 32 * 1024 * 1024
    objects: int = 100_000
    revisions: int = 60
    certificates: int = 20
    decoded_bytes: int = 96 * 1024 * 1024
    memory_bytes: int = 256 * 1024 * 1024
    seconds: float = 4.0

    @property
    def version(self) -> str:
        """Changes whenever any condition does, so that older verdicts can be found and judged again."""
        values = [getattr(self, field.name) for field in fields(self)]
        spelt = "\n".join(str(sorted(v)) if isinstance(v, frozenset) else str(v) for v in values)
        return f"{self.name}-{sha256(spelt.encode()).hexdigest()[:12]}"


DEFAULT = Policy()
RESULT = Policy(name="result", required=frozenset(Capacity))
DIGITISED = Policy(name="digitised", required=frozenset({Capacity.ORGANISATION}))
CERTIFIED_COPY = Policy(name="certified_copy", required=frozenset(Capacity))
OFFLINE = Policy(name="offline", require_revocation=False)
EMBEDDED = Policy(name="embedded", embedded_as_issued=True)

POLICIES = {policy.name: policy for policy in (DEFAULT, RESULT, DIGITISED, CERTIFIED_COPY, OFFLINE, EMBEDDED)}
