"""What the trust's route gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from functions.trust.rules import Freshness
from shared.web.shapes import Shape, View


class ListView(View):
    """The newest revocation list of an authority; `older` more are read for serials that vanished from it."""

    number: int | None
    this_update: datetime
    next_update: datetime | None
    hours_left: float
    revoked: int
    fetched_at: datetime
    sha256: str
    older: int


class AnswersView(View):
    """What an authority's responder said, of certificates one by one; asked where no list of it is fresh.

    `stale` answers are over and not renewed, `revoked` ones hold for good. `silent_since`: it does not answer.
    """

    responder: str | None
    fresh: int
    stale: int
    revoked: int
    last_answer_at: datetime | None
    silent_since: datetime | None


class AuthorityView(View):
    """`key` is its key identifier (RFC 5280, 4.2.1.2), `sha256` its certificate's fingerprint as it is published."""

    purpose: Literal["root", "intermediate", "timestamping", "public"]
    name: str
    key: str
    sha256: str
    valid_from: datetime
    valid_until: datetime
    freshness: Freshness | None  # None: nobody is believed for it, so nobody asks what it takes back
    freshness_name: str
    revocation_list: ListView | None
    answers: AnswersView | None  # None: it has no responder, and never answered


class ReadCertificate(Shape):
    """A certificate's file, DER or PEM, as base64."""

    certificate: Annotated[str, StringConstraints(max_length=90_000)]


class CertificateView(View):
    """What a certificate says; `is_believed` when an authority of the trust store issued it."""

    sha256: str
    subject: str
    organisation: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    is_believed: bool


class TrustView(View):
    """Whom signatures are believed from. The versions are those every verdict names under `judged_with`."""

    stage_believes_demonstration: bool
    trust_store: str
    revocation: str
    policies: dict[str, str]  # version by name
    is_stale: bool  # some list or answer that was fresh once no longer is
    undecided: int  # papers' versions that wait for a list, or for what else would decide their signatures
    undecided_more: bool  # and more than were counted
    authorities: list[AuthorityView]
