"""What an officer may answer a component with: look before you scan, and say why what was found is not used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain

from functions.digitising.words import PROBLEMS
from shared.domain.catalogue import Component, DocumentType, Way
from shared.domain.desk import SCAN_REASONS, LookUp
from shared.domain.dossiers import Answer, ChosenBy, Dossier, Pinned, Resolution, is_too_large
from shared.domain.errors import Conflict, Problem, Unacceptable
from shared.domain.items import Item, ItemState
from shared.domain.matching import Attached, Match, Offered
from shared.domain.matching_words import OBJECTIONS
from shared.domain.objections import Objection, objections, only_warn

_Told = tuple[Item, tuple[Objection, ...], bool]

OFFICERS_WAYS = frozenset({Way.VAULT, Way.PRESENT, Way.DATA, Way.FORM, Way.WAIVED, Way.SCAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What an officer answers a component with; `on` is the day papers are judged by."""

    way: Way
    at: datetime
    on: date
    papers: tuple[Item, ...] = ()
    reason: str = ""  # of a scan despite what the vault offers, as a code
    note: str = ""  # why it is waived, or only presented
    record: str = ""  # of the national database
    form: Mapping[str, str] = field(default_factory=dict)
    despite_warnings: bool = False


def visible(items: Iterable[Item], owner: str) -> list[Item]:
    """What an officer may know of: a paper its holder hid or removed does not exist for the desk."""
    unseen = (ItemState.HIDDEN, ItemState.REMOVED)
    return [each for each in items if each.seen_by(owner).state not in unseen]


def answered(component: Component, choice: Choice, dossier: Dossier, types: Mapping[str, DocumentType]) -> Resolution:
    """The officer's answer to a component.

    Raises `Conflict` for a vault nobody looked into for it, and `Unacceptable` with everything else against it.
    """
    answer = dossier.answer(component.code) or Answer(component=component.code)
    if choice.way in (Way.VAULT, Way.SCAN):
        looked_up(answer, component)
    told = _told(component, choice, dossier.owner, types)
    refuse(
        component,
        (*_against(component, choice, dossier, types), *_against_scan(answer, choice), *_against_papers(told)),
    )
    if choice.way is Way.SCAN and answer.resolution:
        return replace(answer.resolution, reason=choice.reason, at=choice.at, note=choice.note)
    warnings = tuple(chain.from_iterable(found for _, found, _ in told))
    return Resolution(
        way=choice.way,
        chosen_by=ChosenBy.OFFICER,
        reason="OFFICER_DESPITE_WARNING" if warnings else f"OFFICER_{choice.way.name}",
        at=choice.at,
        items=tuple(Pinned.of(each) for each in choice.papers),
        form=dict(choice.form) or None,
        despite=warnings,
        record=choice.record or None,
        note=choice.note,
    )


def offered(found: Match | None, dossier: Dossier) -> tuple[str, ...]:
    """The ids of all papers a look-up offers; nothing where the owner does not want their vault used.

    What this very dossier brought into the vault, its own scans, is no offer to it.
    """
    match found:
        case Attached(papers):
            fits: Iterable[Item] = papers
        case Offered(candidates):
            fits = chain.from_iterable(candidates)
        case _:
            return ()
    return tuple(dict.fromkeys(each.id for each in fits if each.source_dossier != dossier.id))


def pins(dossier: Dossier) -> frozenset[str]:
    """The papers of vaults that its components are answered with; a scan's own is no reuse."""
    used = (each.resolution for each in dossier.answers if each.resolution and each.resolution.way is Way.VAULT)
    return frozenset(pin.item for each in used for pin in each.items)


def looked_up(answer: Answer | None, component: Component) -> LookUp:
    """The newest look into the vault for this component. Raises `Conflict` when there was none."""
    if answer is None or answer.look_up is None:
        raise Conflict("LOOK_BEFORE_YOU_SCAN", PROBLEMS["LOOK_BEFORE_YOU_SCAN"].format(component=component.name))
    return answer.look_up


def refuse(component: Component, found: Iterable[Problem]) -> None:
    if problems := tuple(found):
        raise Unacceptable("ANSWER_NOT_ACCEPTED", f"Chưa thể ghi nhận thành phần “{component.name}”.", problems)


def problem(code: str, component: Component, where: str) -> Problem:
    return Problem(code, PROBLEMS[code].format(component=component.name), where)


def _against(
    component: Component, choice: Choice, dossier: Dossier, types: Mapping[str, DocumentType]
) -> Iterator[Problem]:
    if not component.applies_to(dossier.cases):
        yield problem("COMPONENT_NOT_APPLICABLE", component, "way")
    if choice.way not in OFFICERS_WAYS:
        yield problem("WAY_NOT_FOR_OFFICERS", component, "way")
    if bool(choice.papers) != (choice.way is Way.VAULT):
        yield problem("PAPERS_NOT_ASKED" if choice.papers else "PAPERS_MISSING", component, "items")
    if choice.way is Way.VAULT and not dossier.uses_vault:
        yield problem("OWNER_REFUSES_VAULT", component, "way")
    if choice.way is Way.DATA and not _has_database(component, types):
        yield problem("NOT_IN_A_DATABASE", component, "way")
    is_unforeseen = choice.way is Way.WAIVED or (choice.way is Way.PRESENT and Way.PRESENT not in component.ways)
    if is_unforeseen and not choice.note:
        yield problem("NOTE_MISSING", component, "note")
    if bool(choice.record) != (choice.way is Way.DATA):
        yield problem("RECORD_NOT_ASKED" if choice.record else "RECORD_MISSING", component, "record")
    yield from _against_form(component, choice)
    together = sorted(paper.counts_as for paper in choice.papers)
    if choice.papers and together not in [sorted(codes) for codes in component.accepts]:
        yield problem("WRONG_SET_OF_PAPERS", component, "items")


def _has_database(component: Component, types: Mapping[str, DocumentType]) -> bool:
    known = (types[code].data_source for code in component.accepted_types if code in types)
    return Way.DATA in component.ways or any(known)


def _against_form(component: Component, choice: Choice) -> Iterator[Problem]:
    """A declaration on paper is what the officer notes of it."""
    if choice.form and choice.way is not Way.FORM:
        yield problem("FORM_NOT_ASKED", component, "form")
    if choice.way is Way.FORM and not (choice.form or choice.note):
        yield problem("FORM_EMPTY", component, "note")
    if is_too_large(choice.form):
        yield problem("FORM_TOO_LARGE", component, "form")


def _against_scan(answer: Answer, choice: Choice) -> Iterator[Problem]:
    """Saying anew why a scan stands beside what the vault offers; the scan itself comes as a file."""
    if choice.way is not Way.SCAN:
        return
    if answer.resolution is None or answer.resolution.way is not Way.SCAN:
        yield Problem("SCAN_MISSING", PROBLEMS["SCAN_MISSING"], "way")
    elif choice.reason not in SCAN_REASONS:
        yield from (Problem(code, text, "reason") for code, text in SCAN_REASONS.items())


def _told(component: Component, choice: Choice, owner: str, types: Mapping[str, DocumentType]) -> list[_Told]:
    """What speaks against each paper, and whether the officer insists although warned."""
    found = [(each, objections(component, each, owner=owner, types=types, on=choice.on)) for each in choice.papers]
    return [(each, against, choice.despite_warnings and only_warn(against)) for each, against in found]


def _against_papers(told: Iterable[_Told]) -> Iterator[Problem]:
    for paper, found, is_overridden in told:
        if not is_overridden:
            yield from (Problem(each, " ".join(OBJECTIONS[each]), f"items.{paper.id}") for each in found)
