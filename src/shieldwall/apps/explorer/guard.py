"""The door: who may ask, how often and how much, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
import hmac
import re
import time
from collections import OrderedDict
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shieldwall.apps.explorer.limits import Limits
from shieldwall.apps.explorer.refusals import Refused, refused
from shieldwall.apps.explorer.worker import refusal_bytes

CONTENT_POLICY: Final = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
SAFE_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
COOKIE: Final = "shieldwall_token"
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
MOST_CLIENTS: Final = 4096
ADDRESS_SHARE: Final = 50
"""One address may ask as much as so many clients."""
_CLIENT: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BODILESS: Final = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})


class Allowance:
    """How much each of many may still ask: so many a second, and so many at once."""

    def __init__(self, per_s: float, burst: float) -> None:
        self._per_s, self._burst = per_s, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, now_s: float) -> float:
        """Take one; return 0, or the seconds to wait where there is none."""
        left, since_s = self._left.pop(who, (self._burst, now_s))
        left = min(self._burst, left + (now_s - since_s) * self._per_s)
        self._left[who] = (left - 1.0 if left >= 1.0 else left, now_s)
        while len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if left >= 1.0 else (1.0 - left) / self._per_s


def hosts_allowed(host: str, port: int) -> frozenset[str] | None:
    """Return the Host headers that a server bound to an address answers to; None where any will do.

    A name that an attacker's page points at this machine is not among them. A server bound to every address
    cannot know its names, so there the token alone keeps strangers out.
    """
    names = set(LOOPBACK)
    if host in {"0.0.0.0", "::", ""}:
        return None
    names.add(f"[{host}]" if ":" in host else host.lower())
    return frozenset(names | {f"{name}:{port}" for name in names})


class Guard:
    """Checks every request before anything reads it, and sets headers on every response.

    Parameters
    ----------
    app : ASGIApp
        What is guarded.
    limits : Limits
        Sizes and rates.
    hosts : iterable of str, optional
        Host headers that are answered; any if left out.
    token : str, optional
        What a request must bear; none is needed if left out.
    """

    def __init__(
        self, app: ASGIApp, limits: Limits, hosts: Iterable[str] | None = None, token: str | None = None
    ) -> None:
        self._app, self._limits = app, limits
        self._hosts = None if hosts is None else frozenset(hosts)
        self._token = token
        self._clients = Allowance(limits.requests_per_s, limits.burst)
        self._addresses = Allowance(
            limits.requests_per_s * ADDRESS_SHARE, float(limits.burst * ADDRESS_SHARE)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    out[name] = value
                if "cache-control" not in out:
                    out["Cache-Control"] = "no-store"
            await send(message)

        try:
            entered = self._entry(scope, headers)
            if entered is not None:
                await entered(scope, receive, send_safely)
                return
            self._check(scope, headers)
            body = await self._body(scope, headers, receive)
        except Refused as refusal:
            await refusal_response(refusal)(scope, receive, send_safely)
            return
        scope.setdefault("state", {})["client"] = client_of(scope, headers)
        await self._app(scope, _replayed(body, receive), send_safely)

    def _entry(self, scope: Scope, headers: Headers) -> Response | None:
        """Turn the token in the page's address into a cookie, so that it does not stay in the address."""
        self._check_host(headers)
        if self._token is None or scope["path"] != "/" or scope["method"] != "GET":
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not given or not self._is_token(given):
            return None
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
        return response

    def _check_host(self, headers: Headers) -> None:
        if self._hosts is not None and headers.get("host", "").lower() not in self._hosts:
            raise refused("", "this server does not go by that name", 400)

    def _check(self, scope: Scope, headers: Headers) -> None:
        self._check_token(headers)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
            raise refused("", "requests from other sites are not answered", 403)
        if headers.get("sec-fetch-site", "same-origin") == "cross-site" and scope["method"] != "GET":
            raise refused("", "requests from other sites are not answered", 403)
        now_s = time.monotonic()
        wait_s = max(
            self._clients.take(client_of(scope, headers), now_s),
            self._addresses.take(_address(scope), now_s),
        )
        if wait_s > 0.0:
            raise refused("", "too many requests: slow down", 429, max(1, round(wait_s)))

    def _check_token(self, headers: Headers) -> None:
        if self._token is None:
            return
        given = headers.get("authorization", "").removeprefix("Bearer ")
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            cookies.clear()
        if COOKIE in cookies:
            given = given or cookies[COOKIE].value
        if not self._is_token(given):
            raise refused("", "a token is needed: open the address that the server printed", 401)

    def _is_token(self, given: str) -> bool:
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())

    async def _body(self, scope: Scope, headers: Headers, receive: Receive) -> bytes:
        """Read the body within its bounds of size and time."""
        if scope["method"] in _BODILESS:
            return b""
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/json":
            raise refused("", "the body must be application/json", 415)
        most = self._limits.body_bytes
        too_large = refused("", f"the body is larger than {most // 1024} kB", 413)
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > most:
            raise too_large
        parts: list[bytes] = []
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise refused("", "gone", 400)
                    parts.append(message.get("body", b""))
                    if sum(map(len, parts)) > most:
                        raise too_large
                    more = message.get("more_body", False)
        except TimeoutError:
            raise refused("", "the body took too long to arrive", 408) from None
        return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives a body that has been read, then waits for what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def client_of(scope: Scope, headers: Headers) -> str:
    """Return who asks: the page's own name for itself, at its address."""
    name = headers.get("x-client", "")
    return f"{_address(scope)} {name if _CLIENT.fullmatch(name) else ''}"


def _address(scope: Scope) -> str:
    client: Any = scope.get("client")
    return str(client[0]) if client else ""


def refusal_response(refusal: Refused) -> Response:
    """Return a refusal as a response."""
    headers = {} if refusal.retry_after_s is None else {"Retry-After": str(refusal.retry_after_s)}
    return Response(refusal_bytes(refusal), refusal.status, headers, "application/json")
