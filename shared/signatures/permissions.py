"""What a signature permits those who come after it (ISO 32000-2, 12.8.2); what cannot be read permits nothing."""

# mypy: allow-untyped-calls

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature

from shared.signatures.objects import value

UNREADABLE = (PdfError, ValueError, KeyError, TypeError, AttributeError)
DEFAULT = MDPPerm.FILL_FORMS
"""Table 257: the permission of a certification that names none."""


def certified(signature: EmbeddedPdfSignature) -> MDPPerm | None:
    """The changes a certification, or else the lock of its field, allows; None where neither speaks of them."""
    try:
        parameters = _parameters(signature, "/DocMDP")
        if parameters is not None:
            permission = value(parameters, "/P")
            return DEFAULT if permission is None else MDPPerm(permission)
        lock = value(signature.sig_field, "/Lock")
        permission = None if lock is None else value(lock, "/P")
        return None if permission is None else MDPPerm(permission)
    except UNREADABLE:
        return MDPPerm.NO_CHANGES


def locked(signature: EmbeddedPdfSignature) -> FieldMDPSpec | None:
    """The fields it locks."""
    try:
        parameters = _parameters(signature, "/FieldMDP")
        return None if parameters is None else FieldMDPSpec.from_pdf_object(parameters)
    except UNREADABLE:
        return FieldMDPSpec(FieldMDPAction.ALL)


def exceeds(result: DiffResult, permission: MDPPerm | None) -> bool:
    """The levels of change are numbered as the permissions are."""
    return permission is not None and result.modification_level.value > permission.value


def _parameters(signature: EmbeddedPdfSignature, method: str) -> DictionaryObject | None:
    references = value(signature.sig_object, "/Reference") or ArrayObject()
    if not isinstance(references, ArrayObject):
        raise TypeError("not an array of references")
    for item in references:
        reference = item.get_object()
        if value(reference, "/TransformMethod") == method:
            parameters = value(reference, "/TransformParams")
            return DictionaryObject() if parameters is None else parameters
    return None
