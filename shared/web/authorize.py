"""The authorizer of every route that is not public: a valid access token, or nothing."""

from __future__ import annotations

from typing import Any

from chalice.app import AuthResponse, Blueprint

from shared.web.logs import decided
from shared.web.tokens import caller_of

guard = Blueprint(__name__)


NOBODY = AuthResponse(routes=[], principal_id="nobody")  # the gateway answers 401 with our problem document


@guard.authorizer(ttl_seconds=60)
def authorize(request: Any) -> AuthResponse:
    """Allow every route: a cached policy is reused for other paths, so ownership is checked at the data."""
    import jwt  # noqa: PLC0415 - see tokens

    scheme, _, token = (request.token or "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise jwt.InvalidTokenError
        caller = caller_of(token)
    except jwt.InvalidTokenError as error:
        decided("token.refused", reason=type(error).__name__)
        return NOBODY
    return AuthResponse(routes=["*"], principal_id=caller.person, context=caller.as_context())
