"""What may be a result of a dossier, whose it is, and who may open a gate that is closed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.results.words import GATES, PROBLEMS
from shared.domain.catalogue import DocumentType, Procedure
from shared.domain.delivery import fits_at_once
from shared.domain.desk import Return
from shared.domain.dossiers import Dossier, ReceiveBy, is_dossier_code
from shared.domain.errors import Conflict, NotAllowed, Problem, Unacceptable
from shared.domain.events import Act
from shared.domain.people import HolderKind, Named, Person, masked, personal_number, tax_code
from shared.domain.text import folded

_COUPLE = "TWO"  # begins the owner rule of what two people hold together
_ALONE = frozenset({"SUBJECT", "REQUESTER", "SIGNER", "TAXPAYER"})
_CODE = re.compile(r"[A-Z]\d{2}(?:\.\d{2,3}){0,3}-\d{6}-\d{4,}|\d{3}(?:\.\d{2}){1,2}\.[A-Y]\d{2}-\d{6}-\d{4,}")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a result beside the dossier's owner, by number and name."""

    kind: HolderKind
    number: str
    name: str
    where: str  # in what was said

    @property
    def shown(self) -> Named:
        """As others may read it: an organisation's tax code is public."""
        is_person = self.kind is HolderKind.PERSON
        return Named(masked_number=masked(self.number) if is_person else self.number, name=self.name)


def opened(act: Act, unmet: Sequence[Problem], *, is_head: bool, override: str) -> tuple[str, ...]:
    """The codes of what a unit head overrides; nothing when the gate is open.

    Raises `Conflict` GATE_CLOSED with every point at once, and `NotAllowed` for who may not override.
    """
    if not unmet:
        return ()
    if not override:
        gate = "FORWARD" if act is Act.FORWARDED else "CLOSE"
        raise Conflict("GATE_CLOSED", GATES[gate], unmet)
    if not is_head:
        raise NotAllowed("HEAD_ONLY", "Chỉ thủ trưởng đơn vị được cho phép dù còn nội dung chưa đạt.", unmet)
    return tuple(f"{each.code}:{each.where}" for each in unmet)


def result_type(procedure: Procedure, wanted: str | None) -> tuple[str, tuple[Problem, ...]]:
    """Which of its results a file is; without a wish, the procedure's only one."""
    if not procedure.documents:
        return "", (problem("NO_RESULT_EXPECTED", "document_type"),)
    if wanted is None and len(procedure.documents) > 1:
        return "", (problem("RESULT_TYPE_MISSING", "document_type"),)
    if wanted is not None and wanted not in procedure.documents:
        return wanted, (problem("RESULT_OTHER_TYPE", "document_type"),)
    return wanted or procedure.documents[0], ()


def against_purpose(kind: DocumentType | None, purpose: str | None, known: Collection[str]) -> Iterator[Problem]:
    if kind and kind.purpose_bound and purpose not in known:
        yield problem("PURPOSE_MISSING", "purpose")


def holders(said: Iterable[tuple[str, str]]) -> tuple[list[Holder], list[Problem]]:
    """Who else holds a result, by number and name, and the numbers that nobody can have."""
    found: list[Holder] = []
    wrong: list[Problem] = []
    for n, (number, name) in enumerate(said):
        if personal_number(number):
            found.append(Holder(HolderKind.PERSON, number, name, f"holders.{n}"))
            continue
        try:
            found.append(Holder(HolderKind.ORGANISATION, tax_code(number), name, f"holders.{n}"))
        except Unacceptable:
            wrong.append(problem("HOLDER_NUMBER_INVALID", f"holders.{n}.number"))
    return found, wrong


Known = Sequence[tuple[Holder, Person | None]]  # who is named, and who goes by that number already


def against_names(known: Known) -> Iterator[Problem]:
    """A personal number has no check digit: with one digit mistyped a result would enter a stranger's vault."""
    for named, person in known:
        if person and person.name and folded(person.name) != folded(named.name):
            yield problem("NAME_DIFFERS", f"{named.where}.name")


def against_holders(kind: DocumentType | None, owner: str, others: Known) -> Iterator[Problem]:
    """A paper of two needs the other one; one that is its owner's alone must not enter somebody else's vault."""
    numbers = {(named.kind, named.number) for named, _ in others}
    if len(numbers) != len(others) or owner in {person.id for _, person in others if person}:
        yield problem("HOLDER_TWICE", "holders")
    rule = kind.owner_rule if kind else ""
    if rule.startswith(_COUPLE) and len(others) != 1:
        yield problem("HOLDER_MISSING", "holders")
    if rule in _ALONE and others:
        yield problem("HOLDER_NOT_EXPECTED", "holders")


def against_size(dossier: Dossier, holders: int) -> Iterator[Problem]:
    if not fits_at_once(dossier, holders):
        yield problem("TOO_MANY_AT_ONCE", "holders")


def returned(how: ReceiveBy, to: str, evidence: str) -> Return:
    """How a result was given. Raises `Unacceptable` when nobody could tell later who has it."""
    missing = []
    if how is not ReceiveBy.ELECTRONIC and not to:
        missing.append(problem("TAKEN_BY_MISSING", "to"))
    if how is ReceiveBy.POST and not evidence:
        missing.append(problem("EVIDENCE_MISSING", "evidence"))
    if missing:
        raise Unacceptable("RETURN_NOT_ACCEPTED", "Chưa ghi nhận được việc trả kết quả.", missing)
    return Return(how=how, to=to, evidence=evidence)


def code_in(file_name: str, said: str | None) -> str | None:
    """The dossier's code, as it was said, or as the file's name carries it."""
    if said:
        return said if is_dossier_code(said) else None
    found = _CODE.search(file_name)
    return found.group() if found else None


def problem(code: str, where: str, words: Mapping[str, str] = PROBLEMS) -> Problem:
    return Problem(code, words[code], where)
