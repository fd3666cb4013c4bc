"""From a provider's word to a session of our own, and out again."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from chalice.app import Request, Response

from functions.sign_in import browser, devices, rules, shapes, tokens
from shared.channels import openid
from shared.clock import now
from shared.domain import people as people_words
from shared.domain import sessions as session_words
from shared.domain.errors import KhoError, NotFound, NotSignedIn
from shared.storage import people, sessions, settings
from shared.web.caller import Caller
from shared.web.logs import decided
from shared.web.rooms import Room
from shared.web.tokens import LIFE, minted

if TYPE_CHECKING:
    from shared.domain.people import Account, Holder, Person
    from shared.domain.sessions import Session

room = Room(__name__)


def told_as_page(handler: Callable[..., Response]) -> Callable[..., Response]:
    """The handler for somebody who navigates rather than calls: a refusal is a page to read."""

    @functools.wraps(handler)
    def readable(**asked: object) -> Response:
        try:
            return handler(**asked)
        except KhoError as refusal:
            return browser.page(refusal)

    return readable


@room.on("GET", "/sign-in/providers", public=True)
def list_providers() -> shapes.ProvidersView:
    """The identity providers one can sign in with."""
    found = [shapes.ProviderView(name=name, label=each["label"]) for name, each in _configured().items()]
    return shapes.ProvidersView(providers=found)


@room.on("GET", "/sign-in/{provider}", status=302, public=True)
@told_as_page
def begin_sign_in(provider: str, query: shapes.BeginSignIn) -> Response:
    """Send the browser to the provider, remembering what must come back with it."""
    chosen, secret = _provider(provider), tokens.new_secret()
    asked = session_words.SignIn(
        state=tokens.new_secret(),
        provider=provider,
        nonce=tokens.new_secret(),
        verifier=tokens.new_secret(),
        browser=sessions.digest(secret),
        started_at=now(),
        client=query.client,
        redirect_uri=query.redirect_uri,
        challenge=query.code_challenge,
    )
    sign_in = rules.begun(asked, settings.openid_settings().get("apps", {}).get(query.client, []))
    sessions.begin(sign_in, until=sign_in.started_at + rules.SIGN_IN_LIFE)
    challenge = rules.challenge_of(sign_in.verifier)
    address = openid.authorization_address(chosen, state=sign_in.state, nonce=sign_in.nonce, challenge=challenge)
    return browser.redirected(address, browser.TRIED.set(secret))


@room.on("GET", "/sign-in/{provider}/callback", status=302, public=True)
@told_as_page
def finish_sign_in(provider: str, query: shapes.FinishSignIn, request: Request) -> Response:
    """The browser is back: find out who it is, open their vault if it is their first time, and let them in."""
    found = sessions.under_way(query.state) if query.state else None
    sign_in = rules.confirmed(found, provider=provider, browser=sessions.digest(browser.TRIED.of(request)), at=now())
    account = _account(_provider(provider), sign_in, query)
    actor = _known(account.actor)
    owner = actor if account.owner == account.actor else _known(account.owner)
    decided("signed_in", person=actor.id, vault=owner.id, provider=provider, client=sign_in.client)
    known = browser.KNOWN.set(devices.recognised(owner.id, browser.KNOWN.of(request), at=now()))
    if sign_in.client is session_words.Client.MOBILE:
        return browser.redirected(_to_app(sign_in, actor, owner), browser.TRIED.cleared(), known)
    _, token = tokens.started(actor.id, owner.id, session_words.Client.WEB)
    return browser.redirected(browser.home(), browser.TRIED.cleared(), known, browser.SIGNED_IN.set(token))


@room.on("POST", "/session", public=True)
def open_session(body: shapes.OpenSession, request: Request) -> Annotated[Response, shapes.SessionView]:
    """A fresh access token for a browser's cookie, an app's refresh token, or an app's first code.

    A refresh token works once. Seen again, it has been copied, and the session ends for whoever holds it.
    """
    session, token = _opened(body, request)
    is_app = session.client is session_words.Client.MOBILE
    view = shapes.SessionView(
        access_token=minted(tokens.caller_of(session), at=now()),
        expires_in=int(LIFE.total_seconds()),
        refresh_token=token if is_app else None,
    )
    headers: dict[str, Any] = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    cookie = {"Set-Cookie": browser.SIGNED_IN.set(token)} if token and not is_app else {}
    return Response(view.model_dump_json(), headers | cookie)


@room.on("DELETE", "/session", status=204)
def end_session(caller: Caller) -> Response:
    """Sign out on this device. An access token already given out lives out its ten minutes."""
    sessions.end(caller.session)
    decided("signed_out", session=caller.session)
    return Response("", {"Set-Cookie": browser.SIGNED_IN.cleared(), "Cache-Control": "no-store"}, 204)


@room.on("GET", "/me")
def describe_me(caller: Caller) -> shapes.MeView:
    """Who is signed in, whose vault they act on, and what does not add up in their number."""
    person = _kept(caller.person)
    owner = person if caller.vault == caller.person else _kept(caller.vault)
    return shapes.MeView(
        person=_view(person),
        vault=_view(owner),
        unit=caller.unit,
        roles=sorted(caller.roles),
        warnings=[shapes.DoubtView(code=each.upper(), detail=people_words.DOUBTS[each]) for each in person.doubts],
    )


def _configured() -> dict[str, Any]:
    providers: dict[str, Any] = settings.openid_settings().get("providers", {})
    return providers


def _provider(name: str) -> openid.Provider:
    if name not in _configured():
        raise NotFound("UNKNOWN_PROVIDER", "Không có hình thức đăng nhập này.")
    return openid.Provider(**_configured()[name])


def _account(provider: openid.Provider, sign_in: session_words.SignIn, query: shapes.FinishSignIn) -> Account:
    if query.error or not query.code:
        raise NotSignedIn("SIGN_IN_DECLINED", "Bạn chưa hoàn tất đăng nhập ở hệ thống định danh; hãy thử lại.")
    claims = openid.vouched(provider, code=query.code, verifier=sign_in.verifier, nonce=sign_in.nonce)
    return rules.account(claims, rules.ClaimNames(**provider.claims))


def _known(holder: Holder) -> Person:
    if people_words.is_old_number(holder.number):
        return rules.recognised(people.found(holder.kind, holder.number), holder)
    return people.arrived(holder, at=now())


def _to_app(sign_in: session_words.SignIn, actor: Person, owner: Person) -> str:
    code, at = tokens.new_secret(), now()
    handover = session_words.Handover(person=actor.id, vault=owner.id, challenge=sign_in.challenge or "", at=at)
    sessions.hand_over(handover, code, until=at + rules.HANDOVER_LIFE)
    return f"{sign_in.redirect_uri}?{urlencode({'code': code})}"


def _opened(body: shapes.OpenSession, request: Request) -> tuple[Session, str | None]:
    if body.grant == "code":
        found = sessions.handed_over(body.code or "")
        handover = rules.collected(found, verifier=body.code_verifier or "", at=now())
        return tokens.started(handover.person, handover.vault, session_words.Client.MOBILE)
    if body.refresh_token:
        return tokens.renewed(body.refresh_token, session_words.Client.MOBILE)
    return tokens.renewed(browser.SIGNED_IN.of(request), session_words.Client.WEB)


def _kept(id: str) -> Person:
    if person := people.person(id):
        return person
    raise NotFound("NOBODY", "Không tìm thấy tài khoản này.")


def _view(person: Person) -> shapes.HolderView:
    return shapes.HolderView(
        id=person.id,
        kind=person.kind.value,
        name=person.name,
        number=person.masked_number,
        phone=person.phone or "",
        email=person.email or "",
    )
