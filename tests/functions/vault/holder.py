"""Me, whose vault it is; somebody else; and what each finds listed."""

from tests.conftest import a_caller

ME, YOU = a_caller(), a_caller()


def listed(vault, caller=ME, **query):
    answer = vault.get("/vault/items", caller=caller, query=query)
    assert answer.status == 200, answer.json
    return [each["id"] for each in answer.json["items"]]
