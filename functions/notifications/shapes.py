"""What the inbox, the preferences and the providers' callbacks take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from shared.domain.messages import Channel, Group, Language, Standing
from shared.web.shapes import Id, Shape, View


class ReadInbox(Shape):
    """Without a `language`, in the one its holder prefers."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=200)] | None = None
    language: Language | None = None


class NoticeView(View):
    """One thing that happened. `about` is what it concerns: `dossier/<id>`, `item/<id>`, `upload/<id>`, …"""

    id: Id
    event: str
    heading: str
    text: str
    about: str
    at: datetime
    unread: bool


class InboxView(View):
    """A page, newest first; `unread` counts the whole inbox."""

    notices: list[NoticeView]
    unread: int
    cursor: str | None


class UnreadView(View):
    unread: int


class AttemptView(View):
    """What became of a message on one channel; `delivered` is null while its provider has not said."""

    channel: Channel
    standing: Standing
    at: datetime
    failure: str | None
    code: str | None  # the provider's own
    delivered: bool | None
    sentence: str


class AttemptsView(View):
    """All that was tried to tell somebody; `sentence` sums it up. Nothing after thirty days."""

    attempts: list[AttemptView]
    sentence: str


class ToldView(View):
    """A message about a dossier, as its owner was told it."""

    id: Id
    event: str
    heading: str
    text: str
    at: datetime


class ToldOfDossierView(View):
    messages: list[ToldView]


class PreferencesShape(Shape):
    """On which channels, in which language, and of what no telephone shall ring. The inbox has everything anyway."""

    language: Language = Language.VIETNAMESE
    channels: Annotated[list[Channel], Field(max_length=len(Channel))] = list(Channel)
    muted: Annotated[list[Group], Field(max_length=len(Group))] = []


class GroupView(View):
    group: Group
    name: str


class PreferencesView(View):
    language: Language
    channels: list[Channel]
    muted: list[Group]
    groups: list[GroupView]


class ParameterView(View):
    """What a message is told with; `longest` letters of it are what Zalo takes."""

    name: str
    about: str
    longest: int


class FilledView(View):
    name: str
    value: str


class WordingView(View):
    """One language. `template` is the name its Zalo template is registered under; `longest` and what follows show it
    with the longest values there may be.
    """

    language: Language
    template: str
    heading: str
    pattern: str
    longest: str
    sms: str
    sms_letters: int
    sms_parts: int
    zalo: list[FilledView]


class EventView(View):
    """An event people are told of: on which channels, with how much insistence, and in which words."""

    event: str
    group: Group | None
    group_name: str
    is_together: bool
    is_security: bool
    on_both: bool
    at_any_hour: bool
    channels_text: str
    parameters: list[ParameterView]
    wordings: list[WordingView]


class MessageCatalogueView(View):
    events: list[EventView]


class SmsReceipt(Shape):
    """What eSMS says in its callback; whatever else it says is of no interest."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    SendStatus: Annotated[str, Field(max_length=10)] = ""
    SendSuccess: Annotated[str, Field(max_length=10)] = ""
    SendFailed: Annotated[str, Field(max_length=10)] = ""


class HeardView(View):
    """That a callback was heard: its provider stops repeating it."""

    heard: bool
