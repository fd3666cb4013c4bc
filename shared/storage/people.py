"""People and organisations: found by their numbers, which the table knows only under the identity key's seal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from shared.clock import VIETNAM, new_id, now
from shared.domain.people import Appointment, Holder, HolderKind, Person, doubts, masked
from shared.domain.text import folded
from shared.storage import keys, officers
from shared.storage.records import record, restored
from shared.storage.seals import alias
from shared.storage.table import ABSENT, NotAsExpected, Row, put, row, rows_of, transact, write
from shared.web.logs import decided


def person(id: str) -> Person | None:
    found = row(keys.person(id))
    return restored(Person, found) if found else None


def several(ids: Iterable[str]) -> tuple[Person, ...]:
    """Those of them who are known, in any order. 1 BatchGetItem for a hundred, none for nobody."""
    return tuple(restored(Person, each) for each in rows_of([keys.person(each) for each in dict.fromkeys(ids)]))


def found(kind: HolderKind, number: str) -> Person | None:
    """Who goes by this number: personal, the old CMND, or an organisation's tax code. 1 KMS call, 2 GetItem."""
    known = row(keys.identity(_alias(kind, number)))
    return person(str(known["person"])) if known else None


def arrived(holder: Holder, *, at: datetime) -> Person:
    """Whom a provider vouches for, as kept: opened on first arrival, brought up to date on later ones.

    One number, one person, however many sign in with it at once and through whichever provider. Where an officer had
    typed another person's name to it, a digit was mistyped then: what came under that name stays there, out of reach,
    and who really has the number begins with a vault of their own.
    """
    known = found(holder.kind, holder.number) or _opened(holder, at)
    if _is_another(known, holder):
        known = _begun_anew(known, holder, at)
    current = _updated(known, holder, at)
    if current != known:
        write(put(_row(current)))
    if holder.old_number:
        _add_alias(holder.old_number, known.id)
    return current


def called(holder: Holder, *, at: datetime) -> Person:
    """Who goes by this number, as an officer read it on their paper: who never signed in finds what came before them.

    A name that is known stays, whoever said it; an officer appointed by number alone is named by nobody but a provider.
    1 KMS call and 2 GetItem; for who is not known yet another KMS call and 1 transaction.
    """
    known = found(holder.kind, holder.number) or _opened(holder, at, is_vouched=False)
    if known.name or appointment(known.id):
        return known
    named = replace(_updated(known, holder, at), is_vouched=False)
    write(put(_row(named)))
    return named


def _is_another(known: Person, holder: Holder) -> bool:
    """Tax codes have a check digit, and an organisation's name is written in many ways: people alone are told apart."""
    is_typed = holder.kind is HolderKind.PERSON and bool(known.name) and not known.is_vouched
    return is_typed and folded(known.name) != folded(holder.name)


def _begun_anew(known: Person, holder: Holder, at: datetime) -> Person:
    """The number leads to a fresh vault from now on. Somebody who signed in at once with us may have been quicker."""
    fresh = _fresh(holder, at, is_vouched=True)
    alias_row = _alias_row(holder.kind, holder.number, fresh.id)
    try:
        transact(put(alias_row, when="person = :known", given={":known": known.id}), put(_row(fresh), when=ABSENT))
    except NotAsExpected:
        return found(holder.kind, holder.number) or known
    decided("vault.begun_anew", person=fresh.id, instead_of=known.id)
    return fresh


def _opened(holder: Holder, at: datetime, *, is_vouched: bool = True) -> Person:
    fresh = _fresh(holder, at, is_vouched=is_vouched)
    named = _alias_row(holder.kind, holder.number, fresh.id)
    try:
        transact(put(named, when=ABSENT), put(_row(fresh), when=ABSENT))
    except NotAsExpected:
        quicker = found(holder.kind, holder.number)
        if not quicker:
            raise
        return quicker
    return fresh


def _fresh(holder: Holder, at: datetime, *, is_vouched: bool) -> Person:
    is_person = holder.kind is HolderKind.PERSON
    number = masked(holder.number) if is_person else holder.number
    bare = Person(id=new_id(), kind=holder.kind, name="", masked_number=number, known_since=at)
    return replace(_updated(bare, holder, at), is_vouched=is_vouched)


def _updated(known: Person, holder: Holder, at: datetime) -> Person:
    """What this provider says; what it leaves out stays as another one said it."""
    born = holder.birth_date or known.birth_date
    doubtful = doubts(holder.number, born, on=at.astimezone(VIETNAM).date())
    return replace(
        known,
        name=holder.name or known.name,
        birth_date=born,
        phone=holder.phone or known.phone,
        email=holder.email or known.email,
        is_vouched=True,
        doubts=doubtful if holder.kind is HolderKind.PERSON else (),
    )


def _add_alias(old_number: str, id: str) -> None:
    """The first to arrive with an old number keeps it: CMND numbers were given out twice, personal numbers never."""
    try:
        write(put(_alias_row(HolderKind.PERSON, old_number, id), when=ABSENT))
    except NotAsExpected:
        return


def _alias_row(kind: HolderKind, number: str, id: str) -> Row:
    return {**keys.identity(_alias(kind, number)), "person": id}


def _alias(kind: HolderKind, number: str) -> str:
    """Sealed with its kind: a household business may have its owner's twelve digits as tax code, not their vault."""
    return alias(f"{kind}:{number}")


def _row(person: Person) -> Row:
    return {**keys.person(person.id), **record(person)}


def appointment(person: str) -> Appointment | None:
    """An officer's unit and roles, past or future ones too; None for who never was one. 1 GetItem."""
    held = row(keys.officer(person))
    return restored(Appointment, held) if held else None


def appoint(
    number: str,
    unit: str,
    roles: Collection[str],
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> str:
    """Make the person with this personal number an officer, who may never have signed in yet. Their id."""
    at = now()
    nameless = Holder(kind=HolderKind.PERSON, number=number, name="")
    officer = found(HolderKind.PERSON, number) or _opened(nameless, at)
    since = valid_from or at.astimezone(VIETNAM).date()
    held = Appointment(unit=unit, roles=tuple(sorted(roles)), valid_from=since, valid_until=valid_until)
    transact(*officers.appointed(officer.id, held, at=at))
    return officer.id
