"""What a judged PDF turned out to be, as plain values every room may hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Indication(StrEnum):
    """The three outcomes of ETSI EN 319 102-1, clause 5.1.2."""

    TOTAL_PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL-FAILED"


class SubIndication(StrEnum):
    """Why a signature did not pass, in the words of ETSI EN 319 102-1, tables 5 and 6."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    POLICY_PROCESSING_ERROR = "POLICY_PROCESSING_ERROR"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    NO_POE = "NO_POE"
    TRY_LATER = "TRY_LATER"

    @property
    def indication(self) -> Indication:
        return Indication.TOTAL_FAILED if self in FAILING else Indication.INDETERMINATE


FAILING = frozenset(
    {
        SubIndication.FORMAT_FAILURE,
        SubIndication.HASH_FAILURE,
        SubIndication.SIG_CRYPTO_FAILURE,
        SubIndication.REVOKED,
        SubIndication.EXPIRED,
        SubIndication.NOT_YET_VALID,
    }
)

MAY_STILL_CHANGE = frozenset(
    {
        SubIndication.TRY_LATER,
        SubIndication.OUT_OF_BOUNDS_NO_POE,
        SubIndication.REVOKED_NO_POE,
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    }
)


class Reason(StrEnum):
    """What is the matter, gravest first; `sentence` turns a code into words for people."""

    EMPTY = "EMPTY"
    NOT_PDF = "NOT_PDF"
    TRUNCATED = "TRUNCATED"
    ENCRYPTED = "ENCRYPTED"
    RESAVED_AFTER_SIGNING = "RESAVED_AFTER_SIGNING"
    UNSIGNED = "UNSIGNED"
    CONTENT_CHANGED = "CONTENT_CHANGED"
    MODIFIED_AFTER_SIGNING = "MODIFIED_AFTER_SIGNING"
    UNSIGNED_CHANGES = "UNSIGNED_CHANGES"
    TRAILING_DATA = "TRAILING_DATA"
    SIGNATURE_BROKEN = "SIGNATURE_BROKEN"
    BYTE_RANGE = "BYTE_RANGE"
    COVERAGE = "COVERAGE"
    ACTIVE_CONTENT = "ACTIVE_CONTENT"
    ONLY_TIMESTAMPS = "ONLY_TIMESTAMPS"
    CMS_FORMAT = "CMS_FORMAT"
    MALFORMED = "MALFORMED"
    TOO_COMPLEX = "TOO_COMPLEX"
    REVOKED_BEFORE_SIGNING = "REVOKED_BEFORE_SIGNING"
    SIGNED_AFTER_EXPIRY = "SIGNED_AFTER_EXPIRY"
    TIMESTAMP_BROKEN = "TIMESTAMP_BROKEN"
    PUBLIC_CA_ONLY = "PUBLIC_CA_ONLY"
    SELF_SIGNED = "SELF_SIGNED"
    UNKNOWN_CA = "UNKNOWN_CA"
    NOT_FOR_SIGNING = "NOT_FOR_SIGNING"
    WEAK_ALGORITHM = "WEAK_ALGORITHM"
    REVOKED_NO_TIMESTAMP = "REVOKED_NO_TIMESTAMP"
    EXPIRED_NO_TIMESTAMP = "EXPIRED_NO_TIMESTAMP"
    REVOCATION_UNKNOWN = "REVOCATION_UNKNOWN"
    WRONG_ISSUER = "WRONG_ISSUER"
    PERSON_ONLY = "PERSON_ONLY"
    ORGANISATION_ONLY = "ORGANISATION_ONLY"

    @property
    def gravity(self) -> int:
        """0 is the gravest."""
        return _GRAVITY[self]


_GRAVITY = {reason: position for position, reason in enumerate(Reason)}


ARCHIVING = "DOCUMENT-TIME-STAMP"
"""The level of what signs for nobody and only proves a time."""


class Disposition(StrEnum):
    """What to do with the file: use it, keep it unused until time or an officer decides, or give it back."""

    ACCEPT = "ACCEPT"
    KEEP = "KEEP"
    REFUSE = "REFUSE"


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule."""

    reason: Reason
    sub_indication: SubIndication

    @property
    def gravity(self) -> tuple[bool, int]:
        return (self.sub_indication.indication is not Indication.TOTAL_FAILED, self.reason.gravity)


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    organisation: str
    serial: str


@dataclass(frozen=True, slots=True)
class Link:
    """A certificate of the path that was believed, and the revocation data that says how it stands."""

    name: str
    sha256: str
    revocation: str = ""
    """SHA-256 of the list or answer; none for a root, nor where nothing is known."""
    is_answer: bool = False
    """Whether it is an OCSP answer, and no list."""


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    field: str
    indication: Indication
    sub_indication: SubIndication | None
    reasons: tuple[Reason, ...]
    signer: Signer
    claimed_time: datetime | None
    proven_time: datetime | None
    level: str
    coverage: str
    missing_authority: str = ""
    """Name of a government sub-CA the trust store lacks: an operator's alarm, never a ground for trust."""
    unit: str = ""
    """The unit the registry of agencies' certificates knows the signer by, when it signed."""
    chain: tuple[Link, ...] = ()
    """The signer first, the root last; empty when none leads to a root."""


@dataclass(frozen=True, slots=True)
class JudgedWith:
    """What to judge again with when one of them changes."""

    policy: str
    trust_store: str
    revocation: str
    registry: str = ""


@dataclass(frozen=True, slots=True)
class DocumentVerdict:
    indication: Indication
    sub_indication: SubIndication | None
    reasons: tuple[Reason, ...]
    signatures: tuple[SignatureVerdict, ...]
    parse_mode: str
    sha256: str
    judged_with: JudgedWith
    judged_at: datetime
    disposition: Disposition

    @property
    def accepted(self) -> bool:
        return self.disposition is Disposition.ACCEPT

    @property
    def signed_at(self) -> datetime | None:
        """When the paper was first signed: the earliest moment a signer claims or a signature's stamp proves, if any.

        A stamp proves no more than that the paper is older, and anybody may add one to an old paper: by stamps alone it
        would look new, and a document stamp dates nothing. A claim is the signer's own, and only ever makes it older.
        """
        archived = {one.proven_time for one in self.signatures if one.level == ARCHIVING}
        own = {one.proven_time for one in self.signatures if one.proven_time} - archived
        claimed = {one.claimed_time for one in self.signatures if one.claimed_time}
        return min(own | claimed | {self.judged_at}) if own | claimed else None


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, the gravest first."""
    return tuple(sorted(set(findings), key=lambda finding: (*finding.gravity, finding.sub_indication)))


def reasons_of(findings: Iterable[Finding]) -> tuple[Reason, ...]:
    """The reasons of ranked findings, each once, in their order."""
    return tuple(dict.fromkeys(finding.reason for finding in findings))


def disposition_of(findings: Iterable[Finding]) -> Disposition:
    """KEEP only what time, fresher revocation data or an officer may still decide, and nothing else is wrong with."""
    subs = {finding.sub_indication for finding in findings}
    if not subs:
        return Disposition.ACCEPT
    return Disposition.KEEP if subs <= MAY_STILL_CHANGE else Disposition.REFUSE
