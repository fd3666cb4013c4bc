"""An officer's hands for somebody at the counter: a session opened with their consent, and ended for good."""

from __future__ import annotations

from datetime import timedelta

from functions.assisted import rules, shapes
from shared.clock import new_id, now
from shared.domain.errors import NotFound
from shared.domain.people import Holder, Person
from shared.domain.sessions import ASSISTED_LIFE, Assistance
from shared.storage import assistance, people
from shared.web.caller import Caller
from shared.web.desk import DESK, unit_of
from shared.web.logs import decided
from shared.web.rooms import Room
from shared.web.tokens import minted

room = Room(__name__)

# A use after the end is refused by the session itself, in words; the token only has to live long enough to say whose.
_TOKEN_LIFE = ASSISTED_LIFE + timedelta(hours=8)


@room.on("POST", "/desk/assisted-sessions", status=201, roles=DESK)
def open_assistance(caller: Caller, body: shapes.OpenAssistance) -> shapes.AssistanceView:
    """Begin to file for somebody who is here: half an hour, no longer, with the consents they have given."""
    person = _known(rules.holder(body.kind, body.number, body.name, body.birth_date))
    rules.refuse_oneself(person.id, caller.person)
    at = now()
    session = Assistance(
        id=new_id(),
        officer=caller.person,
        unit=unit_of(caller),
        person=person.id,
        channel=body.channel,
        consents=tuple(sorted(set(body.consents))),
        given=body.consent_given,
        evidence=body.evidence,
        opened_at=at,
        until=at + ASSISTED_LIFE,
    )
    assistance.begin(session)
    decided("assistance.opened", session=session.id, officer=caller.person, person=person.id, unit=session.unit)
    assisting = Caller(person=caller.person, vault=person.id, session=session.id, assists=body.channel)
    return shapes.AssistanceView(
        id=session.id,
        person=person.id,
        name=person.name,
        number=person.masked_number,
        channel=session.channel,
        until=session.until,
        access_token=minted(assisting, at=at, life=_TOKEN_LIFE),
    )


@room.on("DELETE", "/desk/assisted-sessions/{session_id}", status=204, roles=DESK)
def end_assistance(caller: Caller, session_id: str) -> None:
    """End it: from now on nothing can be done with its token."""
    session = assistance.session(session_id)
    if session is None or session.officer != caller.person:
        raise NotFound("NO_SUCH_SESSION", "Bạn không có phiên hỗ trợ nộp hồ sơ này.")
    assistance.end(session, at=now())
    decided("assistance.ended", session=session.id)


def _known(holder: Holder) -> Person:
    """The person with this number, who may never have signed in; what a provider vouched for stays as it is."""
    known = people.found(holder.kind, holder.number)
    rules.refuse_another_name(known, holder.name)
    return known if known and known.name else people.arrived(holder, at=now())
