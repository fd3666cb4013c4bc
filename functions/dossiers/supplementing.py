"""What its owner may still do with a submitted dossier, and what answers an agency's request. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from functions.dossiers.words import PROBLEMS
from shared.domain.catalogue import Procedure
from shared.domain.desk import Point, Supplement
from shared.domain.dossiers import STATE_NAMES, Dossier, State
from shared.domain.errors import Conflict, Problem, Unacceptable
from shared.domain.events import ACT_NAMES, Act
from shared.domain.life import possible
from shared.domain.working_time import VIETNAM

OWNERS = (Act.SUPPLEMENT_ANSWERED, Act.WITHDRAWAL_ASKED)


def owners_acts(dossier: Dossier) -> tuple[Act, ...]:
    """What its owner may do with a submitted dossier now."""
    return tuple(each for each in OWNERS if each in possible(dossier))


def refuse_impossible(dossier: Dossier, act: Act) -> None:
    """Raises `Conflict` NOT_FROM_HERE, naming what its owner may do instead."""
    instead = owners_acts(dossier)
    if act in instead:
        return
    names = ", ".join(ACT_NAMES[each].lower() for each in instead) or "xem kết quả và lịch sử hồ sơ"
    if dossier.state is State.DRAFT:
        names = "nộp hoặc xóa bản nháp"
    raise Conflict(
        "NOT_FROM_HERE",
        f"Hồ sơ đang ở trạng thái “{STATE_NAMES[dossier.state]}” nên chưa thể {ACT_NAMES[act].lower()}."
        f" Có thể: {names}.",
        [Problem("POSSIBLE", ACT_NAMES[each], each) for each in instead],
    )


def answered(dossier: Dossier, procedure: Procedure, texts: Mapping[int, str], *, at: datetime) -> Supplement:
    """The request with its answers; `texts` by the point's place in it.

    Raises `Unacceptable` naming every point that is still without one: it is answered in one go, too.
    """
    supplement = dossier.supplement
    assert supplement  # noqa: S101 - nothing is answered that was not asked
    points = tuple(replace(each, answer=texts.get(n, "")) for n, each in enumerate(supplement.points))
    against = (*_unanswered(dossier, supplement, points, procedure), *_unasked(texts, len(points)))
    if against:
        raise Unacceptable("SUPPLEMENT_INCOMPLETE", "Chưa bổ sung đủ các nội dung được yêu cầu.", against)
    late = at.astimezone(VIETNAM).date() > supplement.until
    return replace(supplement, points=points, answered_at=at, late=late)


def _unanswered(
    dossier: Dossier, supplement: Supplement, points: tuple[Point, ...], procedure: Procedure
) -> Iterator[Problem]:
    for n, point in enumerate(points):
        if not dossier.is_answered(point, supplement):
            component = procedure.component(point.component) if point.component else None
            code = "COMPONENT_NOT_SUPPLEMENTED" if component else "POINT_NOT_ANSWERED"
            detail = PROBLEMS[code].format(component=component.name if component else "", about=point.text)
            yield Problem(code, detail, f"answers.{n}")


def _unasked(texts: Mapping[int, str], asked: int) -> Iterator[Problem]:
    yield from (Problem("NO_SUCH_POINT", PROBLEMS["NO_SUCH_POINT"], f"answers.{n}") for n in texts if n >= asked)
