"""A file that goes to the exports' bucket while it is written: never more of it in memory than what is not sent yet."""

from __future__ import annotations

import os
from typing import Any

from shared.storage.clients import s3

_PART = 8 * 1024 * 1024  # bytes; S3 wants at least five million of all but the last


class Parts:
    """What `zipfile` writes to: it may go back as far as what was not sent, which `settled` decides.

    Left by an error, nothing of it stays; the bucket's own rule tidies up after whoever died.
    """

    def __init__(self, key: str) -> None:
        self.key, self._held, self._sent, self._at = key, bytearray(), 0, 0
        self._parts: list[Any] = []
        self._place: dict[str, Any] = {"Bucket": os.environ["EXPORTS_BUCKET"], "Key": key}

    def __enter__(self) -> Parts:
        begun = s3().create_multipart_upload(**self._place, ContentType="application/zip")
        self._place["UploadId"] = begun["UploadId"]
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind:
            s3().abort_multipart_upload(**self._place)
            return
        self._send(len(self._held))
        s3().complete_multipart_upload(**self._place, MultipartUpload={"Parts": self._parts})

    @property
    def size(self) -> int:
        return self._sent + len(self._held)

    def write(self, content: bytes) -> int:
        at = self._at - self._sent
        self._held[at : at + len(content)] = content
        self._at += len(content)
        return len(content)

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        wanted = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence] + place
        if not self._sent <= wanted <= self.size:
            raise OSError("what was sent is written")
        self._at = wanted
        return wanted

    def flush(self) -> None:
        """Nothing is sent before `settled`: an entry's beginning is written again at its end."""

    def settled(self) -> None:
        """What was written until now stays as it is: what fills a part is sent."""
        self._send(len(self._held) - len(self._held) % _PART if len(self._held) >= _PART else 0)

    def _send(self, count: int) -> None:
        while count > 0:
            part, number = bytes(self._held[: min(count, _PART)]), len(self._parts) + 1
            told = s3().upload_part(**self._place, PartNumber=number, Body=part)
            self._parts.append({"ETag": told["ETag"], "PartNumber": number})
            del self._held[: len(part)]
            self._sent, count = self._sent + len(part), count - len(part)
