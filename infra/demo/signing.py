"""Demo papers signed as the government's tools sign: a person, then the organisation's seal, both stamped."""

# mypy: allow-untyped-calls

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore
from unidecode import unidecode

from infra.demo.certificates import Credential
from infra.demo.pki import DemoPki

PLACES = ((330, 150, 540, 200), (55, 150, 265, 200))
STAMP = TextStampStyle(stamp_text="Ky boi: %(who)s\nNgay ky: %(when)s", border_width=1)
"""Without accents: the standard fonts of PDF have none for Vietnamese."""


def signed(paper: bytes, signers: Sequence[Credential], *, pki: DemoPki, at: datetime) -> bytes:
    """The paper with a visible signature of each, an hour apart, in revisions of their own."""
    for position, (signer, place) in enumerate(zip(signers, PLACES, strict=False), start=1):
        when = at + timedelta(hours=position - 1)
        paper = _signed(paper, signer, SigFieldSpec(f"Signature{position}", box=place), pki=pki, when=when)
    return paper


def _signed(paper: bytes, signer: Credential, field: SigFieldSpec, *, pki: DemoPki, when: datetime) -> bytes:
    tool = PdfSigner(
        PdfSignatureMetadata(
            field_name=field.sig_field_name, md_algorithm="sha256", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED
        ),
        SimpleSigner(
            signing_cert=_certificate(signer),
            signing_key=_key(signer),
            cert_registry=SimpleCertificateStore.from_certs([]),
            embed_roots=False,
        ),
        timestamper=DummyTimeStamper(_certificate(pki.tsa), _key(pki.tsa), fixed_dt=when),
        new_field_spec=field,
        stamp_style=STAMP,
    )
    words = {"who": unidecode(_name(signer)), "when": f"{when:%d/%m/%Y}"}
    output = tool.sign_pdf(IncrementalPdfFileWriter(BytesIO(paper)), appearance_text_params=words)
    return bytes(output.getbuffer())


def _name(signer: Credential) -> str:
    (attribute,) = signer.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(attribute.value)


def _certificate(credential: Credential) -> x509.Certificate:
    return x509.Certificate.load(credential.der)


def _key(credential: Credential) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(credential.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
