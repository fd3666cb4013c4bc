"""A one-stop desk: its unit with registered certificates, an officer, a head, and a dossier on paper or online."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from functions.digitising.handlers import room as digitising
from functions.results.handlers import room as results
from functions.uploads.handlers import room as uploads
from functions.vault.handlers import room as vault
from shared.clock import new_id, now
from shared.domain.catalogue import Catalogue, Component, Procedure, Unit, Way
from shared.domain.desk import Channel
from shared.domain.dossiers import Answer, Dossier, Party, State, dossier_code
from shared.domain.issuers import IssuerCertificate, SignsAs
from shared.signatures.trust import fingerprint
from shared.storage import catalogues, dossiers, trust
from shared.storage.table import transact
from shared.web.caller import HEAD, OFFICER, Caller
from tests import signed_pdfs
from tests.conftest import BIRTH, MARRIAGE, Api, World, a_caller, a_catalogue
from tests.conftest import Answer as Told
from tests.functions.uploads.conftest import tell

UNIT, ELSEWHERE = "H21.50.05", "H21.50.06"
OWNER = a_caller()
OFFICER_HERE = a_caller(roles=frozenset({OFFICER}), unit=UNIT)
HEAD_HERE = a_caller(roles=frozenset({HEAD}), unit=UNIT)
OFFICER_ELSEWHERE = a_caller(roles=frozenset({OFFICER}), unit=ELSEWHERE)
CITIZEN_BY_MISTAKE = a_caller(unit=UNIT)

_COMPONENTS = (
    Component(code="birth", name="Giấy khai sinh", ways=(Way.VAULT, Way.UPLOAD), accepts=((BIRTH,),)),
    Component(code="declared", name="Tờ khai", ways=(Way.FORM,), ask_anew=True),
    Component(code="photo", name="Ảnh chụp hiện trạng", ways=(Way.UPLOAD,), required=False),
)


def an_issuer(credential: signed_pdfs.Credential, kind: SignsAs, unit: str = UNIT, **changes: Any) -> IssuerCertificate:
    plain = IssuerCertificate(
        certificate=fingerprint(credential.der),
        unit=unit,
        kind=kind,
        organisation="Ủy ban nhân dân xã",
        valid_from=date(2020, 1, 1),
    )
    return replace(plain, **changes)


def the_catalogue(**changes: Any) -> Catalogue:
    """A procedure of birth registration whose result is a birth certificate, and one whose result is a marriage's."""
    small = a_catalogue()
    [procedure] = small.procedures
    birth = replace(procedure, components=_COMPONENTS, results=(BIRTH,), cases=())
    marriage = Procedure(
        code="1.000894",
        name="Đăng ký kết hôn",
        field="Hộ tịch",
        levels=procedure.levels,
        components=(Component(code="mine", name="Giấy khai sinh", ways=(Way.VAULT,), accepts=((BIRTH,),)),),
        results=(MARRIAGE,),
    )
    types = tuple(
        replace(each, owner_rule="TWO (vợ, chồng)")
        if each.code == MARRIAGE
        else replace(each, data_source="CSDL hộ tịch")
        if each.code == BIRTH
        else each
        for each in small.document_types
    )
    elsewhere = Unit(code=ELSEWHERE, name="Xã Suối Đá", kind="xã", level=small.units[0].level)
    issuers = (
        an_issuer(signed_pdfs.person(), SignsAs.PERSON),
        an_issuer(signed_pdfs.organisation(), SignsAs.ORGANISATION),
        an_issuer(signed_pdfs.pki().agencies["finance"], SignsAs.ORGANISATION, ELSEWHERE),
        an_issuer(signed_pdfs.pki().officers["finance-director"], SignsAs.PERSON, ELSEWHERE),
    )
    fresh = replace(
        small,
        document_types=types,
        procedures=(birth, marriage),
        units=(*small.units, elsewhere),
        issuers=issuers,
        **changes,
    )
    catalogues.keep(fresh, imported_at=now(), imported_by=new_id(), after=catalogues.pointer())
    return fresh


def a_result(text: str = "Giay khai sinh", *, by: str = "commune", alone: bool = False) -> bytes:
    """A result signed by an officer and the agency; `alone` without the agency."""
    chair = {"commune": "commune-chair", "finance": "finance-director"}[by]
    person = signed_pdfs.How(signed_pdfs.pki().officers[chair], field="Officer")
    seal = signed_pdfs.How(signed_pdfs.pki().agencies[by], field="Agency", box=signed_pdfs.OTHER_BOX)
    return signed_pdfs.signed(signed_pdfs.a_paper(text=text), *([person] if alone else [person, seal]))


def a_scan(text: str = "Ban giay", *, by: str = "commune") -> bytes:
    return signed_pdfs.signed(signed_pdfs.a_paper(text=text), signed_pdfs.How(signed_pdfs.pki().agencies[by]))


def described(file: bytes, **changes: Any) -> dict[str, Any]:
    return {
        "file_name": "ket-qua.pdf",
        "size": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
        **changes,
    }


@dataclass(frozen=True)
class Desk:
    """An officer's hands at one desk, and everything its routes answer."""

    world: World
    api: Api
    catalogue: Catalogue

    def dossier(self, owner: Caller = OWNER, *, procedure: str = "1.001193", **changes: Any) -> Dossier:
        """A dossier that was received on paper; nothing is known of its components yet."""
        asked = self.catalogue.procedures_by_code[procedure]
        id = new_id()
        plain = Dossier(
            id=id,
            owner=owner.vault,
            opened_by=OFFICER_HERE.person,
            procedure=procedure,
            unit=UNIT,
            catalogue=self.catalogue.version,
            opened_at=now(),
            answers=tuple(Answer(component=each.code) for each in asked.components),
            applicant=Party(name="Nguyễn Văn An", phone="0900000017"),
            owner_party=Party(name="Nguyễn Văn An"),
            state=State.RECEIVED,
            channel=Channel.COUNTER,
            code=dossier_code(UNIT, date(2026, 11, 23), int(now().timestamp() * 1000) % 1_000_000),
            submitted_at=now(),
            received_at=now(),
        )
        kept = replace(plain, **changes)
        transact(dossiers.opened(kept), dossiers.coded(kept))
        return kept

    def now(self, dossier: Dossier) -> Dossier:
        found = dossiers.dossier(dossier.id)
        assert found
        return found

    def at(self, dossier: Dossier, path: str = "") -> str:
        return f"/desk/dossiers/{dossier.id}{path}"

    def act(
        self, dossier: Dossier, path: str, *, caller: Caller = OFFICER_HERE, method: str = "POST", **body: Any
    ) -> Told:
        """An act on the dossier as it is now."""
        with self.world.calls.unheard():
            version = self.now(dossier).version
        said = {"version": version, **body}
        if method == "DELETE":
            return self.api.ask(method, self.at(dossier, path), caller=caller, query=said)
        return self.api.ask(method, self.at(dossier, path), caller=caller, body=said)

    def look_up(self, dossier: Dossier, component: str = "birth", **changes: Any) -> Told:
        return self.act(dossier, f"/components/{component}/lookup", purpose="Kiểm tra thành phần hồ sơ", **changes)

    def answer(self, dossier: Dossier, component: str, **body: Any) -> Told:
        return self.act(dossier, f"/components/{component}", method="PUT", **body)

    def sent(self, announced: Told, file: bytes) -> str:
        assert announced.status == 201, announced.json
        self.world.put("incoming", announced.json["id"], file)
        return str(announced.json["id"])

    def scanned(self, dossier: Dossier, file: bytes, component: str = "birth", **changes: Any) -> dict[str, Any]:
        """A scan sent and judged; what the desk then reads of it."""
        announced = self.act(dossier, f"/components/{component}/scan", **described(file, **changes))
        return self.judged(self.sent(announced, file))

    def result(self, dossier: Dossier, file: bytes, **changes: Any) -> dict[str, Any]:
        announced = self.act(dossier, "/results", **described(file, **changes))
        return self.judged(self.sent(announced, file))

    def judged(self, id: str) -> dict[str, Any]:
        assert tell(id) == []
        told: dict[str, Any] = self.api.get(f"/desk/uploads/{id}", caller=OFFICER_HERE).json
        return told

    def resolved(self, dossier: Dossier) -> Dossier:
        """Every component resolved without a file, and in progress."""
        for component in self.catalogue.procedures_by_code[dossier.procedure].components:
            if component.required:
                self.answer(dossier, component.code, way="waived", note="Không cần.")
        assert self.act(dossier, "/forward").status == 200
        return self.now(dossier)

    def events(self, vault: str) -> list[str]:
        """What the outbox tells this vault of."""
        return [row["event"] for row in self.world.rows("OUTBOX#") if row.get("vault") == vault]

    def held(self, caller: Caller = OWNER) -> list[dict[str, Any]]:
        page = self.api.get("/vault/items", caller=caller).json
        return list(page["items"])


def deposited(desk: Desk, holder: Caller, file: bytes) -> str:
    """The same bytes in somebody's vault already, put there by themselves."""
    body = described(file, kind="result", document_type=BIRTH)
    id = desk.api.post("/vault/uploads", caller=holder, body=body).json["id"]
    desk.world.put("incoming", id, file)
    assert tell(id) == []
    return str(desk.api.get(f"/vault/uploads/{id}", caller=holder).json["item"])


def codes(told: dict[str, Any]) -> list[str]:
    return [each["code"] for each in told["reasons"]]


ROOMS = (digitising, results, uploads, vault)


@pytest.fixture
def desk(world, api, trusted) -> Desk:
    """The desk with its catalogue, its trust and its rooms, which have been asked already."""
    catalogue = the_catalogue()
    catalogues.current()
    trust.current()
    world.calls.clear()
    return Desk(world, api(*ROOMS), catalogue)
