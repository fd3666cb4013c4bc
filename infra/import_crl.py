"""Give a stage revocation lists by hand: an authority cannot be reached, or the stage is behind a firewall.

    python -m infra.import_crl FILE… --stage STAGE

Each list (DER or PEM) is checked against its authority and kept, exactly as the schedule does it. AWS_ENDPOINT_URL
names an emulator. Needs the right to read and write the stage's trust bucket.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.appoint import outputs_of
from infra.obstacle import Obstacle
from infra.package import REGION
from shared.clock import now
from shared.signatures.standing import Unverified
from shared.signatures.trust import TrustStore
from shared.storage import crls, trust


def main(asked: Sequence[str], outputs: Callable[[str], Mapping[str, str]] = outputs_of) -> None:
    """Import every list of the command line, or say of each why not."""
    options = _parser().parse_args(asked)
    told = outputs(options.stage)
    os.environ.update(
        TRUST_BUCKET=told["TrustBucket"], STAGE=options.stage, DEMO_TRUST=told["DemoTrust"], AWS_DEFAULT_REGION=REGION
    )
    store = trust.current().store
    refused = [file for file in options.files if not _imported(file, store)]
    if refused:
        raise Obstacle(f"Not imported: {', '.join(map(str, refused))}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.import_crl", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a revocation list, DER or PEM")
    parser.add_argument("--stage", required=True)
    return parser


def _imported(file: Path, store: TrustStore) -> bool:
    try:
        published, received = crls.receive(file.read_bytes(), store=store, at=now())
    except (OSError, Unverified) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return False
    listed = published.listed
    print(f"{file}: {received}, of {listed.this_update:%Y-%m-%d %H:%M} UTC, {len(listed.revoked)} revoked")
    return True


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
