"""A room's routes: closed unless said otherwise, checked at the boundary, known to the OpenAPI page."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from chalice.app import Blueprint, Request, Response

from shared.domain.errors import KhoError, Malformed, NotAllowed, NotFound, TooLarge
from shared.web.assisting import refuse_ended
from shared.web.authorize import authorize
from shared.web.caller import Caller
from shared.web.logs import crashed
from shared.web.problems import as_response, malformed

if TYPE_CHECKING:
    from pydantic import BaseModel

Handler = Callable[..., Any]

HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, kw_only=True)
class Route:
    """What a route takes and gives, read from its handler's annotations; the OpenAPI document is made of these."""

    method: str
    path: str
    handler: Handler
    asks: frozenset[str]  # names of the handler's parameters
    status: int
    roles: frozenset[str]
    public: bool
    media_type: str
    largest: int  # bytes of a body
    assisted: bool  # open to an officer who assists somebody, with that person's vault

    @property
    def body(self) -> type[BaseModel] | None:
        return self._hints.get("body")

    @property
    def query(self) -> type[BaseModel] | None:
        return self._hints.get("query")

    @property
    def gives(self) -> type[BaseModel] | None:
        """The model of the answer: what the handler returns, or what it says its own `Response` holds."""
        answer = self._hints.get("return")
        if get_origin(answer) is Annotated:
            answer = get_args(answer)[1]
        return None if answer in (None, type(None), Response) else answer

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.handler, include_extras=True)


ROUTES: list[Route] = []
TOLD: dict[str, Callable[[], type[BaseModel]]] = {}  # what we tell other systems, by name: webhooks of the document
LARGEST = 256 * 1024  # bytes of a request's body; files never come this way
_LONGEST_NAME = 64  # characters of a name in a path


class Room(Blueprint):
    """A Chalice blueprint whose handlers ask by name for what they need.

    A handler's parameters may be `caller` (who is signed in), `body` and `query` (pydantic models), `request`
    (Chalice's own), and the path's parameters. It answers with a model, or with a `Response` of its own, annotated
    `Annotated[Response, Model]` when that holds a model.
    """

    def on(
        self,
        method: str,
        path: str,
        *,
        status: int = 200,
        roles: frozenset[str] = frozenset(),
        public: bool = False,
        media_type: str = "application/json",
        largest: int = LARGEST,
        assisted: bool = False,
    ) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            route = Route(
                method=method,
                path=path,
                handler=handler,
                asks=_parameters(handler),
                status=status,
                roles=roles,
                public=public,
                media_type=media_type,
                largest=largest,
                assisted=assisted,
            )
            ROUTES.append(route)
            guard = {} if public else {"authorizer": authorize}
            self.route(path, methods=[method], content_types=["*/*"], **guard)(self._view(route))
            return handler

        return register

    def tells(self, name: str, model: Callable[[], type[BaseModel]]) -> None:
        """Other systems are told this; its model, loaded only for the document, says what and how."""
        TOLD[name] = model

    def _view(self, route: Route) -> Handler:
        def view(**path: str) -> Response:
            return answered(route, self.current_request, path)

        view.__name__ = route.handler.__name__
        return view


def _parameters(handler: Handler) -> frozenset[str]:
    """Names alone, without a look at the annotations: their models are not loaded yet."""
    code = inspect.unwrap(handler).__code__
    return frozenset(code.co_varnames[: code.co_argcount])


def answered(route: Route, request: Request, path: dict[str, str]) -> Response:
    """The handler's answer, or the refusal as a problem document; the unexpected is told without its insides."""
    try:
        answer = route.handler(**_gathered(route, request), **_named(path))
    except KhoError as refusal:
        return as_response(refusal)
    except Exception:  # noqa: BLE001 - the last door before the caller: logged, never shown
        crashed("request.failed", handler=route.handler.__name__, request=request.context.get("requestId"))
        return as_response(Unexpected())
    if isinstance(answer, Response):
        return answer
    body = "" if answer is None else answer.model_dump_json()
    return Response(body=body, status_code=route.status, headers=dict(HEADERS))


class Unexpected(KhoError):
    status, title = 500, "Hệ thống gặp lỗi"

    def __init__(self) -> None:
        super().__init__("UNEXPECTED", "Đã có lỗi ngoài dự kiến. Thông tin của bạn không bị mất; vui lòng thử lại sau.")


def _gathered(route: Route, request: Request) -> dict[str, Any]:
    caller = _caller(request)
    if route.roles and not (caller and route.roles & caller.roles):
        raise NotAllowed("ROLE_MISSING", "Tài khoản của bạn không có vai trò cần thiết cho chức năng này.")
    if caller and caller.assists:
        if not route.assisted:
            raise NotAllowed("NOT_WHILE_ASSISTING", "Phiên hỗ trợ nộp hồ sơ không dùng được chức năng này.")
        refuse_ended(caller)
    given: dict[str, Any] = {"request": request, "caller": caller}
    if "body" in route.asks and route.body:
        given["body"] = _checked(route.body, _json_object(request, route.largest))
    if "query" in route.asks and route.query:
        given["query"] = _checked(route.query, dict(request.query_params or {}))
    return {name: given[name] for name in route.asks & given.keys()}


def _named(path: dict[str, str]) -> dict[str, str]:
    if any(len(each) > _LONGEST_NAME for each in path.values()):
        raise NotFound("NO_SUCH_ADDRESS", "Địa chỉ này không tồn tại.")
    return path


def _caller(request: Request) -> Caller | None:
    context = request.context.get("authorizer") or {}
    return Caller.of_context(context) if "person" in context else None


def _checked(model: type[BaseModel], fields: dict[str, Any]) -> BaseModel:
    from pydantic import ValidationError  # noqa: PLC0415 - loaded with the first model, not with the function

    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise malformed(error) from error


def _json_object(request: Request, largest: int) -> dict[str, Any]:
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise WrongMedia("NOT_JSON", "Nội dung gửi lên phải là JSON (Content-Type: application/json).")
    if len(request.raw_body) > largest:
        raise TooLarge("BODY_TOO_LARGE", f"Nội dung gửi lên quá lớn; tối đa {largest // 1024} KB.")
    try:
        fields = json.loads(request.raw_body)
    except (ValueError, RecursionError) as error:
        raise Malformed("BROKEN_JSON", "Nội dung gửi lên không phải là JSON hợp lệ.") from error
    if not isinstance(fields, dict):
        raise Malformed("BODY_NOT_OBJECT", "Nội dung gửi lên phải là một đối tượng JSON.")
    return fields


class WrongMedia(Malformed):
    status, title = 415, "Loại nội dung không được hỗ trợ"
