"""Papers of a vault as they are offered: what fits, best first, and why near misses do not; and a reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from shared.domain.catalogue import DocumentType
from shared.domain.items import Item, Origin
from shared.domain.matching import Attached, Match, Missing, Offered
from shared.domain.matching_words import OBJECTIONS
from shared.domain.objections import Objection
from shared.domain.shelves import NearMiss, Papers
from shared.web.shapes import View


class Said(View):
    """A reason: `code` for programs, `text` in Vietnamese for people."""

    code: str
    text: str


class PaperView(View):
    """A paper of the vault as it is offered or attached."""

    item: str
    version: int
    title: str
    document_type: str
    document_type_name: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    valid_until: date | None
    origin: Origin
    added_at: datetime


class NearMissView(View):
    paper: PaperView
    objections: list[Said]
    may_be_chosen: bool


class CandidateView(View):
    papers: list[PaperView]


def fitting(found: Match | None) -> int:
    """How many answers fit."""
    match found:
        case Attached():
            return 1
        case Offered(_, total):
            return total
    return 0


def fits(found: Match) -> tuple[Papers, ...]:
    """The best answers, the best first; each is one paper, or one of each type of a list."""
    match found:
        case Attached(papers):
            return (papers,)
        case Offered(candidates):
            return candidates
    return ()


def candidates(found: Match, types: Mapping[str, DocumentType]) -> list[CandidateView]:
    return [CandidateView(papers=_papers(each, types)) for each in fits(found)]


def near_misses(found: Match, types: Mapping[str, DocumentType]) -> list[NearMissView]:
    """Only where nothing fits."""
    return [_near_miss(each, types) for each in found.near_misses] if isinstance(found, Missing) else []


def _papers(papers: Iterable[Item], types: Mapping[str, DocumentType]) -> list[PaperView]:
    return [paper(each, types) for each in papers]


def paper(item: Item, types: Mapping[str, DocumentType]) -> PaperView:
    return PaperView(
        item=item.id,
        version=item.version.number,
        title=item.title,
        document_type=item.document_type,
        document_type_name=_type_name(item.document_type, types),
        number=item.number,
        issuer=item.issuer,
        issued_on=item.issued_on,
        valid_until=item.valid_until,
        origin=item.origin,
        added_at=item.version.added_at,
    )


def _type_name(code: str, types: Mapping[str, DocumentType]) -> str:
    """A type that has left the catalogue since keeps its code: its papers stay."""
    return types[code].name if code in types else code


def _near_miss(miss: NearMiss, types: Mapping[str, DocumentType]) -> NearMissView:
    return NearMissView(
        paper=paper(miss.item, types),
        objections=[said(each) for each in miss.objections],
        may_be_chosen=miss.may_be_chosen,
    )


def said(objection: Objection) -> Said:
    return Said(code=objection, text=" ".join(OBJECTIONS[objection]))
