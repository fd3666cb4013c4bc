"""What authorities say of a signer is fetched over HTTP, believed at the next paper, and seen by who looks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from infra.demo.certificates import revocation_list
from infra.demo.papers import BIRTH, kinds, paper, signed_by_agency
from infra.demo.people import ADMINISTRATOR, ONE_PAPER
from infra.demo.pki import DemoPki
from shared.clock import now, today
from shared.signatures.published import key_identifier
from tests.end_to_end.asking import Stack
from tests.end_to_end.conformance import Checked
from tests.functions.trust.conftest import Authority, Responder, serving

pytestmark = pytest.mark.stack

HEALTH = next(kind for kind, described in kinds().items() if described.agency == "hospital")
ISSUING = "g2-state-agencies"


@pytest.fixture(scope="module")
def pki(stack: Stack) -> DemoPki:
    return DemoPki.make(stack.running.home / "pki")


@pytest.fixture
def administrator(stack: Stack) -> Checked:
    return Checked.signed_in(stack.address, ADMINISTRATOR.subject)


def a_health_certificate(pki: DemoPki, number: str) -> bytes:
    issued_on = today() - timedelta(weeks=2)
    drawn = paper(HEALTH, holder=ONE_PAPER.name, number=number, issued_on=issued_on)
    return signed_by_agency(drawn, HEALTH, pki=pki, issued_on=issued_on)


def shown(administrator: Checked) -> dict[str, int]:
    authorities = administrator.must("GET", "trust")["authorities"]
    return {each["name"]: each["revocation_list"]["revoked"] for each in authorities if each["revocation_list"]}


def standing(citizen: Checked, item: str) -> str:
    return str(citizen.must("GET", f"vault/items/{item}")["standing"])


def test_the_schedules_are_there_and_on(stack: Stack):
    rules = stack.client("events").list_rules()["Rules"]
    on = {each.get("ScheduleExpression") for each in rules if each["State"] == "ENABLED"}
    assert on >= {"cron(23 * * * ? *)", "cron(41 * * * ? *)", "cron(37 18 * * ? *)"}


def test_an_announcement_of_the_day_before_yesterday_is_forgotten(stack: Stack):
    citizen = Checked.signed_in(stack.address, ONE_PAPER.subject)
    upload = citizen.announce(b"%PDF-1.7", "a.pdf", kind="result", document_type=HEALTH).json["id"]
    key = {"PK": {"S": f"UPLOAD#{upload}"}, "SK": {"S": "UPLOAD"}}
    stack.run("SweepUploads")
    assert citizen.ask("GET", f"vault/uploads/{upload}").status == 200
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["Table"],
        Key=key,
        UpdateExpression="SET owner_sort = :then",
        ExpressionAttributeValues={":then": {"S": f"{now().isoformat()}#{upload}"}},
    )
    stack.run("SweepUploads")
    assert citizen.ask("GET", f"vault/uploads/{upload}").status == 404


def test_a_signer_taken_back_is_refused_from_the_next_fetch_on(stack: Stack, pki: DemoPki, administrator: Checked):
    citizen = Checked.signed_in(stack.address, ONE_PAPER.subject)
    said = {"kind": "result", "document_type": HEALTH}
    kept = citizen.deposit(a_health_certificate(pki, "501"), "a.pdf", **said)
    assert kept["state"] == "accepted"
    stack.run("RejudgeVersions")
    assert standing(citizen, kept["item"]) == "accepted"

    hospital, at = pki.agencies["hospital"].certificate, now() + timedelta(minutes=1)
    taken_back = {hospital.serial_number: at - timedelta(weeks=4)}
    (pki.directory / "crls" / f"{ISSUING}.crl").write_bytes(
        revocation_list(pki.intermediates[ISSUING], taken_back, now=at)
    )
    stack.run("FetchRevocation")
    stack.run("FetchRevocation")
    assert max(shown(administrator).values()) == 1
    stack.run("RejudgeVersions")
    assert standing(citizen, kept["item"]) == "refused"
    stack.start_afresh("JudgeUpload")
    refused = citizen.deposit(a_health_certificate(pki, "502"), "b.pdf", **said)
    assert refused["state"] == "refused"
    assert "REVOKED_BEFORE_SIGNING" in [each["code"] for each in refused["reasons"]]


@pytest.fixture
def answering(stack: Stack, pki: DemoPki) -> Iterator[Responder]:
    """The issuing authority publishes no list any more, but answers; afterwards everything is as it was."""
    objects, bucket = stack.client("s3"), stack.outputs["TrustBucket"]
    key = key_identifier(pki.intermediates[ISSUING].certificate)
    told = objects.get_object(Bucket=bucket, Key="addresses.json")["Body"].read()
    responder = Responder(by=pki.intermediates[ISSUING])
    with serving(Authority()) as authority:
        named = [{"authority": key, "responder": authority.answers("ocsp", responder)}]
        objects.put_object(Bucket=bucket, Key="addresses.json", Body=json.dumps(named).encode())
        for listed in objects.list_objects_v2(Bucket=bucket, Prefix=f"crls/{key}/").get("Contents", []):
            objects.delete_object(Bucket=bucket, Key=listed["Key"])
        yield responder
    objects.put_object(Bucket=bucket, Key="addresses.json", Body=told)
    stack.run("FetchRevocation")


def test_without_a_list_a_signer_is_asked_about_and_believed(
    stack: Stack, answering: Responder, administrator: Checked, pki: DemoPki
):
    citizen = Checked.signed_in(stack.address, ONE_PAPER.subject)
    stack.run("FetchRevocation")
    assert pki.agencies["commune"].certificate.serial_number in {serial for serial, _ in answering.questions}
    told = [each["answers"] for each in administrator.must("GET", "trust")["authorities"] if each["answers"]]
    assert [each["stale"] for each in told] == [0]
    stack.start_afresh("JudgeUpload")
    birth = signed_by_agency(paper(BIRTH, holder=ONE_PAPER.name, number="503"), BIRTH, pki=pki)
    kept = citizen.deposit(birth, "c.pdf", kind="result", document_type=BIRTH)
    assert kept["state"] == "accepted"
