"""Fresh requests: checked whole, by who stands at the counter or by who asks from home."""

from __future__ import annotations

from datetime import datetime

from functions.certification import keeping, rules, shapes
from functions.certification.terms import terms
from shared.clock import new_id, now, today
from shared.domain.certification import Certification, Deed, Original, Step, after
from shared.domain.desk import Channel
from shared.domain.errors import Problem, TooMany
from shared.domain.items import KindOfPaper
from shared.domain.people import Holder, HolderKind, Person, phone
from shared.domain.uploads import Upload, Use, file_problems, refusal, safe_name
from shared.domain.working_time import WorkingCalendar
from shared.storage import catalogues, certifications, people
from shared.web.caller import Caller
from shared.web.desk import unit_of


def online(caller: Caller, body: shapes.RequestCopy) -> Certification:
    """What a citizen asks for, with its original still to be presented."""
    catalogue, limits, day = catalogues.current(), terms(), today()
    calendar = WorkingCalendar.of(catalogue.calendars, body.unit)
    original = original_of(body.original)
    rules.refuse(
        [
            *_against(original, is_presented=False),
            *rules.against_unit(catalogue.units_by_code.get(body.unit), limits, on=day),
            *rules.against_wish(body.wished_on, calendar, limits, on=day),
        ]
    )
    if certifications.number_today(caller.vault, day) > limits.most_a_day:
        raise TooMany("TOO_MANY_COPIES", f"Mỗi ngày chỉ gửi được {limits.most_a_day} yêu cầu; mai hãy gửi tiếp.")
    holder, at = people.person(caller.vault), now()
    return Certification(
        id=new_id(),
        vault=caller.vault,
        person=caller.person,
        requester=holder.name if holder else "",
        unit=body.unit,
        original=original,
        wanted_for=body.wanted_for,
        wished_on=body.wished_on,
        requested_at=at,
        steps=(Step(deed=Deed.REQUESTED, at=at, person=caller.person),),
    )


def at_counter(caller: Caller, body: shapes.OpenAtCounter) -> Certification:
    """What is asked for at the counter, its original presented already. Nobody serves themselves."""
    unit, original, called = unit_of(caller), original_of(body.original), body.person
    units = catalogues.current().units_by_code
    rules.refuse([*_against(original, is_presented=True), *rules.against_unit(units.get(unit), terms(), on=today())])
    reached = phone(called.phone) if called.phone else None
    at = now()
    vault = _known(called, at).id
    if caller.person == vault:
        raise keeping.own_request()
    fresh = Certification(
        id=new_id(),
        vault=vault,
        person=vault,
        requester=called.name,
        unit=unit,
        original=original,
        wanted_for=body.wanted_for,
        channel=Channel.COUNTER,
        requested_at=at,
        phone=reached,
        steps=(Step(deed=Deed.REQUESTED, at=at, person=vault),),
    )
    return accepted(fresh, caller, original, body.pages)


def _known(called: shapes.Requester, at: datetime) -> Person:
    """Whoever has this number, who may never have signed in; what a provider vouched for stays as it is."""
    known = people.found(HolderKind.PERSON, called.number)
    rules.refuse_another(known.name if known else "", called.name)
    if known and known.name:
        return known
    return people.called(Holder(kind=HolderKind.PERSON, number=called.number, name=called.name), at=at)


def accepted(request: Certification, caller: Caller, original: Original, pages: int) -> Certification:
    """The request once its original lay on the counter and was noted as it is. Raises `Conflict`."""
    step = Step(deed=Deed.ACCEPTED, at=now(), person=caller.person, unit=unit_of(caller))
    return after(request, step, original=original, pages=pages, fee=rules.fee(pages, terms()))


def presented(said: shapes.OriginalShape) -> Original:
    """The original as it was noted at the counter. Raises `Unacceptable` with all that keeps it from being copied."""
    original = original_of(said)
    rules.refuse(_against(original, is_presented=True))
    return original


def original_of(said: shapes.OriginalShape) -> Original:
    kind = catalogues.current().types.get(said.document_type)
    return Original(title=kind.name if kind else said.document_type, **said.model_dump())


def _against(original: Original, *, is_presented: bool) -> list[Problem]:
    catalogue = catalogues.current()
    purposes = frozenset(each.code for each in catalogue.purposes)
    return list(rules.against_original(original, catalogue.types, purposes, on=today(), is_presented=is_presented))


def signed_copy(request: Certification, caller: Caller, body: shapes.SignedCopy) -> Upload:
    """The upload of the signed scan. Raises `Refused` with what speaks against the file, before a byte is sent."""
    name = safe_name(body.file_name)
    if found := list(file_problems(name, body.size)):
        raise refusal(found)
    return Upload(
        id=new_id(),
        vault=request.vault,
        person=caller.person,
        document_type=rules.wrapper(catalogues.current().types).code,
        copy_of=request.original.document_type,
        kind=KindOfPaper.CERTIFIED_COPY,
        file_name=name,
        size=body.size,
        sha256=body.sha256,
        announced_at=now(),
        use=Use.COPY,
        unit=unit_of(caller),
        certification=request.id,
    )
