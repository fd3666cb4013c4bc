"""Published figures as files, for whoever takes them elsewhere: kept by period and view, or made for one download."""

from __future__ import annotations

import os
from datetime import timedelta
from urllib.parse import quote

from shared.storage.clients import s3

LINK_LIFE = timedelta(minutes=5)
MEDIA_TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def keep(key: str, form: str, content: bytes) -> None:
    """1 PutObject; the bucket keeps what was there before as an older version."""
    s3().put_object(
        Bucket=os.environ["REPORTS_BUCKET"], Key=f"{key}.{form}", Body=content, ContentType=MEDIA_TYPES[form]
    )


def link(key: str, form: str, *, file_name: str) -> str:
    """An address that downloads one file for `LINK_LIFE`."""
    asked = {
        "Bucket": os.environ["REPORTS_BUCKET"],
        "Key": f"{key}.{form}",
        "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(f'{file_name}.{form}', safe='')}",
    }
    return s3().generate_presigned_url("get_object", Params=asked, ExpiresIn=int(LINK_LIFE.total_seconds()))
