"""Make somebody an officer or administrator of a stage: a fresh one has nobody yet who could.

    python -m infra.appoint NUMBER UNIT ROLE… --stage STAGE

NUMBER is a personal number; `-` asks for it, so that it stays out of the shell's history. It counts from the next
renewal of a session on, ten minutes at most. Needs the right to write the stage's table and to use its identity key.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from getpass import getpass

from botocore.exceptions import ClientError

from infra.cloud import Cloud
from infra.obstacle import Obstacle
from infra.package import REGION
from infra.stacks import Stack
from shared.domain.people import masked, personal_number
from shared.storage.people import appoint
from shared.web.caller import ADMINISTRATOR, CERTIFIER, HEAD, OFFICER

ROLES = (OFFICER, HEAD, CERTIFIER, ADMINISTRATOR)


def outputs_of(stage: str) -> dict[str, str]:
    """What a stage's stack tells of itself."""
    try:
        return Stack(f"kho-{stage}", Cloud.of_environment().cloudformation()).outputs()
    except ClientError as error:
        raise Obstacle(f"The stage {stage} cannot be looked up: {error}") from error


def main(asked: Sequence[str], outputs: Callable[[str], Mapping[str, str]] = outputs_of) -> None:
    """Appoint whom the command line names."""
    options = _parser().parse_args(asked)
    number = getpass("Personal number: ") if options.number == "-" else options.number
    if not personal_number(number):
        raise Obstacle("A personal number has 12 digits.")
    _reach(outputs(options.stage))
    person = appoint(number, options.unit, options.role)
    print(f"{masked(number)} is {' and '.join(sorted(set(options.role)))} at {options.unit}: person {person}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.appoint", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("number", help="personal number of 12 digits, or - to be asked for it")
    parser.add_argument("unit", help="code of the unit, as the catalogue has it")
    parser.add_argument("role", nargs="+", choices=ROLES)
    parser.add_argument("--stage", required=True)
    return parser


def _reach(outputs: Mapping[str, str]) -> None:
    """Give our own stores the names of a stage, as its functions have them."""
    names = {"TABLE": outputs["Table"], "IDENTITY_KEY": outputs["IdentityKey"], "AWS_DEFAULT_REGION": REGION}
    os.environ.update(names)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
