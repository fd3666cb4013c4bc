"""A verdict as the validation report of ETSI TS 119 102-2 V1.2.1, for whoever else's software has to read it."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from shared.signatures.sentences import sentence
from shared.signatures.verdict import ARCHIVING, DocumentVerdict, Indication, Reason, SignatureVerdict, SubIndication

REPORT = "http://uri.etsi.org/19102/v1.2.1#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
URN = "urn:etsi:019102:"
RULE = "urn:x-kho:signatures:"

PROCESS = f"{URN}validationprocess:LTA"
"""Archive time stamps count as proof, so the process is the one of EN 319 102-1, clause 5.6."""

UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, whatever a certificate's name holds."""

for prefix, namespace in (("vr", REPORT), ("XAdES", XADES), ("ds", DSIG)):
    register_namespace(prefix, namespace)


def report_xml(verdict: DocumentVerdict) -> bytes:
    """The report in UTF-8: one part for each signature, or one for a file without any that could be looked at."""
    report = Element(f"{{{REPORT}}}ValidationReport")
    for position, signature in enumerate(verdict.signatures, start=1):
        _report_of(report, verdict, signature, position)
    if not verdict.signatures:
        part = _under(report, "SignatureValidationReport")
        _constraints(part, verdict, verdict.reasons, verdict.sub_indication)
        _times(part, verdict, None)
        _document(part, verdict)
        _process(part)
        _status(part, verdict.indication, verdict.sub_indication)
    _objects(report, verdict)
    written: bytes = tostring(report, encoding="utf-8", xml_declaration=True)
    return written


# --- one signature ---------------------------------------------------------------------------------------------------


def _report_of(report: Element, verdict: DocumentVerdict, signature: SignatureVerdict, position: int) -> None:
    """A signature is worth no more than its document: what is the matter with that is told of each."""
    gravest = signature if signature.indication is not Indication.TOTAL_PASSED else verdict
    part = _under(report, "SignatureValidationReport")
    identifier = _under(part, "SignatureIdentifier", id=f"S-{position}")
    _under(identifier, "HashOnly", "false")
    _under(identifier, "DocHashOnly", "false")
    _under(identifier, "DAIdentifier", signature.field)
    _constraints(part, verdict, (*signature.reasons, *verdict.reasons), gravest.sub_indication)
    _times(part, verdict, signature.proven_time)
    _document(part, verdict)
    _attributes(part, signature)
    if signature.chain:
        signer = _under(part, "SignerInformation")
        _under(signer, "SignerCertificate", VOReference=_certificate_id(signature.chain[0].sha256))
        _under(signer, "Signer", signature.signer.name)
    _process(part)
    _evidence(_status(part, gravest.indication, gravest.sub_indication), signature)


def _constraints(
    part: Element, verdict: DocumentVerdict, reasons: Iterable[Reason], sub_indication: SubIndication | None
) -> None:
    """Under which policy, and each of its rules that is broken."""
    evaluated = _under(part, "ValidationConstraintsEvaluationReport")
    policy = _under(evaluated, "SignatureValidationPolicy")
    SubElement(_under(policy, "SignaturePolicyIdentifier"), f"{{{XADES}}}SignaturePolicyImplied")
    _under(policy, "PolicyName", verdict.judged_with.policy)
    for reason in dict.fromkeys(reasons):
        constraint = _under(evaluated, "ValidationConstraint")
        _under(constraint, "ValidationConstraintIdentifier", f"{RULE}{reason}")
        parameter = _under(constraint, "ValidationConstraintParameter")
        _under(parameter, "Type", f"{RULE}sentence")
        _under(parameter, "Value", sentence(reason))
        _under(_under(constraint, "ConstraintStatus"), "Status", f"{URN}constraintStatus:applied")
        failed = sub_indication is not None and sub_indication.indication is Indication.TOTAL_FAILED
        status = _under(constraint, "ValidationStatus")
        _under(status, "MainIndication", f"{URN}mainindication:{'failed' if failed else 'indeterminate'}")


def _times(part: Element, verdict: DocumentVerdict, proven: datetime | None) -> None:
    times = _under(part, "ValidationTimeInfo")
    _under(times, "ValidationTime", _moment(verdict.judged_at))
    best = _under(times, "BestSignatureTime")
    _under(best, "POETime", _moment(proven or verdict.judged_at))
    _under(best, "TypeOfProof", f"{URN}poetype:validation")


def _document(part: Element, verdict: DocumentVerdict) -> None:
    document = _under(part, "SignersDocument")
    _digest(document, "DigestAlgAndValue", verdict.sha256)
    _under(document, "SignersDocumentRepresentation", VOReference="D-1")


def _attributes(part: Element, signature: SignatureVerdict) -> None:
    """The claimed time is what the signer says; a stamp's is what somebody else does."""
    if not (signature.claimed_time or signature.proven_time):
        return
    attributes = _under(part, "SignatureAttributes")
    if signature.claimed_time:
        _under(_under(attributes, "SigningTime", Signed="true"), "Time", _moment(signature.claimed_time))
    if signature.proven_time:
        kind = "DocTimeStamp" if signature.level == ARCHIVING else "SignatureTimeStamp"
        stamp = _under(attributes, kind, Signed="false")
        _under(stamp, "TimeStampValue", _moment(signature.proven_time))


def _process(part: Element) -> None:
    _under(_under(part, "SignatureValidationProcess"), "SignatureValidationProcessID", PROCESS)


def _status(part: Element, indication: Indication, sub_indication: SubIndication | None) -> Element:
    status = _under(part, "SignatureValidationStatus")
    _under(status, "MainIndication", f"{URN}mainindication:{indication.lower().replace('_', '-')}")
    if sub_indication:
        _under(status, "SubIndication", f"{URN}subindication:{sub_indication}")
    return status


def _evidence(status: Element, signature: SignatureVerdict) -> None:
    """The chain that was believed, and the revocation data that was looked at."""
    if not signature.chain:
        return
    found = _under(status, "AssociatedValidationReportData")
    *below, root = signature.chain
    references = [_certificate_id(link.sha256) for link in below]
    _under(found, "TrustAnchor", VOReference=_certificate_id(root.sha256))
    chain = _under(found, "CertificateChain")
    for position, reference in enumerate(references):
        _under(chain, "IntermediateCertificate" if position else "SigningCertificate", VOReference=reference)
    _under(chain, "TrustAnchor", VOReference=_certificate_id(root.sha256))
    for link in below:
        if link.revocation:
            _under(found, "RelatedValidationObject", VOReference=_revocation_id(link.revocation))


# --- what the parts refer to -----------------------------------------------------------------------------------------


def _objects(report: Element, verdict: DocumentVerdict) -> None:
    objects = _under(report, "SignatureValidationObjects")
    for identifier, kind, sha256 in dict.fromkeys(_referred_to(verdict)):
        this = _under(objects, "ValidationObject", id=identifier)
        _under(this, "ObjectType", f"{URN}validationObject:{kind}")
        _digest(_under(this, "ValidationObjectRepresentation"), "DigestAlgAndValue", sha256)


def _referred_to(verdict: DocumentVerdict) -> Iterator[tuple[str, str, str]]:
    yield "D-1", "signedData", verdict.sha256
    for signature in verdict.signatures:
        for link in signature.chain:
            yield _certificate_id(link.sha256), "certificate", link.sha256
            if link.revocation:
                yield _revocation_id(link.revocation), "OCSPResponse" if link.is_answer else "CRL", link.revocation


def _certificate_id(sha256: str) -> str:
    return f"C-{sha256.lower()}"


def _revocation_id(sha256: str) -> str:
    return f"R-{sha256.lower()}"


# --- XML -------------------------------------------------------------------------------------------------------------


def _under(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    child = SubElement(parent, f"{{{REPORT}}}{name}", attributes)
    child.text = None if text is None else UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return child


def _digest(parent: Element, name: str, sha256: str) -> None:
    digest = _under(parent, name)
    SubElement(digest, f"{{{DSIG}}}DigestMethod", {"Algorithm": SHA256})
    SubElement(digest, f"{{{DSIG}}}DigestValue").text = b64encode(bytes.fromhex(sha256)).decode()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
