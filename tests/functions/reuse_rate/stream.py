"""Changes of dossiers as the table's stream tells them, in whatever order a test likes."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
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
from shared.domain.units import ancestors, predecessors
from shared.storage import dossiers, keys
from shared.storage.records import record

_numbers = count(1)
_write = TypeSerializer().serialize


@functools.cache
def catalogue() -> Catalogue:
    """Of the province eight communes, with what they continue and what is above them."""
    whole = read_catalogue(shipped(), version="0" * 26)
    units = whole.units_by_code
    kept = {f"H21.{n:03d}" for n in range(1, 9)}
    kept |= {each for code in kept for each in (*predecessors(code, units), *ancestors(code, units))}
    kept |= {each for code in kept for each in ancestors(code, units)}
    return replace(whole, units=tuple(each for each in whole.units if each.code in kept))


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


def received_in(first: date, last: date, units: dict[str, int]) -> list[Dossier]:
    """So many dossiers of each unit, received on these days one after another, at ten in the morning there."""
    found: list[Dossier] = []
    for each in Province(catalogue(), seed=7).finals(20_000):
        wanted = next((unit for unit, number in units.items() if _of(unit, found) < number), None)
        if wanted is None:
            break
        if each.received_at and each.reception:
            day = first + timedelta(days=len(found) % ((last - first).days + 1))
            at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
            reception = replace(each.reception, at=at, unit=wanted)
            found.append(
                replace(each, unit=wanted, handed_to=None, submitted_at=at, received_at=at, reception=reception)
            )
    return found


def a_missed_reuse(like: Dossier) -> Dossier:
    """Another dossier received with this one, of which a component was scanned although the vault held it."""
    finals = Province(catalogue(), seed=9).finals(20_000)
    missed = next(each for each in finals if each.reception and contributed(each).missed)
    here = {name: getattr(like, name) for name in ("unit", "submitted_at", "received_at", "reception")}
    return replace(missed, id="0" * 26, handed_to=None, **here)


def _of(unit: str, found: Sequence[Dossier]) -> int:
    return sum(each.unit == unit for each in found)


def a_queued_row(dossier: Dossier) -> dict[str, Any]:
    """As the table keeps it, where the desks find it."""
    return dict(dossiers.opened(dossier)["Put"]["Item"])


def a_row(dossier: Dossier) -> dict[str, Any]:
    return {**keys.dossier(dossier.id), **record(dossier)}
