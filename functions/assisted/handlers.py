"""An officer's hands for somebody at the counter: a session opened with their consent, and ended for good."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from functions.assisted import rules, shapes
from shared.clock import new_id, now, today
from shared.domain import consents, sessions
from shared.domain.errors import NotFound
from shared.storage import access, assistance, outbox, people
from shared.web.caller import Caller
from shared.web.desk import DESK, unit_name, unit_of
from shared.web.logs import decided
from shared.web.rooms import Room
from shared.web.tokens import minted

if TYPE_CHECKING:
    from shared.domain.people import Holder, Person

room = Room(__name__)

# A use after the end is refused by the session itself, in words; the token only has to live long enough to say whose.
_PAST_THE_END = timedelta(hours=8)


@room.on("GET", "/desk/consents", roles=DESK)
def list_consents() -> shapes.ConsentsView:
    """What somebody at the counter is asked to agree to before an officer files for them, word for word."""
    told = [shapes.ConsentView(code=code, text=text) for code, text in consents.CONSENTS.items()]
    return shapes.ConsentsView(consents=told)


@room.on("POST", "/desk/assisted-sessions", status=201, roles=DESK)
def open_assistance(caller: Caller, body: shapes.OpenAssistance) -> shapes.AssistanceView:
    """Begin to file for somebody who is here: half an hour, no longer, with the consents they have given.

    They are told, and read of it among the looks at their vault.
    """
    holder = rules.holder(body.kind, body.number, body.name, body.birth_date)
    rules.refuse_too_many(assistance.number_today(caller.person, today()))
    person = _known(holder, caller)
    rules.refuse_oneself(person.id, caller.person)
    at = now()
    session = sessions.Assistance(
        id=new_id(),
        officer=caller.person,
        unit=unit_of(caller),
        person=person.id,
        channel=body.channel,
        consents=tuple(sorted(set(body.consents))),
        given=body.consent_given,
        evidence=body.evidence,
        opened_at=at,
        until=at + sessions.ASSISTED_LIFE,
    )
    look = _look(session, caller)
    assistance.begin(session, *access.for_holder(look, person.id), outbox.posted(_message(look)))
    decided("assistance.opened", session=session.id, officer=caller.person, person=person.id, unit=session.unit)
    assisting = Caller(person=caller.person, vault=person.id, session=session.id, assists=body.channel)
    return shapes.AssistanceView(
        id=session.id,
        person=person.id,
        name=person.name or body.name,
        number=person.masked_number,
        channel=session.channel,
        until=session.until,
        expires_in=int(sessions.ASSISTED_LIFE.total_seconds()),
        access_token=minted(assisting, at=at, life=sessions.ASSISTED_LIFE + _PAST_THE_END),
    )


@room.on("DELETE", "/desk/assisted-sessions/{session_id}", status=204, roles=DESK)
def end_assistance(caller: Caller, session_id: str) -> None:
    """End it: from now on nothing can be done with its token."""
    session = assistance.session(session_id)
    if session is None or session.officer != caller.person:
        raise NotFound("NO_SUCH_SESSION", "Bạn không có phiên hỗ trợ nộp hồ sơ này.")
    assistance.end(session, at=now())
    decided("assistance.ended", session=session.id)


def _look(session: sessions.Assistance, caller: Caller) -> access.Access:
    """The session as its person reads of it: which unit, when, and where their consent is said to be written."""
    return access.Access(
        id=new_id(),
        item=session.person,
        version=0,
        person=session.officer,
        vault=caller.vault,
        at=session.opened_at,
        purpose=access.ASSISTED,
        unit=session.unit,
        names={"unit": unit_name(session.unit)},
        why=session.evidence,
    )


def _message(look: access.Access) -> outbox.Message:
    return outbox.Message(
        id=new_id(),
        event="agency_accessed",
        vault=look.item,
        at=look.at,
        parameters={"unit": look.names["unit"]},
    )


def _known(holder: Holder, caller: Caller) -> Person:
    """The person with this number, who may never have signed in; what a provider vouched for stays as it is."""
    known = people.found(holder.kind, holder.number)
    if known and rules.is_another(known, holder.name):
        decided("assistance.refused", officer=caller.person, person=known.id, code="NAME_DIFFERS")
        raise rules.another_name()
    return known if known and known.name else people.called(holder, at=now())
