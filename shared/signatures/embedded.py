"""What a file brings along to be believed: certificates and revocation data, worth what an authority signed of them.

Hostile data is harmless here: a certificate only helps to find a path to a pinned root, and a statement counts only
once it is found to be signed by the authority above the certificate in question.
"""

# mypy: allow-untyped-calls

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

from asn1crypto import cms, keys, pdf, x509
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.signatures.algorithms import EDWARDS
from shared.signatures.objects import value

MOST = 256
UNREADABLE = (PdfError, ValueError, TypeError, KeyError, AttributeError, NameError)
ARCHIVAL_DER = bytes.fromhex("06092a864886f72f010108")
ARCHIVAL = pdf.CMSAttributeType("adobe_revocation_info_archival").native


class Embedded:
    """Certificates, and CRLs and OCSP responses as DER, each looked for once somebody asks."""

    def __init__(self, reader: PdfFileReader | None = None, messages: Iterable[cms.SignedData] = ()) -> None:
        self._reader = reader
        self._messages = tuple(messages)

    @cached_property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        found = [*_readable(map(x509.Certificate.load, self._stored("/Certs", "/Cert")))]
        for message in self._messages:
            with suppress(*UNREADABLE):
                found += _readable(one.chosen for one in message["certificates"] or ())
        return tuple({one.dump(): one for one in found[:MOST]}.values())

    @cached_property
    def statements(self) -> tuple[bytes, ...]:
        found = [*self._stored("/CRLs", "/CRL"), *self._stored("/OCSPs", "/OCSP")]
        for message in self._messages:
            with suppress(*UNREADABLE):
                found += _carried(message)
        return tuple(dict.fromkeys(found))[:MOST]

    def _stored(self, everywhere: str, of_one: str) -> list[bytes]:
        """The document security store (EN 319 142-1, 5.4.2), as far as it can be read."""
        found: list[bytes] = []
        with suppress(*UNREADABLE):
            store = value(self._reader.root, "/DSS") if self._reader else None
            if isinstance(store, DictionaryObject):
                found.extend(_streams(store, everywhere, of_one))
        return found


NOTHING = Embedded()


def _readable(certificates: Iterable[Any]) -> Iterator[x509.Certificate]:
    """Only what no path builder will stumble over later."""
    for one in certificates:
        with suppress(*UNREADABLE):
            if isinstance(one, x509.Certificate) and one.native and _has_a_size(one.public_key):
                yield one


def _has_a_size(key: keys.PublicKeyInfo) -> bool:
    """asn1crypto 1.5 fails when it is asked how large an Edwards curve's key is: RFC 8410 fixes that."""
    return key.algorithm in EDWARDS or bool(key.bit_size)


def _streams(store: DictionaryObject, everywhere: str, of_one: str) -> Iterator[bytes]:
    """The contents of the store's own list, and of the lists kept for one signature each under whatever key."""
    yield from _contents(value(store, everywhere))
    related = value(store, "/VRI")
    for key in related if isinstance(related, DictionaryObject) else ():
        entry = value(related, key)
        if isinstance(entry, DictionaryObject):
            yield from _contents(value(entry, of_one))


def _contents(streams: object) -> Iterator[bytes]:
    for item in streams if isinstance(streams, ArrayObject) else ():
        stream = item.get_object() if isinstance(item, IndirectObject) else item
        if isinstance(stream, StreamObject):
            yield bytes(stream.data)


def _carried(message: cms.SignedData) -> Iterator[bytes]:
    """RFC 5652's own place for it, and Adobe's signed attribute (ISO 32000-2, 12.8.3.3.2)."""
    for choice in message["crls"] or ():
        yield choice.chosen.dump() if choice.name != "other" else choice.chosen["other_rev_info"].dump()
    for signer in message["signer_infos"] if ARCHIVAL_DER in message.dump() else ():
        for attribute in signer["signed_attrs"] or ():
            if attribute["type"].native == ARCHIVAL:
                yield from _archived(attribute["values"])


def _archived(values: Any) -> Iterator[bytes]:
    for archival in values:
        for kind in ("crl", "ocsp"):
            yield from (one.dump() for one in archival[kind] or ())
