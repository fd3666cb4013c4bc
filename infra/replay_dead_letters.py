"""Show what came to rest because it could not be handled, and give it back to where it came from.

    python -m infra.replay_dead_letters --stage STAGE [--show]

Uploads, exports, messages and what agencies' systems did not take go back to their queues; what they do a second time
changes nothing that was done. Of what the stream could not deliver, whatever message is in no inbox is relayed now, and
whatever step of a feedback a unit's system was never told is told. Needs the right to read and write the stage's queues
and table.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from functions.notifications import relaying
from infra.appoint import outputs_of
from infra.obstacle import Obstacle
from infra.package import REGION
from shared.domain.messages import TOGETHER
from shared.storage import endpoints, feedbacks, forwards, inbox, outbox
from shared.storage.clients import sqs, table

QUEUES = {
    "UploadsDeadLettersUrl": "UploadsQueueUrl",
    "ExportsDeadLettersUrl": "ExportsQueueUrl",
    "NotificationsDeadLettersUrl": "NotificationsQueueUrl",
    "ForwardingDeadLettersUrl": "ForwardingQueueUrl",
}
STREAM = "OutboxDeadLettersUrl"


def main(asked: Sequence[str], outputs: Callable[[str], Mapping[str, str]] = outputs_of) -> None:
    """Replay the dead letters of the stage the command line names, or only count them."""
    options = _parser().parse_args(asked)
    told = outputs(options.stage)
    os.environ.update(
        TABLE=told["Table"],
        NOTIFICATIONS_QUEUE_URL=told["NotificationsQueueUrl"],
        FORWARDING_QUEUE_URL=told["ForwardingQueueUrl"],
        AWS_DEFAULT_REGION=REGION,
    )
    if options.show:
        for name in (*QUEUES, STREAM):
            print(f"{name.removesuffix('Url')}: {_count(told[name])}")
        return
    for dead, alive in QUEUES.items():
        print(f"{dead.removesuffix('Url')}: {sum(1 for _ in _given_back(told[dead], told[alive]))} given back")
    if _count(told[STREAM]):
        print(f"{STREAM.removesuffix('Url')}: {sum(1 for _ in chain(_relayed(), _forwarded()))} relayed")
        sum(1 for _ in _taken(told[STREAM]))


def _parser() -> argparse.ArgumentParser:
    about = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m infra.replay_dead_letters", description=about)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--show", action="store_true", help="only count them")
    return parser


def _count(address: str) -> int:
    asked = sqs().get_queue_attributes(QueueUrl=address, AttributeNames=["ApproximateNumberOfMessages"])
    return int(asked["Attributes"]["ApproximateNumberOfMessages"])


def _given_back(dead: str, alive: str) -> Iterator[str]:
    """Each is in the living queue before it leaves the dead one: dying in between doubles it, which changes nothing."""
    return _taken(dead, first=lambda body: sqs().send_message(QueueUrl=alive, MessageBody=body))


def _taken(address: str, first: Callable[[str], object] = lambda _: None) -> Iterator[str]:
    while found := sqs().receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages", []):
        for each in found:
            first(each["Body"])
            sqs().delete_message(QueueUrl=address, ReceiptHandle=each["ReceiptHandle"])
            yield each["Body"]


def _relayed() -> Iterator[str]:
    """What the outbox holds and no inbox does."""
    for id in _ids("OUTBOX"):
        message = outbox.message(id)
        if message and message.event not in TOGETHER and inbox.entry(message.vault, message.id) is None:
            relaying.relay(message.id)
            yield message.id


def _forwarded() -> Iterator[str]:
    """Of feedback that a unit with a system of its own answers, every step since it has one that was never tried."""
    listening = {each.unit: each.since for each in endpoints.endpoints()}
    for id in _ids("FEEDBACK") if listening else ():
        found = feedbacks.feedback(id)
        since = listening.get(found.unit) if found else None
        if found is None or since is None:
            continue
        known = {each.step for each in forwards.deliveries(id) if each.unit == found.unit}
        for number, step in enumerate(found.steps, start=1):
            if step.at >= since and number not in known:
                forwards.tell(id, number, found.unit)
                yield id


def _ids(kind: str) -> Iterator[str]:
    """Reads the whole table: an operator's errand, never a request's."""
    for page in (
        table()
        .meta.client.get_paginator("scan")
        .paginate(
            TableName=table().name,
            FilterExpression="SK = :kind",
            ExpressionAttributeValues={":kind": kind},
            ProjectionExpression="id",
        )
    ):
        yield from (str(row["id"]) for row in page["Items"])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
