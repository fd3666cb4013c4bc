"""Whose turn it is when something cannot be done.

KhoError
├── Refused              the caller must change something; never retried
│   ├── Malformed        400      ├── NotSignedIn      401      ├── NotAllowed   403
│   ├── NotFound         404      ├── Conflict         409      ├── TooLarge     413
│   └── Unacceptable     422      └── TooMany      429
└── Unavailable          503      nobody's fault; a queue retries it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is the matter: `code` for programs, `detail` in Vietnamese for people, `where` in the request."""

    code: str
    detail: str
    where: str | None = None


class KhoError(Exception):
    """Anything this system refuses or cannot do, said in Vietnamese (`detail`) and for programs (`code`)."""

    status: ClassVar[int]
    title: ClassVar[str]

    def __init__(self, code: str, detail: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(code)
        self.code, self.detail, self.problems = code, detail, tuple(problems)


class Refused(KhoError):
    """The caller must change something; trying again changes nothing."""


class Malformed(Refused):
    status, title = 400, "Yêu cầu không đúng định dạng"


class BadCursor(Malformed):
    """A list goes on nowhere from there."""

    def __init__(self) -> None:
        super().__init__("BAD_CURSOR", "Dấu trang không hợp lệ; hãy xem lại danh sách từ đầu.")


class NotSignedIn(Refused):
    status, title = 401, "Bạn chưa đăng nhập"


class NotAllowed(Refused):
    status, title = 403, "Bạn không có quyền làm việc này"


class NotFound(Refused):
    """Not there, or not yours: the two are never told apart."""

    status, title = 404, "Không tìm thấy"


class Conflict(Refused):
    status, title = 409, "Không thực hiện được ở trạng thái hiện tại"


class TooLarge(Refused):
    status, title = 413, "Dữ liệu quá lớn"


class Unacceptable(Refused):
    status, title = 422, "Dữ liệu chưa hợp lệ"


class TooMany(Refused):
    """The caller has had their share for now."""

    status, title = 429, "Quá nhiều yêu cầu"


class Unavailable(KhoError):
    status, title = 503, "Hệ thống tạm thời gián đoạn"
