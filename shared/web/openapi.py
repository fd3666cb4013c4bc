"""The API described by its own routes and models: OpenAPI 3.1."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from shared.channels.webhooks import KEY, SIGNATURE
from shared.web.rooms import Route
from shared.web.shapes import ProblemDocument

Json = dict[str, Any]

_REFERENCE = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"\{(\w+)\}")
_PROBLEM = {
    "description": "Không thực hiện được: vấn đề và cách khắc phục, tất cả trong một lần",
    "content": {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="ProblemDocument")}}},
}


def described(routes: Iterable[Route], told: Mapping[str, type[BaseModel]], *, version: str) -> Json:
    """The whole API as an OpenAPI 3.1 document, in the order of its paths; `told` are its webhooks."""
    ordered = sorted(routes, key=lambda route: (route.path, route.method))
    schemas = _Schemas(ordered, told.values())
    paths: Json = {}
    for route in ordered:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Kho dữ liệu cá nhân, tổ chức",
            "version": version,
            "description": "Giấy tờ điện tử của công dân, tổ chức và hồ sơ thủ tục hành chính dùng lại chúng.",
        },
        "paths": paths,
        "webhooks": {name: {"post": _webhook(name, model, schemas)} for name, model in told.items()},
        "components": {
            "schemas": schemas.definitions,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


class _Schemas:
    """Every model once: what is sent as it is validated, what is answered as it is written out."""

    def __init__(self, routes: Iterable[Route], told: Iterable[type[BaseModel]]) -> None:
        asked: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(ProblemDocument, "serialization"): None}
        for route in routes:
            sent: list[tuple[type[BaseModel] | None, JsonSchemaMode]] = [
                (route.body, "validation"),
                (route.query, "validation"),
                (route.gives, "serialization"),
            ]
            asked |= {(model, mode): None for model, mode in sent if model}
        asked |= {(model, "serialization"): None for model in told}
        self._references, document = models_json_schema(list(asked), ref_template=_REFERENCE)
        self.definitions: Json = document["$defs"]

    def of(self, model: type[BaseModel], mode: JsonSchemaMode) -> Json:
        return self._references[(model, mode)]

    def fields(self, model: type[BaseModel]) -> Json:
        name = self.of(model, "validation")["$ref"].rsplit("/", 1)[1]
        schema: Json = self.definitions[name]
        return schema


def _operation(route: Route, schemas: _Schemas) -> Json:
    summary, _, more = (inspect.getdoc(route.handler) or "").partition("\n")
    operation: Json = {
        "operationId": route.handler.__name__,
        "tags": [route.handler.__module__.split(".")[1]],
        "summary": summary,
        "parameters": [*_path_parameters(route), *_query_parameters(route, schemas)],
        "responses": {str(route.status): _answer(route, schemas), "default": _PROBLEM},
    }
    if more.strip():
        operation["description"] = more.strip()
    if route.body:
        content = {"application/json": {"schema": schemas.of(route.body, "validation")}}
        operation["requestBody"] = {"required": True, "content": content}
    if not route.public:
        operation["security"] = [{"token": []}]
    if route.roles:
        operation["x-roles"] = sorted(route.roles)
    return operation


def _webhook(name: str, model: type[BaseModel], schemas: _Schemas) -> Json:
    summary, _, more = (inspect.getdoc(model) or "").partition("\n")
    content = {"application/json": {"schema": schemas.of(model, "serialization")}}
    headers = (SIGNATURE, KEY)
    return {
        "operationId": f"told_{name}",
        "tags": ["webhooks"],
        "summary": summary,
        "description": more.strip(),
        "parameters": [
            {"name": each, "in": "header", "required": True, "schema": {"type": "string"}} for each in headers
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {"2XX": {"description": "Đã nhận"}, "default": {"description": "Chưa nhận: sẽ gửi lại"}},
    }


def _path_parameters(route: Route) -> list[Json]:
    names = _PARAMETER.findall(route.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(route: Route, schemas: _Schemas) -> list[Json]:
    if route.query is None:
        return []
    schema = schemas.fields(route.query)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema["properties"].items()
    ]


def _answer(route: Route, schemas: _Schemas) -> Json:
    if route.gives:
        schema = schemas.of(route.gives, "serialization")
        return {"description": "Kết quả", "content": {route.media_type: {"schema": schema}}}
    if route.media_type != "application/json":
        return {"description": "Trang", "content": {route.media_type: {"schema": {"type": "string"}}}}
    return {"description": "Chuyển hướng" if route.status in (302, 303) else "Đã thực hiện"}
