"""Feedback told to an agency's own system: where it listens, what was tried, and which addresses are called at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from shared.domain.errors import Problem

OVERLAP = timedelta(hours=24)  # during which the secret before the last one still signs
MOST_TRIES = 12  # of one message of the queue, then it rests with the dead letters
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
_MOST_KEPT = 24  # attempts of one event
_TLS, _LOWEST_OPEN_PORT, _HIGHEST_PORT = 443, 1024, 65535
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address in disguise
_SITE = IPv6Network("fec0::/10")  # inside somebody's site, of old


class Reply(StrEnum):
    """How one attempt ended."""

    TAKEN = "taken"  # 2xx
    REDIRECTED = "redirected"  # 3xx, never followed
    REFUSED = "refused"  # 4xx
    FAILED = "failed"  # 5xx
    UNANSWERED = "unanswered"  # reached; nothing that could be read in time
    UNREACHED = "unreached"
    FORBIDDEN = "forbidden"  # its name leads into a network that is nobody's business of ours
    NO_SECRET = "no_secret"  # noqa: S105 - nothing to sign with yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a unit's own system listens, and since when. The secret that signs is in the secret store alone."""

    unit: str
    url: str
    since: datetime
    secret: str  # its name there: of this registration, and never of another
    changed_at: datetime
    changed_by: str
    overlaps_until: datetime | None = None  # until then the secret before the last one signs too
    revision: int = 1

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    at: datetime
    reply: Reply
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One step of a feedback on its way to one unit's system, with every attempt."""

    feedback: str
    step: int  # counted from 1
    unit: str
    deed: str
    host: str
    attempts: tuple[Attempt, ...] = ()
    is_given_up: bool = False  # it rests with the dead letters

    @property
    def event(self) -> str:
        return event_id(self.feedback, self.step)

    @property
    def is_done(self) -> bool:
        return bool(self.attempts) and self.attempts[-1].reply is Reply.TAKEN


def event_id(feedback: str, step: int) -> str:
    """The same however often it is told: what the receiver knows a repetition by."""
    return f"{feedback}-{step:04d}"


def tried(attempts: tuple[Attempt, ...], attempt: Attempt) -> tuple[Attempt, ...]:
    return (*attempts, attempt)[-_MOST_KEPT:]


def pause(times: int) -> timedelta:
    """How long to leave a system alone that did not take it so many times: half a minute, then twice as long each time.

    >>> [str(pause(n)) for n in (1, 2, 10, 12)]
    ['0:00:30', '0:01:00', '4:16:00', '6:00:00']
    """
    doubled: int = 2 ** min(times - 1, 20)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def reply_of(status: int) -> Reply:
    kinds = {2: Reply.TAKEN, 3: Reply.REDIRECTED, 4: Reply.REFUSED}
    return kinds.get(status // 100, Reply.FAILED)


def address_problems(url: str, *, loopback: bool) -> Iterator[Problem]:
    """What speaks against an address before anybody looks it up. `loopback`: the stack of one machine."""
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        yield Problem("ADDRESS_BROKEN", "Địa chỉ không hợp lệ.", "url")
        return
    host = parts.hostname or ""
    is_ours = loopback and host == "127.0.0.1"
    if not url.isascii() or not url.isprintable() or " " in url:
        yield Problem("ADDRESS_BROKEN", "Địa chỉ chỉ gồm chữ không dấu, không có khoảng trắng.", "url")
    if parts.scheme != "https" and not (is_ours and parts.scheme == "http"):
        yield Problem("NOT_HTTPS", "Địa chỉ phải bắt đầu bằng https://.", "url")
    if parts.username or parts.password or parts.fragment:
        yield Problem("MORE_THAN_ADDRESS", "Địa chỉ không được chứa tên đăng nhập, mật khẩu hay dấu #.", "url")
    if not is_ours and not _HOST.fullmatch(host):
        yield Problem("HOST_NOT_PUBLIC", "Máy chủ phải là một tên miền đầy đủ, ví dụ hethong.donvi.gov.vn.", "url")
    elif not is_ours and host.replace(".", "").isdigit():
        yield Problem("HOST_NOT_PUBLIC", "Hãy dùng tên miền của máy chủ, không dùng địa chỉ IP.", "url")
    if port is not None and not is_ours and port != _TLS and not _LOWEST_OPEN_PORT <= port <= _HIGHEST_PORT:
        yield Problem("PORT_NOT_OPEN", "Cổng phải là 443 hoặc từ 1024 trở lên.", "url")


def may_be_called(address: str, *, loopback: bool) -> bool:
    """Whether an address a name led to is on the public network: nothing of ours, of anybody's inside, or of a cloud.

    >>> [may_be_called(each, loopback=False) for each in ("8.8.8.8", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False, False]
    """
    found = _unwrapped(ip_address(address.partition("%")[0]))
    if found is None:
        return False
    if loopback and found.is_loopback:
        return True
    return found.is_global and not found.is_multicast and not found.is_reserved


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address | None:
    """What an address really means; None of those that carry another one through a tunnel, or never leave a site."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour or address.teredo or address in _TRANSLATED or address in _SITE:
        return None
    return address
