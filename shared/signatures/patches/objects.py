"""Objects in plain sight: the library reads them one token at a time."""

# mypy: allow-untyped-calls, allow-untyped-defs

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic, reader

from shared.signatures.patches.compressed import plain_dictionary
from shared.signatures.patches.registry import slow

HEADER = re.compile(rb"([0-9]{1,10}) ([0-9]{1,5}) obj[\x00\t\n\f\r ]*(?=<<)")
ENDOBJ = rb"[\x00\t\n\f\r ]*endobj[\x00\t\n\f\r ]*(?=[^\x00\t\n\f\r %])"
END = re.compile(ENDOBJ + rb"|[\x00\t\n\f\r ]*(stream\r?\n)")
END_OF_STREAM = re.compile(rb"[\x00\t\n\f\r ]*endstream" + ENDOBJ)


def read_object(self: Any, ref: Any, marker: Any, never_decrypt: bool = False, as_metadata_stream: bool = False) -> Any:
    """A plain dictionary or stream of a file that lies in memory unencrypted, or else the library's business."""
    if isinstance(marker, int) and type(self.stream) is BytesIO and not as_metadata_stream:
        file, place = self.stream.getvalue(), (ref.idnum, ref.generation)
        header = HEADER.match(file, marker)
        if header and (int(header[1]), int(header[2])) == place and "/Encrypt" not in self.trailer:
            container = generic.Reference(*place, self)
            plain = plain_dictionary(file, header.end(), container, END)
            found, end = plain or (None, None)
            if end and end[1]:
                found = _stream(file, found, end, container)
            if found is not None:
                return found
    return slow("_read_object")(self, ref, marker, never_decrypt, as_metadata_stream)


def _stream(file: bytes, dictionary: Any, beginning: re.Match[bytes], container: Any) -> Any:
    """The stream, if it is as long as it says."""
    length = dict.get(dictionary, "/Length")
    if type(length) is not generic.NumberObject or not END_OF_STREAM.match(file, end := beginning.end() + length):
        return None
    found = generic.StreamObject(dictionary, encoded_data=file[beginning.end() : end])
    found.container_ref = container
    return found


REPLACED = ((reader.PdfFileReader, "_read_object", read_object),)
