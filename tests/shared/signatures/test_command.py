"""The command answers with a table or JSON lines, and with its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_without_lists_a_file_is_judged_by_what_it_brings_along(tmp_path, files, capsys):
    (tmp_path / "whole").write_bytes(signed(a_paper(), How(person(), evidence="LT")))
    trust = ["--trust", str(pdfs.pki().directory), "--json"]
    assert main([str(tmp_path / "whole"), *trust]) == 0
    assert main([files["good"], *trust]) == 1
    whole, bare = map(json.loads, capsys.readouterr().out.splitlines())
    assert whole["judged_with"]["policy"].startswith("embedded-")
    assert (bare["indication"], bare["sub_indication"]) == ("INDETERMINATE", "TRY_LATER")
    assert bare["reasons"] == ["REVOCATION_UNKNOWN"]


def test_answers_are_taken_where_lists_are(tmp_path, files, world, capsys):
    answered = pdfs.answer(person(), by=pdfs.issuing(), at=pdfs.NOW)
    (tmp_path / "answer.ocsp").write_bytes(answered)
    lists = [each for each in world if "state-agencies" not in each]
    assert main([files["good"], *lists]) == 1
    assert main([files["good"], *lists, "--crl", str(tmp_path / "answer.ocsp")]) == 0


def test_lists_of_authorities_only_the_file_knows_are_taken_too(tmp_path, world):
    """A foreign file embeds its intermediates, and the folder holds the root alone."""
    (tmp_path / "trust" / "roots").mkdir(parents=True)
    for name, root in {"g2": pdfs.pki().roots["root-g2"], "tsa": pdfs.pki().time_stamping_root}.items():
        (tmp_path / "trust" / "roots" / name).write_bytes(root.der)
    (tmp_path / "foreign").write_bytes(signed(a_paper(), How(person(), embed=(pdfs.issuing(),))))
    assert main([str(tmp_path / "foreign"), "--trust", str(tmp_path / "trust"), *world[2:]]) == 0


def test_reports_are_kept_under_the_files_names(tmp_path, files, world):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "good").write_bytes(b"not the same")
    kept = tmp_path / "reports" / "of today"
    assert main([files["good"], str(tmp_path / "other" / "good"), *world, "--report", str(kept)]) == 1
    assert sorted(path.name for path in kept.iterdir()) == ["good-2.json", "good-2.xml", "good.json", "good.xml"]
    assert json.loads((kept / "good.json").read_text())["accepted"] is True
    assert json.loads((kept / "good-2.json").read_text())["reasons"] == ["NOT_PDF"]
    assert b"total-passed" in (kept / "good.xml").read_bytes()


def test_the_progress_of_many_files_is_told_to_whoever_watches(files, world, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    main([files["plain"]] * 6 + world)
    assert capsys.readouterr().err.endswith(f"[{'#' * 30}] 6/6\n")


def test_a_name_that_is_no_text_is_told_all_the_same(tmp_path, world):
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.pdf")
    Path(odd).write_bytes(b"x")
    command = [sys.executable, "-m", "shared.signatures", odd, *world]
    for extra in ([], ["--json"]):
        told = subprocess.run(
            [*command, *extra], capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
        )
        assert (told.returncode, told.stderr) == (1, b"")
    assert json.loads(told.stdout)["reasons"] == ["NOT_PDF"]


def test_a_reader_who_leaves_is_let_go(files, world):
    command = [sys.executable, "-m", "shared.signatures", *[files["plain"]] * 40, *world]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        told.stdout.readline()
        told.stdout.close()
        assert told.stderr.read() == b""


def test_a_file_larger_than_anything_is_only_too_large(tmp_path, world, capsys):
    with (tmp_path / "sparse").open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(1 << 34)
    assert main([str(tmp_path / "sparse"), *world, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reasons"] == ["TOO_COMPLEX"]


def test_a_pipe_nobody_writes_to_is_not_waited_for(tmp_path, world, capsys):
    os.mkfifo(tmp_path / "pipe")
    assert main([str(tmp_path / "pipe"), *world, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reasons"] == ["EMPTY"]


def test_what_comes_through_a_pipe_is_read_to_its_end(files, world):
    command = [sys.executable, "-m", "shared.signatures", "/dev/stdin", *world]
    assert (
        subprocess.run(command, input=Path(files["good"]).read_bytes(), capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.parametrize("endless", ["/dev/zero", "sparse"])
def test_a_list_larger_than_any_is_wrong_usage(tmp_path, files, world, endless):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(SystemExit) as exit_:
        main([files["good"], *world, "--crl", str(tmp_path / endless)])
    assert exit_.value.code == 2


def test_a_name_begins_no_row_of_its_own(tmp_path, world, capsys):
    """Neither a file's name nor a field's, which its maker chose; in JSON they are what they are."""
    name, field = "a\nACCEPT  TOTAL-PASSED", "b\n\x1b[2J\u202efdp"
    (tmp_path / name).write_bytes(signed(a_paper(), How(person(), field=field)))
    assert main([str(tmp_path / name), *world]) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == ["ACCEPT", r"b\n\x1b[2J\u202efdp:"]
    assert main([str(tmp_path / name), *world, "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["file"], line["signatures"][0]["field"]) == (str(tmp_path / name), field)


@pytest.mark.parametrize("arguments", [["--help"], [], ["x", "--at", "ngày mai"]])
@pytest.mark.parametrize("letters", ["ascii", "latin-1"])
def test_help_is_given_on_any_terminal(arguments, letters):
    told = subprocess.run(
        [sys.executable, "-m", "shared.signatures", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": letters},
    )
    assert b"usage:" in told.stdout + told.stderr
    assert b"Traceback" not in told.stderr


@given(st.lists(st.binary(max_size=200) | st.just(b"%PDF-1.4 /ByteRange %%EOF"), min_size=1, max_size=3), st.data())
def test_no_input_makes_it_fall(contents, data):
    """Rubbish as files, as certificates and as lists: an exit code, never a traceback."""
    with TemporaryDirectory() as directory:
        paths = [Path(directory, f"{number}") for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        options = data.draw(st.lists(st.sampled_from(["--crl", "--trust", "--json", "--at", "--policy", "--report"])))
        arguments = [*map(str, paths)]
        for option in options:
            arguments += [option] if option == "--json" else [option, str(data.draw(st.sampled_from(paths)))]
        try:
            code = main(arguments)
        except SystemExit as exit_:
            code = exit_.code
        assert code in (0, 1, 2)
