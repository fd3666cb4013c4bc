"""What the dossiers' routes take."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.domain.catalogue import Way
from shared.domain.dossiers import ReceiveBy
from shared.web.shapes import Code, Id, Line, Name, Paragraph, Reason, Shape

Phone = Annotated[str, StringConstraints(max_length=20)]
Cases = Annotated[list[Code], Field(max_length=50)]


class PartyShape(Shape):
    """Người nộp or chủ hồ sơ as printed on the receipt; who they are comes from sign-in."""

    name: Name
    address: Line = ""
    phone: Phone = ""
    email: Line = ""


class OpenDossier(Shape):
    procedure: Code
    unit: Code
    cases: Cases = []
    applicant: PartyShape | None = None
    owner: PartyShape | None = None
    use_vault: bool = True


class ChangeDossier(Shape):
    """Only what is given changes; `version` is the one the change was made on."""

    version: int
    cases: Cases | None = None
    applicant: PartyShape | None = None
    owner: PartyShape | None = None
    receive_by: ReceiveBy | None = None


class AnswerComponent(Shape):
    """`way` decides what else is needed: `vault` the items, `form` the fields, `data` and `present` nothing."""

    way: Way
    items: Annotated[list[Id], Field(max_length=20)] = []
    form: Annotated[dict[Code, Paragraph], Field(max_length=100)] = {}
    despite_warnings: bool = False


class SubmitDossier(Shape):
    receive_by: ReceiveBy
    consents: Annotated[list[Code], Field(max_length=20)]


class PointAnswer(Shape):
    """What its owner says to one point of the request, by its place in it; a component's new answer needs no words."""

    point: Annotated[int, Field(ge=0, le=49)]
    text: Reason


class AnswerSupplement(Shape):
    version: int
    answers: Annotated[list[PointAnswer], Field(max_length=50)] = []


class AskWithdrawal(Shape):
    version: int
    reason: Paragraph = ""


class ListDossiers(Shape):
    state: Annotated[int, Field(ge=0, le=10)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None
