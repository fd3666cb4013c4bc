"""One step of a feedback told to one unit's system: what is sent, who signs it, and what became of it."""

from __future__ import annotations

from dataclasses import replace

from functions.webhooks import shapes
from shared.channels import webhooks
from shared.channels.http import NoAnswer, NotReached
from shared.clock import now, today
from shared.domain.errors import Unavailable
from shared.domain.feedback import Feedback, Step
from shared.domain.forwarding import Attempt, Delivery, Endpoint, Reply, event_id, may_be_called, reply_of, tried
from shared.domain.units import home
from shared.storage import catalogues, endpoints, feedbacks, forwards, items
from shared.storage.table import NotAsExpected
from shared.web.logs import decided

_TRIES = 3


def tell(feedback_id: str, number: int, unit: str, *, is_last: bool) -> None:
    """Tell it unless it was told; a unit without a system is not called. Raises `Unavailable` when it was not taken.

    Told twice at the same moment it may be sent twice: its id says so to who receives it.
    """
    endpoint, feedback = _endpoint(unit), feedbacks.feedback(feedback_id)
    if endpoint is None or feedback is None or number > len(feedback.steps):
        return
    known = forwards.delivery(feedback_id, number, unit)
    if known and known.is_done:
        return
    deed = feedback.steps[number - 1].deed
    fresh = Delivery(feedback=feedback_id, step=number, unit=unit, deed=deed, host=endpoint.host)
    attempt = _attempt(endpoint, feedback, number, unit)
    is_given_up = is_last and attempt.reply is not Reply.TAKEN
    decided("feedback.forwarded", told=fresh.event, unit=unit, reply=attempt.reply, status=attempt.status)
    line = _noted(known, replace(fresh, is_given_up=is_given_up), attempt, by=endpoint.unit)
    if not line.is_done:
        raise Unavailable("NOT_TAKEN", "Hệ thống của cơ quan chưa nhận; sẽ gửi lại.")


def _noted(known: Delivery | None, line: Delivery, attempt: Attempt, *, by: str) -> Delivery:
    """The line with this attempt. What somebody else noted meanwhile is kept; what was taken stays taken."""
    for _ in range(_TRIES):
        if known and known.is_done:
            return known
        noted = replace(line, attempts=tried(known.attempts if known else (), attempt))
        try:
            forwards.keep(noted, by=by, after=known)
        except NotAsExpected:
            known = forwards.delivery(line.feedback, line.step, line.unit)
        else:
            return noted
    raise Unavailable("BUSY", "Phản ánh đang được chuyển ở nơi khác; sẽ gửi lại.")


def _endpoint(unit: str) -> Endpoint | None:
    """The unit's own; of one that is no more the one's that continues it, never what it left behind."""
    alive = home(unit, catalogues.current().units_by_code, on=today())
    return endpoints.endpoint(alive) if alive else None


def _attempt(endpoint: Endpoint, feedback: Feedback, number: int, unit: str) -> Attempt:
    at = now()
    secrets = endpoints.secrets_of(endpoint, at=at)
    if not secrets:
        return Attempt(at=at, reply=Reply.NO_SECRET)
    body = event_of(feedback, number, unit).model_dump_json().encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        webhooks.SIGNATURE: webhooks.signed(body, at=at, secrets=secrets),
        webhooks.KEY: event_id(feedback.id, number),
    }
    loopback = endpoints.lets_loopback()
    try:
        status = webhooks.call(
            endpoint.url, body, headers, may_be_called=lambda address: may_be_called(address, loopback=loopback)
        )
    except webhooks.Forbidden:
        return Attempt(at=at, reply=Reply.FORBIDDEN)
    except NotReached:
        return Attempt(at=at, reply=Reply.UNREACHED)
    except NoAnswer:
        return Attempt(at=at, reply=Reply.UNANSWERED)
    return Attempt(at=at, reply=reply_of(status), status=status)


def event_of(feedback: Feedback, number: int, unit: str) -> shapes.FeedbackEvent:
    """What an agency needs to answer: ids, the version and its hash, the reason and the words; no name, no number."""
    step = feedback.steps[number - 1]
    version = items.version(feedback.item, feedback.item_version)
    return shapes.FeedbackEvent(
        id=event_id(feedback.id, number),
        event=f"feedback.{step.deed}",
        unit=unit,
        feedback=_feedback(feedback),
        item=shapes.ToldItem(
            id=feedback.item, version=feedback.item_version, sha256=version.sha256 if version else None
        ),
        step=_step(step, number),
    )


def _feedback(feedback: Feedback) -> shapes.ToldFeedback:
    plain = {each: getattr(feedback, each) for each in shapes.ToldFeedback.model_fields if each != "evidence"}
    file = feedback.evidence
    shown = shapes.ToldEvidence(sha256=file.sha256, size=file.size, media_type=file.media_type) if file else None
    return shapes.ToldFeedback(**plain, evidence=shown)


def _step(step: Step, number: int) -> shapes.ToldStep:
    by = "unit" if step.unit else "holder"
    return shapes.ToldStep(number=number, deed=step.deed, at=step.at, by=by, unit=step.unit, text=step.text)
