"""The demonstration's authorities publish their revocation lists, on one loopback port, as they stand in a directory.

python -m infra.local.authority --port 4569 --lists .kho/pki/crls
"""

from __future__ import annotations

import argparse
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {".crl": "application/pkix-crl"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--lists", type=Path, required=True)
    options = parser.parse_args()
    handler = partial(_Handler, directory=str(options.lists))
    ThreadingHTTPServer(("127.0.0.1", options.port), handler).serve_forever()


if __name__ == "__main__":
    main()
