"""Every file these tests judge is judged a second time, slowly, and both verdicts are the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from shared.signatures import difference, patches, paths
from shared.signatures import judge as door
from shared.signatures.verdict import DocumentVerdict, Reason
from tests import signed_pdfs

PATIENCE = 60.0
GAVE_UP = (Reason.MALFORMED,)
"""What the library as published makes of a reference to what was never written, where ours goes on to judge."""


@contextmanager
def slowly() -> Iterator[None]:
    """The library as published, every pair of revisions compared, and no path known from before."""
    with pytest.MonkeyPatch.context() as changes, patches.unpatched():
        changes.setattr(difference, "only_adds_signatures", lambda *_: False)
        paths.forget()
        yield


def judged_both_ways(file: bytes, **world: Any) -> DocumentVerdict:
    verdict = door.judge(file, **world)
    if (policy := world["policy"]).seconds > 1:
        with slowly():
            again = door.judge(file, **world | {"policy": replace(policy, seconds=PATIENCE)})
        assert again.reasons == GAVE_UP != verdict.reasons or replace(again, judged_with=verdict.judged_with) == verdict
    return verdict


@pytest.fixture(autouse=True)
def _judged_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_pdfs, "judge", judged_both_ways)
