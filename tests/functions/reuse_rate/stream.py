"""Changes of dossiers as the table's stream tells them, in whatever order a test likes."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from itertools import count, pairwise
from typing import Any

from boto3.dynamodb.types import TypeSerializer

from functions.catalogue.reading import read_catalogue
from functions.reuse_rate.handlers import count_dossiers
from infra.catalogue import shipped
from infra.demo.province import Province
from shared.domain.catalogue import Catalogue
from shared.domain.contribution import Contribution, contribution
from shared.domain.dossiers import Dossier
from shared.storage import keys
from shared.storage.records import record

_numbers = count(1)
_write = TypeSerializer().serialize


@functools.cache
def catalogue() -> Catalogue:
    return read_catalogue(shipped(), version="0" * 26)


def lives(number: int, *, seed: int = 1) -> list[tuple[Dossier, ...]]:
    return list(Province(catalogue(), seed=seed).lives(number))


def contributed(dossier: Dossier) -> Contribution:
    found = contribution(dossier, catalogue().procedures_by_code[dossier.procedure])
    assert found
    return found


def a_change(before: Dossier | None, after: Dossier | None) -> dict[str, Any]:
    """One record of the stream: a submission (nothing that is heard of before), an act, or a deletion."""
    dossier = after or before
    assert dossier
    images = {"OldImage": before, "NewImage": after}
    number = next(_numbers)
    return {
        "eventID": str(number),
        "eventName": "REMOVE" if after is None else "MODIFY",
        "awsRegion": "ap-southeast-1",
        "eventSourceARN": "arn",
        "dynamodb": {
            "ApproximateCreationDateTime": 1795435906.0,
            "Keys": _image(keys.dossier(dossier.id)),
            **{name: _image(record(each)) for name, each in images.items() if each},
            "SequenceNumber": str(number),
            "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def changes(life: Sequence[Dossier]) -> list[dict[str, Any]]:
    return [a_change(*pair) for pair in pairwise((None, *life))]


def told(records: Iterable[dict[str, Any]]) -> list[str]:
    """The function hears a batch; answers the sequence numbers that come again."""
    answer = count_dossiers({"Records": list(records)}, None)
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def _image(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _write(value) for name, value in fields.items()}
