"""What this room's routes take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.domain.consents import Consent
from shared.domain.desk import Channel
from shared.domain.people import HolderKind
from shared.domain.sessions import ConsentGiven
from shared.web.shapes import Name, Shape, View


class OpenAssistance(Shape):
    """Who is at the counter, as their identity paper says; what they consent to, how, and where that is written."""

    kind: HolderKind = HolderKind.PERSON
    number: Annotated[str, StringConstraints(pattern=r"^[0-9-]{10,14}$")]
    name: Name
    birth_date: date | None = None
    channel: Literal[Channel.COUNTER, Channel.ASSISTED]
    consents: Annotated[list[Consent], Field(min_length=1, max_length=3)]
    consent_given: ConsentGiven
    evidence: Name  # number of the signed paper, or name of the witness


class AssistanceView(View):
    """The session; its token opens the routes of filing a dossier with this person's vault, until it ends."""

    id: str
    person: str
    name: str
    number: str  # masked
    channel: Channel
    until: datetime
    expires_in: int  # seconds until then: clocks of devices are wrong
    access_token: str


class ConsentView(View):
    code: Consent
    text: str


class ConsentsView(View):
    consents: list[ConsentView]
