"""Show what came to rest because it could not be handled, and give it back to where it came from.

    python -m infra.replay_dead_letters --stage STAGE [--show]

Uploads and messages go back to their queues; what they do a second time changes nothing that was done. Of the outbox
the stream could not deliver, whatever is in no inbox is relayed now. Needs the right to read and write the stage's
queues and table.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from functions.notifications import relaying
from infra.appoint import outputs_of
from infra.obstacle import Obstacle
from infra.package import REGION
from shared.domain.messages import TOGETHER
from shared.storage import inbox, outbox
from shared.storage.clients import sqs, table

QUEUES = {"UploadsDeadLettersUrl": "UploadsQueueUrl", "NotificationsDeadLettersUrl": "NotificationsQueueUrl"}
STREAM = "OutboxDeadLettersUrl"


def main(asked: Sequence[str], outputs: Callable[[str], Mapping[str, str]] = outputs_of) -> None:
    """Replay the dead letters of the stage the command line names, or only count them."""
    options = _parser().parse_args(asked)
    told = outputs(options.stage)
    os.environ.update(
        TABLE=told["Table"], NOTIFICATIONS_QUEUE_URL=told["NotificationsQueueUrl"], AWS_DEFAULT_REGION=REGION
    )
    if options.show:
        for name in (*QUEUES, STREAM):
            print(f"{name.removesuffix('Url')}: {_count(told[name])}")
        return
    for dead, alive in QUEUES.items():
        print(f"{dead.removesuffix('Url')}: {sum(1 for _ in _given_back(told[dead], told[alive]))} given back")
    if _count(told[STREAM]):
        print(f"{STREAM.removesuffix('Url')}: {sum(1 for _ in _relayed())} relayed")
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
    """What the outbox holds and no inbox does. Reads the whole table: an operator's errand, never a request's."""
    for page in (
        table()
        .meta.client.get_paginator("scan")
        .paginate(
            TableName=table().name,
            FilterExpression="SK = :outbox",
            ExpressionAttributeValues={":outbox": "OUTBOX"},
            ProjectionExpression="id",
        )
    ):
        for row in page["Items"]:
            message = outbox.message(str(row["id"]))
            if message and message.event not in TOGETHER and inbox.entry(message.vault, message.id) is None:
                relaying.relay(message.id)
                yield message.id


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
