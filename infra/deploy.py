"""Put the package up as a stage: show what would change, ask, deploy, and see that it answers."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]
from botocore.exceptions import ClientError

from infra import emulator
from infra.cloud import Cloud
from infra.obstacle import Obstacle
from infra.package import REGION, ROOT, Package, package
from infra.smoke import smoke_test
from infra.stacks import Change, Stack

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CreateBucketRequestTypeDef

Confirm = Callable[[list[Change]], bool]
_SETTINGS = {
    "DEMO_TRUST": "DemoTrust",
    "DOMAIN_NAME": "DomainName",
    "CERTIFICATE_ARN": "CertificateArn",
    "ALARM_TOPIC": "AlarmTopic",
}


def main(stage: str) -> None:
    """Package, deploy and smoke-test a stage, on AWS or on the emulator AWS_ENDPOINT_URL names."""
    cloud, made = Cloud.of_environment(), package()
    print(f"Package {made.fingerprint}: {made.size / 1e6:.1f} MB")
    given = {parameter: os.environ[name] for name, parameter in _SETTINGS.items() if os.environ.get(name)}
    settings = (emulator.SETTINGS if cloud.endpoint else {}) | given
    whole = not cloud.endpoint or emulator.runs_as_delivered()
    outputs = deploy(stage, cloud=cloud, made=made, settings=settings, confirm=show_and_ask, whole=whole)
    if not cloud.endpoint:
        raise_firewall(stage, cloud=cloud, api=outputs["RestAPIId"], confirm=show_and_ask)
    address = emulator.address(cloud.endpoint, settings["DomainName"]) if cloud.endpoint else outputs["Address"]
    smoke_test(address)
    for secret in unfilled(cloud, outputs):
        print(f"Still to fill: aws secretsmanager put-secret-value --secret-id {secret} --secret-string file://…")
    print(f"To appoint officers and the first administrator: python -m infra.appoint - UNIT ROLE… --stage {stage}")
    if not cloud.endpoint:
        refuse_plain_home(cloud, outputs)
    print(f"{stage} answers at {address}")


def deploy(
    stage: str, *, cloud: Cloud, made: Package, settings: Mapping[str, str], confirm: Confirm, whole: bool = True
) -> dict[str, str]:
    """The stage's outputs once it runs this package. `settings` are template parameters.

    The functions are given the whole archive, or our own code alone (see `emulator.own_code`).
    """
    if stage == "production" and settings.get("DemoTrust") == "true":
        raise Obstacle("Production never believes the demonstration roots: leave DEMO_TRUST out.")
    stack, template = Stack(f"kho-{stage}", cloud.cloudformation()), _uploaded(cloud, made, whole=whole)
    url = _put(cloud, f"{made.fingerprint}.json", json.dumps(template, ensure_ascii=False).encode())
    if changes := stack.propose(url, {"Stage": stage, **settings}):
        _confirmed(changes, confirm)
        stack.apply()
    outputs = stack.outputs()
    if cloud.endpoint:
        emulator.put_gateway_responses(cloud, template, outputs["RestAPIId"])
    return outputs


def raise_firewall(stage: str, *, cloud: Cloud, api: str, confirm: Confirm) -> None:
    """The firewall before the stage's API, in a stack of its own; the emulator has none."""
    stack = Stack(f"kho-{stage}-firewall", cloud.cloudformation())
    url = _put(cloud, f"firewall-{stage}.yaml", (ROOT / "infra" / "firewall.yaml").read_bytes())
    if changes := stack.propose(url, {"RestApiId": api}):
        _confirmed(changes, confirm)
        stack.apply()


def show_and_ask(changes: list[Change]) -> bool:
    """Print what would change; yes when YES=1 or the person says so."""
    print("Changes:", *changes, sep="\n")
    return os.environ.get("YES") == "1" or (sys.stdin.isatty() and input("Apply? [y/N] ").strip().lower() == "y")


def unfilled(cloud: Cloud, outputs: Mapping[str, str]) -> list[str]:
    """The secrets that still hold their placeholder."""
    names = [outputs[each] for each in ("OpenIdSecret", "ChannelsSecret", "ZaloSecret", "CallbacksSecret")]
    return [name for name in names if cloud.secrets().get_secret_value(SecretId=name)["SecretString"] == "{}"]


def refuse_plain_home(cloud: Cloud, outputs: Mapping[str, str]) -> None:
    """An obstacle when the portal's own address, once it is filled in, is not one browsers keep sessions for."""
    kept = json.loads(cloud.secrets().get_secret_value(SecretId=outputs["OpenIdSecret"])["SecretString"])
    if kept and not str(kept.get("home", "")).startswith("https://"):
        raise Obstacle(f"`home` in {outputs['OpenIdSecret']} must be an https:// address, or nobody can sign in.")


def _confirmed(changes: list[Change], confirm: Confirm) -> None:
    if not confirm(changes):
        raise Obstacle("Nothing was changed. To apply without being asked: YES=1.")


def _uploaded(cloud: Cloud, made: Package, *, whole: bool) -> dict[str, Any]:
    """The template, its functions pointing at the archive this uploads."""
    archive, key = made.archive.read_bytes(), f"{made.fingerprint}{'' if whole else '-own-code'}.zip"
    _put(cloud, key, archive if whole else emulator.own_code(archive))
    template: dict[str, Any] = yaml.safe_load(made.template.read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": _artifacts(cloud), "Key": key}
    return template


def _put(cloud: Cloud, key: str, content: bytes) -> str:
    """Put an artifact where CloudFormation can read it, and say where."""
    bucket = _artifacts(cloud)
    cloud.s3().put_object(Bucket=bucket, Key=key, Body=content)
    return f"{cloud.endpoint or f'https://s3.{REGION}.amazonaws.com'}/{bucket}/{key}"


def _artifacts(cloud: Cloud) -> str:
    """The account's bucket for archives and templates, made when it is not there; never someone else's."""
    account, s3 = cloud.account(), cloud.s3()
    wanted: CreateBucketRequestTypeDef = {"Bucket": f"kho-artifacts-{account}-{REGION}"}
    try:
        s3.head_bucket(Bucket=wanted["Bucket"], ExpectedBucketOwner=account)
    except ClientError as error:
        if error.response["Error"]["Code"] != "404":
            raise
        if REGION != "us-east-1":  # the one region that must not be named
            wanted["CreateBucketConfiguration"] = {"LocationConstraint": REGION}  # type: ignore[typeddict-item]
        s3.create_bucket(**wanted)
    return wanted["Bucket"]


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: python -m infra.deploy STAGE")
    try:
        main(sys.argv[1])
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
