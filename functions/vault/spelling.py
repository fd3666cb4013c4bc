"""A paper as its holder reads it: codes beside words, and a human sentence for every signature and every look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalice.app import Response

from functions.vault import shapes
from functions.vault.rules import Action, leave
from shared.clock import VIETNAM, today
from shared.domain.catalogue import Catalogue, DocumentType
from shared.domain.items import (
    ITEM_STATE_NAMES,
    KIND_NAMES,
    ORIGIN_NAMES,
    STANDING_NAMES,
    Item,
    ItemState,
    Version,
)
from shared.domain.validity import LASTING_NAMES, last_day, lasting
from shared.signatures.report import of_report
from shared.signatures.sentences import summed_up, told
from shared.signatures.verdict import ARCHIVING, Indication, SignatureVerdict
from shared.storage.access import ASSISTED, CERTIFIED, EVIDENCE, LOOK_UP, SHARED, Access
from shared.storage.items import Holding
from shared.web.caller import Caller
from shared.web.rooms import HEADERS


def summary(item: Item, catalogue: Catalogue, *, vault: str) -> shapes.ItemSummary:
    seen, version = item.seen_by(vault), item.version
    return shapes.ItemSummary(
        id=item.id,
        document_type=item.document_type,
        document_type_name=_type_name(item.document_type, catalogue),
        copy_of=item.copy_of,
        copy_of_name=_type_name(item.copy_of, catalogue) if item.copy_of else None,
        kind=item.kind,
        kind_name=KIND_NAMES[item.kind],
        origin=item.origin,
        origin_name=ORIGIN_NAMES[item.origin],
        title=item.title,
        state=seen.state,
        state_name=ITEM_STATE_NAMES[seen.state],
        standing=version.standing,
        standing_name=STANDING_NAMES[version.standing],
        number=item.number,
        summary=item.summary,
        issuer=item.issuer,
        issuer_unit=item.issuer_unit,
        issuer_unit_name=_unit_name(item.issuer_unit, catalogue),
        issued_on=item.issued_on,
        valid_from=item.valid_from,
        valid_until=item.valid_until,
        purpose=item.purpose,
        purpose_name=purposes(catalogue).get(item.purpose, item.purpose) if item.purpose else None,
        validity=_validity(item, catalogue.types.get(item.counts_as)),
        shared=len(item.holders) > 1,
        version=version.number,
        file_name=version.file_name,
        size=version.size,
        pages=version.pages,
        signed_on=version.signed_on,
        added_at=version.added_at,
        revision=item.revision,
    )


def _unit_name(code: str | None, catalogue: Catalogue) -> str | None:
    unit = catalogue.units_by_code.get(code or "")
    return unit.name if unit else None


def purposes(catalogue: Catalogue) -> Mapping[str, str]:
    """The names of what papers bound to a purpose are issued for, by code."""
    return {each.code: each.name for each in catalogue.purposes}


def _validity(item: Item, kind: DocumentType | None) -> shapes.ValidityView | None:
    if kind is None:
        return None
    code = lasting(item, kind, on=today())
    return shapes.ValidityView(code=code, text=LASTING_NAMES[code], until=last_day(item, kind))


def _type_name(code: str, catalogue: Catalogue) -> str:
    """A type that has left the catalogue since keeps its code: its papers stay."""
    known = catalogue.types.get(code)
    return known.name if known else code


def spelled_out(holding: Holding, catalogue: Catalogue, *, vault: str) -> shapes.ItemView:
    item = holding.item
    return shapes.ItemView(
        **dict(summary(item, catalogue, vault=vault)),
        source_dossier=item.source_dossier,
        source_procedure=item.source_procedure,
        reuses=len(holding.pinned_by),
        versions=[_version(each, report, item.version.number) for each, report in holding.versions],
        actions=[_action(each, item, vault) for each in Action],
    )


def _action(action: Action, item: Item, vault: str) -> shapes.ActionView:
    given = leave(action, item, vault=vault)
    return shapes.ActionView(code=action.value, allowed=given.allowed, text=given.text)


def report(kept: Mapping[str, Any], *, as_xml: bool) -> Response:
    """The report as it is kept, or as ETSI TS 119 102-2 has it."""
    if not as_xml:
        return Response(json.dumps(kept, ensure_ascii=False), headers=dict(HEADERS))
    from shared.signatures.etsi import report_xml  # noqa: PLC0415 - for whoever asks

    headers: dict[str, str | list[str]] = {**HEADERS, "Content-Type": "application/xml; charset=utf-8"}
    return Response(report_xml(of_report(dict(kept))).decode(), headers=headers)


def _version(version: Version, report: Mapping[str, Any], current: int) -> shapes.VersionView:
    verdict = of_report(dict(report)) if report else None
    return shapes.VersionView(
        number=version.number,
        is_current=version.number == current,
        file_name=version.file_name,
        size=version.size,
        pages=version.pages,
        sha256=version.sha256,
        standing=version.standing,
        standing_name=STANDING_NAMES[version.standing],
        sentence=summed_up(verdict) if verdict else f"{STANDING_NAMES[version.standing]}.",
        added_at=version.added_at,
        signed_on=version.signed_on,
        signatures=[_signature(each) for each in verdict.signatures] if verdict else [],
    )


def _signature(verdict: SignatureVerdict) -> shapes.SignatureView:
    return shapes.SignatureView(
        sentence=_of_signature(verdict),
        signer=verdict.signer.name,
        organisation=verdict.signer.organisation,
        indication=verdict.indication,
        sub_indication=verdict.sub_indication,
        reasons=[shapes.Said(code=code, text=text) for code, text in zip(verdict.reasons, told(verdict), strict=True)],
        proven_time=verdict.proven_time,
        level=verdict.level,
    )


def _of_signature(verdict: SignatureVerdict) -> str:
    who = ", ".join(dict.fromkeys(filter(None, (verdict.signer.name, verdict.signer.organisation)))) or "Không rõ ai"
    if verdict.indication is not Indication.TOTAL_PASSED:
        return " ".join((f"{who} đã ký.", *told(verdict)[:1]))
    if verdict.level == ARCHIVING and verdict.proven_time:
        return f"Dấu thời gian của {who} lúc {_moment(verdict.proven_time)}, xác nhận tệp không đổi từ đó."
    if verdict.proven_time:
        return f"{who} đã ký lúc {_moment(verdict.proven_time)}, thời điểm có dấu thời gian xác nhận; chữ ký hợp lệ."
    return f"{who} đã ký; chữ ký hợp lệ, thời điểm ký chưa có dấu thời gian xác nhận."


_AT_THE_VAULT = {LOOK_UP: "đã tra cứu Kho", ASSISTED: "đã mở phiên hỗ trợ nộp hồ sơ thay chủ Kho"}


def looked_at(access: Access, caller: Caller, item: Item | None = None) -> shapes.AccessView:
    return shapes.AccessView(
        at=access.at,
        version=access.version,
        purpose=access.purpose,
        unit=access.unit,
        unit_name=access.names.get("unit") if access.unit else None,
        dossier=access.dossier,
        item=None if access.purpose in _AT_THE_VAULT else access.item,
        item_title=item.title if item and item.state is not ItemState.REMOVED else None,
        sentence=f"{_who(access, caller)} {_what(access)} lúc {_moment(access.at)}{_why(access, caller)}.",
    )


def _who(access: Access, caller: Caller) -> str:
    if access.person == caller.person:
        return "Bạn"
    if access.purpose == SHARED:
        return (
            "Người có liên kết bạn chia sẻ"
            if access.vault == caller.vault
            else "Người có liên kết do người cùng đứng tên chia sẻ"
        )
    if access.unit:
        return f"Công chức của đơn vị {access.names.get('unit', access.unit)}"
    if access.vault == caller.vault:
        return "Người của tổ chức bạn"
    return "Người cùng đứng tên giấy tờ"


def _what(access: Access) -> str:
    if access.purpose == EVIDENCE:
        return "đã mở tệp tin gửi kèm phản ánh"
    return _AT_THE_VAULT.get(access.purpose, f"đã mở phiên bản {access.version}")


def _why(access: Access, caller: Caller) -> str:
    if access.purpose == SHARED:  # what the maker of a link wrote is for them alone
        return f" (mục đích chia sẻ: {access.why.rstrip('.')})" if access.vault == caller.vault else ""
    if access.feedback:
        return " để xem xét phản ánh về giấy tờ này"
    if access.purpose == CERTIFIED:
        return " để kiểm tra trước khi trả bản sao chứng thực"
    if access.purpose == ASSISTED:
        return f", căn cứ ghi nhận sự đồng ý: {access.why.rstrip('.')}"
    return _for_dossier(access) if access.dossier else ""


def _for_dossier(access: Access) -> str:
    component = f", thành phần “{access.names['component']}”" if "component" in access.names else ""
    stated = f": {access.why.rstrip('.')}" if access.why else ""
    return f" để giải quyết hồ sơ {access.names.get('dossier', access.dossier)}{component}{stated}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
