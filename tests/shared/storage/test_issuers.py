"""The registry the judge takes, of the current catalogue: competent when it was signed, by the days of Vietnam."""

from dataclasses import replace
from datetime import UTC, date, datetime

from shared.clock import new_id, now
from shared.domain.issuers import IssuerCertificate, SignsAs
from shared.signatures.policy import Capacity
from shared.signatures.trust import fingerprint
from shared.storage import catalogues, issuers
from tests import signed_pdfs
from tests.conftest import a_catalogue

SEAL = signed_pdfs.organisation().der


def registered(unit, since, until=None):
    return IssuerCertificate(
        certificate=fingerprint(SEAL),
        unit=unit,
        kind=SignsAs.ORGANISATION,
        organisation="UBND",
        valid_from=since,
        valid_until=until,
    )


def kept(*entries, after=None):
    catalogue = replace(a_catalogue(), version=new_id(), issuers=entries)
    return catalogues.keep(catalogue, imported_at=now(), imported_by=new_id(), after=after)


def test_a_certificate_speaks_for_whom_it_was_registered_when_it_signed(world):
    kept(registered("old", date(2019, 1, 1), date(2025, 6, 30)), registered("new", date(2025, 7, 1)))
    registry = issuers.registry()
    last_evening, first_morning = datetime(2025, 6, 30, 16, 59, tzinfo=UTC), datetime(2025, 6, 30, 17, 0, tzinfo=UTC)
    assert registry.unit_of(SEAL, last_evening) == "old"
    assert registry.unit_of(SEAL, first_morning) == "new"
    assert registry.unit_of(SEAL, datetime(2018, 12, 31, 16, 59, tzinfo=UTC)) is None
    assert registry.issuer_of(SEAL, first_morning).capacity is Capacity.ORGANISATION


def test_the_registry_is_that_of_the_current_catalogue_and_made_once(world, calls):
    first = kept(registered("old", date(2019, 1, 1)))
    before = issuers.registry()
    kept(after=first)
    after = issuers.registry()
    assert (before.unit_of(SEAL, signed_pdfs.SIGNED_AT), after.unit_of(SEAL, signed_pdfs.SIGNED_AT)) == ("old", None)
    assert before.version != after.version
    calls.clear()
    assert issuers.registry() is after
    assert calls == {}
