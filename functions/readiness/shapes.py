"""What the services a vault answers are told as."""

from __future__ import annotations

from shared.web.shapes import View


class Service(View):
    code: str
    name: str


class ReadyService(View):
    """Of the `asked` components that want something of the applicant, the vault has papers for `answered`."""

    procedure: Service
    answered: int
    asked: int


class ReadyServicesView(View):
    """Those with least left to do, and how many there are in all."""

    services: list[ReadyService]
    total: int
