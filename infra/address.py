"""Where to connect for an address, also where Python does not know that *.localhost is this machine."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def reach(address: str) -> tuple[str, dict[str, str]]:
    """The address to connect to and the headers to send: browsers resolve kho.localhost, Python has to be told."""
    parts = urlsplit(address)
    if not (parts.hostname or "").endswith(".localhost"):
        return address, {}
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"127.0.0.1{port}")), {"Host": parts.netloc}
