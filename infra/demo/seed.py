"""What `make run` finds or puts into a fresh stack: trust, catalogue, officers, and people with papers of theirs."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from infra.catalogue import shipped
from infra.demo import desk_day
from infra.demo.citizen import Citizen
from infra.demo.papers import paper, sample_papers, signed_by_agency
from infra.demo.people import ADMINISTRATOR, MARITAL_STATUS, NEIGHBOUR, PEOPLE, DemoPerson
from infra.demo.pki import DemoPki
from infra.demo.registry import registered
from infra.local.agency import FEEDBACK, SECRET
from infra.obstacle import Obstacle
from shared.clock import now, today
from shared.storage import catalogues, crls, endpoints, trust
from shared.storage.clients import s3
from shared.storage.people import appoint

_TRUSTED = ("roots", "intermediates", "timestamping", "public")


def seed(address: str, samples: Path) -> None:
    """Everything, or only what is missing: a second time changes nothing but the dates of the revocation lists."""
    pki = DemoPki.make(samples.parent / "pki")
    _trust(pki)
    _appoint_officers()
    if catalogues.pointer() is None:
        Citizen.signed_in(address, ADMINISTRATOR.subject).must(
            "POST", "catalogue/imports", shipped() | {"issuers": registered(pki)}
        )
    _listen(address)
    sample_papers(pki, samples)
    _fill_vaults(address, pki, samples.parent)
    _work_at_the_desk(address, pki, samples.parent)


def _work_at_the_desk(address: str, pki: DemoPki, home: Path) -> None:
    """Once, and not begun anew when it was interrupted: what was filed stays."""
    done = home / "desk-worked"
    if not done.exists():
        _deposit(NEIGHBOUR, address, pki, home / "papers")
        done.touch()
        try:
            desk_day.work(address)
        except Obstacle as obstacle:  # a year without a calendar, for one: everything else can be tried
            print(f"The leader's page has nothing to show yet: {obstacle}", file=sys.stderr)


def _fill_vaults(address: str, pki: DemoPki, home: Path) -> None:
    """Once: what people did with their papers afterwards stays as they left it."""
    done = home / "vaults-filled"
    if done.exists():
        return
    for person in PEOPLE:
        if person.papers:
            _deposit(person, address, pki, home / "papers")
    done.touch()


def _deposit(person: DemoPerson, address: str, pki: DemoPki, folder: Path) -> None:
    """What this person's vault holds from the start; what it holds already is told by the API, and left."""
    citizen = Citizen.signed_in(address, person.subject, person.providers[0])
    for position, kind in enumerate(person.papers, start=1):
        file, name = _paper(person, kind, position, pki, folder), f"{person.subject}-{position}.pdf"
        said = {"kind": "result", "document_type": kind, **({"purpose": "KET_HON"} if kind == MARITAL_STATUS else {})}
        announced = citizen.announce(file, name, **said)
        if announced.status == 201:
            citizen.send(announced.json, file, name)
            _expect_accepted(citizen.judged(announced.json["id"]))
        elif announced.json["code"] != "ALREADY_IN_VAULT":
            raise Obstacle(f"{name} could not be announced: {announced.json}")


def _expect_accepted(upload: Any) -> None:
    if upload["state"] != "accepted":
        raise Obstacle(f"{upload['file_name']} was not accepted: {upload['reasons']}")


def _paper(person: DemoPerson, kind: str, position: int, pki: DemoPki, folder: Path) -> bytes:
    """A paper issued some weeks ago, kept so that its bytes are the same when a first start was interrupted."""
    kept = folder / f"{person.subject}-{position}.pdf"
    if not kept.exists():
        folder.mkdir(exist_ok=True)
        issued_on = today() - timedelta(weeks=3 * position)
        holder = person.organisation.name if person.organisation else person.name
        drawn = paper(kind, holder=holder, number=f"{position}", issued_on=issued_on, born=person.born)
        kept.write_bytes(signed_by_agency(drawn, kind, pki=pki, issued_on=issued_on))
    return kept.read_bytes()


def _trust(pki: DemoPki) -> None:
    """The demonstration's certificates and fresh revocation lists, and where the schedule finds the lists to come."""
    for folder in _TRUSTED:
        for file in sorted((pki.directory / folder).iterdir()):
            s3().put_object(Bucket=os.environ["TRUST_BUCKET"], Key=f"{folder}/{file.name}", Body=file.read_bytes())
    lists = sorted((pki.directory / "crls").glob("*.crl"))
    for file in lists:
        crls.receive(file.read_bytes(), store=trust.current().store, at=now())
    published = [{"address": f"{os.environ['KHO_AUTHORITY']}/{file.name}"} for file in lists]
    s3().put_object(Bucket=os.environ["TRUST_BUCKET"], Key=crls.ADDRESSES, Body=json.dumps(published).encode())


def _appoint_officers() -> None:
    communes = _communes()
    for person in PEOPLE:
        if person.unit:
            appoint(person.number, communes[f"Xã {person.unit}"], person.roles)


def _communes() -> dict[str, str]:
    """Name → code of those there are."""
    return {
        unit["name"]: unit["code"]
        for unit in shipped()["units"]
        if unit["level"] == "commune" and "valid_until" not in unit
    }


def _listen(address: str) -> None:
    """The officers' commune has a system of its own, which hears of feedback: the simulator beside Zalo and SMS."""
    unit, url = _communes()[f"Xã {ADMINISTRATOR.unit}"], os.environ["KHO_MESSAGES"] + FEEDBACK
    before = endpoints.endpoint(unit)
    if before and before.url == url:
        return
    body = {"url": url, **({"revision": before.revision} if before else {})}
    told = Citizen.signed_in(address, ADMINISTRATOR.subject).must("PUT", f"webhooks/{unit}", body)
    if told["secret"]:
        Path(os.environ["KHO_INBOX"], SECRET).write_text(told["secret"], encoding="utf-8")


if __name__ == "__main__":
    try:
        seed(sys.argv[1], Path(os.environ["KHO_SAMPLES"]))
    except Obstacle as obstacle:
        sys.exit(str(obstacle))
