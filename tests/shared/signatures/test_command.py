"""The command answers with a table or JSON lines, and with its exit code."""

import json
from pathlib import Path

import pytest

from shared.signatures.__main__ import main
from tests import signed_pdfs as pdfs
from tests.signed_pdfs import How, a_paper, person, signed


@pytest.fixture
def files(tmp_path) -> dict[str, str]:
    contents = {"good": signed(a_paper(), How(person())), "plain": a_paper(), "garbage": b"\x00\x01", "empty": b""}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: str(tmp_path / name) for name in contents}


@pytest.fixture
def world() -> list[str]:
    directory = pdfs.pki().directory
    crls = sorted(str(path) for path in Path(directory / "crls").glob("*.crl"))
    return ["--trust", str(directory), "--crl", *crls, "--at", "2026-11-23T09:00:00Z"]


def test_an_accepted_file_exits_with_0(files, world):
    assert main([files["good"], *world]) == 0


def test_a_refused_file_exits_with_1_and_says_why(files, world, capsys):
    assert main([files["good"], files["plain"], *world]) == 1
    assert "UNSIGNED: Tệp chưa có chữ ký số." in capsys.readouterr().out


def test_json_is_one_object_a_line(files, world, capsys):
    assert main([*files.values(), *world, "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["accepted"] for line in lines] == [True, False, False, False]
    assert [line["reasons"] for line in lines[1:]] == [["UNSIGNED"], ["NOT_PDF"], ["EMPTY"]]
    (signature,) = lines[0]["signatures"]
    assert signature["signer"]["name"] == "Hoàng Thử Nghiệm"
    assert signature["proven_time"] == "2024-03-05T02:30:00+00:00"


def test_without_lists_only_the_offline_policy_accepts(files):
    trust = ["--trust", str(pdfs.pki().directory)]
    assert main([files["good"], *trust]) == 1
    assert main([files["good"], *trust, "--policy", "offline"]) == 0


def test_the_shipped_store_is_the_default(files, capsys):
    assert main([files["good"], "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reasons"][-1] == "UNKNOWN_CA"


@pytest.mark.parametrize(
    "arguments",
    [[], ["no-such-file"], ["{plain}", "--trust", "/"], ["{plain}", "--crl", "{plain}"], ["{plain}", "--at", "x"]],
)
def test_wrong_usage_exits_with_2(files, arguments):
    with pytest.raises(SystemExit) as exit_:
        main([argument.format(**files) for argument in arguments])
    assert exit_.value.code == 2
