"""Every answer of the running API held against the description it serves of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from infra.demo.citizen import Answer, Citizen


@dataclass(frozen=True, slots=True)
class Checked(Citizen):
    """A citizen who believes no answer that the API's own document does not describe."""

    @property
    def document(self) -> Any:
        return self.session.visitor.open(f"{self.address}openapi.json").json

    def ask(self, method: str, path: str, fields: Any = None) -> Answer:
        answer = Citizen.ask(self, method, path, fields)
        problems = list(unlike(self.document, method, "/" + path.partition("?")[0], answer))
        assert not problems, f"{method} /{path}: {problems}"
        return answer


def unlike(document: Any, method: str, path: str, answer: Answer) -> list[str]:
    """What of an answer is not as described: unknown path, undescribed status, or fields that do not fit."""
    described = _operation(document, method, path)
    if described is None:
        return ["no such operation"]
    said = described["responses"].get(str(answer.status))
    if said is None and answer.status < 400:
        return [f"status {answer.status} is not described"]
    content = (said or described["responses"]["default"]).get("content", {})
    if not content:
        return [] if answer.json is None else ["a body where none is described"]
    [media] = content.values()
    schema = {"components": document["components"], **media["schema"]}
    return [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(schema).iter_errors(answer.json)]


def _operation(document: Any, method: str, path: str) -> Any:
    exact = document["paths"].get(path, {}).get(method.lower())
    if exact:
        return exact
    for template, methods in document["paths"].items():
        pattern = re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in methods:
            return methods[method.lower()]
    return None
