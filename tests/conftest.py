"""One world per test: the table and buckets of the template, keys that sign, and a count of what is asked of AWS."""

from __future__ import annotations

import functools
import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import boto3
import hypothesis
import pytest
import yaml
from chalice.app import Blueprint, Chalice
from chalice.test import Client, HTTPResponse
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT_ID
from moto.kms.models import Key, kms_backends

from shared.clock import new_id, now
from shared.domain.catalogue import (
    Case,
    Catalogue,
    Component,
    DocumentType,
    Level,
    Procedure,
    Unit,
    ValidityRule,
    Way,
)
from shared.storage import catalogues, clients, names, seals, settings, trust
from shared.web.authorize import guard
from shared.web.caller import Caller
from shared.web.tokens import minted

# A law is true however busy the machine is: how long things take is for the benchmarks.
hypothesis.settings.register_profile(
    "laws", deadline=None, max_examples=40, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("thorough", hypothesis.settings.get_profile("laws"), max_examples=300)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "laws"))

TEMPLATE = Path(__file__).parents[1] / "infra" / "resources.yaml"
REGION = "ap-southeast-1"
BUCKETS = {
    "INCOMING_BUCKET": "incoming",
    "VAULT_BUCKET": "vault",
    "QUARANTINE_BUCKET": "quarantine",
    "TRUST_BUCKET": "trust",
    "REPORTS_BUCKET": "reports",
    "EXPORTS_BUCKET": "exports",
}
NAMES = {
    **BUCKETS,
    "TABLE": "kho",
    "STAGE": "test",
    "DEMO_TRUST": "true",
    "OPENID_SECRET": "openid",
    "CHANNELS_SECRET": "channels",
    "ZALO_SECRET": "zalo",
    "CALLBACKS_SECRET": "callbacks",
    "NOTIFICATIONS_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/notifications",
    "EXPORTS_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/exports",
    "FORWARDING_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/forwarding",
    "WEBHOOK_SECRETS": "kho/webhooks/",
    "LOOPBACK_RECEIVERS": "true",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
}


CORPORA = {
    "test_additions.py",
    "test_attacks.py",
    "test_bounds.py",
    "test_corpus.py",
    "test_laws.py",
    "test_patches.py",
    "test_producers.py",
}


class Calls(Counter[str]):
    """How often each operation was asked of AWS: `calls == {"Query": 1}`; `calls.clear()` begins anew.

    `then` is called after each call with its name: a test may let the function die there.
    """

    then: Callable[[str], None] | None = None
    _quiet = False

    def heard(self, model: Any, **_: Any) -> None:
        if not self._quiet:
            self[model.name] += 1

    def answered(self, model: Any, **_: Any) -> None:
        if self.then and not self._quiet:
            self.then(model.name)

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """What is asked meanwhile is not counted."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False


@dataclass(frozen=True, slots=True)
class World:
    """What AWS is in a test, looked at from outside: what is asked through it is not counted."""

    dynamodb: Any
    s3: Any
    kms: Any
    sqs: Any
    secrets: Any
    calls: Calls

    def rows(self, partition: str = "") -> list[dict[str, Any]]:
        """Every row whose partition begins so, sorted by its keys."""
        found = self.dynamodb.Table(NAMES["TABLE"]).scan()["Items"]
        return sorted((row for row in found if row["PK"].startswith(partition)), key=lambda row: (row["PK"], row["SK"]))

    def objects(self, bucket: str) -> dict[str, bytes]:
        """Key → bytes of all that a bucket (`incoming`, `vault`, `quarantine`, `trust`) holds now."""
        listed = self.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {each["Key"]: self.s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in listed}

    def put(self, bucket: str, key: str, content: bytes) -> None:
        self.s3.put_object(Bucket=bucket, Key=key, Body=content)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a world is an integration test; the fast inner loop leaves those out, and whole corpora."""
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.integration)
        if item.path.name in CORPORA and item.path.parent.name == "signatures":
            item.add_marker(pytest.mark.corpus)


@pytest.fixture(autouse=True)
def _decisions_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is decided also reaches `caplog`."""
    monkeypatch.setattr(logging.getLogger("decisions"), "propagate", True)


@pytest.fixture(autouse=True)
def _nobody_calls_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NAMES.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def world() -> Iterator[World]:
    """The table as the template describes it, four buckets, the two keys and the secrets, all empty."""
    with a_world() as found:
        yield found


@contextmanager
def a_world() -> Iterator[World]:
    """The same for who is not a test: a benchmark."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        for name, value in NAMES.items():
            patch.setenv(name, value)
        found = _world()
        _furnish(found)
        for name, key in _keys().items():
            kms_backends[ACCOUNT_ID][REGION].keys[key.id] = key
            patch.setenv(name, key.id)
        _forget()
        found.calls.clear()
        found.calls.then = None
        yield found


def _forget() -> None:
    """What a warm function remembers of the world before."""
    for memory in (settings, catalogues, names, trust):
        memory.forget()
    seals.public_key.cache_clear()


@functools.cache
def _world() -> World:
    """The clients of all tests: building them takes longer than most tests do."""
    outside = boto3.Session(region_name=REGION)
    services = (outside.client(name) for name in ("s3", "kms", "sqs", "secretsmanager"))
    return World(outside.resource("dynamodb"), *services, _listening())


def _listening() -> Calls:
    """Hears every client built from here on by our own code."""
    calls = Calls()
    boto3.setup_default_session(region_name=REGION)
    events = boto3.DEFAULT_SESSION.events
    events.register("before-call.*.*", calls.heard)
    events.register("after-call.*.*", calls.answered)
    clients.forget()
    for door in (clients.table, clients.s3, clients.kms, clients.sqs, clients.events, clients.secrets):
        door()  # at once: each test's mock brings a default session of its own, which nobody listens to
    return calls


@functools.cache
def _keys() -> dict[str, Key]:
    """The keys of all tests: moto draws an RSA pair for every key of whatever kind, longer than most tests take."""
    asked = {
        "TOKEN_KEY": ("ECC_NIST_P256", "SIGN_VERIFY"),
        "IDENTITY_KEY": ("HMAC_256", "GENERATE_VERIFY_MAC"),
        "DATA_KEY": ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
    }
    made = {
        name: _world().kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]
        for name, (spec, usage) in asked.items()
    }
    return {name: kms_backends[ACCOUNT_ID][REGION].keys[id] for name, id in made.items()}


def _furnish(world: World) -> None:
    world.dynamodb.create_table(TableName=NAMES["TABLE"], **_table_of_template())
    for bucket in BUCKETS.values():
        world.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    for bucket in ("vault", "trust"):
        world.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for queue in ("notifications", "forwarding", "exports"):
        world.sqs.create_queue(QueueName=queue)
    for secret in ("OPENID_SECRET", "CHANNELS_SECRET", "ZALO_SECRET", "CALLBACKS_SECRET"):
        world.secrets.create_secret(Name=NAMES[secret], SecretString="{}")


class _Template(yaml.SafeLoader):
    """CloudFormation's own tags are of no interest here."""


_Template.add_multi_constructor("!", lambda _loader, tag, _node: tag)


@functools.cache
def _table_of_template() -> dict[str, Any]:
    described = yaml.load(TEMPLATE.read_text(encoding="utf-8"), _Template)["Resources"]["Table"]["Properties"]
    taken = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    return {name: described[name] for name in taken}


@pytest.fixture
def calls(world: World) -> Calls:
    """What our code asks of AWS from here on, counted by operation; signing in is not."""
    return world.calls


@pytest.fixture
def catalogue(world: World) -> Catalogue:
    """A small catalogue, current and remembered: each kind of document type, and each way to answer a component."""
    small = a_catalogue()
    catalogues.keep(small, imported_at=now(), imported_by=new_id(), after=None)
    catalogues.current()
    world.calls.clear()
    return small


BIRTH, MARRIAGE, STATUS, COPY, IDENTITY = (
    "KQ.G15.000031",
    "KQ.G15.000032",
    "KQ.LOCAL.000103",
    "KQ.LOCAL.000110",
    "DATA.CSDLQGVDC",
)


def a_catalogue() -> Catalogue:
    vault, both, upload = (Way.VAULT,), (Way.VAULT, Way.UPLOAD), (Way.UPLOAD,)
    components = (
        Component(code="birth", name="Giấy khai sinh", ways=vault, accepts=((BIRTH,),)),
        Component(code="scan", name="Ảnh chụp hiện trạng", ways=upload, required=False),
        Component(code="either", name="Giấy tờ hộ tịch", ways=both, accepts=((BIRTH,), (MARRIAGE,)), required=False),
        Component(code="together", name="Giấy tờ hai bên", ways=vault, accepts=((MARRIAGE, STATUS),), required=False),
        Component(code="shown", name="Bản chính", ways=(Way.PRESENT,)),
        Component(code="declared", name="Tờ khai", ways=(Way.FORM,), ask_anew=True),
        Component(code="abroad", name="Giấy tờ nước ngoài", ways=upload, case="abroad"),
    )
    return Catalogue(
        version=new_id(),
        document_types=(
            DocumentType(code=BIRTH, name="Giấy khai sinh"),
            DocumentType(code=MARRIAGE, name="Giấy chứng nhận kết hôn", validity=ValidityRule.UNTIL_EVENT),
            DocumentType(
                code=STATUS,
                name="Giấy xác nhận tình trạng hôn nhân",
                validity=ValidityRule.MONTHS,
                months=6,
                purpose_bound=True,
            ),
            DocumentType(code=COPY, name="Bản sao điện tử được chứng thực", wraps=True),
            DocumentType(code=IDENTITY, name="Căn cước (dữ liệu)", always_data=True),
        ),
        procedures=(
            Procedure(
                code="1.001193",
                name="Đăng ký khai sinh",
                field="Hộ tịch",
                levels=(Level.COMMUNE,),
                components=components,
                cases=(Case(code="abroad", name="Có yếu tố nước ngoài"),),
            ),
        ),
        units=(Unit(code="H21.50.05", name="Xã Suối Mơ", kind="xã", level=Level.COMMUNE),),
        purposes=(Case(code="marriage", name="Đăng ký kết hôn"), Case(code="land", name="Giao dịch đất đai")),
    )


def a_caller(**changes: Any) -> Caller:
    """Somebody signed in, a stranger to everybody unless told otherwise."""
    person = changes.pop("person", None) or new_id()
    return Caller(**{"person": person, "vault": person, "session": new_id(), **changes})


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def codes(self) -> list[str]:
        """What a refusal found, one code for each problem, in order; the refusal's own when there is no list."""
        return [each["code"] for each in self.json["problems"]] or [self.json["code"]]


@dataclass(frozen=True, slots=True)
class Api:
    """An app with the given rooms; every request passes the real authorizer with a real token."""

    client: Client
    calls: Calls

    def ask(
        self,
        method: str,
        path: str,
        *,
        caller: Caller | None = None,
        body: Any = None,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """`body` is sent as JSON, or as it is when it is bytes. Without a caller, without a token."""
        sent = dict(headers or {})
        if caller:
            sent["Authorization"] = f"Bearer {self._token(caller)}"
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        address = path + (f"?{urlencode(query, quote_via=quote)}" if query else "")
        answer: HTTPResponse = self.client.http.request(method, address, headers=sent, body=raw or b"")
        return Answer(answer.status_code, dict(answer.headers), answer.body)

    def _token(self, caller: Caller) -> str:
        with self.calls.unheard():
            seals.public_key()  # the authorizer is another function
            return minted(caller, at=now())

    def get(self, path: str, **asked: Any) -> Answer:
        return self.ask("GET", path, **asked)

    def post(self, path: str, **asked: Any) -> Answer:
        return self.ask("POST", path, **asked)

    def patch(self, path: str, **asked: Any) -> Answer:
        return self.ask("PATCH", path, **asked)

    def put(self, path: str, **asked: Any) -> Answer:
        return self.ask("PUT", path, **asked)

    def delete(self, path: str, **asked: Any) -> Answer:
        return self.ask("DELETE", path, **asked)


_app = Chalice("kho-test")


@functools.cache
def _registered(room: Blueprint) -> None:
    """Once in a process: Chalice forgets a blueprint's authorizers when it is registered a second time."""
    _app.register_blueprint(room)


@pytest.fixture
def api(world: World, tmp_path: Path) -> Callable[..., Api]:
    """`api(room, …)` is an app with these rooms; the project's own configuration stays out of it."""

    def of(*rooms: Blueprint) -> Api:
        for room in (guard, *rooms):
            _registered(room)
        return Api(Client(_app, project_dir=str(tmp_path)), world.calls)

    return of
