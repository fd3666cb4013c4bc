"""Judge files from a shell: `python -m shared.signatures FILE…`, a table for people or a JSON object a line.

Without `--crl` the files are judged by the revocation data they bring along (policy `embedded`); where there is none
they are INDETERMINATE/TRY_LATER, which says that nothing is known, and not that anything was changed.
"""

# ruff: noqa: T201  a command speaks by printing

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from shared.signatures.etsi import report_xml
from shared.signatures.judge import judge
from shared.signatures.policy import DEFAULT, EMBEDDED, POLICIES
from shared.signatures.report import as_report
from shared.signatures.revocation import Revocation
from shared.signatures.sentences import told
from shared.signatures.standing import Unverified
from shared.signatures.trust import TrustStore, Untrustworthy
from shared.signatures.verdict import DocumentVerdict, SignatureVerdict

MANY = 5
BAR = 30
LARGEST_LIST = 64 * 1024 * 1024
"""Bytes."""
WIDTHS = (7, 14, 34)
HEADINGS = ("", "INDICATION", "SUB-INDICATION", "FILE")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every file is accepted, 1 when some is not, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file's name need not be text
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return _judged_all(options)
    except (Untrustworthy, Unverified, OSError) as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: say no more
            return 1
        parser.error(_in_one_line(str(error)))
    except KeyboardInterrupt:
        return 130


def _judged_all(options: argparse.Namespace) -> int:
    store = TrustStore.of(options.trust) if options.trust else TrustStore.shipped()
    revocation = Revocation.leniently(map(_list, options.crl), store=store)
    policy = POLICIES[options.policy] if options.policy else DEFAULT if options.crl else EMBEDDED
    unreadable = [str(path) for path in options.files if not os.access(path, os.R_OK) or path.is_dir()]
    if unreadable:
        raise OSError(f"not a readable file: {', '.join(unreadable)}")
    kept = _Reports(options.report) if options.report else None
    accepted = []
    if not options.json:
        print(_columns(*HEADINGS))
    for number, path in enumerate(options.files, start=1):
        _progress(number, len(options.files))
        content = _content(path, policy.file_bytes + 1)  # one byte too many is judged too large, whatever follows
        verdict = judge(content, store=store, revocation=revocation, at=options.at, policy=policy)
        accepted.append(verdict.accepted)
        print(_line(path, verdict) if options.json else "\n".join(_rows(path, verdict)), flush=True)
        if kept:
            kept.keep(path, verdict)
    return 0 if all(accepted) else 1


def _content(path: Path, most: int) -> bytes:
    """The first bytes of it; a pipe nobody writes to is empty, and not waited for."""

    def opened(name: str, flags: int) -> int:
        descriptor = os.open(name, flags | os.O_NONBLOCK)
        os.set_blocking(descriptor, True)
        return descriptor

    with open(path, "rb", opener=opened) as file:
        return file.read(most)


def _list(path: Path) -> bytes:
    content = _content(path, LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        raise OSError(f"too large for revocation data: {path}")
    return content


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m shared.signatures",
        description=__doc__,
        epilog="Exit code: 0 when every file is accepted, 1 when some is not, 2 for wrong usage.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--trust", type=Path, metavar="DIR", help="roots/ and intermediates/ (DER or PEM) instead of the shipped CAs"
    )
    parser.add_argument(
        "--crl",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        action="extend",
        help="revocation lists (DER or PEM) and OCSP responses (DER)",
    )
    parser.add_argument("--at", type=_moment, default=datetime.now(UTC), metavar="TIME", help="ISO 8601; now if absent")
    parser.add_argument(
        "--policy",
        choices=sorted(POLICIES),
        help=f"what is asked of a file; {DEFAULT.name} if absent, {EMBEDDED.name} without --crl",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="keep FILE.json and FILE.xml (ETSI TS 119 102-2) of every file there"
    )
    return parser


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not 1980 <= moment.year <= 9000:
        raise ValueError("not a moment anything was signed at")
    return moment


def _progress(number: int, total: int) -> None:
    if total >= MANY and sys.stderr.isatty():
        done = BAR * number // total
        end = "" if number < total else "\n"
        print(f"\r[{'#' * done}{'.' * (BAR - done)}] {number}/{total}", end=end, file=sys.stderr, flush=True)


# --- what is told ----------------------------------------------------------------------------------------------------


def _line(path: Path, verdict: DocumentVerdict) -> str:
    return json.dumps(_reported(path, verdict), ensure_ascii=False)


def _reported(path: Path, verdict: DocumentVerdict) -> dict[str, Any]:
    return {"file": str(path), **as_report(verdict)}


def _rows(path: Path, verdict: DocumentVerdict) -> Iterator[str]:
    yield _columns(verdict.disposition, verdict.indication, verdict.sub_indication or "", str(path))
    for reason, sentence in zip(verdict.reasons, told(verdict), strict=True):
        yield f"        {reason}: {sentence}"
    for one in verdict.signatures:
        yield f"        {_signature(one)}"


def _signature(one: SignatureVerdict) -> str:
    when = one.proven_time.isoformat() if one.proven_time else "no proven time"
    told = (f"{one.field}: {one.indication}", one.signer.name or "nobody", one.level or "no level", when)
    return _in_one_line(", ".join(told))


def _columns(*cells: str) -> str:
    return "  ".join(
        [*(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=False)), _in_one_line(cells[-1])]
    )


def _in_one_line(text: str) -> str:
    """Names come from whoever made the file: they begin no row of their own and give the terminal no orders."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


class _Reports:
    """Two reports of each file in one folder, under its name; of two files of one name both are kept."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._taken: dict[str, int] = {}

    def keep(self, path: Path, verdict: DocumentVerdict) -> None:
        self._taken[path.name] = times = self._taken.get(path.name, 0) + 1
        name = path.name if times == 1 else f"{path.name}-{times}"
        report = json.dumps(_reported(path, verdict), ensure_ascii=False, indent=2)
        (self._directory / f"{name}.json").write_text(report + "\n", encoding="utf-8", errors="backslashreplace")
        (self._directory / f"{name}.xml").write_bytes(report_xml(verdict))


if __name__ == "__main__":
    sys.exit(main())
