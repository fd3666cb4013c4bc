"""What stands between a dossier and its next stage: every point at once, each with what to do about it. Pure.

Forwarding asks that every component is resolved, closing also that the result is there, signed, and the owner's. The
law's exceptions hold: what is presented, not applicable or known as data is resolved, and nothing that came online, is
only to be presented, is an internal opinion or a secret is ever asked for as a scan (TT 03/2025, Art. 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shared.domain.catalogue import Component, Procedure, Way
from shared.domain.desk import SCAN_REASONS, Result
from shared.domain.dossiers import Answer, Dossier, Resolution
from shared.domain.errors import Problem
from shared.domain.items import Item, ItemState, Standing

NO_PAPERS: Mapping[str, Item] = {}

_WORDS: Mapping[str, str] = {
    "COMPONENT_UNRESOLVED": (
        "Thành phần “{name}” chưa có: tra cứu Kho trước, rồi dùng giấy tờ trong Kho, số hóa, ghi nhận xuất trình,"
        " hoặc yêu cầu bổ sung."
    ),
    "LOOK_UP_MISSING": "Thành phần “{name}” đã số hóa mà chưa tra cứu Kho: hãy tra cứu rồi ghi nhận lại.",
    "SCAN_REASON_MISSING": "Kho có giấy tờ phù hợp với thành phần “{name}”: hãy dùng, hoặc nêu lý do vẫn số hóa.",
    "SCAN_NOT_SEALED": "Bản số hóa của thành phần “{name}” chưa có chữ ký số của cơ quan: hãy ký số rồi tải lên lại.",
    "RESULT_MISSING": "Thủ tục này trả kết quả là giấy tờ: hãy thêm kết quả điện tử đã ký số.",
    "RESULT_OTHER_TYPE": "“{name}” không phải loại kết quả của thủ tục này: hãy gỡ và thêm đúng loại.",
    "RESULT_NOT_VERIFIED": "Chữ ký số của “{name}” chưa đủ hoặc chưa được xác thực: hãy gỡ và thêm bản đã ký đúng.",
    "RESULT_NOT_FOR_OWNER": "“{name}” không đứng tên chủ hồ sơ nên không vào được Kho của họ: hãy gỡ và thêm lại.",
    "PAPER_DISPUTED": "Giấy tờ “{name}” đang được phản ánh là có sai sót: hãy kiểm tra trước khi dùng.",
    "PAPER_WITHDRAWN": "Giấy tờ “{name}” đã bị cơ quan cấp thu hồi: hãy kiểm tra trước khi dùng.",
    "PAPER_REFUSED": "Chữ ký số của giấy tờ “{name}” không còn được chấp nhận: hãy kiểm tra trước khi dùng.",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a gate looks at: what is unmet closes it, a warning only tells."""

    name: str
    where: str
    unmet: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def forwarding(dossier: Dossier, procedure: Procedure, papers: Mapping[str, Item] = NO_PAPERS) -> tuple[Check, ...]:
    """Component by component; `papers` are the pinned ones as they are now, by id, where warnings are wanted."""
    return tuple(_component(each, dossier, papers) for each in procedure.components if each.applies_to(dossier.cases))


def closing(dossier: Dossier, procedure: Procedure, papers: Mapping[str, Item] = NO_PAPERS) -> tuple[Check, ...]:
    """Forwarding's checks too: answering a supplement leads into work without passing that gate."""
    return (*forwarding(dossier, procedure, papers), *_results(dossier, procedure))


def against_forwarding(dossier: Dossier, procedure: Procedure) -> tuple[Problem, ...]:
    return _unmet(forwarding(dossier, procedure))


def against_closing(dossier: Dossier, procedure: Procedure) -> tuple[Problem, ...]:
    return _unmet(closing(dossier, procedure))


def _unmet(checks: Iterable[Check]) -> tuple[Problem, ...]:
    return tuple(problem for each in checks for problem in each.unmet)


def _component(component: Component, dossier: Dossier, papers: Mapping[str, Item]) -> Check:
    answer = dossier.answer(component.code) or Answer(component=component.code)
    where = f"components.{component.code}"
    unmet = tuple(_problem(code, component.name, where) for code in _against(component, answer, dossier))
    warnings = _warnings(answer.resolution, papers, where) if answer.resolution else ()
    return Check(component.name, where, unmet, tuple(warnings))


def _against(component: Component, answer: Answer, dossier: Dossier) -> Iterator[str]:
    resolution = answer.resolution
    if resolution is None or _is_empty(resolution):
        if resolution or component.is_needed_for(dossier.cases):
            yield "COMPONENT_UNRESOLVED"
    elif resolution.way is Way.SCAN:
        yield from _against_scan(answer, resolution)


def _is_empty(resolution: Resolution) -> bool:
    match resolution.way:
        case Way.VAULT:
            return not resolution.items
        case Way.UPLOAD | Way.SCAN:
            return resolution.attachment is None
    return False


def _against_scan(answer: Answer, scan: Resolution) -> Iterator[str]:
    """Look before you scan; what was offered and not used needs a coded reason; the agency vouches for its scan."""
    if answer.look_up is None:
        yield "LOOK_UP_MISSING"
    elif answer.look_up.offered and scan.reason not in SCAN_REASONS:
        yield "SCAN_REASON_MISSING"
    if scan.attachment and not scan.attachment.sealed_by:
        yield "SCAN_NOT_SEALED"


_SUSPECT = {ItemState.DISPUTED: "PAPER_DISPUTED", ItemState.WITHDRAWN: "PAPER_WITHDRAWN"}


def _warnings(resolution: Resolution, papers: Mapping[str, Item], where: str) -> Iterator[Problem]:
    """What became of a pinned paper since; the officer decides what it means for this dossier."""
    for item in filter(None, (papers.get(pin.item) for pin in resolution.items)):
        if item.state in _SUSPECT:
            yield _problem(_SUSPECT[item.state], item.title, where)
        if item.version.standing is Standing.REFUSED:
            yield _problem("PAPER_REFUSED", item.title, where)


def _results(dossier: Dossier, procedure: Procedure) -> Iterator[Check]:
    """Nothing is asked of a procedure that yields no document; what is there must be right all the same."""
    if procedure.documents and not dossier.results:
        yield Check("Kết quả điện tử", "results", (_problem("RESULT_MISSING", "", "results"),))
    for each in dossier.results:
        where = f"results.{each.item.id}"
        found = _against_result(each, dossier, procedure)
        yield Check(each.item.title, where, tuple(_problem(code, each.item.title, where) for code in found))


POLICIES = {False: ("result",), True: ("result", "digitised")}  # which judgement is enough, by whether it is a scan


def _against_result(result: Result, dossier: Dossier, procedure: Procedure) -> Iterator[str]:
    item = result.item
    if item.document_type not in procedure.documents:
        yield "RESULT_OTHER_TYPE"
    if item.version.standing is not Standing.ACCEPTED or result.policy not in POLICIES[result.is_scan]:
        yield "RESULT_NOT_VERIFIED"
    if dossier.owner not in item.holders:
        yield "RESULT_NOT_FOR_OWNER"


def _problem(code: str, name: str, where: str) -> Problem:
    return Problem(code, _WORDS[code].format(name=name), where)
