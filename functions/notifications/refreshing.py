"""Zalo's token renewed before it ends, by one refresher: the refresh token works once.

The access token is renewed with half a day left, so that a failure rings for hours before a message is lost. Between
Zalo's answer and the kept pair lies one call to Secrets Manager; who dies there has lost the pair, the next run is told
that the token was spent, and fails until an operator signs the application in anew. The lease says which of the two a
refusal means.
"""

from __future__ import annotations

from datetime import timedelta

from shared.channels import zalo
from shared.clock import now
from shared.domain.errors import Unavailable
from shared.storage import zalo_tokens
from shared.storage.settings import zalo_settings
from shared.web.logs import decided

LEFT = timedelta(hours=12)  # of an access token's twenty-five hours
LEASE = timedelta(minutes=2)  # longer than this function lives


def refresh() -> bool:
    """Exchange the pair when it is about to end, or when Zalo refused it; whether it was.

    Raises `Unavailable` when it is not to be had, which rings.
    """
    settings, at = zalo_settings(at_once=True), now()
    if "refresh_token" not in settings:
        return False
    pair, lease = zalo_tokens.pair(), zalo_tokens.lease()
    is_refused = lease.refused == zalo_tokens.digest(pair.access_token)
    if at < pair.expires_at - LEFT and not is_refused:
        return False
    if not zalo_tokens.leased(pair.refresh_token, at=at, until=at + LEASE):
        return False
    if zalo_tokens.pair() != pair:  # another refresher was done before we held the lease
        zalo_tokens.release()
        return False
    return _exchanged(settings, pair, lease)


def _exchanged(settings: dict[str, str], pair: zalo_tokens.Pair, lease: zalo_tokens.Lease) -> bool:
    answer = zalo.exchanged(
        settings["oauth"],
        app_id=settings["app_id"],
        secret_key=settings["secret_key"],
        refresh_token=pair.refresh_token,
    )
    if answer is None:
        was_spent = lease.spending == zalo_tokens.digest(pair.refresh_token)
        decided("zalo_token.not_renewed", was_spent=was_spent, expires_at=pair.expires_at)
        raise Unavailable("ZALO_TOKEN", "Chưa gia hạn được quyền gửi tin Zalo; cần quản trị viên kiểm tra.")
    fresh = zalo_tokens.Pair(
        access_token=answer.access_token, refresh_token=answer.refresh_token, expires_at=now() + answer.life
    )
    zalo_tokens.keep(fresh)
    zalo_tokens.release()
    decided("zalo_token.renewed", expires_at=fresh.expires_at)
    return True
