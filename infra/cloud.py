"""The account a command works on: AWS with the caller's own credentials, or the emulator at an endpoint."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3

from infra.package import REGION

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient


@dataclass(frozen=True, slots=True)
class Cloud:
    """Clients of one account in one region."""

    endpoint: str | None = None

    @classmethod
    def of_environment(cls) -> Cloud:
        """The emulator when AWS_ENDPOINT_URL names it, otherwise AWS."""
        return cls(os.environ.get("AWS_ENDPOINT_URL"))

    def cloudformation(self) -> CloudFormationClient:
        return boto3.client("cloudformation", **self.where())

    def s3(self) -> S3Client:
        return boto3.client("s3", **self.where())

    def secrets(self) -> SecretsManagerClient:
        return boto3.client("secretsmanager", **self.where())

    def apigateway(self) -> Any:
        return boto3.client("apigateway", **self.where())

    def account(self) -> str:
        return str(boto3.client("sts", **self.where()).get_caller_identity()["Account"])

    def where(self) -> dict[str, Any]:
        """How to build any client: `boto3.client(name, **cloud.where())`."""
        if not self.endpoint:
            return {"region_name": REGION}
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return {"region_name": REGION, "endpoint_url": self.endpoint, **keys}
