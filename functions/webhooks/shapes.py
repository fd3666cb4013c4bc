"""What administrators say of agencies' systems, and what those systems are told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.web.forwarded import Forwarded
from shared.web.shapes import Shape, View


class PutWebhook(Shape):
    """Where the unit's system listens: https, by its full name."""

    url: Annotated[str, Field(min_length=1, max_length=500)]
    revision: int | None = None  # as it was seen; left out when there is none yet


class SeenWebhook(Shape):
    """The endpoint as it was seen."""

    revision: int


class WebhookView(View):
    """`secret` signs what is sent. It is told once, when it is made, and nobody reads it again.

    Until `overlaps_until` the one before it signs, too.
    """

    unit: str
    unit_name: str
    url: str
    since: datetime
    changed_at: datetime
    changed_by: str
    overlaps_until: datetime | None
    revision: int
    secret: str | None = None


class WebhookPage(WebhookView):
    """With the last fifty steps it was told, or was to be told; what was tried last comes first."""

    deliveries: list[Forwarded]


class WebhooksView(View):
    webhooks: list[WebhookView]


class ToldEvidence(View):
    """That its holder gave a file with it; officers open it at the desk."""

    sha256: str
    size: int
    media_type: str


class ToldFeedback(View):
    """The feedback as it is when it is sent; `revision` says which of two tellings is the newer one."""

    id: str
    revision: int
    state: str
    reason: str
    text: str
    page: int | None
    place: str
    given_at: datetime
    answer_by: datetime
    resolve_by: datetime
    corrected_by: int | None
    evidence: ToldEvidence | None


class ToldItem(View):
    """The paper's version that was reported; no hash once its holder has erased it."""

    id: str
    version: int
    sha256: str | None


class ToldStep(View):
    """What was done, in the words of who did it: the holder, or `unit`."""

    number: int
    deed: str
    at: datetime
    by: str
    unit: str | None
    text: str


class FeedbackEvent(View):
    """A step of a feedback on a paper of your unit: given, asked, replied, corrected, not upheld, contested, handed on.

    Verify `Kho-Signature` (`t=<Unix time>,v1=<hex>`, more than one `v1` while a secret is changed): `v1` is the
    HMAC-SHA256, in hex, of `<t>.<body>` with your secret; refuse what is more than 300 seconds old. `id`, also the
    `Idempotency-Key`, is the same however often it is told: answer 2xx the second time and do nothing. Steps may come
    out of order: `step.number` counts them, `feedback.revision` says which telling is the newer. Answer 2xx within ten
    seconds; after anything else, a redirection too, it comes again, twelve times within a day.
    """

    id: str
    event: str
    unit: str
    feedback: ToldFeedback
    item: ToldItem
    step: ToldStep
