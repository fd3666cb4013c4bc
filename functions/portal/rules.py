"""The API's document as a page to read: what each route is for, takes and gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Any

Json = Mapping[str, Any]

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · {title}</title><link rel="stylesheet" href="{style}"></head>
<body><header><h1>{title} <small>API {version}</small></h1><p>{description}
<a href="openapi.json">openapi.json</a></p></header><nav><ul>{contents}</ul></nav>
<main>{rooms}<h2 id="schemas">Schemas</h2>{schemas}</main></body></html>"""


def api_page(document: Json, *, style: str) -> str:
    """An OpenAPI 3.1 document as one HTML page, without script. Everything in it is escaped."""
    rooms = _by_room(document)
    about = document["info"]
    return _PAGE.format(
        style=escape(style),
        title=escape(about["title"]),
        version=escape(about["version"]),
        description=escape(about["description"]),
        contents="".join(f'<li><a href="#{room}">{room}</a>' for room in [*rooms, "schemas"]),
        rooms="".join(_room(name, operations) for name, operations in rooms.items()),
        schemas="".join(_schema(*each) for each in sorted(document["components"]["schemas"].items())),
    )


Operation = tuple[str, str, Json]  # method, path, what the document says of it


def _by_room(document: Json) -> dict[str, list[Operation]]:
    found = sorted(_operations(document), key=_room_of)
    return {room: list(operations) for room, operations in groupby(found, key=_room_of)}


def _operations(document: Json) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation
    for name, methods in document.get("webhooks", {}).items():
        yield "→ POST", name, methods["post"]


def _room_of(operation: Operation) -> str:
    return str(operation[2]["tags"][0])


def _room(name: str, operations: list[Operation]) -> str:
    return f'<section><h2 id="{name}">{name}</h2>{"".join(_operation(*each) for each in operations)}</section>'


def _operation(method: str, path: str, said: Json) -> str:
    closed = "" if "security" not in said else " <em>cần đăng nhập</em>"
    roles = "".join(f" <em>vai trò {escape(role)}</em>" for role in said.get("x-roles", []))
    more = f"<p>{escape(said['description'])}</p>" if "description" in said else ""
    return (
        f'<article id="{said["operationId"]}"><h3><code>{method} {escape(path)}</code>{closed}{roles}</h3>'
        f"<p>{escape(said['summary'])}</p>{more}{_parameters(said)}{_body(said)}{_answers(said)}</article>"
    )


def _parameters(said: Json) -> str:
    rows = "".join(_row(each["name"], each["schema"], each["required"]) for each in said["parameters"])
    return f"<table>{rows}</table>" if rows else ""


def _row(name: str, schema: Json, required: bool) -> str:
    mark = "bắt buộc" if required else ""
    return f"<tr><th><code>{escape(name)}</code><td>{_type(schema)}<td>{mark}"


def _body(said: Json) -> str:
    if "requestBody" not in said:
        return ""
    return f"<p>Gửi lên: {_type(said['requestBody']['content']['application/json']['schema'])}"


def _answers(said: Json) -> str:
    return "".join(f"<p>{status}: {_content(answer)}" for status, answer in said["responses"].items())


def _content(answer: Json) -> str:
    shown = "".join(f" {_type(each['schema'])}" for each in answer.get("content", {}).values())
    return escape(answer["description"]) + shown


def _schema(name: str, schema: Json) -> str:
    required = schema.get("required", [])
    fields = "".join(_row(field, kind, field in required) for field, kind in schema.get("properties", {}).items())
    options = "".join(f"<li><code>{escape(str(each))}</code>" for each in schema.get("enum", []))
    about = f"<p>{escape(schema['description'])}</p>" if "description" in schema else ""
    listed = f"<ul>{options}</ul>" if options else f"<table>{fields}</table>"
    return f'<article id="schema-{name}"><h3>{name}</h3>{about}{listed}</article>'


def _type(schema: Json) -> str:
    """A schema in a word or two; a model by a link to where it is spelled out."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f'<a href="#schema-{name}">{name}</a>'
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[ {_type(schema['items'])} ]"
    return escape(" ".join(str(schema[key]) for key in ("type", "format", "pattern", "const") if key in schema))
