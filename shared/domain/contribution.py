"""What one dossier adds to the figures of its unit: derived from the dossier alone, never typed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.domain.catalogue import Component, Procedure, Way
from shared.domain.dossiers import Answer, ChosenBy, Dossier, State
from shared.domain.items import Origin
from shared.domain.life import OPEN
from shared.domain.working_time import VIETNAM

Counts = dict[str, int]  # by the names of `counts`; what is zero is left out
States = dict[State, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a dossier is counted: one unit on one local day."""

    unit: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What is counted of a dossier. Until it is received only where it waits: `day` is then that of its submission.

    Numbers are of components, unless said otherwise. `replaceable` ones apply to this applicant and accept a vault's
    paper; `missed` ones were scanned although the look-up had offered a paper; `unnecessary` points of supplement
    requests asked for what the vault held.
    """

    dossier: str
    unit: str  # that received it; before, the unit in whose queue it is
    day: date  # in Vietnam
    at_unit: str  # in whose queue it is now
    procedure: str
    state: State
    is_received: bool = False
    replaceable: int = 0
    reused: int = 0
    by_system: int = 0
    by_citizen: int = 0
    by_officer: int = 0
    missed: int = 0
    missed_by: tuple[str, ...] = ()  # person ids of the officers whose look-up had offered it
    digitised: int = 0
    from_data: int = 0  # known to a national database
    yields_result: bool = False
    has_result: bool = False  # the electronic one, delivered
    requests: int = 0  # for supplements
    points: int = 0  # of those requests
    unnecessary: int = 0
    wanted: tuple[str, ...] = ()  # document types that would have answered what paper answered
    papers: tuple[str, ...] = ()  # ids of the items reused
    deposited: int = 0  # components answered by nothing but what the holder deposited

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.unit, self.day)


def contribution(dossier: Dossier, procedure: Procedure) -> Contribution | None:
    """What is counted of a dossier by the procedure of its own catalogue version; None of a draft."""
    if dossier.submitted_at is None or dossier.state is State.DRAFT:
        return None
    if dossier.received_at is None:
        return Contribution(
            dossier=dossier.id,
            unit=dossier.at_unit,
            day=dossier.submitted_at.astimezone(VIETNAM).date(),
            at_unit=dossier.at_unit,
            procedure=dossier.procedure,
            state=dossier.state,
        )
    return _received(dossier, procedure, dossier.received_at.astimezone(VIETNAM).date())


def _received(dossier: Dossier, procedure: Procedure, day: date) -> Contribution:
    answers = {each.component: each for each in dossier.answers}
    replaceable = [each for each in procedure.components if _is_replaceable(each, dossier)]
    reused = [each for each in dossier.answers if _is_reused(each)]
    missed = [each for each in dossier.answers if _is_missed(each)]
    chosen = Counter(each.resolution.chosen_by for each in reused if each.resolution)
    points = [each for request in dossier.supplements for each in request.points]
    return Contribution(
        dossier=dossier.id,
        unit=dossier.reception.unit if dossier.reception else dossier.at_unit,
        day=day,
        at_unit=dossier.at_unit,
        procedure=dossier.procedure,
        state=dossier.state,
        is_received=True,
        replaceable=len(replaceable),
        reused=len(reused),
        by_system=chosen[ChosenBy.SYSTEM],
        by_citizen=chosen[ChosenBy.CITIZEN],
        by_officer=chosen[ChosenBy.OFFICER],
        missed=len(missed),
        missed_by=tuple(sorted({each.look_up.by for each in missed if each.look_up})),
        digitised=_by_way(dossier, Way.SCAN),
        from_data=_by_way(dossier, Way.DATA),
        yields_result=bool(procedure.results),
        has_result=bool(dossier.results) and dossier.done_at is not None,
        requests=len(dossier.supplements),
        points=len(points),
        unnecessary=sum(_was_there(answers.get(each.component or "")) for each in points),
        wanted=tuple(sorted({code for each in replaceable for code in _wanted(each, answers.get(each.code))})),
        papers=tuple(sorted({item.item for each in reused if each.resolution for item in each.resolution.items})),
        deposited=sum(_is_deposited(each) for each in reused),
    )


def _is_replaceable(component: Component, dossier: Dossier) -> bool:
    return bool(component.accepts) and component.is_answered_from_vault and component.applies_to(dossier.cases)


def _is_reused(answer: Answer) -> bool:
    return answer.resolution is not None and answer.resolution.way is Way.VAULT and bool(answer.resolution.items)


def _is_missed(answer: Answer) -> bool:
    is_scanned = answer.resolution is not None and answer.resolution.way is Way.SCAN
    return is_scanned and answer.look_up is not None and bool(answer.look_up.offered)


def _is_deposited(answer: Answer) -> bool:
    items = answer.resolution.items if answer.resolution else ()
    return all(each.origin is Origin.DEPOSITED for each in items)


def _by_way(dossier: Dossier, way: Way) -> int:
    return sum(each.resolution is not None and each.resolution.way is way for each in dossier.answers)


def _was_there(answer: Answer | None) -> bool:
    """The vault held what was asked for: a look-up had offered it, or it answers the component in the end."""
    return answer is not None and (bool(answer.look_up and answer.look_up.offered) or _is_reused(answer))


def _wanted(component: Component, answer: Answer | None) -> tuple[str, ...]:
    on_paper = answer is not None and answer.resolution is not None and answer.resolution.way in (Way.UPLOAD, Way.SCAN)
    return component.accepts[0] if on_paper else ()


def counts(contributions: Iterable[Contribution]) -> Counts:
    """What a sheet says of the dossiers received on it. Each of these names counts dossiers, unless it says what.

    `received`, `eligible` (a component was replaceable), `reused` (a component was), `eligible_reused`, `reused_by_…`
    (whose choice), `only_deposited` (nothing but its holder's deposits was reused), `replaceable_components`,
    `reused_components`, `missed_components`, `missed`, `digitised`, `from_data`, `resulting` (done, and yielding a
    document), `with_result`, `done`, `asked_again` (a supplement was), `points`, `unnecessary_points`.
    """
    found: Counts = {}
    for each in contributions:
        if each.is_received:
            for name, number in _counted(each):
                if number:
                    found[name] = found.get(name, 0) + number
    return found


_FINISHED = frozenset({State.DONE, State.RETURNED})


def _counted(one: Contribution) -> tuple[tuple[str, int], ...]:
    is_reused, is_eligible, is_done = one.reused > 0, one.replaceable > 0, one.state in _FINISHED
    return (
        ("received", 1),
        ("eligible", is_eligible),
        ("reused", is_reused),
        ("eligible_reused", is_eligible and is_reused),
        ("reused_by_system", one.by_system > 0),
        ("reused_by_citizen", one.by_citizen > 0),
        ("reused_by_officer", one.by_officer > 0),
        ("only_deposited", is_reused and one.deposited == one.reused),
        ("replaceable_components", one.replaceable),
        ("reused_components", one.reused),
        ("missed_components", one.missed),
        ("missed", one.missed > 0),
        ("digitised", one.digitised > 0),
        ("from_data", one.from_data > 0),
        ("done", is_done),
        ("resulting", is_done and one.yields_result),
        ("with_result", one.has_result),
        ("asked_again", one.requests > 0),
        ("points", one.points),
        ("unnecessary_points", one.unnecessary),
    )


def added(tallies: Iterable[Mapping[str, int]]) -> Counts:
    """Several sheets' counts together."""
    found: Counts = {}
    for each in tallies:
        for name, number in each.items():
            found[name] = found.get(name, 0) + number
    return found


def waiting(contributions: Iterable[Contribution]) -> dict[str, States]:
    """How many of these dossiers are open in each unit's queue, by state."""
    found: dict[str, States] = {}
    for each in contributions:
        if each.state in OPEN:
            states = found.setdefault(each.at_unit, {})
            states[each.state] = states.get(each.state, 0) + 1
    return found
