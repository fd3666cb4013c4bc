"""A form gathered and drawn: the dossier's own facts, the agency's letterhead, who signs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from functions.forms import shapes
from functions.forms.contents import BY_THE_HEAD, TO_THE_CITIZEN, Subject, contents
from functions.forms.letterheads import letterhead
from functions.forms.registers import entries
from functions.forms.words import NAMELESS, TITLES
from shared.clock import VIETNAM, today
from shared.domain.contribution import Sheet
from shared.domain.dossiers import Dossier
from shared.domain.errors import NotFound, Problem, Unacceptable
from shared.forms import made as drawn
from shared.forms.templates import Form
from shared.storage import buckets, catalogues, dossiers, officers, tallies
from shared.storage.names import names_of
from shared.storage.paperwork import Made
from shared.web.acted import calendar_of, procedure_of
from shared.web.caller import HEAD

REGISTER = Form.REGISTER
_LONGEST_DAYS, _MOST = 31, 500


def numbered(form: str) -> Form:
    """Raises `NotFound` for a number no form of a dossier has."""
    if form not in tuple(Form) or form == Form.REGISTER:
        raise NotFound("NO_SUCH_FORM", "Không có mẫu nào của hồ sơ mang số này; các mẫu là 01 đến 06.")
    return Form(form)


def of_dossier(dossier: Dossier, made: Made, unit: str) -> bytes:
    """1 Query for its history, 1 for the unit's head where they sign, 1 BatchGetItem for names not met lately."""
    form, events = Form(made.form), dossiers.events_of(dossier.id)
    units = catalogues.current().units_by_code
    here = units[unit]
    names = names_of([made.by, *(each.person for each in events)])
    subject = Subject(
        dossier=dossier,
        procedure=procedure_of(dossier),
        unit=here,
        above=units.get(here.parent or ""),
        events=events,
        names=names,
        units={code: each.name for code, each in units.items()},
        signer=(_head(unit) if form in BY_THE_HEAD else "") or names.get(made.by, "") or NAMELESS,
        calendar=calendar_of(unit),
    )
    return drawn(form, contents(form, subject), on=made.at.astimezone(VIETNAM).date())


def register(unit: str, since: date, until: date, *, by: str) -> bytes:
    """Form 07 of what a unit received in a period: 1 Query a day, 1 BatchGetItem for a hundred dossiers."""
    days = (until - since).days + 1
    if not 1 <= days <= _LONGEST_DAYS or until > today():
        raise _refusal("BAD_PERIOD", f"Chọn khoảng thời gian từ 1 đến {_LONGEST_DAYS} ngày, không quá ngày hôm nay.")
    sheets = (Sheet(unit, since + timedelta(days=n)) for n in range(days))
    ids = [each.dossier for sheet in sheets for each in tallies.contributions(sheet) if each.is_received]
    if len(ids) > _MOST:
        raise _refusal("REGISTER_TOO_LONG", f"Sổ có hơn {_MOST} hồ sơ; hãy chọn khoảng thời gian ngắn hơn.")
    units = catalogues.current().units_by_code
    here = units[unit]
    fields = {
        **letterhead(here, units.get(here.parent or ""), number=f"{since:%m/%Y}"),
        "since": since,
        "until": until,
        "signer": names_of([by]).get(by, "") or NAMELESS,
        "entries": list(entries(dossiers.several(ids), procedure_of, in_charge=here.name)),
    }
    return drawn(REGISTER, fields, on=today())


def _refusal(code: str, sentence: str) -> Unacceptable:
    return Unacceptable(code, sentence, [Problem(code, sentence, "until")])


def _head(unit: str) -> str:
    """The name of the unit's head, if one is appointed who has ever signed in."""
    heads = [id for id, held in officers.officers_of(unit, on=today()).items() if HEAD in held.roles]
    return next(iter(names_of(heads).values()), "")


def opened(made: Made) -> shapes.FormView:
    return linked(Form(made.form), made.at, made.key)


def linked(form: Form, made_at: datetime, key: str) -> shapes.FormView:
    return shapes.FormView(
        form=form,
        title=TITLES[form],
        made_at=made_at,
        url=buckets.link(key, file_name=f"Mẫu số {form}.pdf"),
        expires_in=int(buckets.LINK_LIFE.total_seconds()),
    )


def is_for_citizen(made: Made) -> bool:
    return Form(made.form) in TO_THE_CITIZEN
