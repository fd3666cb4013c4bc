"""The demonstration agencies' certificates, as the catalogue registers them for their units."""

from __future__ import annotations

from typing import Any

from infra.demo.certificates import Credential
from infra.demo.pki import AGENCIES, OFFICERS, DemoPki
from shared.signatures.published import key_identifier
from shared.signatures.trust import fingerprint

UNITS = {
    "commune": "H21.002",
    "finance": "H21.15",
    "education": "H21.12",
    "land-office": "H21.14",
    "hospital": "H21.16",
}
# The commune as it is was made on 1/7/2025; its certificate also sealed papers of the one before it.
_SINCE, _MERGED, _BEFORE = "2019-01-01", "2025-07-01", ("H08.900.003", "2025-06-30")


def registered(pki: DemoPki) -> list[dict[str, Any]]:
    """Every agency's seal and every officer's own certificate, for the `issuers` of a catalogue."""
    seals = [(pki.agencies[key], key, "organisation") for key in AGENCIES]
    officers = [(pki.officers[key], agency, "person") for key, (_, agency) in OFFICERS.items()]
    return [entry for signer, agency, kind in seals + officers for entry in _entries(signer, agency, kind)]


def _entries(signer: Credential, agency: str, kind: str) -> list[dict[str, Any]]:
    said = {"certificate": fingerprint(signer.der), "kind": kind, "organisation": AGENCIES[agency]}
    said |= {"serial": format(signer.certificate.serial_number, "x"), "authority": key_identifier(signer.chain[0])}
    if UNITS[agency] != UNITS["commune"]:
        return [{**said, "unit": UNITS[agency], "valid_from": _SINCE}]
    unit, until = _BEFORE
    return [
        {**said, "unit": unit, "valid_from": _SINCE, "valid_until": until},
        {**said, "unit": UNITS[agency], "valid_from": _MERGED},
    ]
