"""Signing in through both national providers, over real HTTP and every redirect."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from functions.sign_in.rules import challenge_of
from infra.demo.people import EMPTY, NUMBERLESS, OFFICER, ORGANISATION
from infra.local import openid
from infra.local.visitor import Visitor
from shared.channels.openid import Provider, authorization_address, vouched
from shared.clock import now
from shared.domain.errors import NotSignedIn
from shared.domain.people import Holder, HolderKind
from shared.storage import people

APP = openid.MOBILE_REDIRECT
VERIFIER = "an-app-makes-this-up-anew-for-every-sign-in"


def test_a_citizen_signs_in_and_is_known_without_their_number(house):
    me = house.signed_in("an")
    assert me["person"]["name"] == EMPTY.name
    assert me["person"]["number"] == "•••••••••017"
    assert me["person"] == me["vault"]
    assert me["roles"] == ["citizen"]


def test_whoever_comes_again_finds_the_same_vault(house):
    assert house.signed_in("an")["vault"] == house.signed_in("an")["vault"]


def test_both_providers_lead_to_one_vault(house):
    assert house.signed_in("an", "vneid")["vault"]["id"] == house.signed_in("an", "dvcqg")["vault"]["id"]


def test_two_people_never_share_a_vault(house):
    assert house.signed_in("an")["vault"]["id"] != house.signed_in("binh")["vault"]["id"]


def test_the_old_number_is_an_alias_of_the_same_person(house):
    me = house.signed_in("an", "dvcqg")
    assert people.found(HolderKind.PERSON, EMPTY.old_number).id == me["person"]["id"]


def test_who_comes_with_the_old_number_alone_finds_the_same_vault(house):
    me = house.signed_in("an", "dvcqg")
    born = f"{EMPTY.born:%Y%m%d}"
    house.introduce("old-an", LoaiTaiKhoan="1", SoDinhDanh=EMPTY.old_number, HoVaTen="An", NgayThangNamSinh=born)
    assert house.signed_in("old-an")["vault"]["id"] == me["vault"]["id"]


def test_an_old_number_nobody_has_come_with_opens_no_vault(house):
    house.introduce("elder", LoaiTaiKhoan="1", SoDinhDanh="990000099", HoVaTen="Cụ", NgayThangNamSinh="19400101")
    page = house.sign_in("elder")
    assert (page.status, "OLD_NUMBER_ALONE" in page.body.decode()) == (422, True)
    assert house.world.rows() == []


def test_a_number_that_does_not_add_up_lets_in_and_warns(house):
    house.introduce("odd", LoaiTaiKhoan="1", SoDinhDanh="000099000123", HoVaTen="Lạ", NgayThangNamSinh="19800101")
    [warning] = house.signed_in("odd")["warnings"]
    assert warning["code"] == "BIRTH_YEAR_DIFFERS"


def test_no_number_of_a_person_is_in_the_table(house):
    house.signed_in("an", "dvcqg")
    kept = str(house.world.rows())
    assert EMPTY.number not in kept
    assert EMPTY.old_number not in kept


def test_an_organisation_has_a_vault_of_its_own_and_the_person_acts(house):
    me = house.signed_in("cong-ty", "dvcqg")
    assert me["person"]["name"] == ORGANISATION.name
    assert me["vault"]["name"] == ORGANISATION.organisation.name


def test_who_signs_in_for_an_organisation_keeps_the_telephone_they_had(house):
    own = Holder(kind=HolderKind.PERSON, number=ORGANISATION.number, name="Dũng", phone="84911111111")
    people.arrived(own, at=now())
    me = house.signed_in("cong-ty", "dvcqg")
    assert me["person"]["phone"] == "84911111111"
    assert me["vault"]["phone"] == f"84{ORGANISATION.phone[1:]}"
    assert me["vault"]["kind"] == "organisation"
    assert me["vault"]["id"] != me["person"]["id"]


def test_without_a_personal_number_there_is_a_clear_refusal_and_no_vault(house):
    page = house.sign_in(NUMBERLESS.subject, "dvcqg")
    assert page.status == 422
    assert "NO_PERSONAL_NUMBER" in page.body.decode()
    assert "số định danh" in page.body.decode()
    assert house.world.rows() == []


def test_an_officer_carries_unit_and_roles(house):
    people.appoint(OFFICER.number, "H21.50.05", ["officer"])
    me = house.signed_in(OFFICER.subject)
    assert me["unit"] == "H21.50.05"
    assert me["roles"] == ["citizen", "officer"]
    assert me["person"]["name"] == OFFICER.name


@pytest.mark.parametrize("days", [-1, 1])
def test_an_officer_is_one_only_while_appointed(house, days):
    day = now().date()
    ends = {"valid_from": day - timedelta(9), "valid_until": day - timedelta(2)}
    term = ends if days < 0 else {"valid_from": day + timedelta(2)}
    people.appoint(OFFICER.number, "H21.50.05", ["officer"], **term)
    me = house.signed_in(OFFICER.subject)
    assert (me["unit"], me["roles"]) == (None, ["citizen"])


def test_a_dismissal_counts_at_the_next_renewal(house):
    people.appoint(OFFICER.number, "H21.50.05", ["officer"])
    house.sign_in(OFFICER.subject)
    assert "officer" in house.me(house.session().json["access_token"])["roles"]
    gone = now().date() - timedelta(2)
    people.appoint(OFFICER.number, "H21.50.05", ["officer"], valid_from=gone, valid_until=gone)
    assert house.me(house.session().json["access_token"])["roles"] == ["citizen"]


def test_an_officer_who_signs_in_for_an_organisation_is_no_officer_there(house):
    people.appoint(ORGANISATION.number, "H21.50.05", ["officer"])
    me = house.signed_in(ORGANISATION.subject, "dvcqg")
    assert (me["unit"], me["roles"]) == (None, ["citizen"])


def test_the_buttons_are_the_configured_providers(house):
    found = house.api.get("/sign-in/providers").json["providers"]
    assert [each["name"] for each in found] == ["vneid", "dvcqg"]


def test_an_unfilled_secret_offers_no_provider(house):
    house.fill({})
    assert house.api.get("/sign-in/providers").json == {"providers": []}


def test_an_unknown_provider_is_a_page_to_read(house):
    answer = house.api.get("/sign-in/facebook")
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_what_goes_to_the_provider_cannot_be_guessed_or_reused(house):
    asked = [parse_qs(urlsplit(house.begin().address).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({query[name][0] for query in asked}) == 2
        assert len(asked[0][name][0]) == 43
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert asked[0]["redirect_uri"] == [f"{house.address}sign-in/vneid/callback"]


def test_the_redirect_does_not_follow_a_forged_host(house):
    sent = house.api.get("/sign-in/vneid", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil" not in sent.headers["Location"]


def test_a_forged_state_is_refused(house):
    house.begin()
    page = house.visitor.open(f"{house.address}sign-in/vneid/callback?code=x&state=made-up")
    assert (page.status, "SIGN_IN_EXPIRED" in page.body.decode()) == (401, True)


def test_a_sign_in_is_good_once(house):
    page = house.begin()
    state = parse_qs(urlsplit(page.address).query)["state"][0]
    house.visitor.submit(page.address, sub="an")
    again = house.visitor.open(f"{house.address}sign-in/vneid/callback?code=x&state={state}")
    assert "SIGN_IN_EXPIRED" in again.body.decode()


def test_a_sign_in_ends_after_ten_minutes_even_if_the_table_still_has_it(house):
    page = house.begin()
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1)):
        late = house.visitor.submit(page.address, sub="an")
    assert "SIGN_IN_EXPIRED" in late.body.decode()


def test_another_browser_cannot_finish_what_this_one_began(house):
    page = house.begin()
    house.visitor = Visitor()
    assert "ANOTHER_BROWSER" in house.visitor.submit(page.address, sub="an").body.decode()


def test_the_answer_of_one_provider_is_not_taken_at_the_callback_of_the_other(house):
    state = parse_qs(urlsplit(house.begin("vneid").address).query)["state"][0]
    page = house.visitor.open(f"{house.address}sign-in/dvcqg/callback?code=x&state={state}")
    assert "SIGN_IN_EXPIRED" in page.body.decode()


def test_a_code_the_provider_does_not_know_is_refused(house):
    state = parse_qs(urlsplit(house.begin().address).query)["state"][0]
    page = house.visitor.open(f"{house.address}sign-in/vneid/callback?code=x&state={state}")
    assert (page.status, "CODE_REFUSED" in page.body.decode()) == (401, True)


def test_a_code_is_of_no_use_without_the_verifier_it_was_asked_with(house):
    """Somebody saw the code pass by, and brings it to the provider themselves."""
    provider = Provider(**openid.settings(address=house.address, port=house.provider_port)["providers"]["vneid"])
    asked = authorization_address(provider, state="s", nonce="n", challenge=challenge_of(VERIFIER))
    back = house.visitor.submit(asked, sub="an").address
    with pytest.raises(NotSignedIn, match="CODE_REFUSED"):
        vouched(provider, code=parse_qs(urlsplit(back).query)["code"][0], verifier="another", nonce="n")


def test_who_declines_at_the_provider_reads_so(house):
    state = parse_qs(urlsplit(house.begin().address).query)["state"][0]
    page = house.visitor.open(f"{house.address}sign-in/vneid/callback?error=access_denied&state={state}")
    assert "SIGN_IN_DECLINED" in page.body.decode()


def test_a_provider_that_does_not_answer_is_said_to_be_silent(house):
    silent = openid.settings(address=house.address, port=house.provider_port)["providers"]
    silent["vneid"]["token_endpoint"] = "http://127.0.0.1:9/token"
    house.configure(providers=silent)
    page = house.sign_in("an")
    assert (page.status, "PROVIDER_SILENT" in page.body.decode()) == (503, True)


def test_claims_are_read_under_the_names_configured(house):
    renamed = openid.settings(address=house.address, port=house.provider_port)["providers"]
    renamed["vneid"]["claims"] = {"name": "TechID", "kinds_of_person": ["1", "CN"]}
    house.configure(providers=renamed)
    assert house.signed_in("an")["person"]["name"] == "vneid-an"


def test_cookies_are_closed_to_scripts_and_other_sites(house):
    [cookie] = house.api.get("/sign-in/vneid").headers["Set-Cookie"]
    assert cookie.startswith("kho-sign-in=")
    assert cookie.endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax")


def test_over_tls_cookies_belong_to_this_host_and_never_leave_it(house):
    house.configure(home="https://kho.example.vn/")
    [cookie] = house.api.get("/sign-in/vneid").headers["Set-Cookie"]
    assert cookie.startswith("__Host-kho-sign-in=")
    assert cookie.endswith("; Secure")


@pytest.mark.parametrize("home", ["http://kho.example.vn/", "http://localhost.example.vn/", "//127.0.0.1/", "", "/"])
def test_a_mistyped_home_never_takes_the_locks_off_the_cookies(house, home):
    house.configure(home=home)
    [cookie] = house.api.get("/sign-in/vneid").headers["Set-Cookie"]
    assert cookie.startswith("__Host-kho-sign-in=")
    assert cookie.endswith("; Secure")


def test_an_app_comes_back_with_a_code_and_trades_it_for_tokens(house):
    back = house.sign_in("an", query=f"?client=mobile&redirect_uri={APP}&code_challenge={challenge_of(VERIFIER)}")
    assert back.address.startswith(f"{APP}?code=")
    tokens = house.session(grant="code", code=back.address.partition("=")[2], code_verifier=VERIFIER).json
    assert house.me(tokens["access_token"])["person"]["name"] == EMPTY.name
    assert house.session(refresh_token=tokens["refresh_token"]).status == 200


def test_an_apps_code_is_good_once_and_only_with_its_verifier(house):
    query = f"?client=mobile&redirect_uri={APP}&code_challenge={challenge_of(VERIFIER)}"
    code = house.sign_in("an", query=query).address.partition("=")[2]
    assert house.session(grant="code", code=code, code_verifier=VERIFIER[::-1]).json["code"] == "CODE_REFUSED"
    assert house.session(grant="code", code=code, code_verifier=VERIFIER).json["code"] == "CODE_REFUSED"


def test_an_apps_code_is_good_for_a_minute(house):
    query = f"?client=mobile&redirect_uri={APP}&code_challenge={challenge_of(VERIFIER)}"
    code = house.sign_in("an", query=query).address.partition("=")[2]
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert house.session(grant="code", code=code, code_verifier=VERIFIER).json["code"] == "CODE_REFUSED"


@pytest.mark.parametrize("redirect", [f"{APP}/more", APP.upper(), "https://evil.example/", ""])
def test_an_app_is_called_back_only_where_it_is_registered_to_the_letter(house, redirect):
    query = {"client": "mobile", "redirect_uri": redirect, "code_challenge": challenge_of(VERIFIER)}
    answer = house.api.get("/sign-in/vneid", query=query)
    assert (answer.status, "REDIRECT_NOT_REGISTERED" in answer.content.decode()) == (422, True)


def test_an_app_without_a_challenge_is_not_served(house):
    answer = house.api.get("/sign-in/vneid", query={"client": "mobile", "redirect_uri": APP})
    assert "CHALLENGE_MISSING" in answer.content.decode()
