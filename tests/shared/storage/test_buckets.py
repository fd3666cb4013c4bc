"""Where PDFs are: kept unchanged, taken back exactly, erased entirely, linked to for five minutes."""

from urllib.parse import parse_qs, unquote, urlparse

import pytest
from botocore.exceptions import ClientError

from shared.clock import new_id
from shared.storage import buckets
from shared.storage.clients import s3


def test_what_is_not_in_incoming_is_nothing(world):
    assert buckets.incoming(new_id()) is None


def test_only_absence_is_taken_for_absence(world, monkeypatch):
    monkeypatch.setenv("INCOMING_BUCKET", "no-such-bucket")
    with pytest.raises(ClientError):
        buckets.incoming(new_id())


def test_no_more_is_read_than_an_upload_may_have(world, monkeypatch):
    monkeypatch.setattr(buckets, "LARGEST", 4)
    world.put("incoming", "x", b"0123456789")
    assert buckets.incoming("x") == b"01234"


def test_taking_back_leaves_what_was_stored_before(world):
    key = buckets.vault_key(new_id(), "a" * 64)
    first, second = buckets.keep(key, b"paper"), buckets.keep(key, b"paper")
    buckets.take_back(second)
    assert world.objects("vault") == {key: b"paper"}
    buckets.take_back(first)
    assert world.objects("vault") == {}
    buckets.take_back(None)


def test_erasing_takes_every_version_and_marker_of_one_owner_alone(world):
    mine, other = new_id(), new_id()
    for sha in ("a" * 64, "b" * 64):
        for owner in (mine, other):
            buckets.keep(buckets.vault_key(owner, sha), b"paper")
            buckets.keep(buckets.vault_key(owner, sha), b"paper")
    world.s3.delete_object(Bucket="vault", Key=buckets.vault_key(mine, "a" * 64))
    buckets.erase(mine)
    left = world.s3.list_object_versions(Bucket="vault")
    assert {each["Key"].split("/")[0] for each in left["Versions"]} == {other}
    assert len(left["Versions"]) == 4
    assert "DeleteMarkers" not in left


def test_a_link_is_for_one_file_signed_anew_and_short(world):
    link = urlparse(buckets.link("item/sha", file_name='Giấy "khai sinh"; x=.pdf'))
    asked = {name: value for name, [value] in parse_qs(link.query).items()}
    assert asked["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert int(asked["X-Amz-Expires"]) == 300
    assert unquote(asked["response-content-disposition"]) == "inline; filename*=UTF-8''Giấy \"khai sinh\"; x=.pdf"
    assert '"' not in asked["response-content-disposition"]


def test_a_file_may_be_named_for_saving(world):
    assert "attachment" in buckets.link("item/sha", file_name="x.pdf", inline=False)


def test_what_the_vault_keeps_is_a_pdf(world):
    stored = buckets.keep("item/sha", b"paper")
    head = s3().head_object(Bucket="vault", Key=stored.key)
    assert head["ContentType"] == "application/pdf"
