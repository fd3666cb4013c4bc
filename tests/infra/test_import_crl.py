"""Revocation lists given by hand go the way of those fetched."""

from __future__ import annotations

import pytest

from infra import import_crl
from infra.obstacle import Obstacle
from shared.storage import crls, trust
from tests import signed_pdfs
from tests.conftest import NAMES


@pytest.fixture
def at_staging(world, monkeypatch):
    for folder in ("roots", "intermediates", "timestamping", "public"):
        for path in sorted((signed_pdfs.pki().directory / folder).iterdir()):
            world.put("trust", f"{folder}/{path.name}", path.read_bytes())
    told = {"TrustBucket": NAMES["TRUST_BUCKET"], "DemoTrust": "true"}
    monkeypatch.setenv("TRUST_BUCKET", "of another stage")
    return lambda *asked: import_crl.main([*map(str, asked), "--stage", "staging"], {"staging": told}.__getitem__)


def test_lists_by_hand_are_kept_where_the_judge_looks(at_staging, capsys):
    files = sorted((signed_pdfs.pki().directory / "crls").iterdir())
    at_staging(*files)
    assert len(crls.in_use(store=trust.current().store, at=signed_pdfs.NOW)) == len(files)
    assert "newest, of 2026-11-23 08:00 UTC, 0 revoked" in capsys.readouterr().out


def test_what_cannot_be_imported_is_named_and_the_rest_is_imported(at_staging, tmp_path, capsys):
    page, [first, *_] = tmp_path / "page.html", sorted((signed_pdfs.pki().directory / "crls").iterdir())
    page.write_text("<html>")
    with pytest.raises(Obstacle, match=r"page\.html"):
        at_staging(page, tmp_path / "none.crl", first)
    assert len(crls.in_use(store=trust.current().store, at=signed_pdfs.NOW)) == 1
    assert "neither a revocation list nor an OCSP response" in capsys.readouterr().err
