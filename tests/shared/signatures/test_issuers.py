"""Whose papers a unit may issue: the registry tells in whose name a certificate signs, and when."""

from datetime import timedelta

import pytest

from infra.demo.certificates import Credential
from shared.signatures.issuers import Competence, Issuer, Registry
from shared.signatures.policy import CERTIFIED_COPY, DEFAULT, DIGITISED, RESULT, Capacity, Policy
from shared.signatures.report import as_report, of_report
from shared.signatures.sentences import sentence, told
from shared.signatures.trust import fingerprint
from shared.signatures.verdict import Disposition, Indication, Reason
from tests.signed_pdfs import NOW, OTHER_BOX, SIGNED_AT, How, a_paper, judged, organisation, person, signed

DAY = timedelta(days=1)
COMMUNE, DEPARTMENT = "H21.58", "H21.11"


def entry(who: Credential, unit: str = COMMUNE, capacity: Capacity = Capacity.ORGANISATION, **period) -> Issuer:
    period = {"valid_from": SIGNED_AT - 365 * DAY, **period}
    return Issuer(certificate=fingerprint(who.der), unit=unit, organisation="UBND xã", capacity=capacity, **period)


def of_the_commune() -> Issuer:
    return entry(organisation())


def only(*units: str, known: tuple[Issuer, ...] | None = None) -> Competence:
    return Competence(Registry.of((of_the_commune(),) if known is None else known), frozenset(units))


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return signed(a_paper(), How(person()), How(organisation(), field="Seal", box=OTHER_BOX))


def test_a_certificate_speaks_for_its_unit_while_it_is_entrusted_to_it():
    merged = SIGNED_AT + DAY
    registry = Registry.of([entry(person(), "old", valid_until=merged), entry(person(), "new", valid_from=merged)])
    assert registry.unit_of(person().der, SIGNED_AT) == "old"
    assert registry.unit_of(person().der, merged) == "new"
    assert registry.unit_of(person().der, SIGNED_AT - 9999 * DAY) is None
    assert registry.unit_of(organisation().der, SIGNED_AT) is None


def test_the_version_is_that_of_the_contents_in_any_order():
    entries = [of_the_commune(), entry(person())]
    assert Registry.of(entries).version == Registry.of(entries[::-1]).version != Registry.of(entries[:1]).version


def test_the_seal_of_a_competent_agency_answers_for_its_person(sealed):
    verdict = judged(sealed, competence=only(COMMUNE), policy=RESULT)
    assert verdict.accepted
    assert [one.unit for one in verdict.signatures] == ["", COMMUNE]


def test_the_unit_is_told_even_when_nobody_asks(sealed):
    nobody_asks = Competence(Registry.of([of_the_commune()]))
    assert [one.unit for one in judged(sealed, competence=nobody_asks).signatures] == ["", COMMUNE]


def test_an_agency_that_is_not_competent_is_refused(sealed):
    verdict = judged(sealed, competence=only(DEPARTMENT))
    assert (verdict.indication, verdict.reasons) == (Indication.INDETERMINATE, (Reason.WRONG_ISSUER,))
    assert verdict.disposition is Disposition.REFUSE
    assert told(verdict) == (sentence(Reason.WRONG_ISSUER),)


def test_a_person_of_another_unit_is_refused_under_a_competent_seal(sealed):
    stranger = entry(person(), DEPARTMENT, Capacity.PERSON)
    assert judged(sealed, competence=only(COMMUNE, known=(of_the_commune(), stranger))).reasons == (
        Reason.WRONG_ISSUER,
    )


@pytest.mark.parametrize("who", [person, organisation])
def test_somebody_the_registry_does_not_know_waits_for_it(who):
    verdict = judged(signed(a_paper(), How(who())), competence=only(COMMUNE, known=()))
    assert (verdict.indication, verdict.reasons) == (Indication.INDETERMINATE, (Reason.WRONG_ISSUER,))
    assert verdict.disposition is Disposition.KEEP
    assert told(verdict)[0].startswith("Chứng thư số của người ký chưa có trong sổ đăng ký chứng thư của cơ quan.")
    assert told(verdict.signatures[0]) == told(verdict)


def test_an_agency_whose_time_had_passed_when_it_signed_waits(sealed):
    expired = entry(organisation(), valid_until=SIGNED_AT - DAY)
    assert judged(sealed, competence=only(COMMUNE, known=(expired,))).reasons == (Reason.WRONG_ISSUER,)


def test_without_proof_an_agency_must_be_entrusted_now():
    file = signed(a_paper(), How(organisation(), stamped=None))
    until_yesterday = entry(organisation(), valid_until=NOW - DAY)
    assert judged(file, competence=only(COMMUNE)).accepted
    assert not judged(file, competence=only(COMMUNE, known=(until_yesterday,))).accepted


def test_the_registry_knows_better_than_the_name(sealed):
    """A person's name on a certificate that the registry says is the agency's seal."""
    seal = entry(person(), capacity=Capacity.ORGANISATION)
    verdict = judged(sealed, competence=Competence(Registry.of([seal, of_the_commune()])), policy=RESULT)
    assert verdict.reasons == (Reason.ORGANISATION_ONLY,)


@pytest.mark.parametrize(
    ("policy", "person_alone", "organisation_alone"),
    [
        (DEFAULT, (), ()),
        (DIGITISED, (Reason.PERSON_ONLY,), ()),
        (RESULT, (Reason.PERSON_ONLY,), (Reason.ORGANISATION_ONLY,)),
        (CERTIFIED_COPY, (Reason.PERSON_ONLY,), (Reason.ORGANISATION_ONLY,)),
    ],
    ids=lambda value: value.name if isinstance(value, Policy) else "",
)
def test_each_kind_of_paper_asks_for_its_signatures(sealed, policy, person_alone, organisation_alone):
    assert judged(sealed, policy=policy).accepted
    assert judged(signed(a_paper(), How(person())), policy=policy).reasons == person_alone
    assert judged(signed(a_paper(), How(organisation())), policy=policy).reasons == organisation_alone


def test_the_report_names_units_and_the_registry(sealed):
    verdict = judged(sealed, competence=only(COMMUNE))
    assert of_report(as_report(verdict)) == verdict
    assert verdict.judged_with.registry == only(COMMUNE).registry.version


def test_reports_from_before_the_registry_are_still_read(sealed):
    report = as_report(judged(sealed))
    del report["judged_with"]["registry"], report["signatures"][0]["unit"]
    assert of_report(report).accepted
