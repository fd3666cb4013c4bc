"""Administrators say where units' systems listen; each step of a feedback is told there, until it is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from functions.webhooks import shapes, telling
from shared.clock import new_id, now, today
from shared.domain import forwarding
from shared.domain.errors import Conflict, NotFound, Unacceptable
from shared.storage import catalogues, endpoints, forwards, names, table
from shared.web import forwarded
from shared.web.batches import one_by_one
from shared.web.caller import ADMINISTRATOR, Caller
from shared.web.desk import unit_name
from shared.web.logs import decided
from shared.web.rooms import Room

room = Room(__name__)

_ADMINISTRATORS = frozenset({ADMINISTRATOR})
_SHOWN = 50  # deliveries


@room.on_sqs_message(queue="forwarding", batch_size=1)
def forward_feedback(event: Any) -> dict[str, list[dict[str, str]]]:
    """Tell an agency's own system what happened to a feedback; what it does not take comes again, later each time."""
    return one_by_one(event, _forward, name="feedback.forward")


def _forward(record: Any) -> None:
    """The pause is set before the attempt: dying in the middle of one is followed by it too.

    After the last one the dead letters, and who is rung for them, need not wait for long.
    """
    raw, told = record.to_dict(), json.loads(record.body)
    times = int(raw["attributes"]["ApproximateReceiveCount"])
    is_last = times >= forwarding.MOST_TRIES
    forwards.leave_alone(raw["receiptHandle"], forwarding.FIRST_PAUSE if is_last else forwarding.pause(times))
    telling.tell(told["feedback"], told["step"], told["unit"], is_last=is_last)


room.tells("feedback", lambda: shapes.FeedbackEvent)


@room.on("GET", "/webhooks", roles=_ADMINISTRATORS)
def list_webhooks() -> shapes.WebhooksView:
    """Which units have a system of their own that hears of feedback on their papers."""
    return shapes.WebhooksView(webhooks=[_spelled_out(each) for each in endpoints.endpoints()])


@room.on("GET", "/webhooks/{unit}", roles=_ADMINISTRATORS)
def show_webhook(unit: str) -> shapes.WebhookPage:
    """Where a unit's system listens, and what it was told lately."""
    found = _registered(unit)
    told = [forwarded.view(each) for each in forwards.last_told(unit, limit=_SHOWN)]
    return shapes.WebhookPage(**_spelled_out(found).model_dump(), deliveries=told)


@room.on("PUT", "/webhooks/{unit}", roles=_ADMINISTRATORS)
def put_webhook(caller: Caller, unit: str, body: shapes.PutWebhook) -> shapes.WebhookView:
    """Say where a unit's system listens. The first time its secret is made and told; afterwards it stays."""
    found = catalogues.current().units_by_code.get(unit)
    if found is None or not found.exists_on(today()):
        raise NotFound("NO_SUCH_UNIT", "Không có đơn vị đang hoạt động với mã này.")
    if problems := tuple(forwarding.address_problems(body.url, loopback=endpoints.lets_loopback())):
        raise Unacceptable(
            "ADDRESS_NOT_ACCEPTED", "Chưa thể dùng địa chỉ này; hãy sửa các nội dung dưới đây.", problems
        )
    before = endpoints.endpoint(unit)
    if before and body.revision is None:
        raise Conflict("LISTENS_ALREADY", "Đơn vị này đã có hệ thống được khai báo; hãy mở khai báo đó để thay đổi.")
    if (before.revision if before else None) != body.revision:
        raise _changed_meanwhile()
    at = now()
    registered = before or forwarding.Endpoint(
        unit=unit, url=body.url, since=at, secret=new_id(), changed_at=at, changed_by=caller.person
    )
    kept = _kept(replace(registered, url=body.url, changed_at=at, changed_by=caller.person), before)
    decided("webhook.set", unit=unit, by=caller.person)
    return _spelled_out(kept, secret=None if before else endpoints.fresh_secret(kept))


@room.on("POST", "/webhooks/{unit}/secret", roles=_ADMINISTRATORS)
def change_webhook_secret(caller: Caller, unit: str, body: shapes.SeenWebhook) -> shapes.WebhookView:
    """A new secret, told this once. For 24 hours what is sent is signed with both, so that nothing is refused."""
    before = _seen(unit, body.revision)
    at = now()
    kept = _kept(
        replace(before, changed_at=at, changed_by=caller.person, overlaps_until=at + forwarding.OVERLAP), before
    )
    decided("webhook.secret_changed", unit=unit, by=caller.person)
    return _spelled_out(kept, secret=endpoints.fresh_secret(kept))


@room.on("DELETE", "/webhooks/{unit}", status=204, roles=_ADMINISTRATORS)
def remove_webhook(caller: Caller, unit: str, query: shapes.SeenWebhook) -> None:
    """The unit's system is called no more, and its secret is forgotten."""
    try:
        endpoints.remove(_seen(unit, query.revision))
    except table.NotAsExpected as error:
        raise _changed_meanwhile() from error
    decided("webhook.removed", unit=unit, by=caller.person)


def _registered(unit: str) -> forwarding.Endpoint:
    found = endpoints.endpoint(unit)
    if found is None:
        raise NotFound("NO_SUCH_WEBHOOK", "Đơn vị này chưa khai báo hệ thống nhận phản ánh.")
    return found


def _seen(unit: str, revision: int) -> forwarding.Endpoint:
    found = _registered(unit)
    if found.revision != revision:
        raise _changed_meanwhile()
    return found


def _kept(wanted: forwarding.Endpoint, before: forwarding.Endpoint | None) -> forwarding.Endpoint:
    try:
        return endpoints.keep(wanted, after=before)
    except table.NotAsExpected as error:
        raise _changed_meanwhile() from error


def _changed_meanwhile() -> Conflict:
    return Conflict("CHANGED_MEANWHILE", "Khai báo này vừa được thay đổi ở nơi khác. Hãy tải lại.")


def _spelled_out(endpoint: forwarding.Endpoint, *, secret: str | None = None) -> shapes.WebhookView:
    return shapes.WebhookView(
        unit=endpoint.unit,
        unit_name=unit_name(endpoint.unit),
        url=endpoint.url,
        since=endpoint.since,
        changed_at=endpoint.changed_at,
        changed_by=names.names_of([endpoint.changed_by]).get(endpoint.changed_by, ""),
        overlaps_until=endpoint.overlaps_until,
        revision=endpoint.revision,
        secret=secret,
    )
