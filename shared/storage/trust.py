"""Whom the judge believes today: the shipped hierarchy, the demonstration where it is allowed, and what was revoked."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields

from shared.signatures.revocation import Revocation, verified
from shared.signatures.standing import Unverified
from shared.signatures.trust import TrustStore
from shared.storage.clients import s3
from shared.web.logs import decided

_FRESH = 300.0  # seconds
_TOLD = ("crls", "ocsp/revoked")  # lists, and answers that tell of a revocation


@dataclass(frozen=True, slots=True)
class Trust:
    store: TrustStore
    revocation: Revocation


class DemonstrationInProduction(RuntimeError):
    """Production was told to believe the demonstration's roots."""


_files: dict[str, tuple[str, bytes]] = {}  # key → its ETag and contents
_kept: tuple[float, Trust] | None = None


def current() -> Trust:
    """The trust of now, looked up again after five minutes; only files that changed are read again."""
    global _kept  # noqa: PLW0603 - one warm function, one trust
    if _kept is None or time.monotonic() - _kept[0] >= _FRESH:
        _kept = (time.monotonic(), _loaded())
    return _kept[1]


def forget() -> None:
    global _kept  # noqa: PLW0603
    _kept = None
    _files.clear()


def _loaded() -> Trust:
    _refresh()
    store = TrustStore.shipped()
    if believes_demonstration():
        store = _together(store, TrustStore.of_certificates(**{each: _contents(each) for each in _PURPOSES}))
    return Trust(store, Revocation.of(_vouched_for(store), store=store))


_PURPOSES = tuple(field.name for field in fields(TrustStore))  # and folders: roots, intermediates, timestamping, public


def believes_demonstration() -> bool:
    asked = os.environ["DEMO_TRUST"] == "true"
    if asked and os.environ["STAGE"] == "production":
        raise DemonstrationInProduction
    return asked


def _together(one: TrustStore, other: TrustStore) -> TrustStore:
    return TrustStore(**{each: getattr(one, each) + getattr(other, each) for each in _PURPOSES})


def _vouched_for(store: TrustStore) -> Iterator[bytes]:
    """What some authority of the store signed: a stray file makes signatures undecided, not the judge fall."""
    for key, told in sorted(each for folder in _TOLD for each in _in(folder).items()):
        try:
            verified(told, store=store)
        except Unverified:
            decided("trust.list_ignored", key=key)
        else:
            yield told


def _contents(folder: str) -> list[bytes]:
    return [content for _, content in sorted(_in(folder).items())]


def _in(folder: str) -> dict[str, bytes]:
    return {key: content for key, (_, content) in _files.items() if key.startswith(f"{folder}/")}


def _refresh() -> None:
    listed = dict(_listed())
    for key, etag in listed.items():
        if key not in _files or _files[key][0] != etag:
            body = s3().get_object(Bucket=os.environ["TRUST_BUCKET"], Key=key)["Body"]
            _files[key] = (etag, body.read())
    for gone in _files.keys() - listed.keys():
        del _files[gone]


def _listed() -> Iterator[tuple[str, str]]:
    """Key and ETag of every file of use here; 1 ListObjectsV2 a folder, and none of the archive beside them."""
    pages = s3().get_paginator("list_objects_v2")
    for folder in (*_PURPOSES, *_TOLD) if believes_demonstration() else _TOLD:
        for page in pages.paginate(Bucket=os.environ["TRUST_BUCKET"], Prefix=f"{folder}/"):
            yield from ((each["Key"], each["ETag"]) for each in page.get("Contents", []) if each["Size"])
