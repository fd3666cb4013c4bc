"""A certificate is looked at before it is registered: what it says, and whether anybody believes its issuer."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from functions.trust import handlers
from infra.demo.pki import DemoPki
from shared.signatures.trust import fingerprint
from shared.storage import trust
from shared.web.caller import ADMINISTRATOR, OFFICER
from tests.conftest import a_caller


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> DemoPki:
    return DemoPki.make(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def read(api: Any, world: Any) -> Any:
    trust.forget()
    client = api(handlers.room)

    def asked(content: bytes) -> Any:
        me = a_caller(roles=frozenset({ADMINISTRATOR}))
        return client.post("/trust/certificates", caller=me, body={"certificate": base64.b64encode(content).decode()})

    return asked


def pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def test_only_administrators_may(api: Any) -> None:
    client = api(handlers.room)
    assert client.post("/trust/certificates", body={"certificate": ""}).status == 401
    officer = a_caller(roles=frozenset({OFFICER}))
    assert client.post("/trust/certificates", caller=officer, body={"certificate": ""}).status == 403


@pytest.mark.parametrize("written", [bytes, pem])
def test_a_file_is_read_whichever_way_it_is_written(read: Any, pki: DemoPki, written: Any) -> None:
    der = pki.agencies["commune"].der
    answer = read(written(der))
    assert answer.status == 200
    assert (answer.json["sha256"], answer.json["organisation"] != "") == (fingerprint(der), True)
    assert answer.json["is_believed"] is False  # nobody put this demonstration's authorities into the store


def test_an_authority_of_the_store_is_believed(read: Any, pki: DemoPki, world: Any) -> None:
    for purpose, group in (("roots", pki.roots), ("intermediates", pki.intermediates)):
        for name, authority in group.items():
            world.put("trust", f"{purpose}/{name}.cer", authority.der)
    trust.forget()
    assert read(pki.agencies["commune"].der).json["is_believed"] is True


def test_what_is_no_certificate_of_a_signer_is_told_as_what_it_is(read: Any, pki: DemoPki) -> None:
    key = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    seal = pem(pki.agencies["commune"].der)
    for content, code in (
        (b"%PDF-1.7", "NOT_A_CERTIFICATE"),
        (b"", "NOT_A_CERTIFICATE"),
        (key + seal, "PRIVATE_KEY"),
        (seal + seal, "SEVERAL_CERTIFICATES"),
        (seal[:-60] + b"-----END CERTIFICATE-----", "NOT_A_CERTIFICATE"),
    ):
        answer = read(content)
        assert (answer.status, answer.codes, answer.json["problems"][0]["where"]) == (422, [code], "certificate")


def test_a_certificate_nobody_can_make_sense_of_is_told_so(read: Any, pki: DemoPki) -> None:
    """The same extension twice, or a key of a kind nobody knows."""
    der = pki.agencies["commune"].der
    key_use, other = bytes.fromhex("0603551d0f"), bytes.fromhex("0603551d23")  # keyUsage, authorityKeyIdentifier
    curve, unknown = bytes.fromhex("06072a8648ce3d0201"), bytes.fromhex("06072a8648ce3d0279")  # ecPublicKey, none
    assert key_use in der
    assert read(der.replace(other, key_use)).codes == ["NOT_A_CERTIFICATE"]
    assert read(der.replace(curve, unknown)).status < 500


def test_an_authority_is_nobodys_seal(read: Any) -> None:
    [root, *_] = trust.current().store.roots
    assert read(root).codes == ["IS_AN_AUTHORITY"]


def test_what_is_not_base64_is_no_certificate(api: Any) -> None:
    me = a_caller(roles=frozenset({ADMINISTRATOR}))
    answer = api(handlers.room).post("/trust/certificates", caller=me, body={"certificate": "đây"})
    assert (answer.status, answer.codes) == (422, ["NOT_A_CERTIFICATE"])
