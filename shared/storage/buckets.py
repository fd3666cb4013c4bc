"""Where PDFs are: incoming as sent, the vault as accepted, quarantine as refused. Keys are ids, never names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from shared.domain.uploads import LARGEST, LIFE
from shared.storage.clients import s3

LINK_LIFE = timedelta(minutes=5)
_PDF = "application/pdf"


def upload_form(upload: str, *, size: int, media_type: str = _PDF) -> dict[str, Any]:
    """`{url, fields}` of a presigned POST: this very key and type, just as many bytes as announced, `LIFE` long."""
    form: dict[str, Any] = s3().generate_presigned_post(
        Bucket=os.environ["INCOMING_BUCKET"],
        Key=upload,
        Fields={"Content-Type": media_type},
        Conditions=[{"Content-Type": media_type}, ["content-length-range", size, size]],
        ExpiresIn=int(LIFE.total_seconds()),
    )
    return form


def incoming(upload: str) -> bytes | None:
    """What was sent for an upload; None when it is not there any more. Never more than `LARGEST` + 1 bytes."""
    try:
        answer = s3().get_object(Bucket=os.environ["INCOMING_BUCKET"], Key=upload)
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise
    return answer["Body"].read(LARGEST + 1)


def is_incoming(upload: str) -> bool:
    """Whether what was sent for an upload still waits. 1 HeadObject."""
    try:
        s3().head_object(Bucket=os.environ["INCOMING_BUCKET"], Key=upload)
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":
            return False
        raise
    return True


def forget_incoming(upload: str) -> None:
    s3().delete_object(Bucket=os.environ["INCOMING_BUCKET"], Key=upload)


def vault_key(owner: str, sha256: str) -> str:
    """Where the vault keeps a file: under its item, or under its upload while it is a dossier's attachment.

    The hash, not the version's number, tells one file from another: of two uploads that would both become the next
    version, neither overwrites the other.
    """
    return f"{owner}/{sha256}"


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of one object."""

    key: str
    version: str | None


def keep(key: str, file: bytes, *, media_type: str = _PDF) -> Stored:
    """Bytes unchanged into the vault bucket; the same key twice is the same file twice."""
    answer = s3().put_object(Bucket=os.environ["VAULT_BUCKET"], Key=key, Body=file, ContentType=media_type)
    return Stored(key, answer.get("VersionId"))


def kept(key: str) -> bytes:
    """A vault file's bytes."""
    return s3().get_object(Bucket=os.environ["VAULT_BUCKET"], Key=key)["Body"].read()


def kept_if_there(key: str) -> bytes | None:
    """A vault file's bytes; None when it is not there."""
    try:
        return kept(key)
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise


def take_back(stored: Stored | None) -> None:
    """Undo one `keep`: whatever else was stored under the key stands again."""
    if stored and stored.version:
        s3().delete_object(Bucket=os.environ["VAULT_BUCKET"], Key=stored.key, VersionId=stored.version)


def set_aside(upload: str, file: bytes) -> None:
    """A refused file into quarantine, for thirty days."""
    s3().put_object(Bucket=os.environ["QUARANTINE_BUCKET"], Key=upload, Body=file, ContentType=_PDF)


def erase(owner: str) -> None:
    """Every file of an item (or attachment), in every version the bucket ever stored: erased means erased."""
    bucket = os.environ["VAULT_BUCKET"]
    pages = s3().get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=f"{owner}/")
    for page in pages:
        stored = [(each["Key"], each["VersionId"]) for each in page.get("Versions", [])]
        marked = [(each["Key"], each["VersionId"]) for each in page.get("DeleteMarkers", [])]
        for key, version in stored + marked:
            s3().delete_object(Bucket=bucket, Key=key, VersionId=version)


def link(key: str, *, file_name: str, inline: bool = True, media_type: str = _PDF) -> str:
    """An address that opens one vault file for `LINK_LIFE`."""
    shown = "inline" if inline else "attachment"
    asked = {
        "Bucket": os.environ["VAULT_BUCKET"],
        "Key": key,
        "ResponseContentDisposition": f"{shown}; filename*=UTF-8''{quote(file_name, safe='')}",
        "ResponseContentType": media_type,
    }
    return s3().generate_presigned_url("get_object", Params=asked, ExpiresIn=int(LINK_LIFE.total_seconds()))


def vault_address() -> str:
    """Where every link to a vault file begins."""
    return link("none", file_name="").partition("none?")[0]
