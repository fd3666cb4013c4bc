"""Judge files from a shell: `python -m shared.signatures FILE…`, a table for people or a JSON object a line."""

# ruff: noqa: T201  a command speaks by printing

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.signatures.judge import judge
from shared.signatures.policy import DEFAULT, POLICIES
from shared.signatures.report import as_report
from shared.signatures.revocation import Revocation
from shared.signatures.sentences import sentence
from shared.signatures.standing import Unverified
from shared.signatures.trust import TrustStore, Untrustworthy
from shared.signatures.verdict import DocumentVerdict

MANY = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every file is accepted, 1 when some is not, 2 for wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if missing := [str(path) for path in (*options.files, *options.crl) if not path.is_file()]:
        parser.error(f"not a file: {', '.join(missing)}")
    try:
        store = TrustStore.of(options.trust) if options.trust else TrustStore.shipped()
        revocation = Revocation.of((path.read_bytes() for path in options.crl), store=store)
    except (Untrustworthy, Unverified) as error:
        parser.error(str(error))
    policy, accepted = POLICIES[options.policy], []
    for number, path in enumerate(options.files, start=1):
        _progress(number, len(options.files))
        verdict = judge(path.read_bytes(), store=store, revocation=revocation, at=options.at, policy=policy)
        accepted.append(verdict.accepted)
        print(_line(path, verdict) if options.json else _row(path, verdict))
    return 0 if all(accepted) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared.signatures", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--trust", type=Path, metavar="DIR", help="roots/ and intermediates/ instead of the shipped CAs"
    )
    parser.add_argument("--crl", type=Path, nargs="+", default=[], metavar="FILE", action="extend")
    parser.add_argument("--at", type=_moment, default=datetime.now(UTC), metavar="TIME", help="ISO 8601; now if absent")
    parser.add_argument("--policy", choices=sorted(POLICIES), default=DEFAULT.name)
    parser.add_argument("--json", action="store_true")
    return parser


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _progress(number: int, total: int) -> None:
    if total >= MANY and sys.stderr.isatty():
        print(f"\r{number}/{total}", end="" if number < total else "\n", file=sys.stderr)


def _line(path: Path, verdict: DocumentVerdict) -> str:
    report: dict[str, Any] = {"file": str(path), **as_report(verdict)}
    return json.dumps(report, ensure_ascii=False)


def _row(path: Path, verdict: DocumentVerdict) -> str:
    rows = [f"{verdict.disposition.value:7} {verdict.indication.value:14} {path}"]
    rows += [f"        {reason.value}: {sentence(reason)}" for reason in verdict.reasons]
    for one in verdict.signatures:
        when = one.proven_time.isoformat() if one.proven_time else "-"
        rows.append(f"        {one.field}: {one.indication.value}, {one.signer.name}, {one.level}, {when}")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
