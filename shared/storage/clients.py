"""AWS clients, each built once, on first use, with bounded patience."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

_PATIENCE = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
_SIGNED = Config(signature_version="s3v4")  # the only signature KMS-encrypted buckets answer to
_ON_AWS = Config(s3={"addressing_style": "virtual"})  # the region's own host: a redirect would stop the browser's form
_ELSEWHERE = Config(s3={"addressing_style": "path"})


@cache
def table() -> Table:
    return boto3.resource("dynamodb", config=_PATIENCE).Table(os.environ["TABLE"])


@cache
def s3() -> S3Client:
    """At AWS's own addresses, or path-style behind an endpoint of our own choosing (the emulator)."""
    style = _ELSEWHERE if os.environ.get("AWS_ENDPOINT_URL") else _ON_AWS
    return boto3.client("s3", config=_PATIENCE.merge(_SIGNED).merge(style))


@cache
def kms() -> KMSClient:
    return boto3.client("kms", config=_PATIENCE)


@cache
def sqs() -> SQSClient:
    return boto3.client("sqs", config=_PATIENCE)


@cache
def events() -> Any:
    """The account's bus; its types are not worth a package for one call."""
    return boto3.client("events", config=_PATIENCE)


@cache
def secrets() -> SecretsManagerClient:
    return boto3.client("secretsmanager", config=_PATIENCE)


def forget() -> None:
    """Let go of every client: a test that changes the world calls this between two worlds."""
    for door in (table, s3, kms, sqs, events, secrets):
        door.cache_clear()
