"""Whom claims speak of, whichever way they are spelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.sign_in.rules import ClaimNames, Renewal, account, challenge_of, judged, recognised
from shared.domain.errors import Unacceptable
from shared.domain.people import Holder, HolderKind, Person
from shared.domain.sessions import Client, Session

NAMES = ClaimNames()
VNEID = {
    "sub": "3f1c",
    "LoaiTaiKhoan": "1",
    "SoDinhDanh": "052199000123",
    "HoVaTen": "Đặng Thị Đào",
    "NgayThangNamSinh": "19990203",
    "TechID": "t",
    "IAL": "2",
}
DVCQG = {**VNEID, "SoCMND": "215000123", "MaSoThue": "", "SoDienThoai": "0912 345 678", "ThuDienTu": "dao@example.vn"}
COMPANY = {**DVCQG, "LoaiTaiKhoan": "2", "MaSoDoanhNghiep": "4100259187", "TenDoanhNghiep": "Công ty A"}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def refusal_of(claims):
    with pytest.raises(Unacceptable) as refused:
        account(claims, NAMES)
    return refused.value.code


def test_vneid_tells_number_name_and_birth_date():
    person = account(VNEID, NAMES).owner
    assert (person.number, person.name, person.birth_date) == ("052199000123", "Đặng Thị Đào", date(1999, 2, 3))


def test_the_national_portal_also_tells_old_number_phone_and_mail():
    person = account(DVCQG, NAMES).owner
    assert (person.old_number, person.phone, person.email) == ("215000123", "84912345678", "dao@example.vn")


@pytest.mark.parametrize("number", [None, "", "  ", "0", "null", "05219900012", "0521990001234", "052199OOO123", {}])
def test_without_a_personal_number_nobody_is_made_up(number):
    assert refusal_of({**VNEID, "SoDinhDanh": number}) == "NO_PERSONAL_NUMBER"


def test_a_missing_claim_is_a_missing_number():
    assert refusal_of({"sub": "3f1c", "LoaiTaiKhoan": "1"}) == "NO_PERSONAL_NUMBER"


def test_a_phone_that_cannot_be_reached_is_left_out():
    assert account({**DVCQG, "SoDienThoai": "+1 555 0100"}, NAMES).owner.phone is None


def test_a_birth_date_nobody_can_read_is_left_out():
    assert account({**VNEID, "NgayThangNamSinh": "03/02/1999"}, NAMES).owner.birth_date is None


def test_the_date_format_is_configuration():
    names = ClaimNames(date_format="%d/%m/%Y")
    assert account({**VNEID, "NgayThangNamSinh": "03/02/1999"}, names).owner.birth_date == date(1999, 2, 3)


def test_a_name_in_nfd_and_far_too_long_is_made_fit():
    name = account({**VNEID, "HoVaTen": "Đa\u0300o " * 3000}, NAMES).owner.name
    assert name.startswith("Đào Đào")
    assert len(name) <= 200


def test_for_an_organisation_the_person_acts_and_the_vault_is_the_organisations():
    found = account(COMPANY, NAMES)
    assert (found.actor.number, found.owner.number) == ("052199000123", "4100259187")
    assert (found.actor.kind, found.owner.kind) == (HolderKind.PERSON, HolderKind.ORGANISATION)


def test_an_organisations_telephone_and_mail_are_not_its_representatives():
    found = account(COMPANY, NAMES)
    assert (found.owner.phone, found.owner.email) == ("84912345678", "dao@example.vn")
    assert (found.actor.phone, found.actor.email) == (None, None)


def test_an_organisation_without_a_person_acts_itself():
    found = account({**COMPANY, "SoDinhDanh": ""}, NAMES)
    assert found.actor == found.owner


def test_the_tax_code_counts_before_the_enterprise_code():
    assert account({**COMPANY, "MaSoThue": "0100109106001"}, NAMES).owner.number == "0100109106-001"


@pytest.mark.parametrize(("code", "refusal"), [("", "NO_TAX_CODE"), ("0123456789", "BAD_TAX_CODE")])
def test_an_organisation_needs_a_tax_code_that_can_be_one(code, refusal):
    assert refusal_of({**COMPANY, "MaSoDoanhNghiep": code}) == refusal


BORN = date(1960, 5, 1)
ELDER = Holder(kind=HolderKind.PERSON, number="215000123", name="Cụ A", birth_date=BORN)
KNOWN = Person(id="1", kind=HolderKind.PERSON, name="Cụ A", masked_number="…", known_since=NOON, birth_date=BORN)


def test_an_old_number_alone_opens_the_vault_of_who_has_been_here_with_the_new_one():
    assert recognised(KNOWN, ELDER) == KNOWN


@pytest.mark.parametrize(
    ("known", "holder"),
    [
        (None, ELDER),
        (replace(KNOWN, birth_date=date(1961, 5, 1)), ELDER),
        (KNOWN, replace(ELDER, birth_date=None)),
        (replace(KNOWN, birth_date=None), replace(ELDER, birth_date=None)),
    ],
)
def test_an_old_number_given_out_twice_opens_nobodys_vault(known, holder):
    with pytest.raises(Unacceptable, match="OLD_NUMBER_ALONE"):
        recognised(known, holder)


def test_the_challenge_is_the_one_of_the_standard():
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


SESSION = Session(
    id="1", person="p", vault="p", client=Client.WEB, started_at=NOON, renewed_at=NOON, secret="new", previous="old"
)


@given(
    secret=st.sampled_from(["new", "old", "older", ""]), seconds=st.integers(0, 10**5), client=st.sampled_from(Client)
)
def test_only_the_current_secret_is_ever_renewed(secret, seconds, client):
    session = replace(SESSION, client=client)
    found = judged(session, secret=secret, client=client, at=NOON + timedelta(seconds=seconds))
    assert found is not Renewal.GRANTED or secret == "new"
    assert found is not Renewal.ONCE_MORE or (secret == "old" and seconds <= 10 and client is Client.WEB)
