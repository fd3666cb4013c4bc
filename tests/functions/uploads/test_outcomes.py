"""What becomes of a judged file, decided without any world."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from functions.uploads.fitting import open_for
from functions.uploads.outcomes import Found, Surroundings, outcome
from functions.uploads.words import progress
from shared.domain.catalogue import Way
from shared.domain.dossiers import Answer, ChosenBy, Dossier, Resolution, State
from shared.domain.items import ItemState, KindOfPaper, Origin, Standing
from shared.domain.uploads import NOTHING_SAID, Description, UploadState
from shared.signatures.verdict import Reason
from shared.web.reasons import said
from tests.conftest import BIRTH, MARRIAGE, STATUS, a_catalogue
from tests.functions.uploads.test_rules import an_item, an_upload

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AROUND = Surroundings(at=AT, type_name="Giấy khai sinh")
GOOD = Found(standing=Standing.ACCEPTED, pages=2, signed_on=date(2024, 3, 5))
[PROCEDURE] = a_catalogue().procedures


def bad(*reasons):
    return Found(standing=Standing.REFUSED, reasons=reasons)


def a_draft(**changes):
    answers = tuple(Answer(component=each.code) for each in PROCEDURE.components)
    plain = Dossier(
        id="03",
        owner="mine",
        opened_by="me",
        procedure=PROCEDURE.code,
        unit="H21",
        catalogue="c",
        opened_at=AT,
        answers=answers,
    )
    return replace(plain, **changes)


def a_scan(**changes):
    return an_upload(kind=None, document_type=None, dossier="03", component="scan", **changes)


def test_an_accepted_file_becomes_its_senders_own_deposited_paper():
    kept = outcome(an_upload(), GOOD, AROUND)
    assert (kept.upload.state, kept.upload.item) == (UploadState.ACCEPTED, "01")
    assert kept.item.holders == ("mine",)
    assert kept.item.origin is Origin.DEPOSITED
    assert (kept.item.version.number, kept.item.version.pages) == (1, 2)
    assert kept.item.dated == date(2024, 3, 5)


def test_what_the_sender_left_out_is_suggested_by_the_file_and_then_by_the_type():
    read = Found(standing=Standing.ACCEPTED, suggested=Description(title="GIẤY KHAI SINH", number="12/2024/GKS"))
    said = an_upload(description=Description(number="7/KS"))
    assert outcome(said, read, AROUND).item.title == "GIẤY KHAI SINH"
    assert outcome(said, read, AROUND).item.number == "7/KS"
    assert outcome(an_upload(), GOOD, AROUND).item.title == "Giấy khai sinh"


def test_what_cannot_be_decided_yet_is_kept_and_not_used():
    undecided = Found(standing=Standing.UNDECIDED, reasons=(Reason.REVOCATION_UNKNOWN,))
    upload = an_upload(dossier="03", component="birth")
    kept = outcome(upload, undecided, replace(AROUND, draft=a_draft()))
    assert kept.upload.state is UploadState.UNDECIDED
    assert kept.item.version.standing is Standing.UNDECIDED
    assert (kept.draft, kept.upload.attached) == (None, False)


def test_a_refused_file_is_no_paper_and_keeps_every_reason():
    refused = outcome(an_upload(), bad(Reason.CONTENT_CHANGED, Reason.PUBLIC_CA_ONLY), AROUND)
    assert refused.item is None
    assert refused.upload.state is UploadState.REFUSED
    assert refused.upload.reasons == ("CONTENT_CHANGED", "PUBLIC_CA_ONLY")


def test_bytes_the_vault_got_meanwhile_are_not_kept_twice():
    refused = outcome(an_upload(), GOOD, replace(AROUND, held_in="09"))
    assert refused.upload.reasons == ("ALREADY_IN_VAULT",)
    assert refused.upload.item == "09"


def test_a_replacement_is_the_next_version_of_the_same_paper():
    before = an_item(title="Khai sinh của con", issuer="UBND xã Suối Mơ", summary="Bản 1", purpose="marriage")
    read = replace(GOOD, suggested=Description(title="GIẤY KHAI SINH", number="2/KS", issued_on=date(2024, 3, 5)))
    after = outcome(an_upload(replaces="02"), read, replace(AROUND, replaced=before)).item
    assert (after.id, after.version.number) == ("02", 2)
    assert (after.title, after.issuer, after.summary, after.purpose) == (
        "Khai sinh của con",
        "UBND xã Suối Mơ",
        "Bản 1",
        "marriage",
    )
    assert (after.number, after.issued_on) == ("2/KS", date(2024, 3, 5))


def test_what_is_said_anew_of_a_replacement_stands():
    before = an_item(title="Khai sinh của con", issuer="UBND xã Suối Mơ", summary="Bản 1")
    said = Description(title="Khai sinh của Na", issuer="UBND xã Mới", summary="Bản 2")
    after = outcome(an_upload(replaces="02", description=said), GOOD, replace(AROUND, replaced=before)).item
    assert (after.title, after.issuer, after.summary) == ("Khai sinh của Na", "UBND xã Mới", "Bản 2")


def test_the_number_and_the_dates_of_the_old_file_are_never_those_of_the_new_one():
    days = {"issued_on": date(2020, 1, 1), "valid_from": date(2020, 1, 2), "valid_until": date(2020, 7, 1)}
    before = an_item(number="1/KS", **days)
    after = outcome(an_upload(replaces="02"), GOOD, replace(AROUND, replaced=before)).item
    assert (after.number, after.issued_on, after.valid_from, after.valid_until) == (None, None, None, None)


@pytest.mark.parametrize("replaces", [None, "02"])
@pytest.mark.parametrize("read", [date(2026, 11, 24), date(2026, 7, 2)])
def test_a_day_read_in_the_file_that_contradicts_what_was_said_is_left_out(read, replaces):
    said = Description(valid_until=date(2026, 7, 1))
    found = replace(GOOD, suggested=Description(number="2/KS", issued_on=read))
    around = replace(AROUND, replaced=an_item() if replaces else None)
    kept = outcome(an_upload(description=said, replaces=replaces), found, around).item
    assert (kept.number, kept.issued_on, kept.valid_until) == ("2/KS", None, date(2026, 7, 1))


UNDECIDED = Found(standing=Standing.UNDECIDED, reasons=(Reason.REVOCATION_UNKNOWN,))


def test_what_cannot_be_decided_never_takes_the_place_of_what_was_accepted():
    refused = outcome(an_upload(replaces="02"), UNDECIDED, replace(AROUND, replaced=an_item()))
    assert (refused.item, refused.upload.state) == (None, UploadState.REFUSED)
    assert refused.upload.reasons == ("REPLACEMENT_UNDECIDED", "REVOCATION_UNKNOWN")
    told = said("REPLACEMENT_UNDECIDED")
    assert "phiên bản hiện tại vẫn được giữ" in told.sentence
    assert told.remedy == "Hãy gửi lại sau."


def test_what_cannot_be_decided_may_take_the_place_of_what_could_not_either():
    waiting = an_item()
    waiting = replace(waiting, version=replace(waiting.version, standing=Standing.UNDECIDED))
    kept = outcome(an_upload(replaces="02"), UNDECIDED, replace(AROUND, replaced=waiting))
    assert (kept.upload.state, kept.item.version.number) == (UploadState.UNDECIDED, 2)


def test_a_paper_withdrawn_meanwhile_is_not_replaced():
    withdrawn = an_item(state=ItemState.WITHDRAWN)
    refused = outcome(an_upload(replaces="02"), GOOD, replace(AROUND, replaced=withdrawn))
    assert (refused.item, refused.upload.reasons) == (None, ("WITHDRAWN_NOT_REPLACED",))


@pytest.mark.parametrize("gone", [None, an_item(state=ItemState.REMOVED), an_item(holders=("theirs",))])
def test_a_paper_that_left_meanwhile_is_not_replaced(gone):
    refused = outcome(an_upload(replaces="02"), GOOD, replace(AROUND, replaced=gone))
    assert refused.upload.reasons == ("REPLACED_ITEM_GONE",)


def test_an_accepted_paper_answers_the_component_it_was_sent_for():
    upload = an_upload(dossier="03", component="birth")
    kept = outcome(upload, GOOD, replace(AROUND, draft=a_draft()))
    answer = kept.draft.answer("birth").resolution
    assert kept.upload.attached
    assert (answer.way, [each.item for each in answer.items]) == (Way.VAULT, ["01"])


def for_component(*, description=NOTHING_SAID, code=BIRTH, found=GOOD, replaced=None, **asks):
    """What becomes of a paper sent for a component that another paper answers already."""
    types = a_catalogue().types
    component = replace(PROCEDURE.component("birth"), accepts=((code,),), **asks)
    older = Resolution(way=Way.VAULT, chosen_by=ChosenBy.CITIZEN, reason="CHOSEN_VAULT", at=AT)
    draft = a_draft().answered("birth", older)
    around = replace(AROUND, counts_as=types[code], component=component, draft=draft, replaced=replaced)
    sent = an_upload(dossier="03", component="birth", document_type=code, description=description)
    return outcome(replace(sent, replaces=replaced.id if replaced else None), found, around)


FRESH, STALE = replace(GOOD, signed_on=date(2026, 5, 23)), replace(GOOD, signed_on=date(2026, 5, 22))
UNDATED = replace(GOOD, signed_on=None)
LAND, MARRYING = Description(purpose="land"), Description(purpose="marriage")
UNFIT = {
    "its end has passed": ("EXPIRED", {"description": Description(valid_until=date(2026, 11, 22))}),
    "its type allows six months": ("EXPIRED", {"code": STATUS, "description": LAND, "found": STALE}),
    "it begins tomorrow": ("NOT_YET_VALID", {"description": Description(valid_from=date(2026, 11, 24))}),
    "the component asks for a newer one": ("TOO_OLD", {"found": STALE, "max_age_months": 6}),
    "only its holder says how old it is": (
        "VALIDITY_UNKNOWN",
        {"description": Description(issued_on=date(2026, 11, 23)), "found": UNDATED, "max_age_months": 6},
    ),
    "it was issued for something else": (
        "OTHER_PURPOSE",
        {"code": STATUS, "description": LAND, "found": FRESH, "purpose": "marriage"},
    ),
    "it is disputed": ("DISPUTED", {"replaced": an_item(state=ItemState.DISPUTED)}),
    "it is hidden": ("HIDDEN", {"replaced": an_item(hidden_by=("mine",))}),
}


@pytest.mark.parametrize(("code", "sent"), UNFIT.values(), ids=UNFIT)
def test_a_paper_that_does_not_fit_is_kept_and_answers_nothing_and_says_why(code, sent):
    kept = for_component(**sent)
    upload = kept.upload
    assert (upload.state, upload.reasons, upload.attached) == (UploadState.ACCEPTED, (code,), False)
    assert (upload.item, kept.draft) == (kept.item.id, None)
    told = progress(upload.state, upload.reasons, item=upload.item, attached=upload.attached)
    assert told.startswith("Chữ ký số hợp lệ; giấy tờ đã vào Kho nhưng chưa đáp ứng thành phần hồ sơ: ")
    assert told.lower().endswith(said(code).sentence.lower())


@pytest.mark.parametrize(
    "sent",
    [
        {"description": Description(valid_until=date(2026, 11, 23))},
        {"found": FRESH, "max_age_months": 6},
        {"code": STATUS, "description": MARRYING, "found": FRESH, "purpose": "marriage"},
    ],
)
def test_a_paper_that_fits_takes_the_place_of_what_answered_before(sent):
    fits = for_component(**sent)
    assert fits.upload.attached
    assert [each.item for each in fits.draft.answer("birth").resolution.items] == [fits.item.id]


def test_an_unsigned_scan_answers_a_component_that_takes_uploads():
    kept = outcome(a_scan(), bad(Reason.UNSIGNED), replace(AROUND, draft=a_draft()))
    answer = kept.draft.answer("scan").resolution
    assert (kept.item, kept.upload.state) == (None, UploadState.ACCEPTED)
    assert (answer.way, answer.attachment.upload) == (Way.UPLOAD, "01")


@pytest.mark.parametrize(
    "reasons",
    [
        (Reason.ACTIVE_CONTENT,),
        (Reason.ACTIVE_CONTENT, Reason.UNSIGNED),
        (Reason.NOT_PDF,),
        (Reason.ENCRYPTED,),
        (Reason.CONTENT_CHANGED,),
        (Reason.RESAVED_AFTER_SIGNING,),
        ("HASH_MISMATCH",),
    ],
)
def test_a_scan_that_is_broken_or_dangerous_answers_nothing(reasons):
    refused = outcome(a_scan(), bad(*reasons), replace(AROUND, draft=a_draft()))
    assert refused.upload.state is UploadState.REFUSED
    assert refused.upload.reasons == reasons
    assert refused.draft is None


def test_an_unsigned_file_is_never_a_paper_of_the_vault():
    upload = an_upload(dossier="03", component="birth")
    refused = outcome(upload, bad(Reason.UNSIGNED), replace(AROUND, draft=a_draft()))
    assert (refused.item, refused.upload.state) == (None, UploadState.REFUSED)


def test_a_scan_comes_too_late_for_a_submitted_dossier_but_a_paper_stays_in_the_vault():
    assert outcome(a_scan(), bad(Reason.UNSIGNED), AROUND).upload.reasons == ("DOSSIER_CLOSED",)
    late = outcome(an_upload(dossier="03", component="birth"), GOOD, AROUND)
    assert (late.upload.state, late.upload.attached) == (UploadState.ACCEPTED, False)


def test_a_dossier_is_open_for_a_file_only_as_its_owners_draft():
    birth = PROCEDURE.component("birth")
    upload = an_upload(dossier="03", component="birth")
    assert open_for(a_draft(), upload, birth) == a_draft()
    assert open_for(a_draft(state=State.SUBMITTED), upload, birth) is None
    assert open_for(a_draft(owner="theirs"), upload, birth) is None
    assert open_for(a_draft(), upload, None) is None
    assert open_for(None, upload, birth) is None


def test_one_paper_of_a_list_asked_for_together_is_left_to_be_picked_from_the_vault():
    together = PROCEDURE.component("together")
    for kind in (MARRIAGE, STATUS):
        assert open_for(a_draft(), an_upload(document_type=kind, dossier="03", component="together"), together) is None
    either = PROCEDURE.component("either")
    assert open_for(a_draft(), an_upload(document_type=BIRTH, dossier="03", component="either"), either)


def test_the_kind_a_paper_was_announced_as_stays():
    assert outcome(an_upload(kind=KindOfPaper.DIGITISED), GOOD, AROUND).item.kind is KindOfPaper.DIGITISED
