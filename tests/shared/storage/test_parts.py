"""What is written goes to the bucket in parts, and no more of it stays here than is not sent yet."""

import random
import zipfile
from io import BytesIO

import pytest

from shared.storage.parts import Parts

MB = 1024 * 1024


def in_bucket(world):
    return world.objects("exports")


def test_a_file_larger_than_a_part_is_there_as_it_was_written(world, calls):
    pieces = [random.Random(n).randbytes(3 * MB) for n in range(7)]
    with Parts("a.zip") as parts:
        for each in pieces:
            parts.write(each)
            parts.settled()
            assert parts.size - parts._sent < 11 * MB
    assert in_bucket(world) == {"a.zip": b"".join(pieces)}
    assert calls["UploadPart"] == 3


def test_what_is_not_sent_yet_may_be_written_again_and_what_was_sent_may_not(world):
    with Parts("a.zip") as parts:
        parts.write(b"header")
        parts.seek(0)
        parts.write(b"HEADER")
        parts.write(bytes(8 * MB))
        parts.settled()
        with pytest.raises(OSError, match="written"):
            parts.seek(0)
        assert parts.tell() == parts.size == 8 * MB + 6
    assert in_bucket(world)["a.zip"][:6] == b"HEADER"


def begun_and_given_up():
    with Parts("a.zip") as parts:
        parts.write(bytes(9 * MB))
        parts.settled()
        raise ZeroDivisionError


def test_left_by_an_error_nothing_of_it_stays(world):
    with pytest.raises(ZeroDivisionError):
        begun_and_given_up()
    assert in_bucket(world) == {}
    assert "Uploads" not in world.s3.list_multipart_uploads(Bucket="exports")


def test_an_archive_written_so_needs_nothing_behind_its_entries(world):
    """Readers that go from front to back take stored entries only when their length stands before them."""
    with Parts("a.zip") as parts, zipfile.ZipFile(parts, "w") as archive:
        archive.writestr("Giấy tờ/1.pdf", b"%PDF")
        parts.settled()
    [entry] = zipfile.ZipFile(BytesIO(in_bucket(world)["a.zip"])).infolist()
    assert (entry.flag_bits & 0x08, entry.file_size) == (0, 4)
