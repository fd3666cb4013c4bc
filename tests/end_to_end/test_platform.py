"""The stack itself: every role is as weak as it should be, and what is stored stays where it belongs."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.cloud import Cloud
from infra.deploy import deploy
from infra.package import ROOT, package
from infra.stack import SETTINGS, STAGE
from tests.end_to_end.asking import Stack, eventually, fetch

pytestmark = pytest.mark.stack

PROBE = """
import boto3, json
from botocore.exceptions import ClientError

def ask(event, _context):
    try:
        getattr(boto3.client(event["service"]), event["operation"])(**event["given"])
        return "allowed"
    except ClientError as error:
        return error.response["Error"]["Code"]
"""
DENIED = {"AccessDenied", "AccessDeniedException", "AccessDeniedByPolicy"}
Probe = Callable[..., str]
Call = tuple[str, str, dict[str, Any]]

FORBIDDEN: dict[str, list[Call]] = {
    "APIHandler": [
        ("dynamodb", "scan", {"TableName": "{Table}"}),
        ("s3", "get_object", {"Bucket": "{IncomingBucket}", "Key": "k"}),
        ("s3", "put_object", {"Bucket": "{VaultBucket}", "Key": "k"}),
        ("s3", "delete_object", {"Bucket": "{VaultBucket}", "Key": "k"}),
        ("s3", "get_object", {"Bucket": "{QuarantineBucket}", "Key": "k"}),
        ("sqs", "send_message", {"QueueUrl": "{NotificationsQueueUrl}", "MessageBody": "m"}),
        ("secretsmanager", "get_secret_value", {"SecretId": "{ChannelsSecret}"}),
    ],
    "Authorize": [
        ("kms", "sign", {"KeyId": "{TokenKey}", "Message": "m", "SigningAlgorithm": "ECDSA_SHA_256"}),
        ("dynamodb", "get_item", {"TableName": "{Table}", "Key": {"PK": {"S": "p"}, "SK": {"S": "s"}}}),
        ("secretsmanager", "get_secret_value", {"SecretId": "{OpenIdSecret}"}),
    ],
    "FetchRevocation": [
        ("dynamodb", "update_item", {"TableName": "{Table}", "Key": {"PK": {"S": "p"}, "SK": {"S": "s"}}}),
        ("s3", "put_object", {"Bucket": "{TrustBucket}", "Key": "roots/mine.cer"}),
        ("s3", "delete_object", {"Bucket": "{TrustBucket}", "Key": "archive/k"}),
        ("s3", "get_object", {"Bucket": "{VaultBucket}", "Key": "k"}),
    ],
    "JudgeUpload": [
        ("dynamodb", "scan", {"TableName": "{Table}"}),
        ("dynamodb", "update_item", {"TableName": "{Table}", "Key": {"PK": {"S": "p"}, "SK": {"S": "s"}}}),
        ("s3", "delete_object", {"Bucket": "{VaultBucket}", "Key": "k"}),
        ("s3", "put_object", {"Bucket": "{TrustBucket}", "Key": "k"}),
        ("kms", "sign", {"KeyId": "{TokenKey}", "Message": "m", "SigningAlgorithm": "ECDSA_SHA_256"}),
    ],
    "RejudgeVersions": [
        ("dynamodb", "scan", {"TableName": "{Table}"}),
        ("dynamodb", "delete_item", {"TableName": "{Table}", "Key": {"PK": {"S": "p"}, "SK": {"S": "s"}}}),
        ("s3", "put_object", {"Bucket": "{VaultBucket}", "Key": "k"}),
        ("s3", "put_object", {"Bucket": "{TrustBucket}", "Key": "crls/k"}),
        ("kms", "sign", {"KeyId": "{TokenKey}", "Message": "m", "SigningAlgorithm": "ECDSA_SHA_256"}),
    ],
    "SweepUploads": [
        ("dynamodb", "put_item", {"TableName": "{Table}", "Item": {"PK": {"S": "p"}, "SK": {"S": "s"}}}),
        ("s3", "get_object", {"Bucket": "{VaultBucket}", "Key": "k"}),
        ("s3", "delete_object", {"Bucket": "{IncomingBucket}", "Key": "k"}),
    ],
    "RelayOutbox": [
        ("dynamodb", "delete_item", {"TableName": "{Table}", "Key": {"PK": {"S": "p"}, "SK": {"S": "s"}}}),
        ("sqs", "send_message", {"QueueUrl": "{UploadsQueueUrl}", "MessageBody": "m"}),
    ],
    "SendNotification": [
        ("dynamodb", "scan", {"TableName": "{Table}"}),
        ("s3", "get_object", {"Bucket": "{VaultBucket}", "Key": "k"}),
        ("secretsmanager", "get_secret_value", {"SecretId": "{OpenIdSecret}"}),
        ("kms", "generate_mac", {"KeyId": "{IdentityKey}", "Message": "m", "MacAlgorithm": "HMAC_SHA_256"}),
    ],
}


@pytest.mark.parametrize(
    ("function", "call"),
    [
        pytest.param(function, call, id=f"{function}-{call[1]}-{next(iter(call[2].values()))[1:-1]}")
        for function, calls in FORBIDDEN.items()
        for call in calls
    ],
)
def test_a_role_is_refused_what_its_function_does_not_do(stack: Stack, probe: Probe, function: str, call: Call):
    service, operation, given = call
    named = {name: value.format(**stack.outputs) if isinstance(value, str) else value for name, value in given.items()}
    assert probe(function, service, operation, named) in DENIED


def test_the_probe_can_tell_what_is_allowed(stack: Stack, probe: Probe):
    key = {"PK": {"S": "p"}, "SK": {"S": "s"}}
    assert probe("APIHandler", "dynamodb", "get_item", {"TableName": stack.outputs["Table"], "Key": key}) == "allowed"


def test_nobody_reads_a_file_without_a_signed_link(stack: Stack):
    bucket = stack.outputs["VaultBucket"]
    stack.client("s3").put_object(Bucket=bucket, Key="probe", Body=b"secret")
    assert fetch(urllib.request.Request(f"{stack.running.endpoint}/{bucket}/probe")).status == 403


def test_what_api_gateway_answers_by_itself_is_a_problem_document(stack: Stack):
    for path, status, code in (("vault/items", 401, "NOT_SIGNED_IN"), ("no/such/route", 404, "NO_SUCH_ROUTE")):
        answer = stack.ask("GET", path)
        assert (answer.status, answer.json()["code"]) == (status, code)
        assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_forged_token_is_not_signed_in(stack: Stack):
    answer = stack.ask("GET", "vault/items", token="e30.e30.c2ln")
    assert (answer.status, answer.json()["code"]) == (401, "NOT_SIGNED_IN")


def test_a_file_nobody_announced_is_set_aside(stack: Stack):
    s3, outputs = stack.client("s3"), stack.outputs
    s3.put_object(
        Bucket=outputs["IncomingBucket"], Key="never-announced", Body=b"%PDF-1.7", ContentType="application/pdf"
    )
    found = eventually(
        lambda: s3.list_objects_v2(Bucket=outputs["QuarantineBucket"], Prefix="never-announced").get("Contents")
    )
    assert [each["Key"] for each in found] == ["never-announced"]
    assert not s3.list_objects_v2(Bucket=outputs["VaultBucket"], Prefix="never-announced").get("Contents")


def test_a_deployment_of_the_same_package_changes_no_secret(stack: Stack):
    secrets, name = stack.client("secretsmanager"), stack.outputs["OpenIdSecret"]
    before = secrets.get_secret_value(SecretId=name)["VersionId"]
    deployed_again(stack)
    assert secrets.get_secret_value(SecretId=name)["VersionId"] == before


def test_make_deploy_puts_up_another_stage_beside_this_one(stack: Stack):
    asked = {**stack.running.environment(), "YES": "1", "DOMAIN_NAME": "staging.localhost"}
    told = subprocess.run(
        [sys.executable, "-m", "infra.deploy", "staging"],
        cwd=ROOT,
        env=os.environ | asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert "Add     Table  (AWS::DynamoDB::Table)" in told.stdout
    assert f"staging answers at http://staging.localhost:{stack.running.port}/" in told.stdout


def deployed_again(stack: Stack) -> None:
    settings = SETTINGS | {"AlarmTopic": "arn:aws:sns:ap-southeast-1:000000000000:alarms"}
    deploy(STAGE, cloud=Cloud(stack.running.endpoint), made=package(), settings=settings, confirm=lambda _: True)


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Iterator[Probe]:
    """Asks AWS one thing with the role of one of our functions, and says how that ended."""
    functions, archive = stack.client("lambda"), io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("probe.py", PROBE)
    roles = {
        found["FunctionName"].split("-")[2]: found["Role"]
        for page in functions.get_paginator("list_functions").paginate()
        for found in page["Functions"]
    }
    for name in FORBIDDEN:
        functions.create_function(
            FunctionName=f"probe-{name}",
            Runtime="python3.11",
            Handler="probe.ask",
            Role=roles[name],
            Code={"ZipFile": archive.getvalue()},
        )

    def ask(function: str, service: str, operation: str, given: dict[str, Any]) -> str:
        event = json.dumps({"service": service, "operation": operation, "given": given})
        told = functions.invoke(FunctionName=f"probe-{function}", Payload=event.encode())
        return str(json.loads(told["Payload"].read()))

    yield ask
    for name in FORBIDDEN:
        functions.delete_function(FunctionName=f"probe-{name}")
