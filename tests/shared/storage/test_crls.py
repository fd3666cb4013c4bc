"""Revocation lists are received once, never in place of newer ones, and every one of them stays somewhere."""

from datetime import timedelta

import pytest

from shared.signatures.standing import Unverified
from shared.storage import crls
from shared.storage.crls import Received
from tests import signed_pdfs
from tests.signed_pdfs import NOW

HOUR = timedelta(hours=1)


def a_list(revoked=(), *, at=NOW, by=None):
    return signed_pdfs.crl_of(
        by or signed_pdfs.issuing(), dict.fromkeys(revoked, signed_pdfs.SIGNED_AT), now=at, days=30
    )


def received(content, at=NOW):
    return crls.receive(content, store=signed_pdfs.store(), at=at)[1]


def places(world, folder):
    return [key for key in world.objects("trust") if key.startswith(folder)]


def test_a_list_is_in_use_and_in_the_archive(world):
    assert received(a_list([7])) is Received.NEWEST
    [kept], [archived] = places(world, "crls/"), places(world, "archive/")
    assert kept.removeprefix("crls/") == archived.removeprefix("archive/")
    [found] = crls.in_use(store=signed_pdfs.store(), at=NOW)
    assert found.published.revoked == {7}
    assert crls.archived(found.published.file) == a_list([7])


def test_the_same_list_again_changes_nothing(world, calls):
    received(a_list())
    before = world.objects("trust")
    calls.clear()
    assert received(a_list()) is Received.KNOWN
    assert calls == {"ListObjectsV2": 1, "GetObject": 1}
    assert world.objects("trust") == before


def test_a_newer_list_takes_the_place_of_one_that_tells_nothing_more(world):
    received(a_list([1]))
    assert received(a_list([1, 2], at=NOW + HOUR), at=NOW + HOUR) is Received.NEWEST
    assert len(places(world, "crls/")) == 1
    assert len(places(world, "archive/")) == 2


def test_an_older_list_is_archived_and_never_used_in_place_of_a_newer_one(world):
    received(a_list([1, 2]))
    assert received(a_list([1], at=NOW - HOUR)) is Received.OLDER
    [found] = crls.in_use(store=signed_pdfs.store(), at=NOW)
    assert found.published.revoked == {1, 2}
    assert len(places(world, "archive/")) == 2


def test_what_vanished_from_a_list_is_still_revoked(world):
    received(a_list([1], at=NOW - HOUR))
    received(a_list([2]))
    assert {serial for kept in crls.in_use(store=signed_pdfs.store(), at=NOW) for serial in kept.published.revoked} == {
        1,
        2,
    }


def test_each_authority_has_lists_of_its_own(world):
    received(a_list([1]))
    received(a_list([2], by=signed_pdfs.pki().roots["root-g2"]))
    assert len(crls.newest(crls.in_use(store=signed_pdfs.store(), at=NOW))) == 2


def test_what_nobody_vouches_for_is_not_even_archived(world):
    with pytest.raises(Unverified):
        received(b"<html>")
    assert world.objects("trust") == {}


class Died(Exception):
    pass


def test_dying_after_any_call_and_coming_again_ends_the_same(world, calls):
    def begin():
        for key in world.objects("trust"):
            world.s3.delete_object(Bucket="trust", Key=key)
        received(a_list([1]))

    later, newer = NOW + HOUR, a_list([1, 2], at=NOW + HOUR)
    begin()
    heard = []
    calls.then = heard.append
    received(newer, at=later)
    calls.then = None
    ended = world.objects("trust")
    for step in range(len(heard)):
        begin()
        left = iter(range(step))

        def dies(_, left=left):
            if next(left, None) is None:
                raise Died

        calls.then = dies
        with pytest.raises(Died):
            received(newer, at=later)
        calls.then = None
        [best] = crls.newest(crls.in_use(store=signed_pdfs.store(), at=later)).values()
        assert best.published.revoked >= {1}
        received(newer, at=later)
        assert set(world.objects("trust")) >= set(ended)
        [best] = crls.newest(crls.in_use(store=signed_pdfs.store(), at=later)).values()
        assert best.published.revoked == {1, 2}
