"""Revocation lists in the trust bucket: `crls/` is what the judge reads, `archive/` every list that ever came."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError

from shared.signatures.published import Published, needed
from shared.signatures.standing import Unverified
from shared.signatures.trust import TrustStore
from shared.storage.clients import s3

IN_USE, ARCHIVE, ADDRESSES = "crls/", "archive/", "addresses.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """A list in use, where it is kept, and since when."""

    published: Published
    place: str
    fetched_at: datetime


def in_use(*, store: TrustStore, at: datetime) -> tuple[Kept, ...]:
    """The lists the judge reads. 1 ListObjectsV2 and 1 GetObject a list; what nobody vouches for is passed over."""
    return tuple(_vouched_for(store, at))


def newest(kept: Iterable[Kept]) -> dict[str, Kept]:
    """The newest list of each authority."""
    ordered = sorted(kept, key=lambda each: (each.published.listed.this_update, each.published.number or 0))
    return {each.published.issuer: each for each in ordered}


def _vouched_for(store: TrustStore, at: datetime) -> Iterator[Kept]:
    pages = s3().get_paginator("list_objects_v2").paginate(Bucket=os.environ["TRUST_BUCKET"], Prefix=IN_USE)
    for each in (each for page in pages for each in page.get("Contents", [])):
        content = s3().get_object(Bucket=os.environ["TRUST_BUCKET"], Key=each["Key"])["Body"].read()
        try:
            yield Kept(Published.of(content, store=store, at=at), each["Key"], each["LastModified"])
        except Unverified:
            continue


class Received(StrEnum):
    NEWEST = "newest"  # the judge reads it from now on
    KNOWN = "known"
    OLDER = "older"  # than what the judge reads: archived


def receive(content: bytes, *, store: TrustStore, at: datetime) -> tuple[Published, Received]:
    """Keep a list, whatever way it came. Raises `Unverified`.

    It goes to the archive first, then beside the older ones, and those that tell nothing more go last: dying anywhere
    loses nothing, and coming again changes nothing. An older list never takes a newer one's place.
    """
    fresh = Published.of(content, store=store, at=at)
    before = {each.place: each for each in in_use(store=store, at=at) if each.published.listed.issuer == fresh.issuer}
    if IN_USE + fresh.file in before:
        return fresh, Received.KNOWN
    _put(ARCHIVE + fresh.file, fresh.der)
    wanted = needed([*(each.published for each in before.values()), fresh])
    if fresh in wanted:
        _put(IN_USE + fresh.file, fresh.der)
    for place, each in before.items():
        if each.published not in wanted:
            s3().delete_object(Bucket=os.environ["TRUST_BUCKET"], Key=place)
    return fresh, Received.NEWEST if fresh is wanted[0] else Received.OLDER


def archived(file: str) -> bytes | None:
    """A list that was in use once; None for one that came by hand and was never archived."""
    return _content(ARCHIVE + file)


def addresses() -> list[dict[str, Any]] | None:
    """The operator's own addresses, in place of those shipped; None where there are none. Raises for a broken file."""
    content = _content(ADDRESSES)
    if content is None:
        return None
    found: list[dict[str, Any]] = json.loads(content)
    return found


def _content(key: str) -> bytes | None:
    try:
        return s3().get_object(Bucket=os.environ["TRUST_BUCKET"], Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise


def _put(place: str, der: bytes) -> None:
    s3().put_object(Bucket=os.environ["TRUST_BUCKET"], Key=place, Body=der, ContentType="application/pkix-crl")
