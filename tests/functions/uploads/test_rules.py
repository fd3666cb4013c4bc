"""What may be announced, decided without any world."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.uploads.rules import problems
from shared.domain.errors import TooLarge, Unacceptable
from shared.domain.items import Item, ItemState, KindOfPaper, Origin, Standing, Version
from shared.domain.uploads import LARGEST, Description, Upload, refusal, safe_name
from tests.conftest import BIRTH, COPY, IDENTITY, MARRIAGE, STATUS, a_catalogue

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CATALOGUE = a_catalogue()
[PROCEDURE] = CATALOGUE.procedures


def an_upload(**changes):
    plain = Upload(
        id="01",
        vault="mine",
        person="me",
        kind=KindOfPaper.RESULT,
        document_type=BIRTH,
        file_name="Giấy khai sinh.pdf",
        size=1000,
        sha256="a" * 64,
        announced_at=AT,
    )
    return replace(plain, **changes)


def an_item(**changes):
    version = Version(
        number=1, sha256="b" * 64, size=9, file_name="x.pdf", standing=Standing.ACCEPTED, added_at=AT, added_by="me"
    )
    plain = Item(
        id="02",
        holders=("mine",),
        document_type=BIRTH,
        kind=KindOfPaper.RESULT,
        origin=Origin.DEPOSITED,
        title="Giấy khai sinh",
        version=version,
    )
    return replace(plain, **changes)


def found_in(upload, *, component=None, cases=frozenset(), replaced=None):
    found = problems(
        upload,
        types=CATALOGUE.types,
        purposes=frozenset(each.code for each in CATALOGUE.purposes),
        component=PROCEDURE.component(component) if component else None,
        cases=cases,
        replaced=replaced,
        on=TODAY,
    )
    return [each.code for each in found]


def for_component(component, **changes):
    return an_upload(dossier="03", component=component, **changes)


def test_a_named_paper_of_a_known_type_may_be_sent():
    assert found_in(an_upload()) == []


def test_everything_that_is_the_matter_is_told_at_once():
    said = Description(issued_on=date(2026, 12, 1), valid_until=date(2020, 1, 1))
    wrong = an_upload(kind=None, document_type="KQ.NONE", file_name="anh.jpg", size=0, description=said)
    assert found_in(wrong) == [
        "NOT_A_PDF_NAME",
        "FILE_EMPTY",
        "KIND_MISSING",
        "DOCUMENT_TYPE_UNKNOWN",
        "ISSUED_IN_FUTURE",
        "ENDS_BEFORE_ISSUED",
    ]


def test_kind_and_type_are_required_as_in_the_guide():
    assert found_in(an_upload(kind=None, document_type=None)) == ["DOCUMENT_TYPE_MISSING", "KIND_MISSING"]


@pytest.mark.parametrize(("size", "codes"), [(LARGEST, []), (LARGEST + 1, ["FILE_TOO_LARGE"]), (0, ["FILE_EMPTY"])])
def test_a_file_is_neither_empty_nor_larger_than_25_mb(size, codes):
    assert found_in(an_upload(size=size)) == codes


def test_only_size_alone_is_told_as_too_large():
    def status_of(upload):
        found = problems(
            upload,
            types=CATALOGUE.types,
            purposes=frozenset(),
            component=None,
            cases=frozenset(),
            replaced=None,
            on=TODAY,
        )
        return type(refusal(found))

    assert status_of(an_upload(size=LARGEST + 1)) is TooLarge
    assert status_of(an_upload(size=LARGEST + 1, file_name="x.doc")) is Unacceptable


def test_what_a_national_database_knows_is_never_kept_as_a_file():
    assert found_in(an_upload(document_type=IDENTITY)) == ["NEVER_A_FILE"]


def test_a_paper_bound_to_a_purpose_says_which():
    assert found_in(an_upload(document_type=STATUS)) == ["PURPOSE_MISSING"]
    assert found_in(an_upload(document_type=STATUS, description=Description(purpose="fishing"))) == ["PURPOSE_UNKNOWN"]
    assert found_in(an_upload(document_type=STATUS, description=Description(purpose="marriage"))) == []


def test_a_certified_copy_says_what_it_copies():
    copy = an_upload(kind=KindOfPaper.CERTIFIED_COPY, document_type=COPY)
    assert found_in(copy) == ["COPY_OF_MISSING"]
    assert found_in(replace(copy, copy_of=COPY)) == ["COPY_OF_COPY"]
    assert found_in(replace(copy, copy_of=IDENTITY)) == ["NEVER_A_FILE"]
    assert found_in(replace(copy, copy_of=STATUS)) == ["PURPOSE_MISSING"]
    assert found_in(replace(copy, copy_of=BIRTH)) == []
    assert found_in(an_upload(copy_of=BIRTH)) == ["COPY_OF_NOT_ASKED"]


def test_a_dossier_and_its_component_come_together():
    assert found_in(an_upload(dossier="03")) == ["DOSSIER_AND_COMPONENT"]
    assert found_in(an_upload(component="scan")) == ["DOSSIER_AND_COMPONENT"]


def test_only_a_component_that_takes_uploads_takes_a_file_without_a_type():
    assert found_in(for_component("scan", kind=None, document_type=None), component="scan") == []
    assert found_in(for_component("birth", kind=None, document_type=None), component="birth") == [
        "DOCUMENT_TYPE_MISSING",
        "KIND_MISSING",
    ]


def test_a_paper_for_a_component_is_of_a_type_it_takes_from_the_vault():
    assert found_in(for_component("birth"), component="birth") == []
    assert found_in(for_component("birth", document_type=MARRIAGE), component="birth") == ["COMPONENT_TAKES_OTHER_TYPE"]
    assert found_in(for_component("scan"), component="scan") == ["COMPONENT_TAKES_OTHER_TYPE"]


@pytest.mark.parametrize("component", ["shown", "declared"])
def test_what_is_shown_or_filled_in_takes_no_file(component):
    assert found_in(for_component(component), component=component) == ["COMPONENT_TAKES_NO_FILE"]


def test_a_component_of_another_case_takes_nothing():
    scan = for_component("abroad", kind=None, document_type=None)
    assert found_in(scan, component="abroad") == ["COMPONENT_NOT_APPLICABLE"]
    assert found_in(scan, component="abroad", cases=frozenset({"abroad"})) == []


def test_only_what_its_holder_deposited_is_replaced():
    upload = an_upload(replaces="02")
    assert found_in(upload, replaced=an_item()) == []
    for origin in (Origin.ISSUED, Origin.CONFIRMED, Origin.CERTIFIED):
        assert found_in(upload, replaced=an_item(origin=origin)) == ["ISSUED_NOT_REPLACED"]


def test_a_paper_is_replaced_by_one_of_the_same_type_and_kind():
    assert found_in(an_upload(document_type=MARRIAGE), replaced=an_item()) == ["REPLACED_BY_OTHER_TYPE"]
    assert found_in(an_upload(kind=KindOfPaper.DIGITISED), replaced=an_item()) == ["REPLACED_BY_OTHER_KIND"]


def test_what_its_agency_took_back_is_not_replaced():
    withdrawn = an_item(state=ItemState.WITHDRAWN)
    assert found_in(an_upload(replaces="02"), replaced=withdrawn) == ["WITHDRAWN_NOT_REPLACED"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\tôi\\Giấy khai sinh.PDF", "Giấy khai sinh.PDF"),
        ("Giấy\u0000 khai\u202e sinh.pdf", "Giấy khai sinh.pdf"),
        ("Gia\u0302\u0301y.pdf", "Giấy.pdf"),
        ("/", ""),
    ],
)
def test_a_file_name_loses_its_path_and_what_cannot_be_seen(sent, kept):
    assert safe_name(sent) == kept


@pytest.mark.parametrize("name", ["", ".pdf", "..pdf", "passwd", "x.pdf.exe", "..", "x.pdf/"])
def test_only_a_visible_pdf_name_is_taken(name):
    assert found_in(an_upload(file_name=safe_name(name))) == ["NOT_A_PDF_NAME"]


@given(st.text(max_size=60))
def test_a_safe_name_has_no_path_no_controls_and_stays_the_same(name):
    safe = safe_name(name)
    assert not set(safe) & set("/\\\0\n\r\u202e")
    assert safe_name(safe) == safe
