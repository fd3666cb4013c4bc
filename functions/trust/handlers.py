"""Every hour the authorities are asked what they took back; administrators see who is believed, and how freshly."""

from __future__ import annotations

from typing import Any

from functions.trust import asking, fetching, reading, shapes, showing
from shared.storage import trust
from shared.web.caller import ADMINISTRATOR
from shared.web.rooms import Room

room = Room(__name__)


@room.on("GET", "/trust", roles=frozenset({ADMINISTRATOR}))
def show_trust() -> shapes.TrustView:
    """The authorities, their revocation lists, how long those are good for, and the versions every verdict names."""
    return showing.shown()


@room.on("POST", "/trust/certificates", roles=frozenset({ADMINISTRATOR}))
def read_certificate(body: shapes.ReadCertificate) -> shapes.CertificateView:
    """Read an agency's or signer's certificate before it is registered: nothing is kept."""
    return reading.read(body.certificate, trust.current().store)


@room.schedule("cron(23 * * * ? *)", description="At minute 23 of every hour, UTC")
def fetch_revocation(_event: Any) -> None:
    """Fetch every revocation list, measure how long each is good for, and ask responders where there is none."""
    fetching.fetch_all()
    fetching.measure()
    asking.ask_all()
