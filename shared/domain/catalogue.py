"""Procedures, document types, units and calendars, as one dated version of the catalogue says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain

from shared.domain.issuers import IssuerCertificate
from shared.domain.working_time import Calendar, TimeLimit


class Level(StrEnum):
    """What tier an agency belongs to; procedures name the tiers that receive them."""

    PROVINCE = "province"
    DEPARTMENT = "department"  # of a province: sở, văn phòng đăng ký đất đai
    DISTRICT = "district"  # abolished on 1/7/2025
    COMMUNE = "commune"
    POLICE = "police"  # of a province
    COMMUNE_POLICE = "commune_police"


class Way(StrEnum):
    """How a component may be resolved."""

    FORM = "form"  # an interactive form, asked anew every time
    DATA = "data"  # a national database already knows it: no file
    VAULT = "vault"  # an item of the owner's vault
    UPLOAD = "upload"  # a file for this dossier alone
    PRESENT = "present"  # shown at the counter, never scanned
    SCAN = "scan"  # digitised at the desk: a PDF the agency signed; no procedure asks for it
    WAIVED = "waived"  # an officer does without it, and says why; no procedure offers it


OFFERED_WAYS = frozenset({Way.FORM, Way.DATA, Way.VAULT, Way.UPLOAD, Way.PRESENT})  # what procedures may name


class ValidityRule(StrEnum):
    """How long a paper of this type may be used when it does not say so itself."""

    PERPETUAL = "perpetual"
    UNTIL_EVENT = "until_event"  # divorce, transfer: no date can be computed
    MONTHS = "months"  # so many months from the day of issue
    END_OF_YEAR = "end_of_year"  # until 31/12 of the year of issue
    STATED = "stated"  # only the paper itself says; unknown when it does not


NO_FILE = "DATA."  # begins the codes of what a national database answers: never kept as a file


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    code: str
    name: str
    validity: ValidityRule = ValidityRule.PERPETUAL
    months: int | None = None
    purpose_bound: bool = False
    wraps: bool = False  # a certified copy: matched by the type it copies, so never accepted by its own code
    always_data: bool = False  # identity: the agency always finds it in `data_source`, no file is ever asked for
    owner_rule: str = ""
    data_source: str | None = None
    validity_text: str = ""  # as the source puts it
    validity_status: str = ""  # M where the rule is from memory
    code_status: str = "S"  # V seen in a source, M from memory, S synthetic local code
    note: str = ""

    @property
    def is_never_a_file(self) -> bool:
        return self.always_data or self.code.startswith(NO_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A circumstance the applicant may state; it makes further components apply."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One required paper. `accepts` is OR between lists, AND inside a list, of document type codes."""

    code: str
    name: str
    ways: tuple[Way, ...]
    accepts: tuple[tuple[str, ...], ...] = ()
    required: bool = True
    case: str | None = None  # applies only when the applicant states this case
    purpose: str | None = None  # a purpose-bound paper must have been issued for this
    max_age_months: int | None = None
    ask_anew: bool = False  # a signature, a declaration: never answered from the vault
    originals: int = 0
    copies: int = 0

    @property
    def accepted_types(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(self.accepts))

    @property
    def is_answered_from_vault(self) -> bool:
        return Way.VAULT in self.ways and not self.ask_anew

    def applies_to(self, cases: frozenset[str]) -> bool:
        return self.case is None or self.case in cases

    def is_needed_for(self, cases: frozenset[str]) -> bool:
        """A component tied to a case is needed once the case is stated, whatever `required` says of the others."""
        return self.applies_to(cases) and (self.required or self.case is not None)


NEUTRAL_NAME = "Thủ tục hành chính"  # tells nothing about whom it concerns


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """`short_name` is for messages; one without it concerns what nobody beside the applicant should read."""

    code: str
    name: str
    field: str
    levels: tuple[Level, ...]  # of the units that receive it
    components: tuple[Component, ...]
    units: tuple[str, ...] = ()  # further units that receive it, by code
    results: tuple[str, ...] = ()  # document type codes
    cases: tuple[Case, ...] = ()
    time_limit: str = ""  # as the source puts it
    limit: TimeLimit | None = None  # what can be counted of it; None where the source names no time
    fee: str = ""
    code_status: str = "S"
    time_limit_status: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    short_name: str = ""

    @property
    def called_in_messages(self) -> str:
        """What a telephone may show, which others look at too: never that somebody is poor, disabled or of merit."""
        return self.short_name or NEUTRAL_NAME

    def is_in_force(self, on: date) -> bool:
        return is_between(self.valid_from, on, self.valid_until)

    def is_received_by(self, unit: Unit) -> bool:
        return unit.level in self.levels or unit.code in self.units

    def component(self, code: str) -> Component | None:
        return next((each for each in self.components if each.code == code), None)

    @property
    def accepted_types(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(each.accepted_types for each in self.components))

    @property
    def documents(self) -> tuple[str, ...]:
        """The types of its results that are files: an entry in a national database is none."""
        return tuple(code for code in self.results if not code.startswith(NO_FILE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An agency over time. Predecessors and successors are unit codes; many to many, for units were split and merged.

    Only predecessors are written down; successors follow from them.
    """

    code: str
    name: str
    kind: str  # tỉnh, xã, phường, thị trấn, sở, công an, ...
    level: Level
    parent: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    note: str = ""

    def exists_on(self, day: date) -> bool:
        return is_between(self.valid_from, day, self.valid_until)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """One immutable version of all of it. `version` is a ULID; the newest imported is the current one."""

    version: str
    document_types: tuple[DocumentType, ...]
    procedures: tuple[Procedure, ...]
    units: tuple[Unit, ...]
    calendars: tuple[Calendar, ...] = ()
    purposes: tuple[Case, ...] = ()  # code and name of what purpose-bound papers are issued for
    issuers: tuple[IssuerCertificate, ...] = ()  # with which agencies sign

    @cached_property
    def types(self) -> Mapping[str, DocumentType]:
        return {each.code: each for each in self.document_types}

    @cached_property
    def procedures_by_code(self) -> Mapping[str, Procedure]:
        return {each.code: each for each in self.procedures}

    @cached_property
    def units_by_code(self) -> Mapping[str, Unit]:
        return {each.code: each for each in self.units}


def is_between(first: date | None, day: date, last: date | None) -> bool:
    """Both ends count; an absent end is open."""
    return (first is None or first <= day) and (last is None or day <= last)
