"""Forms made ready to be signed, and opened: an officer makes them, the citizen gets those addressed to them."""

from __future__ import annotations

from functions.forms import making, shapes
from shared.clock import new_id, now
from shared.domain import dossiers as dossier_words
from shared.domain.errors import NotFound
from shared.storage import buckets, dossiers, paperwork
from shared.web.caller import Caller
from shared.web.desk import DESK, officers_dossier, unit_of
from shared.web.logs import decided
from shared.web.rooms import Room

room = Room(__name__)


@room.on("POST", "/desk/dossiers/{dossier_id}/forms/{form}", roles=DESK)
def make_form(caller: Caller, dossier_id: str, form: str) -> shapes.FormView:
    """A form of a dossier by its number (01–06), as a PDF with room for the signature; made again it is made anew."""
    dossier = officers_dossier(caller, dossier_id)
    made = paperwork.Made(of=dossier.id, form=making.numbered(form), at=now(), by=caller.person)
    paperwork.keep(made, making.of_dossier(dossier, made, unit_of(caller)))
    decided("form.made", form=made.form, dossier=dossier.id)
    return making.opened(made)


@room.on("GET", "/desk/dossiers/{dossier_id}/forms", roles=DESK)
def list_forms(caller: Caller, dossier_id: str) -> shapes.FormsView:
    """Every form made of a dossier."""
    dossier = officers_dossier(caller, dossier_id)
    return shapes.FormsView(forms=[making.opened(each) for each in paperwork.made_of(dossier.id)])


@room.on("GET", "/dossiers/{dossier_id}/forms")
def list_my_forms(caller: Caller, dossier_id: str) -> shapes.FormsView:
    """What the agency wrote to me about my dossier: receipt, supplement request, refusal, apology, stop."""
    dossier = dossiers.dossier(dossier_id)
    if dossier is None or dossier.owner != caller.vault or dossier.state is dossier_words.State.DRAFT:
        raise NotFound("NO_SUCH_DOSSIER", "Không có hồ sơ này trong danh sách hồ sơ của bạn.")
    mine = [each for each in paperwork.made_of(dossier.id) if making.is_for_citizen(each)]
    return shapes.FormsView(forms=[making.opened(each) for each in mine])


@room.on("POST", "/desk/register", roles=DESK)
def make_register(caller: Caller, body: shapes.MakeRegister) -> shapes.FormView:
    """Form 07: the register of the dossiers my unit received in a period of at most a month."""
    unit, made_at = unit_of(caller), now()
    file = making.register(unit, body.since, body.until, by=caller.person)
    key = f"forms/{unit}/{new_id()}"
    buckets.keep(key, file)
    decided("form.made", form=making.REGISTER, unit=unit)
    return making.linked(making.REGISTER, made_at, key)
