"""Responders' answers in the trust bucket, by authority and serial: what holds for now, and what holds for good.

`ocsp/revoked/` says of certificates that they were taken back; the judge reads all of it, as it reads the lists.
`ocsp/standing/` says of the others how they stand; the judge looks there for a certificate of which it knows nothing
else. Names tell from when until when an answer speaks, so that one listing tells what is due. `ocsp/silent/` has the
authorities whose responder does not answer, each since it was put there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

from shared.signatures.asking import Answered, Question
from shared.storage.clients import s3
from shared.storage.crls import ARCHIVE

REVOKED, STANDING, SILENT = "ocsp/revoked", "ocsp/standing", "ocsp/silent"
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer where it is kept, and from when until when it speaks; one of good use for ever."""

    question: Question
    place: str
    since: datetime
    until: datetime
    fetched_at: datetime
    is_for_good: bool


def kept() -> dict[Question, Kept]:
    """The newest answer to every question. 1 ListObjectsV2 a thousand answers, of either kind."""
    standing = {each.question: each for each in _listed(STANDING)}
    return standing | {each.question: each for each in _listed(REVOKED)}


def taken_back() -> list[Kept]:
    """What is known of certificates that were taken back, in the order it came. 1 ListObjectsV2 a thousand."""
    return sorted(_listed(REVOKED), key=lambda each: (each.fetched_at, each.place))


def about(questions: Iterable[Question]) -> list[bytes]:
    """What was answered of these certificates last. 1 ListObjectsV2 and 1 GetObject each."""
    newest = (max(_listed(f"{STANDING}/{_name(each)}"), key=_speaks, default=None) for each in dict.fromkeys(questions))
    return [_content(each.place) for each in newest if each]


def keep(answer: Answered) -> bool:
    """Keep an answer; False when a newer one is there. Dying anywhere, or twice, loses nothing.

    It goes to the archive first, then to where the judge looks, and those it takes the place of go last.
    """
    listed = [*_listed(f"{STANDING}/{_name(answer.question)}"), *_listed(f"{REVOKED}/{_name(answer.question)}")]
    if any(each.is_for_good or each.since > answer.said.this_update for each in listed):
        return False
    _put(f"{ARCHIVE}ocsp/{_file(answer)}", answer.der)
    place = f"{REVOKED if answer.is_for_good else STANDING}/{_file(answer)}"
    _put(place, answer.der)
    for each in listed:
        if each.place != place:
            s3().delete_object(Bucket=os.environ["TRUST_BUCKET"], Key=each.place)
    return True


def silent() -> Mapping[str, datetime]:
    """Authorities whose responder does not answer, and since when. 1 ListObjectsV2."""
    return {PurePosixPath(key).name: since for key, since in _objects(SILENT)}


def fell_silent(authority: str) -> None:
    _put(f"{SILENT}/{authority}", b"")


def spoke_again(authority: str) -> None:
    s3().delete_object(Bucket=os.environ["TRUST_BUCKET"], Key=f"{SILENT}/{authority}")


def _listed(folder: str) -> Iterator[Kept]:
    """In the order of time, for each question; what is no answer's name is passed over."""
    for key, at in _objects(folder):
        path = PurePosixPath(key)
        match path.name.split("-"):
            case [since, until, _] if len(path.parts) == 5:
                yield Kept(
                    question=Question(*path.parts[2:4]),
                    place=key,
                    since=_moment(since),
                    until=_moment(until),
                    fetched_at=at,
                    is_for_good=key.startswith(f"{REVOKED}/"),
                )


def _objects(folder: str) -> Iterator[tuple[str, datetime]]:
    pages = s3().get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=os.environ["TRUST_BUCKET"], Prefix=f"{folder}/"):
        yield from ((each["Key"], each["LastModified"]) for each in page.get("Contents", []))


def _speaks(one: Kept) -> datetime:
    return one.since


def _name(question: Question) -> str:
    return f"{question.authority}/{question.serial}"


def _file(answer: Answered) -> str:
    said = answer.said
    return f"{_name(answer.question)}/{said.this_update:{_MOMENT}}-{answer.until:{_MOMENT}}-{said.sha256[:12]}.ocsp"


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)


def _content(key: str) -> bytes:
    return s3().get_object(Bucket=os.environ["TRUST_BUCKET"], Key=key)["Body"].read()


def _put(key: str, der: bytes) -> None:
    s3().put_object(Bucket=os.environ["TRUST_BUCKET"], Key=key, Body=der, ContentType="application/ocsp-response")
