"""Every class of file the rule has to tell apart, each made once in a run: what should pass, what waits, what fails."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache, partial
from typing import Any

from pyhanko.sign.fields import MDPPerm

from infra.demo.certificates import AUTHORITY, SIGNING, derived_key, issued
from shared.signatures.policy import Policy
from shared.signatures.verdict import Reason
from tests import signed_pdfs as pdfs
from tests.benchmarks.judging import a_gazette
from tests.shared.signatures import attacks
from tests.shared.signatures.attacks import body_of, incremental_update, with_byte_range, with_entry
from tests.signed_pdfs import ADBE, NOW, OTHER_BOX, SIGNED_AT, How, a_paper, organisation, person, signed

YEAR = timedelta(days=365)
MEGABYTE = 1024 * 1024
CATALOGUE, PAGES, FONT, PAGE, CONTENTS = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Row:
    """A class of files, and what is said of it with all evidence at hand; `world` is what it has to be judged in."""

    made: Callable[[], bytes]
    reasons: frozenset[Reason] = frozenset()
    world: Callable[[], Mapping[str, Any]] = dict
    is_large: bool = False
    policy: Policy = field(default_factory=lambda: pdfs.DEFAULT)


def of(made: Callable[[], bytes], *reasons: Reason, **more: Any) -> Row:
    return Row(cache(made), frozenset(reasons), **more)


def by(signer: Callable[[], pdfs.Credential] = person, **how: Any) -> Callable[[], bytes]:
    """A paper with one signature made like that."""
    return lambda: signed(a_paper(), How(signer(), **how))


# --- what passes -----------------------------------------------------------------------------------------------------


def several(count: int, paper: bytes | None = None) -> bytes:
    file = paper or a_paper()
    for number in range(count):
        left, bottom = 20 + 110 * (number % 5), 20 + 70 * (number // 5)
        file = signed(file, How(person(), field=f"S{number}", box=(left, bottom, left + 100, bottom + 60), kind=ADBE))
    return file


def sealed(file: bytes) -> bytes:
    return signed(file, How(organisation(), field="Seal", box=OTHER_BOX))


def noisy(size: int) -> bytes:
    noise = os.urandom(size)
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/Length %d>>\nstream\n%s\nendstream" % (len(noise), noise)
    return pdfs.with_table(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>",
            b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</I 4 0 R>>>>>>",
            picture,
        ]
    )


def under_sha1() -> dict[str, Any]:
    return {"trusted": pdfs.under_a_sha1_authority()[1], "policy": pdfs.WITHOUT_REVOCATION}


def answered() -> dict[str, Any]:
    """The signer's authority publishes no list, and answers."""
    lists = [crl for path, crl in _lists().items() if "state-agencies" not in path]
    answer = pdfs.answer(person(), by=pdfs.issuing(), at=NOW - timedelta(hours=1))
    return {"known": pdfs.Revocation.of([*lists, answer], store=pdfs.store())}


def _lists() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((pdfs.pki().directory / "crls").glob("*.crl"))}


def a_strong_signer() -> pdfs.Credential:
    return pdfs.someone("RSA", key=pdfs.rsa_key(2048))


PASSING = {
    "B-B, detached, leaf only": of(by(kind=ADBE, bare=True, stamped=None)),
    "B-B, PAdES": of(by(stamped=None)),
    "B-T, detached": of(by(kind=ADBE)),
    "B-T, detached, no signed attributes": of(by(kind=ADBE, bare=True)),
    "B-T, PAdES": of(by()),
    "local time claimed as UTC": of(by(claimed=SIGNED_AT + timedelta(hours=7))),
    "B-LT": of(by(evidence="LT")),
    "B-LT, detached": of(by(evidence="LT", kind=ADBE)),
    "B-LTA": of(by(evidence="LTA")),
    "B-LTA, renewed": of(lambda: pdfs.stamped(by(evidence="LTA")(), SIGNED_AT + YEAR, field="Renewed")),
    "expired signer, with proof": of(by(lambda: pdfs.someone("Hết Hạn", until=SIGNED_AT + YEAR))),
    "revoked after signing, with proof": of(
        by(), world=lambda: {"known": pdfs.revoked(person(), since=SIGNED_AT + YEAR)}
    ),
    "2 signatures": of(lambda: sealed(by()())),
    "6 signatures": of(lambda: several(6)),
    "25 signatures": of(lambda: several(25), is_large=True),
    "certified P1": of(by(permission=MDPPerm.NO_CHANGES)),
    "certified P2": of(by(permission=MDPPerm.FILL_FORMS)),
    "certified P2, signed again": of(lambda: sealed(by(permission=MDPPerm.FILL_FORMS)())),
    "certified P3": of(by(permission=MDPPerm.ANNOTATE)),
    "SHA-512": of(by(digest="sha512")),
    "RSA": of(by(a_strong_signer)),
    "RSA-PSS": of(by(a_strong_signer, pss=True)),
    "G1 authority signed with SHA-1": of(by(lambda: pdfs.under_a_sha1_authority()[0]), world=under_sha1),
    "SHA-1 in 2016, with proof": of(by(digest="sha1", stamped=SIGNED_AT.replace(year=2019))),
    "object and cross-reference streams": of(lambda: sealed(signed(pdfs.a_compressed_paper(), How(person())))),
    "hybrid": of(lambda: sealed(signed(pdfs.a_hybrid_paper(), How(person())))),
    "PDF 2.0": of(lambda: signed(a_paper().replace(b"%PDF-1.7", b"%PDF-2.0", 1), How(person()))),
    "200 pages": of(lambda: sealed(signed(a_paper(200), How(person())))),
    "20 MB": of(lambda: signed(noisy(20 * MEGABYTE), How(person())), is_large=True),
    "gazette": of(lambda: signed(a_gazette(), How(person(), room=262_144)), is_large=True),
    "OCSP": of(by(), world=answered),
}

# --- what waits, or is not believed ----------------------------------------------------------------------------------


def a_look_alike() -> bytes:
    root, middle = pdfs.pki().roots["root-g2"].certificate, pdfs.issuing().certificate
    false_root = issued(root.subject, derived_key("x", "root"), profile=AUTHORITY)
    false_middle = issued(middle.subject, derived_key("x", "middle"), by=false_root, profile=AUTHORITY)
    return by(lambda: pdfs.someone(by=false_middle), embed=(false_middle, false_root))()


def short_lived() -> pdfs.Credential:
    return pdfs.someone("Hết Hạn", until=SIGNED_AT + YEAR)


R = Reason
WAITING = {
    "expired, no time stamp": of(by(short_lived, stamped=None), R.EXPIRED_NO_TIMESTAMP),
    "revoked, no time stamp": of(
        by(stamped=None),
        R.REVOKED_NO_TIMESTAMP,
        world=lambda: {"known": pdfs.revoked(person(), since=SIGNED_AT + YEAR)},
    ),
    "look-alike authority": of(a_look_alike, R.UNKNOWN_CA),
    "self-signed": of(by(lambda: pdfs.someone(by=None)), R.SELF_SIGNED),
    "public authority": of(by(lambda: pdfs.pki().public_signer), R.PUBLIC_CA_ONLY),
    "not yet valid": of(by(lambda: pdfs.someone("Tương Lai", since=NOW + YEAR), stamped=None), R.EXPIRED_NO_TIMESTAMP),
    "no non-repudiation": of(
        by(lambda: pdfs.someone("Không ký", profile=replace(SIGNING, non_repudiation=False))), R.NOT_FOR_SIGNING
    ),
    "issued by a signer": of(by(lambda: pdfs.someone("Học trò", by=person()), embed=(person(),)), R.UNKNOWN_CA),
    "untrusted time stamp": of(by(tsa=pdfs.a_rogue_stamper()), R.TIMESTAMP_BROKEN),
    "recent SHA-1": of(by(digest="sha1"), R.TIMESTAMP_BROKEN, R.WEAK_ALGORITHM),
    "MD5": of(by(a_strong_signer, digest="md5", stamped=None, kind=ADBE, bare=True), R.WEAK_ALGORITHM),
    "RSA 1024": of(by(lambda: pdfs.someone("RSA 1024", key=pdfs.rsa_key(1024))), R.WEAK_ALGORITHM),
    "authority revoked": of(
        by(), R.REVOKED_NO_TIMESTAMP, world=lambda: {"known": pdfs.revoked(pdfs.issuing(), since=SIGNED_AT - YEAR)}
    ),
    "stamper revoked": of(
        by(), R.TIMESTAMP_BROKEN, world=lambda: {"known": pdfs.revoked(pdfs.pki().tsa, since=SIGNED_AT - YEAR)}
    ),
    "revocation unknown": of(by(), R.REVOCATION_UNKNOWN, world=lambda: {"known": pdfs.Revocation()}),
}

# --- what fails ------------------------------------------------------------------------------------------------------

FALSE_TEXT = b"<</Length 26>>\nstream\nBT 9 9 Td (gia mao) Tj ET\nendstream"


@cache
def one() -> bytes:
    return by()()


def updated(objects: Mapping[int, bytes], **how: Any) -> bytes:
    return incremental_update(one(), dict(objects), **how)


def with_note(subtype: bytes) -> bytes:
    note = b"/Annots[<</Type/Annot/Subtype%s/Rect[0 0 500 500]/Contents(x)>>]" % subtype
    page = re.sub(rb"/Annots \[[^\]]*\]|/Annots \d+ 0 R", b"", body_of(one(), PAGE))
    return updated({PAGE: with_entry(page, note)})


def catalogue_with(entry: bytes) -> bytes:
    return with_entry(body_of(one(), CATALOGUE), entry)


def without_any_table() -> bytes:
    tail = b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (FALSE_TEXT, attacks.last_table(one()))
    return one() + tail


def with_a_trailer_only() -> bytes:
    return one() + b"trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % attacks.last_table(one())


def with_contents(text: bytes) -> bytes:
    start, end = attacks.gap(one())
    return one()[:start] + text.ljust(end - start) + one()[end:]


INCREMENTAL = {
    "no table": without_any_table,
    "only a trailer": with_a_trailer_only,
    "contents replaced": lambda: updated({CONTENTS: FALSE_TEXT}),
    "page appended": lambda: updated({PAGES: b"<</Type/Pages/Count 2/Kids[4 0 R 4 0 R]/MediaBox[0 0 595 842]>>"}),
    "page turned": lambda: updated({PAGE: with_entry(body_of(one(), PAGE), b"/Rotate 180")}),
    **{f"annotation {subtype}": partial(with_note, subtype.encode()) for subtype in ("/FreeText", "/Stamp", "/Link")},
    "script": lambda: updated({CATALOGUE: catalogue_with(b"/OpenAction<</S/JavaScript/JS(x)>>")}),
    "language": lambda: updated({CATALOGUE: catalogue_with(b"/Lang(vi)")}),
    "another catalogue": lambda: updated({9: b"<</Type/Catalog/Pages 2 0 R>>"}).replace(
        b"/Root 1 0 R/Prev", b"/Root 9 0 R/Prev"
    ),
    "nothing at all": lambda: updated({}, freed={0: 65535}),
}

FORGERY = {
    **{
        f"ranges {text}": partial(lambda text: with_byte_range(one(), text.encode()), text)
        for text in ("null", "[]", "[0 0 0 0]", "[0 1 -1 9]", "[0 -1 1 9]", "[1 2 3 4]", "[0 1 2]", "0", "[0 1.5 2 3]")
    },
    "ranges missing": lambda: one().replace(b"/ByteRange", b"/ByteWrong"),
    **{f"contents {text}": partial(with_contents, text.encode()) for text in ("<>", "null", "<00>", "()", "0", "[]")},
    "contents missing": lambda: one().replace(b"/Contents <", b"/Kontents <"),
    "contents zeros": lambda: with_contents(b"<" + b"0" * 64 + b">"),
}


def with_white_space() -> bytes:
    end = attacks.gap(one())[1]
    return one()[: end - 9] + b" " * 8 + one()[end - 1 :]


def with_a_second_page() -> bytes:
    return attacks.wrapped(one(), {PAGE: body_of(one(), PAGE).replace(b"5 0 R", b"3 0 R")})


WRAPPING = {
    "a second table in the gap": lambda: attacks.wrapped(one(), {CONTENTS: FALSE_TEXT}),
    "a second page in the gap": with_a_second_page,
    "a padded literal": lambda: with_contents(b"(" + b"A" * 200 + b")"),
    "white space in the gap": with_white_space,
}

# The signer saw a paper that held more than it showed: over its text a picture, beside its pages other ones.
SHADOW_PAPER = {
    6: b"<</Type/Catalog/Pages 7 0 R>>",
    7: b"<</Type/Pages/Count 1/Kids[8 0 R]/MediaBox[0 0 595 842]>>",
    8: b"<</Type/Page/Parent 7 0 R/Resources<<>>/Contents 9 0 R>>",
    9: FALSE_TEXT,
    10: b"<</Type/XObject/Subtype/Form/BBox[0 0 500 500]/Length 24>>\nstream\n1 1 1 rg 0 0 500 500 re f\nendstream",
}


@cache
def shadowed() -> bytes:
    paper = incremental_update(a_paper(extra=b"/Overlay 10 0 R"), SHADOW_PAPER)
    return signed(paper, How(person(), box=None))


def shadow(objects: Mapping[int, bytes], **how: Any) -> bytes:
    return incremental_update(shadowed(), dict(objects), **how)


def with_the_other_pages() -> bytes:
    catalogue = body_of(shadowed(), CATALOGUE)
    return shadow({CATALOGUE: catalogue.replace(b"/Pages 2 0 R", b"/Pages 7 0 R")})


def with_the_other_catalogue() -> bytes:
    return shadow({}, freed={0: 65535}).replace(b"/Root 1 0 R/Prev", b"/Root 6 0 R/Prev")


SHADOWS: dict[str, Callable[[], bytes]] = {
    "hide": lambda: shadow({10: b"<</Type/XObject/Subtype/Form/BBox[0 0 0 0]/Length 0>>\nstream\n\nendstream"}),
    "replace": lambda: shadow({FONT: b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"}),
    "hide and replace": with_the_other_pages,
}


def rogue(file: bytes) -> bytes:
    return signed(file, How(pdfs.someone("Kẻ Lạ", by=None), field="Rogue", box=OTHER_BOX))


COVERINGS: dict[str, Callable[[bytes], bytes]] = {
    "left so": lambda file: file,
    "under a trusted signature": sealed,
    "under a trusted time stamp": lambda file: pdfs.stamped(file, SIGNED_AT + YEAR),
    "under evidence": lambda file: pdfs.augmented(file, certificates=[pdfs.issuing()]),
    "under a rogue signature": rogue,
}


def covered(made: Callable[[], bytes], covering: Callable[[bytes], bytes]) -> bytes:
    return covering(made())


def filled_in(permission: MDPPerm | None, covering: Callable[[bytes], bytes]) -> bytes:
    """A form whose field somebody fills in once it is signed."""
    text = b"<</FT/Tx/T(Amount)/V(1)/Type/Annot/Subtype/Widget/Rect[0 0 99 20]/P 4 0 R>>"
    paper = incremental_update(a_paper(catalogue=b"/AcroForm<</Fields[40 0 R]>>", extra=b"/Annots[40 0 R]"), {40: text})
    file = signed(paper, How(person(), permission=permission))
    return covering(incremental_update(file, {40: text.replace(b"(1)", b"(1000)")}))


FILLINGS = {
    f"{name}, {where}": partial(filled_in, permission, COVERINGS[where])
    for name, permission in {"approved": None, "P1": MDPPerm.NO_CHANGES, "P2": MDPPerm.FILL_FORMS}.items()
    for where in ("left so", "under a trusted time stamp", "under evidence")
}

FAILING = {
    **{f"incremental saving: {name}": of(made) for name, made in INCREMENTAL.items()},
    **{
        f"incremental saving: {name}, under a trusted time stamp": of(
            partial(covered, INCREMENTAL[name], COVERINGS["under a trusted time stamp"])
        )
        for name in ("contents replaced", "page appended", "page turned", "annotation /FreeText", "script", "language")
    },
    **{f"universal forgery: {name}": of(made) for name, made in FORGERY.items()},
    **{f"wrapping: {name}": of(made) for name, made in WRAPPING.items()},
    **{
        f"shadow: {name}, {where}": of(partial(covered, made, covering))
        for name, made in SHADOWS.items()
        for where, covering in COVERINGS.items()
    },
    **{f"filled in: {name}": of(made) for name, made in FILLINGS.items()},
    "shadow: another catalogue": of(with_the_other_catalogue),
    "rogue later signature": of(lambda: rogue(one())),
    "rogue later time stamp": of(lambda: pdfs.stamped(one(), SIGNED_AT, tsa=pdfs.a_rogue_stamper())),
    "painting time stamp": of(lambda: pdfs.stamped_visibly(one())),
    "unsigned": of(a_paper),
    "saved again": of(lambda: a_paper(extra=b"/Old<</Type/Sig/ByteRange[0 9999 19999 300]>>")),
    "signed after expiry": of(by(lambda: pdfs.someone("Hết Hạn", until=SIGNED_AT - YEAR)), R.SIGNED_AFTER_EXPIRY),
    "revoked before signing": of(
        by(), R.REVOKED_BEFORE_SIGNING, world=lambda: {"known": pdfs.revoked(person(), since=SIGNED_AT - YEAR)}
    ),
    "a stamp over something else": of(by(stamp_spoilt=True), R.TIMESTAMP_BROKEN),
    "another signature value": of(lambda: attacks.with_another_signature_value(one()), R.SIGNATURE_BROKEN),
    "something before the header": of(lambda: b"\n" + one(), R.NOT_PDF),
    "something after the end": of(lambda: one() + b"PK\x03\x04", R.TRAILING_DATA),
    "cut short": of(lambda: one()[:-700]),
    "encrypted": of(pdfs.an_encrypted_paper, R.ENCRYPTED),
}
