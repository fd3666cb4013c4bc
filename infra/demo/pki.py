"""A throw-away hierarchy shaped like the government's, so that a laptop can sign and judge without any real key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from infra.demo.certificates import (
    AUTHORITY,
    TIME_STAMPING,
    Credential,
    Key,
    derived_key,
    issued,
    revocation_list,
    subject,
)

ROOTS = {"root-g1": "Co quan chung thuc so chuyen dung (RootCA, ban thu)", "root-g2": "RootCA chuyên dùng G2 (bản thử)"}
INTERMEDIATES = {
    "g1-government": ("root-g1", "Co quan chung thuc so Chinh phu (ban thu)"),
    "g2-state-agencies": ("root-g2", "CA phục vụ các cơ quan Nhà nước G2 (bản thử)"),
}
AGENCIES = {
    "commune": "Ủy ban nhân dân xã Phù Cát (bản thử)",
    "finance": "Sở Tài chính tỉnh Gia Lai (bản thử)",
    "education": "Sở Giáo dục và Đào tạo tỉnh Gia Lai (bản thử)",
    "land-office": "Văn phòng Đăng ký đất đai tỉnh Gia Lai (bản thử)",
    "hospital": "Bệnh viện Đa khoa tỉnh Gia Lai (bản thử)",
}
OFFICERS = {
    "commune-chair": ("Hoàng Thử Nghiệm", "commune"),
    "finance-director": ("Đặng Giả Định", "finance"),
    "education-director": ("Lương Tưởng Tượng", "education"),
    "land-director": ("Bùi Ví Dụ", "land-office"),
    "doctor": ("Trịnh Thị Minh Họa", "hospital"),
}


@dataclass(frozen=True, slots=True)
class DemoPki:
    """The whole demo hierarchy, by name."""

    directory: Path
    roots: Mapping[str, Credential]
    intermediates: Mapping[str, Credential]
    agencies: Mapping[str, Credential]
    officers: Mapping[str, Credential]
    public_root: Credential
    public_ca: Credential
    public_signer: Credential
    time_stamping_root: Credential
    tsa: Credential

    @classmethod
    def make(cls, directory: Path, seed: str = "kho", *, now: datetime | None = None) -> Self:
        """Create the hierarchy under the directory, or find it again; its CRLs are always issued anew."""
        pki = cls._derived(directory, _seed_of(directory, seed))
        pki._write(now or datetime.now(UTC))
        return pki

    @property
    def crls(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.directory / "crls").glob("*.crl"))]

    @classmethod
    def _derived(cls, directory: Path, seed: str) -> Self:
        roots = {key: _authority(seed, key, name) for key, name in ROOTS.items()}
        intermediates = {
            key: _authority(seed, key, name, by=roots[root]) for key, (root, name) in INTERMEDIATES.items()
        }
        issuing = intermediates["g2-state-agencies"]
        agencies = {
            key: issued(subject(name, organisation=name), derived_key(seed, key), by=issuing)
            for key, name in AGENCIES.items()
        }
        officers = {
            key: issued(
                subject(name, organisation=AGENCIES[agency], person=f"CCCD:{key}"), derived_key(seed, key), by=issuing
            )
            for key, (name, agency) in OFFICERS.items()
        }
        public_root = _authority(seed, "public-root", "Vietnam National Root CA (bản thử)")
        public_ca = _authority(seed, "public-ca", "Doanh nghiệp chữ ký số công cộng (bản thử)", by=public_root)
        stamping_root = _authority(seed, "time-stamping-root", "Dấu thời gian RootCA (bản thử)")
        return cls(
            directory,
            roots,
            intermediates,
            agencies,
            officers,
            public_root,
            public_ca,
            issued(
                subject("Công ty TNHH Thử Nghiệm", organisation="Công ty TNHH Thử Nghiệm"),
                derived_key(seed, "company"),
                by=public_ca,
            ),
            stamping_root,
            issued(
                subject("Dịch vụ cấp dấu thời gian (bản thử)"),
                _rsa_key(directory / "keys" / "tsa.pem"),
                by=stamping_root,
                profile=TIME_STAMPING,
            ),
        )

    def _write(self, now: datetime) -> None:
        _write_certificates(self.directory / "roots", self.roots)
        _write_certificates(self.directory / "intermediates", self.intermediates)
        _write_certificates(self.directory / "timestamping", {"root": self.time_stamping_root})
        _write_certificates(self.directory / "public", {"root": self.public_root, "ca": self.public_ca})
        _write_keys(
            self.directory / "keys", {**self.agencies, **self.officers, "company": self.public_signer, "tsa": self.tsa}
        )
        authorities = {**self.roots, **self.intermediates, "time-stamping-root": self.time_stamping_root}
        crls = _made(self.directory / "crls")
        for name, authority in authorities.items():
            (crls / f"{name}.crl").write_bytes(revocation_list(authority, now=now))


def _seed_of(directory: Path, seed: str) -> str:
    """The seed a directory was first made with: loading never changes whose signatures its papers carry."""
    path = _made(directory) / "seed"
    if not path.exists():
        path.write_text(seed, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _rsa_key(path: Path) -> Key:
    """The key kept there, or a new one: RSA keys cannot be derived from a seed, and only the stamper needs one."""
    if not path.exists():
        return rsa.generate_private_key(65537, 2048)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
    return key


def _authority(seed: str, key: str, name: str, by: Credential | None = None) -> Credential:
    return issued(subject(name), derived_key(seed, key), by=by, profile=AUTHORITY)


def _made(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def _write_certificates(directory: Path, credentials: Mapping[str, Credential]) -> None:
    for name, credential in credentials.items():
        (_made(directory) / f"{name}.cer").write_bytes(credential.der)


def _write_keys(directory: Path, credentials: Mapping[str, Credential]) -> None:
    for name, credential in credentials.items():
        pem = credential.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = _made(directory) / f"{name}.pem"
        path.write_bytes(pem)
        path.chmod(0o600)
        path.with_suffix(".cer").write_bytes(credential.der)
