"""Which verdicts are worth another look: every version is listed by when, or by what it was judged with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from shared.domain.items import Standing, Version
from shared.storage import keys
from shared.storage.clients import table
from shared.storage.records import restored
from shared.storage.table import NotAsExpected, Row, Write, delete, put, row, rows, update, write

_SOONEST, _LATEST, _NO_HURRY = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
_LEASE = timedelta(hours=1)  # whoever claims a version and dies has it tried again then
_JUDGED = "JUDGED"


class Rank(StrEnum):
    """Why a version is to be judged again; they are taken in this order, whatever they are called in the index."""

    ENDANGERED = "2"  # a certificate that signed it was taken back
    UNDECIDED = "1"
    OUTDATED = "3"  # policy or trust store are others now


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A version as it is listed now: `place` changes with every claim and every verdict."""

    item: str
    version: Version
    report: Mapping[str, Any]
    rank: Rank
    place: str

    @property
    def policy(self) -> str:
        """The name of the policy it was judged by."""
        return str(self.report["judged_with"]["policy"]).rpartition("-")[0]


def listing(item: str, version: Version, report: Mapping[str, Any]) -> Row:
    """The index's fields of a version's row; a version without a report is never judged again."""
    if not report:
        return {}
    if version.standing is Standing.UNDECIDED:
        return _waiting(Rank.UNDECIDED, _worth_another_look(version, report), item, version.number)
    return _settled(report, item, version.number)


def _worth_another_look(version: Version, report: Mapping[str, Any]) -> datetime:
    """Revocation data may come any hour, and is less likely the longer it was waited for; nothing else changes soon."""
    judged_at = datetime.fromisoformat(report["judged_at"])
    if "REVOCATION_UNKNOWN" not in report["reasons"]:
        return judged_at + _NO_HURRY
    return judged_at + min(max(judged_at - version.added_at, _SOONEST), _LATEST)


def signers(item: str, version: Version, report: Mapping[str, Any]) -> Iterator[Write]:
    """The writes by which a version is found when a certificate that signed it is taken back."""
    return (put(each) for each in _signer_keys(item, version.number, report))


def signers_forgotten(item: str, version: Version, report: Mapping[str, Any]) -> Iterator[Write]:
    return (delete(each) for each in _signer_keys(item, version.number, report))


def _signer_keys(item: str, number: int, report: Mapping[str, Any]) -> list[keys.Key]:
    serials = {each["signer"]["serial"] for each in report.get("signatures", ())} - {""}
    return [keys.signer(serial, item, number) for serial in sorted(serials)]


def due(at: datetime, *, limit: int) -> Iterator[Listed]:
    """Versions whose time has come, the most urgent first. 1 Query a rank."""
    for rank in Rank:
        condition = "owner_key = :key AND owner_sort < :now"
        found = _listed(condition, {":key": f"REJUDGE#{rank}", ":now": at.isoformat()}, limit=limit)
        yield from (_restored(each, rank) for each in found)


def waiting(*, limit: int) -> Iterator[Mapping[str, Any]]:
    """The reports of undecided versions, those soonest looked at again first. 1 Query."""
    found = _listed("owner_key = :key", {":key": f"REJUDGE#{Rank.UNDECIDED}"}, limit=limit)
    yield from (each["report"] for each in found)


def undecided() -> tuple[int, bool]:
    """How many versions wait for what would decide them, and whether there are more than one Query counts (1 MB)."""
    answer = table().query(
        IndexName="by_owner",
        KeyConditionExpression="owner_key = :key",
        ExpressionAttributeValues={":key": f"REJUDGE#{Rank.UNDECIDED}"},
        Select="COUNT",
    )
    return int(answer["Count"]), "LastEvaluatedKey" in answer


def outdated(policies: Iterable[str], trust_store: str, *, limit: int) -> Iterator[Listed]:
    """Versions judged by other policies than these, or with another trust store, the newest first.

    They are what lies between those judged as one would today: 1 Query for each gap.
    """
    today = sorted(_basis(each, trust_store) for each in policies)
    for below, above in pairwise(["", *today, "~"]):
        given = {":key": _JUDGED, ":after": f"{below}$", ":before": f"{above}#"}  # `$` is what comes after `#`
        found = _listed("owner_key = :key AND owner_sort BETWEEN :after AND :before", given, limit=limit, newest=True)
        yield from (_restored(each, Rank.OUTDATED) for each in found)


def judged_after(place: str, *, limit: int) -> list[Listed]:
    """Versions with a verdict, as they are listed after this place. 1 Query."""
    found = _listed("owner_key = :key AND owner_sort > :after", {":key": _JUDGED, ":after": place or "#"}, limit=limit)
    return [_restored(each, Rank.ENDANGERED) for each in found]


def _listed(condition: str, given: dict[str, str], *, limit: int, newest: bool = False) -> list[Row]:
    return table().query(
        IndexName="by_owner",
        KeyConditionExpression=condition,
        ExpressionAttributeValues=given,
        Limit=limit,
        ScanIndexForward=not newest,
    )["Items"]


def _restored(found: Row, rank: Rank) -> Listed:
    item = str(found["PK"]).removeprefix("ITEM#")
    version = restored(Version, found)
    return Listed(item=item, version=version, report=found["report"], rank=rank, place=str(found["owner_sort"]))


def claimed(found: Listed, at: datetime) -> Listed | None:
    """The version for whoever asks first, for an hour; None for the others. 1 UpdateItem."""
    place = _waiting(found.rank, at + _LEASE, found.item, found.version.number)
    if not _moved(found.item, found.version.number, place, when="owner_sort = :was", was=found.place):
        return None
    return Listed(
        item=found.item, version=found.version, report=found.report, rank=found.rank, place=place["owner_sort"]
    )


def endangered(item: str, number: int, at: datetime) -> bool:
    """List a version as one to look at now, if it is listed at all. 1 UpdateItem."""
    return _moved(item, number, _waiting(Rank.ENDANGERED, at, item, number), when="attribute_exists(owner_sort)")


def _moved(item: str, number: int, place: Row, *, when: str, was: str = "") -> bool:
    given = {":key": place["owner_key"], ":sort": place["owner_sort"], **({":was": was} if was else {})}
    change = "SET owner_key = :key, owner_sort = :sort"
    return _happened(update(keys.version(item, number), change, given, when=when))


def left_as_judged(found: Listed, report: Mapping[str, Any]) -> bool:
    """Keep the verdict there is, looked at with what this newer report was made with. 1 UpdateItem."""
    place = _settled(report, found.item, found.version.number)
    return _moved(found.item, found.version.number, place, when="owner_sort = :was", was=found.place)


def unlisted(found: Listed) -> bool:
    """A superseded version is nobody's worry any more. 1 UpdateItem."""
    change = "REMOVE owner_key, owner_sort"
    key = keys.version(found.item, found.version.number)
    return _happened(update(key, change, {":was": found.place}, when="owner_sort = :was"))


def _happened(change: Write) -> bool:
    try:
        write(change)
    except NotAsExpected:
        return False
    return True


def signed_with(serial: str) -> Iterator[tuple[str, int]]:
    """Item and number of every version a certificate signed. 1 Query a thousand or so."""
    after: str | None = None
    while True:
        page = rows(f"SIGNER#{serial}", "ITEM#", after=after)
        for each in page.rows:
            _, item, number = str(each["SK"]).split("#")
            yield item, int(number)
        if (after := page.last) is None:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedThrough:
    """How far one authority's lists were looked through for what is new in them."""

    done: str  # the list whose every entry was
    doing: str = ""  # a newer one
    after: str = ""  # where to go on in it


def looked_through(authority: str) -> LookedThrough | None:
    found = row(keys.looked_through(authority))
    return restored(LookedThrough, found) if found else None


def look_on(authority: str, reached: LookedThrough) -> None:
    """Note how far one came. 1 PutItem."""
    write(put({**keys.looked_through(authority), "done": reached.done, "doing": reached.doing, "after": reached.after}))


def _waiting(rank: Rank, due: datetime, item: str, number: int) -> Row:
    return {"owner_key": f"REJUDGE#{rank}", "owner_sort": f"{due.isoformat()}#{_name(item, number)}"}


def _settled(report: Mapping[str, Any], item: str, number: int) -> Row:
    judged_with = report["judged_with"]
    basis = _basis(judged_with["policy"], judged_with["trust_store"])
    return {"owner_key": _JUDGED, "owner_sort": f"{basis}#{_name(item, number)}"}


def _basis(policy: str, trust_store: str) -> str:
    return f"{policy}#{trust_store}"


def _name(item: str, number: int) -> str:
    return f"{item}#{number:04d}"
