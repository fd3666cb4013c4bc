"""From the outbox into an inbox and to somebody's telephone; who wants to hear what, and what became of it."""

from __future__ import annotations

import json
from typing import Any

from chalice.app import Request

from functions.notifications import previews, receipts, refreshing, relaying, releasing, shapes, spelling, words
from shared.clock import now
from shared.domain import messages
from shared.domain.errors import NotFound
from shared.storage import dossiers, forwards, inbox, ledger, notifications_queue, outbox, table
from shared.web.batches import one_by_one
from shared.web.caller import ADMINISTRATOR, OFFICER, Caller
from shared.web.logs import decided
from shared.web.paging import cursor, position
from shared.web.rooms import Room

room = Room(__name__)

_STREAM = "arn:aws:dynamodb:region:000000000000:table/kho/stream/of-the-template"


@room.on_dynamodb_record(stream_arn=_STREAM)
def relay_outbox(event: Any) -> dict[str, Any]:
    """Bring fresh messages into their inboxes and on to their queue, and what happens to feedback on to its own.

    The stream tells of every change at least once.
    """
    return one_by_one(event, _relay, name="relay_outbox")


def _relay(record: Any) -> None:
    sort = record.keys["SK"]["S"]
    if record.event_name == "INSERT" and sort == "OUTBOX":
        relaying.relay(record.keys["PK"]["S"].removeprefix("OUTBOX#"))
    elif sort == "FEEDBACK" and (after := table.image(record.new_image)):
        forwards.tell_changes(table.image(record.old_image), after)


@room.on_sqs_message(queue="notifications")
def send_notification(event: Any) -> dict[str, Any]:
    """Tell somebody what happened, once on each channel, however often the queue says so."""
    return one_by_one(event, _send, name="send_notification")


def _send(record: Any) -> None:
    match json.loads(record.body):
        case {"message": id}:
            releasing.send(id)
        case {"vault": id}:
            releasing.release(id)


@room.schedule("rate(1 minute)")
def release_notifications(_event: Any) -> None:
    """Pass on to the queue what is due: news that waited for their turn, receipts that did not come."""
    if count := notifications_queue.tell_all(ledger.due(now())):
        decided("notification.released", count=count)


@room.schedule("rate(5 minutes)")
def refresh_zalo_token(_event: Any) -> None:
    """Renew Zalo's token half a day before it ends, or when Zalo refused it; failing rings."""
    refreshing.refresh()


@room.on("GET", "/inbox")
def read_inbox(caller: Caller, query: shapes.ReadInbox) -> shapes.InboxView:
    """What I was told, newest first, and how much of it is unread."""
    page = inbox.page(caller.vault, limit=query.limit, after=position(query.cursor))
    language = query.language or inbox.preferences(caller.vault).language
    return shapes.InboxView(
        notices=[spelling.notice(each, unread=each.id in page.unread, language=language) for each in page.messages],
        unread=len(page.unread),
        cursor=cursor(page.last),
    )


@room.on("POST", "/inbox/{message_id}/read")
def mark_read(caller: Caller, message_id: str) -> shapes.UnreadView:
    """I have read this one."""
    if inbox.entry(caller.vault, message_id) is None:
        raise _not_there()
    return shapes.UnreadView(unread=len(inbox.read(caller.vault, frozenset({message_id}))))


@room.on("POST", "/inbox/read-all")
def mark_all_read(caller: Caller) -> shapes.UnreadView:
    """I have read all there is; what comes in meanwhile stays unread."""
    seen = inbox.unread_ids(caller.vault)
    return shapes.UnreadView(unread=len(inbox.read(caller.vault, seen)))


@room.on("GET", "/messages/catalogue", roles=frozenset({ADMINISTRATOR}))
def show_message_catalogue() -> shapes.MessageCatalogueView:
    """Every message there is, in both languages, with its channels, its templates' names and its longest example."""
    return previews.catalogue()


@room.on("GET", "/messages/{message_id}/attempts")
def read_attempts(caller: Caller, message_id: str) -> shapes.AttemptsView:
    """How I was told, or the owner of a dossier of my unit: every channel that was tried, and what came of it."""
    record = ledger.found(message_id)
    if record is None or not (record.message.vault == caller.vault or _is_of_unit(record.message.dossier, caller)):
        raise _not_there()
    return spelling.attempts(record)


@room.on("GET", "/dossiers/{dossier_id}/messages", roles=frozenset({OFFICER}))
def list_dossier_messages(caller: Caller, dossier_id: str) -> shapes.ToldOfDossierView:
    """What the owner of a dossier of my unit was told about it in the last thirty days, newest first."""
    if not _is_of_unit(dossier_id, caller):
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này tại đơn vị của bạn.")
    to_its_owner = (each for each in outbox.about_dossier(dossier_id) if not words.is_for_officers(each.event))
    return shapes.ToldOfDossierView(messages=[spelling.told(each) for each in to_its_owner])


def _is_of_unit(dossier_id: str | None, caller: Caller) -> bool:
    if dossier_id is None or OFFICER not in caller.roles or caller.unit is None:
        return False
    dossier = dossiers.dossier(dossier_id)
    return dossier is not None and dossier.submitted_at is not None and caller.unit in (dossier.unit, dossier.at_unit)


@room.on("GET", "/me/notifications")
def read_preferences(caller: Caller) -> shapes.PreferencesView:
    """On which channels I am told, in which language, and of what I asked not to be telephoned."""
    return spelling.preferences(inbox.preferences(caller.vault))


@room.on("PUT", "/me/notifications")
def choose_preferences(caller: Caller, body: shapes.PreferencesShape) -> shapes.PreferencesView:
    """Choose them. The inbox has everything whatever is chosen."""
    chosen = messages.Preferences(
        language=body.language, channels=tuple(sorted(set(body.channels))), muted=tuple(sorted(set(body.muted)))
    )
    inbox.prefer(caller.vault, chosen)
    return spelling.preferences(chosen)


@room.on("POST", "/deliveries/zalo", public=True)
def hear_from_zalo(request: Request) -> shapes.HeardView:
    """Zalo's webhook: a message has arrived. Signed by Zalo in `X-ZEvent-Signature`."""
    said, signature = request.raw_body, request.headers.get("x-zevent-signature", "")
    return shapes.HeardView(
        heard=receipts.heard_from_zalo(said if isinstance(said, bytes) else said.encode(), signature)
    )


@room.on("GET", "/deliveries/sms/{message_id}/{seal}", public=True)
def hear_from_esms(message_id: str, seal: str, query: shapes.SmsReceipt) -> shapes.HeardView:
    """The callback of eSMS: a message has arrived, or never will. The address itself is sealed."""
    return shapes.HeardView(heard=receipts.heard_from_esms(message_id, seal, query.model_dump()))


def _not_there() -> NotFound:
    return NotFound("NO_SUCH_MESSAGE", "Không có thông báo này.")
