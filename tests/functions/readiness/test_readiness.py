"""A vault says which services it answers, before its owner looks for any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from functions.readiness import rules
from functions.readiness.handlers import room
from shared.domain.items import ItemState
from shared.storage import catalogues
from shared.web.caller import Caller
from tests.conftest import Api, Calls, World, a_caller
from tests.functions.dossiers.stood import stand_catalogue
from tests.functions.dossiers.test_handlers import BIRTH, CORRECT_DIPLOMA, DIPLOMA, an_item

pytestmark = pytest.mark.integration


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who asks what their vault is good for."""

    api: Api
    caller: Caller

    def told(self) -> Any:
        answer = self.api.ask("GET", "/ready-services", caller=self.caller)
        assert answer.status == 200
        return answer.json

    def answered(self) -> dict[str, int]:
        """Of each service told of, how many components the vault answers."""
        return {each["procedure"]["code"]: each["answered"] for each in self.told()["services"]}


@pytest.fixture
def owner(world: World, api: Callable[..., Api]) -> Owner:
    stand_catalogue()
    return Owner(api(room), a_caller())


def test_an_empty_vault_answers_nothing(owner):
    assert owner.told() == {"services": [], "total": 0}


def test_a_paper_names_the_services_it_answers_with_least_left_to_do_first(owner):
    an_item(owner.caller.vault, BIRTH)
    told = owner.told()
    left = [each["asked"] - each["answered"] for each in told["services"]]
    accepting = {each.code for each in catalogues.current().procedures if BIRTH in each.accepted_types}
    assert left == sorted(left)
    assert len(left) == rules.TOLD < told["total"] <= len(accepting)
    assert set(owner.answered()) <= accepting


def test_another_paper_answers_more_of_the_same_service(owner):
    an_item(owner.caller.vault, DIPLOMA)
    assert owner.answered()[CORRECT_DIPLOMA] == 1
    an_item(owner.caller.vault, BIRTH)
    an_item(owner.caller.vault, BIRTH)  # to choose from: still one component
    assert owner.answered()[CORRECT_DIPLOMA] == 2


@pytest.mark.parametrize("state", [ItemState.DISPUTED, ItemState.WITHDRAWN, ItemState.HIDDEN])
def test_a_paper_that_would_not_attach_itself_promises_nothing(owner, state):
    an_item(owner.caller.vault, BIRTH, state=state)
    assert owner.told()["total"] == 0


def test_nobody_elses_papers_count(owner):
    an_item(a_caller().vault, BIRTH)
    assert owner.told()["total"] == 0


def test_it_costs_one_query(owner, calls: Calls):
    an_item(owner.caller.vault, BIRTH)
    owner.told()
    calls.clear()
    owner.told()
    assert calls == {"Query": 1}
