"""What producers all over the world lawfully write is believed, and so is a second signature on top of it."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from pyhanko.sign.fields import MDPPerm

from infra.demo.certificates import AUTHORITY, derived_key, issued, subject
from shared.signatures import judge as door
from shared.signatures.revocation import Revocation
from shared.signatures.trust import TrustStore
from shared.signatures.verdict import DocumentVerdict, Indication, Reason
from tests import signed_pdfs as pdfs
from tests.shared.signatures import attacks, producers
from tests.shared.signatures.producers import ADBE, FILTER, WIDGET, Written, written
from tests.signed_pdfs import NOW, OTHER_BOX, SIGNED_AT, How, a_paper, judged, organisation, person, signed

SIG = b"/Type/Sig" + FILTER + ADBE
LOCKING = b"/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/Action/Include/Fields[(A)]/V/1.2>>"
CERTIFYING = b"/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>"
BUILT = b"/Prop_Build<</App<</Name/Adobe#20Acrobat/R 1>>/Filter<</Name/Adobe.PPKLite>>>>/Name(x)/Reason(y)/Location(z)"
DATED = b"/M(D:20240305093000+07'00')"

SHAPES = {
    "as most write it": Written(),
    "capital digits": Written(digits=producers.in_capitals),
    "contents before ranges": Written(contents_first=True),
    "a space before the contents": Written(contents=b"/Contents "),
    "a line before the contents": Written(contents=b"/Contents\r\n"),
    "ranges in many spaces": Written(ranges=b"/ByteRange [ %d  %d %d %d ]"),
    "ranges in lines": Written(ranges=b"/ByteRange[%d\n%d %d\n%d ]"),
    "no type": Written(entries=FILTER + ADBE),
    "what built it": Written(entries=SIG + BUILT + DATED),
    "PAdES": Written(entries=b"/Type/Sig" + FILTER + b"/SubFilter/ETSI.CAdES.detached"),
    "another handler": Written(entries=b"/Type /Sig /Filter /Entrust.PPKEF /SubFilter /adbe.pkcs7.detached"),
    "certifying": Written(entries=SIG + b"/Reference[<</Type/SigRef" + CERTIFYING + b">>]"),
    "certifying for what the standard says": Written(
        entries=SIG + b"/Reference[<</TransformMethod/DocMDP/TransformParams<</V/1.2>>>>]"
    ),
    "locking other fields": Written(entries=SIG + b"/Reference[<</Type/SigRef" + LOCKING + b"/Data 1 0 R>>]"),
    "a value in the field itself": Written(field=b"/FT/Sig/T(S)" + WIDGET + b"/V{here}"),
    "a widget without a page": Written(field=b"/FT/Sig/T(S)/V 7 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/F 4"),
    "a field without a widget": Written(field=b"/FT/Sig/T(S)/V 7 0 R", page=b""),
    "a widget no page lists": Written(page=b""),
    "a widget on several pages": Written(
        field=b"/FT/Sig/T(S)/V 7 0 R/Kids[8 0 R 9 0 R]",
        page=b"/Annots[8 0 R 9 0 R]",
        further=(b"<<" + WIDGET + b"/Parent 6 0 R>>", b"<<" + WIDGET + b"/Parent 6 0 R>>"),
    ),
    "a field under a field": Written(
        field=b"/T(form1)/Kids[8 0 R]",
        page=b"/Annots[8 0 R]",
        further=(b"<</FT/Sig/T(S)/V 7 0 R/Parent 6 0 R" + WIDGET + b">>",),
    ),
    "a form and fields apart": Written(
        form=b"/AcroForm 8 0 R", further=(b"<</Fields 9 0 R/SigFlags 3/DA(/Helv 0 Tf)>>", b"[6 0 R]")
    ),
    "lines ending in CR": Written(table=producers.with_carriage_returns),
    "lines ending in CR LF": Written(table=producers.with_windows_lines),
    "a table in sections": Written(table=producers.with_two_sections),
    "PDF 1.3": Written(table=partial(pdfs.with_table, version=b"1.3")),
    "PDF 2.0": Written(table=partial(pdfs.with_table, version=b"2.0")),
    "the whole chain inside": Written(message=producers.with_its_whole_chain),
    "the signer by its key": Written(message=producers.naming_the_signer_by_its_key),
    "a digest without parameters": Written(message=producers.with_a_digest_without_parameters),
    "its mechanism in place of its digest": Written(message=producers.naming_its_mechanism_as_its_digest),
    "the old certificate reference": Written(message=producers.with_an_old_certificate_reference),
    "BER of unknown lengths": Written(message=producers.in_unknown_lengths),
    "SHA-1 of the file, in its time": Written(
        entries=b"/Type/Sig" + FILTER + b"/SubFilter/adbe.pkcs7.sha1",
        message=partial(producers.over_its_digest, stamped=SIGNED_AT.replace(year=2019)),
    ),
}

IN_ONE_FORM = b"/AcroForm<</Fields[6 0 R]/SigFlags 3%s>>"
SHAPES |= {
    "what viewers do on opening and turning": Written(
        form=IN_ONE_FORM % b"/NeedAppearances true" + b"/OpenAction<</S/GoTo/D[4 0 R/Fit]>>/PageLabels<</Nums[0<<>>]>>",
        page=b"/Annots[6 0 R]/AA<</O<</S/Named/N/NextPage>>>>/Trans<</S/Dissolve>>/Dur 5",
    ),
    "what hangs on the catalogue": Written(
        form=IN_ONE_FORM % b"" + b"/Names<</Dests<</Names[(a)[4 0 R/Fit]]>>>>/Lang(vi-VN)/Outlines 8 0 R"
        b"/OCProperties<</OCGs[10 0 R]/D<</ON[10 0 R]>>>>/PieceInfo<<>>/Perms<</DocMDP 7 0 R>>",
        entries=SIG + b"/Reference[<</Type/SigRef" + CERTIFYING + b">>]",
        further=(
            b"<</Type/Outlines/First 9 0 R/Last 9 0 R/Count 1>>",
            b"<</Title(a)/Parent 8 0 R/Dest[4 0 R/Fit]>>",
            b"<</Type/OCG/Name(x)>>",
        ),
    ),
    "tags": Written(
        form=IN_ONE_FORM % b"" + b"/MarkInfo<</Marked true>>/StructTreeRoot 8 0 R",
        page=b"/Annots[6 0 R]/StructParents 0/Tabs/S",
        further=(
            b"<</Type/StructTreeRoot/K 9 0 R/ParentTree<</Nums[0[10 0 R]]>>/ParentTreeNextKey 1>>",
            b"<</Type/StructElem/S/Document/P 8 0 R/K[10 0 R]>>",
            b"<</Type/StructElem/S/P/P 9 0 R/Pg 4 0 R/K 0>>",
        ),
    ),
    **{name: Written(table=partial(producers.carelessly, **how)) for name, how in producers.CARELESS.items()},
}

LINEARISED = Written(table=producers.linearised)


def believed(file: bytes, **world: object) -> bool:
    verdict = judged(file, **world)
    assert verdict.reasons == ()
    return verdict.accepted


def sealed(file: bytes) -> bytes:
    return signed(file, How(organisation(), field="Seal", box=OTHER_BOX))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_lawful_shape_is_believed_alone_and_under_a_seal(shape):
    file = written(SHAPES[shape])
    assert believed(file)
    assert believed(sealed(file))


def test_a_linearised_file_is_believed_signed_in_it_or_on_top_of_it():
    file = written(LINEARISED)
    assert believed(file)
    assert believed(sealed(file))
    assert believed(pdfs.augmented(file, certificates=[pdfs.issuing()]))
    assert believed(pdfs.stamped(file, SIGNED_AT))
    other = attacks.incremental_update(file, {5: b"<</Length 9>>\nstream\n(gia mao)\nendstream"})
    assert judged(other).reasons[:2] == (Reason.MODIFIED_AFTER_SIGNING, Reason.UNSIGNED_CHANGES)
    assert not judged(sealed(other)).accepted
    bare = producers.linearised(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]/MediaBox[0 0 595 842]>>",
            b"null",
            b"<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 5 0 R>>",
            b"<</Length 2>>\nstream\nq \nendstream",
        ]
    )
    assert believed(sealed(signed(bare, How(person()))))


def test_every_shape_is_refused_once_a_byte_of_it_is_changed():
    for shape in SHAPES.values():
        file = written(shape)
        changed = file.replace(b"Giay khai sinh", b"Giay khai sinx")
        assert not judged(changed).accepted


# --- what is weak or out of use, and what looks like it --------------------------------------------------------------

OVER_A_DIGEST = b"/Type/Sig" + FILTER + b"/SubFilter/adbe.pkcs7.sha1"
STAMP = b"/Type/Sig" + FILTER + b"/SubFilter/ETSI.RFC3161"


@pytest.mark.parametrize(
    "how",
    [
        Written(entries=OVER_A_DIGEST, message=producers.over_its_digest),
        Written(entries=b"/Type/Sig" + FILTER + b"/SubFilter/adbe.x509.rsa_sha1/Cert<00>"),
        Written(message=producers.with_a_digest_of_another_country),
    ],
    ids=["SHA-1 of the file", "no message at all", "a digest of another country"],
)
def test_what_is_out_of_use_is_called_weak_and_never_changed(how):
    verdict = judged(written(how))
    assert (verdict.indication, verdict.reasons) == (Indication.INDETERMINATE, (Reason.WEAK_ALGORITHM,))


def test_a_message_over_the_digest_of_another_file_is_a_changed_one():
    how = Written(entries=OVER_A_DIGEST, message=lambda by, covered: producers.over_its_digest(by, covered + b" "))
    assert Reason.CONTENT_CHANGED in judged(written(how)).reasons


def test_a_time_stamp_of_the_type_of_a_signature_is_a_time_stamp():
    file = written(Written(entries=STAMP, message=producers.stamping))
    assert judged(file).reasons == (Reason.ONLY_TIMESTAMPS,)
    assert believed(sealed(file))


@pytest.mark.parametrize("how", [Written(message=producers.stamping), Written(entries=STAMP)])
def test_a_time_stamp_is_no_signature_and_a_signature_no_time_stamp(how):
    assert judged(written(how)).reasons == (Reason.CMS_FORMAT,)


@pytest.mark.parametrize(
    "reference",
    [
        b"[<</TransformMethod/DocMDP/TransformParams<</P/Two>>>>]",
        b"[<</TransformMethod/DocMDP/TransformParams<</P 7>>>>]",
        b"[<</TransformMethod/FieldMDP/TransformParams<</Action/Include>>>>]",
        b"<</TransformMethod/DocMDP/TransformParams<</P 2>>>>",
        b"[null]",
    ],
)
def test_a_permission_nobody_can_read_permits_no_later_signature(reference):
    file = written(Written(entries=SIG + b"/Reference" + reference))
    assert believed(file)
    assert judged(sealed(file)).reasons == (Reason.MODIFIED_AFTER_SIGNING,)


# --- keys and chains -------------------------------------------------------------------------------------------------

CURVES = [ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1, ec.BrainpoolP384R1, ec.BrainpoolP512R1]


@pytest.mark.parametrize("curve", CURVES)
def test_curves_of_other_countries_are_believed(curve):
    signer = pdfs.someone(curve.__name__, key=ec.generate_private_key(curve()))
    assert believed(signed(a_paper(), How(signer, digest="sha512")))


@pytest.mark.parametrize("key", [ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey])
def test_edwards_curves_are_believed_in_a_signer_and_in_what_comes_along(key):
    signer = producers.on_an_edwards_curve(key.generate())
    digest = "sha512" if key is ed25519.Ed25519PrivateKey else "shake256"  # RFC 8419
    assert believed(signed(a_paper(), How(signer, digest=digest, stamped=None)))
    assert believed(signed(a_paper(), How(person(), embed=(signer,))))


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_pss_is_believed_with_every_digest(digest):
    signer = pdfs.someone("PSS", key=pdfs.rsa_key(2048))
    assert believed(signed(a_paper(), How(signer, pss=True, digest=digest)))


@pytest.mark.parametrize(
    ("root_key", "middle_key"),
    [
        (lambda: ec.generate_private_key(ec.BrainpoolP384R1()), lambda: ec.generate_private_key(ec.BrainpoolP256R1())),
        (lambda: pdfs.rsa_key(3072), lambda: pdfs.rsa_key(2048)),
    ],
    ids=["Brainpool", "RSA"],
)
def test_a_foreign_chain_needs_its_root_alone(root_key, middle_key):
    root = issued(subject("Root CA", organisation="Elsewhere"), root_key(), profile=AUTHORITY)
    middle = issued(subject("Issuing CA", organisation="Elsewhere"), middle_key(), by=root, profile=AUTHORITY)
    signer = issued(subject("A Person", organisation="Elsewhere"), derived_key("x", "person"), by=middle)
    trusted = TrustStore.of_certificates(roots=[root.der, pdfs.pki().time_stamping_root.der])
    lists = [pdfs.crl_of(root, now=NOW), pdfs.crl_of(middle, now=NOW), *pdfs.pki().crls]
    known = Revocation.leniently(lists, store=trusted)
    for embed in ((middle,), (middle, root)):
        assert believed(signed(a_paper(), How(signer, embed=embed)), trusted=trusted, known=known)
    taken_back = pdfs.crl_of(middle, {signer.certificate.serial_number: SIGNED_AT}, now=NOW)
    known = Revocation.leniently([pdfs.crl_of(root, now=NOW), taken_back, *pdfs.pki().crls], store=trusted)
    assert not judged(signed(a_paper(), How(signer, embed=(middle,))), trusted=trusted, known=known).accepted


def test_a_signer_whose_name_is_oddly_written_is_believed_and_may_be_taken_back():
    signer = producers.oddly_named()
    file = signed(a_paper(), How(signer, kind=pdfs.ADBE, bare=True))
    assert believed(file)
    assert judged(file).signatures[0].signer.name == "Muñoz"
    serial = pdfs.asn1(signer).serial_number
    lists = [*pdfs.pki().crls, pdfs.crl_of(pdfs.issuing(), {serial: SIGNED_AT.replace(year=2023)}, now=NOW)]
    assert not judged(file, known=Revocation.of(lists, store=pdfs.store())).accepted


# --- what producers write between two signatures ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def one() -> bytes:
    return signed(a_paper(), How(person()))


def rewritten(file: bytes, number: int, entry: bytes = b"") -> bytes:
    body = attacks.body_of(file, number, without=b"".join(re.findall(rb"^/(\w+)", entry)))
    return attacks.incremental_update(file, {number: attacks.with_entry(body, entry) if entry else body})


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_objects_rewritten_as_they_were_change_nothing(one, number):
    assert believed(sealed(rewritten(one, number)))


@pytest.mark.parametrize(
    "entry",
    [
        b"/Version/1.7",
        b"/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>",
        b"/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 2>>>>",
        b"/PageMode/UseNone",
        b"/PageLayout/OneColumn",
        b"/MarkInfo<</Marked true>>",
    ],
)
def test_harmless_entries_of_the_catalogue_are_let_pass(one, entry):
    assert believed(sealed(rewritten(one, 1, entry)))


@pytest.mark.parametrize(
    "entry", [b"/DR<</Font<</Helv 3 0 R>>>>/DA(/Helv 0 Tf 0 g )", b"/NeedAppearances false", b"/Q 0"]
)
def test_harmless_entries_of_the_form_are_let_pass(one, entry):
    form = int(one[one.index(b"/AcroForm ") + 10 :].split()[0])
    assert believed(sealed(rewritten(one, form, entry)))


@pytest.mark.parametrize("trailer", [b"/Info 90 0 R", b"/Info 90 0 R/ID[<00><11>]"])
def test_who_saved_it_last_may_be_told(one, trailer):
    body = b"<</Producer(x)/ModDate(D:20240305)>>"
    assert believed(sealed(attacks.incremental_update(one, {90: body}, trailer=trailer)))


@pytest.mark.parametrize("permission", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_evidence_may_be_added_to_whatever_is_certified(permission):
    certify: Callable[..., How] = partial(How, person(), permission=permission)
    assert believed(signed(a_paper(), certify(evidence="LT")))
    assert believed(signed(a_paper(), certify(evidence="LTA")))
    assert believed(pdfs.stamped(signed(a_paper(), certify()), SIGNED_AT))


def test_fields_prepared_beforehand_are_signed_in_any_order():
    paper = pdfs.with_empty_fields(a_paper(), "A", "B", "C")
    assert believed(
        signed(paper, How(person(), field="C", prepared=True), How(organisation(), field="A", prepared=True))
    )


# --- what is large, dangling or left over ----------------------------------------------------------------------------


def once(file: bytes) -> DocumentVerdict:
    """Judged by the patched library alone: as published it gives up on these."""
    return door.judge(file, store=pdfs.store(), revocation=pdfs.revocation(), at=NOW)


def with_contents_of(entries: int) -> Written:
    """A table of contents in one chain, as a word processor writes a long law's."""
    numbers = range(9, 9 + entries)
    chain = tuple(
        b"<</Title(x)/Parent 8 0 R/Dest[4 0 R/Fit]/Prev %d 0 R/Next %d 0 R>>" % (max(n - 1, 9), min(n + 1, numbers[-1]))
        for n in numbers
    )
    top = b"<</Type/Outlines/First 9 0 R/Last %d 0 R/Count %d>>" % (numbers[-1], entries)
    return Written(form=b"/AcroForm<</Fields[6 0 R]/SigFlags 3>>/Outlines 8 0 R", further=(top, *chain))


def with_fields(count: int) -> Written:
    fields = tuple(b"<</FT/Tx/T(%d)/V(x)/Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>" % n for n in range(count))
    listed = b" ".join(b"%d 0 R" % (8 + n) for n in range(count))
    return Written(form=b"/AcroForm<</Fields[6 0 R %s]/SigFlags 3>>" % listed, further=fields)


@pytest.mark.parametrize("how", [with_contents_of(1200), with_fields(400)], ids=["contents", "form"])
def test_a_long_table_of_contents_or_form_is_no_bomb(how):
    file = written(how)
    assert once(file).reasons == ()
    assert once(signed(file, How(organisation(), field="Seal", box=OTHER_BOX, evidence="LT"))).reasons == ()


def test_a_form_without_end_is_a_bomb():
    looped = Written(form=b"/AcroForm<</Fields[6 0 R 8 0 R]>>", further=(b"<</T(x)/Kids[8 0 R 8 0 R 8 0 R]>>",))
    assert judged(written(looped)).reasons == (Reason.TOO_COMPLEX,)
    assert judged(written(with_fields(5001))).reasons == (Reason.TOO_COMPLEX,)


@pytest.mark.parametrize("page", [b"/Annots[6 0 R]/Thumb 99 0 R", b"/Annots[6 0 R 99 0 R]"])
def test_a_reference_to_what_was_never_written_is_let_be_and_never_filled(page):
    file = written(Written(page=page))
    evident = signed(file, How(organisation(), field="Seal", box=OTHER_BOX, evidence="LT"))
    assert once(evident).reasons == ()
    rewritten_page = rewritten(evident, 4)
    assert once(pdfs.stamped(rewritten_page, SIGNED_AT)).reasons == ()
    filled = attacks.incremental_update(file, {99: b"<</Type/Annot/Subtype/Stamp/Rect[0 0 500 500]>>"})
    assert once(sealed(filled)).reasons == (Reason.MODIFIED_AFTER_SIGNING,)


def test_a_link_in_the_page_itself_does_not_stop_a_second_signature():
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://kho.example)>>>>6 0 R]"
    file = written(Written(page=link))
    assert believed(sealed(file))
    other = attacks.body_of(sealed(file), 4).replace(b"kho.example", b"moi.example")
    assert Reason.MODIFIED_AFTER_SIGNING in judged(sealed(attacks.incremental_update(file, {4: other}))).reasons


def test_evidence_a_later_store_forgot_may_lie_about_and_nothing_else_may():
    """As pyHanko once renewed a store: the dictionary of a signature's evidence was written and no longer named."""
    file = pdfs.augmented(signed(a_paper(), How(person())), certificates=[pdfs.issuing()])
    number = attacks.size_of(file)
    for loose, reasons in (
        (b"<</Type/VRI/Cert[1 0 R]>>", ()),
        (b"<</Type/Catalog/Pages 2 0 R>>", (Reason.UNSIGNED_CHANGES,)),
        (b"<</Type/VRI/Cert[]/AP<</N 5 0 R>>>>", (Reason.UNSIGNED_CHANGES,)),
        (b"<</Type/VRI/Length 1>>\nstream\nx\nendstream", (Reason.UNSIGNED_CHANGES,)),
    ):
        body = attacks.body_of(file, dss_of(file)).rstrip()
        assert judged(attacks.incremental_update(file, {dss_of(file): body, number: loose})).reasons == reasons


def dss_of(file: bytes) -> int:
    return int(attacks.body_of(file, 1).split(b"/DSS")[1].split()[0])
