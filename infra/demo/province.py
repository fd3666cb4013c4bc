"""A synthetic province: dossiers of two years as real ones are, the same for the same seed.

What is uneven in life is uneven here: a few units and procedures have most of the dossiers, few offices reuse much,
people file before holidays and at midnight, some dossiers are handed on, some withdrawn, some come back for more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from shared.domain.catalogue import Catalogue, Component, Level, Procedure, Unit, Way
from shared.domain.desk import Channel, LookUp, Point, Reception, Result, Supplement
from shared.domain.dossiers import Answer, Attachment, ChosenBy, Dossier, Pinned, Resolution, State
from shared.domain.items import Item, KindOfPaper, Origin, Standing, Version
from shared.domain.working_time import VIETNAM

LAST = date(2026, 11, 22)
DAYS = 730
_NOT_RECEIVED, _WITHDRAWN, _OPEN = 0.03, 0.02, 0.02
_ROUTINE = (Channel.ONLINE, Channel.ONLINE, Channel.COUNTER, Channel.ASSISTED)


_FILE = Version(
    number=1,
    sha256="0" * 64,
    size=90_000,
    file_name="ket-qua.pdf",
    standing=Standing.ACCEPTED,
    added_at=datetime(2026, 1, 1, tzinfo=UTC),
    added_by="officer",
)
_RESULT = Result(
    item=Item(
        id=f"01R{0:023d}",
        holders=("owner",),
        document_type="KQ",
        kind=KindOfPaper.RESULT,
        origin=Origin.ISSUED,
        title="Kết quả",
        version=_FILE,
    ),
    policy="result",
)


class Province:
    """`finals()` are dossiers as they stand at the end; `lives()` every version of each, oldest first."""

    def __init__(self, catalogue: Catalogue, *, seed: int = 1, people: int = 200_000) -> None:
        self.catalogue, self.people = catalogue, people
        self._random = random.Random(seed)  # noqa: S311 - the same province again

    def finals(self, number: int) -> Iterator[Dossier]:
        return (self._dossier(n) for n in range(number))

    def lives(self, number: int) -> Iterator[tuple[Dossier, ...]]:
        return (tuple(self._versions(each)) for each in self.finals(number))

    @cached_property
    def communes(self) -> tuple[Unit, ...]:
        return tuple(each for each in self.catalogue.units if each.level is Level.COMMUNE and each.exists_on(LAST))

    @cached_property
    def _weights(self) -> list[float]:
        return [1 / (n + 3) ** 0.5 for n in range(len(self.communes))]

    @cached_property
    def _zeal(self) -> dict[str, float]:
        """How often an office answers from a vault what can be answered from one."""
        return {each.code: self._random.betavariate(0.8, 2.2) for each in self.catalogue.units}

    @cached_property
    def _services(self) -> tuple[tuple[Procedure, ...], list[float]]:
        found = tuple(each for each in self.catalogue.procedures if Level.COMMUNE in each.levels)
        return found, [1 / (n + 1) for n in range(len(found))]

    def _dossier(self, number: int) -> Dossier:
        draw = self._random
        submitted = self._moment()
        [commune] = draw.choices(self.communes, self._weights)
        unit = self._unit_then(commune, submitted.astimezone(VIETNAM).date())
        [procedure] = draw.choices(*self._services)
        owner = f"01H{int(self.people * draw.random() ** 2):023d}"
        blank = Dossier(
            id=f"01P{number:023d}",
            owner=owner,
            opened_by=owner,
            procedure=procedure.code,
            unit=unit,
            catalogue=self.catalogue.version,
            opened_at=submitted - timedelta(minutes=20),
            submitted_at=submitted,
            channel=draw.choice(_ROUTINE),
            state=State.SUBMITTED,
            cases=frozenset(each.code for each in procedure.cases if draw.random() < 0.2),
            answers=(),
        )
        return self._received(blank, procedure)

    def _moment(self) -> datetime:
        draw = self._random
        day = LAST - timedelta(days=int(DAYS * draw.random() ** 1.2))
        hour = draw.gauss(10, 3) if draw.random() < 0.8 else draw.uniform(18, 24)
        minutes = min(max(hour, 0), 23.99) * 60
        return (datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(minutes=minutes)).astimezone(UTC)

    def _unit_then(self, commune: Unit, day: date) -> str:
        return commune.code if commune.exists_on(day) else self._random.choice(commune.predecessors or (commune.code,))

    def _received(self, blank: Dossier, procedure: Procedure) -> Dossier:
        draw, since = self._random, blank.submitted_at or blank.opened_at
        if draw.random() < _OPEN:
            return blank
        if draw.random() < _NOT_RECEIVED:
            return replace(blank, state=State.NOT_RECEIVED)
        other = draw.choice(self.communes).code
        handed = other if draw.random() < 0.02 and other != blank.unit else None
        before = handed if draw.random() < 0.5 else None
        at = since + timedelta(hours=draw.expovariate(1 / 8))
        unit = before or blank.unit
        officer = self._officer(unit)
        received = replace(
            blank,
            received_at=at,
            reception=Reception(at=at, by=officer, unit=unit, checks=()),
            handed_to=handed,
            officer=officer,
            answers=tuple(self._answers(blank, procedure, at)),
            supplements=self._supplements(procedure, at),
        )
        return self._ended(received, at)

    def _ended(self, received: Dossier, at: datetime) -> Dossier:
        draw = self._random
        if draw.random() < _WITHDRAWN:
            return replace(received, state=State.STOPPED)
        forwarded = at + timedelta(hours=draw.expovariate(1 / 10))
        done = forwarded + timedelta(hours=draw.expovariate(1 / 60))
        if draw.random() < _OPEN * 2:
            return replace(received, state=State.IN_PROGRESS, forwarded_at=forwarded)
        results = (_RESULT,) if draw.random() < 0.95 else ()  # a unit head may close without one
        ended = replace(received, state=State.DONE, forwarded_at=forwarded, done_at=done, results=results)
        if draw.random() < _OPEN:
            return ended
        return replace(ended, state=State.RETURNED, returned_at=done + timedelta(hours=draw.expovariate(1 / 20)))

    def _officer(self, unit: str) -> str:
        return f"01F{_number_of(unit)}{self._random.randrange(4):015d}"

    def _answers(self, blank: Dossier, procedure: Procedure, at: datetime) -> Iterator[Answer]:
        for component in procedure.components:
            if component.applies_to(blank.cases):
                yield self._answer(component, blank, at)

    def _answer(self, component: Component, blank: Dossier, at: datetime) -> Answer:
        draw = self._random
        if component.accepts and component.is_answered_from_vault:
            if draw.random() < self._zeal[blank.unit]:
                return self._from_vault(component, blank, at)
            if blank.channel is Channel.COUNTER:
                return self._scanned(component, blank, at)
        way = component.ways[0] if Way.VAULT not in component.ways[:1] else Way.UPLOAD
        file = Attachment(upload=f"01S{draw.getrandbits(60):023d}", sha256="0" * 64, size=90_000, file_name="a.pdf")
        attachment = file if way is Way.UPLOAD else None
        settled = Resolution(way=way, chosen_by=ChosenBy.CITIZEN, reason="CHOSEN", at=at, attachment=attachment)
        return Answer(component=component.code, resolution=settled)

    def _from_vault(self, component: Component, blank: Dossier, at: datetime) -> Answer:
        draw = self._random
        by = draw.choices((ChosenBy.SYSTEM, ChosenBy.CITIZEN, ChosenBy.OFFICER), (6, 2, 2))[0]
        origin = draw.choices((Origin.ISSUED, Origin.CONFIRMED, Origin.CERTIFIED, Origin.DEPOSITED), (5, 2, 2, 1))[0]
        paper = f"01T{int(blank.owner[3:]) * 10 + len(component.code) % 10:023d}"
        items = (Pinned(item=paper, version=1, sha256="0" * 64, origin=origin),)
        return Answer(
            component=component.code,
            resolution=Resolution(way=Way.VAULT, chosen_by=by, reason="ONLY_FIT", at=at, items=items),
            look_up=self._look_up(blank, at, (paper,)) if by is ChosenBy.OFFICER else None,
        )

    def _scanned(self, component: Component, blank: Dossier, at: datetime) -> Answer:
        draw = self._random
        file = Attachment(upload=f"01S{draw.getrandbits(60):023d}", sha256="0" * 64, size=90_000, file_name="a.pdf")
        offered = (f"01T{draw.getrandbits(40):023d}",) if draw.random() < 0.15 else ()
        scan = Resolution(way=Way.SCAN, chosen_by=ChosenBy.OFFICER, reason="SCANNED", at=at, attachment=file)
        return Answer(component=component.code, resolution=scan, look_up=self._look_up(blank, at, offered))

    def _look_up(self, blank: Dossier, at: datetime, offered: tuple[str, ...]) -> LookUp:
        return LookUp(at=at, by=self._officer(blank.unit), unit=blank.unit, offered=offered)

    def _supplements(self, procedure: Procedure, at: datetime) -> tuple[Supplement, ...]:
        draw = self._random
        if draw.random() > 0.08:
            return ()
        asked: Sequence[Component] = draw.sample(procedure.components, 1)
        points = tuple(Point(text="Bổ sung bản rõ hơn.", component=each.code) for each in asked)
        until = (at + timedelta(days=10)).date()
        return (Supplement(asked_at=at, by="officer", points=points, until=until, answered_at=at + timedelta(days=2)),)

    def _versions(self, final: Dossier) -> Iterator[Dossier]:
        now = _as_submitted(final)
        yield replace(now, version=_FIRST)
        for version, act in enumerate(_acts(final), start=_FIRST + 1):
            now = replace(now, **act, version=version)
            yield now


_FIRST = 3  # version of a submitted dossier: opened, answered, submitted


def _as_submitted(final: Dossier) -> Dossier:
    later = ("received_at", "reception", "handed_to", "officer", "forwarded_at", "done_at", "returned_at")
    nothing: dict[str, Any] = dict.fromkeys(later)
    return replace(final, state=State.SUBMITTED, supplements=(), results=(), answers=_before_the_desk(final), **nothing)


def _acts(final: Dossier) -> Iterator[dict[str, Any]]:
    """What each act at the desk changed, until the dossier is as it stands at the end."""
    if final.received_at is None:
        yield from [{"state": final.state}] if final.state is not State.SUBMITTED else []
        return
    handed = [{"handed_to": final.handed_to}] if final.handed_to else []
    is_early = final.reception is not None and final.handed_to == final.reception.unit
    yield {"officer": final.officer}
    yield from handed if is_early else []
    yield {"state": State.RECEIVED, "received_at": final.received_at, "reception": final.reception}
    if final.supplements:
        yield {"state": State.SUPPLEMENT_ASKED, "supplements": final.supplements}
        yield {"state": State.IN_PROGRESS}
    yield from _answered(final)
    yield from [] if is_early else handed
    yield from _ending(final)


def _answered(final: Dossier) -> Iterator[dict[str, Any]]:
    before = _before_the_desk(final)
    for number, answer in enumerate(final.answers, start=1):
        if answer.look_up:
            yield {}  # looked up
            yield {"answers": (*final.answers[:number], *before[number:])}


def _ending(final: Dossier) -> Iterator[dict[str, Any]]:
    if final.state is State.STOPPED:
        yield {"state": State.WITHDRAWAL_ASKED}
        yield {"state": State.STOPPED}
    if final.forwarded_at:
        yield {"state": State.IN_PROGRESS, "forwarded_at": final.forwarded_at}
    if final.done_at:
        yield {"results": final.results}
        yield {"state": State.DONE, "done_at": final.done_at}
    if final.returned_at:
        yield {"state": State.RETURNED, "returned_at": final.returned_at}


def _before_the_desk(final: Dossier) -> tuple[Answer, ...]:
    return tuple(Answer(component=each.component) if each.look_up else each for each in final.answers)


def _number_of(unit: str) -> str:
    """Eight digits of a unit, the same in every process."""
    return f"{int.from_bytes(unit.encode()[-5:], 'big') % 10**8:08d}"
