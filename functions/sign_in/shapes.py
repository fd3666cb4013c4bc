"""What sign-in is asked and answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.domain.sessions import Client
from shared.web.problems import SaidInWords
from shared.web.shapes import Shape, View

Secret = Annotated[str, StringConstraints(min_length=20, max_length=200, pattern=r"^[A-Za-z0-9._-]+$")]
Challenge = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]  # of S256
Verifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]  # RFC 7636 §4.1


Sent = Annotated[str, StringConstraints(max_length=1000)]


class BeginSignIn(Shape):
    """An app also says where it wants to be called back, and the challenge its verifier will meet."""

    client: Client = Client.WEB
    redirect_uri: Annotated[str, StringConstraints(max_length=500)] | None = None
    code_challenge: Challenge | None = None


class FinishSignIn(BaseModel):
    """What a provider sends back with the browser; what else it adds is not ours to refuse."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    state: Sent = ""
    code: Sent = ""
    error: Sent = ""


class OpenSession(Shape):
    """Empty from a browser, whose cookie speaks for it; an app sends its refresh token, or at first its code."""

    grant: Literal["refresh", "code"] = "refresh"
    refresh_token: Secret | None = None
    code: Secret | None = None
    code_verifier: Verifier | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> OpenSession:
        if self.grant == "code" and not (self.code and self.code_verifier):
            raise SaidInWords("CODE_MISSING", "Cần cả code và code_verifier.")
        return self


class SessionView(View):
    """An access token for `Authorization: Bearer …`; the refresh token only for an app, a browser has its cookie."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - RFC 6750's word, no secret
    expires_in: int = Field(description="seconds")
    refresh_token: str | None = None


class ProviderView(View):
    name: str
    label: str


class ProvidersView(View):
    providers: list[ProviderView]


class HolderView(View):
    id: str
    kind: Literal["person", "organisation"]
    name: str
    number: str = Field(description="masked, of a person")
    phone: str
    email: str


class DoubtView(View):
    code: str
    detail: str


class MeView(View):
    """Who is signed in, whose vault they act on, and as what."""

    person: HolderView
    vault: HolderView
    unit: str | None
    roles: list[str]
    warnings: list[DoubtView]
