"""Run the explorer: bind, print the address (with a token beyond this machine), serve until stopped."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from shieldwall.model.errors import InputError

HIGHEST_PORT: Final = 65_535
WAITING: Final = 256
"""Connections that may wait to be taken up."""
LOOPBACK_NAMES: Final = frozenset({"localhost"})


@dataclass(frozen=True)
class Address:
    """Where the explorer is: what it is bound to, and what a person opens."""

    host: str
    port: int
    token: str | None

    @property
    def url(self) -> str:
        """The address to open; it bears the token once."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        tail = "" if self.token is None else f"?token={self.token}"
        return f"http://{name}:{self.port}/{tail}"


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def explore(
    host: str, port: int, *, overlay: Path | None, open_browser: bool, say: Callable[[str], None]
) -> None:
    """Serve the explorer until it is stopped.

    Raises
    ------
    InputError
        The packages of the extra `web` are missing, or the address cannot be bound.
    """
    try:
        import uvicorn

        from shieldwall.apps.explorer.app import Settings, create_app
    except ModuleNotFoundError as missing:
        raise InputError(
            f"explore needs the package {missing.name}: install it with pip install 'shieldwall[web]'"
        ) from None
    from shieldwall.apps.explorer.guard import hosts_allowed

    listening = _bound(host, port)
    at = Address(host, listening.getsockname()[1], None if is_loopback(host) else secrets.token_urlsafe(24))
    allowed = hosts_allowed(host, at.port)
    app = create_app(Settings(None if allowed is None else tuple(allowed), at.token, overlay=overlay))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2,
        limit_concurrency=1000, h11_max_incomplete_event_size=64 * 1024, timeout_keep_alive=15,
    )  # fmt: skip
    say(f"The explorer is at {at.url} (stop it with Ctrl+C)")
    if open_browser:
        threading.Timer(0.5, webbrowser.open, (at.url,)).start()
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address."""
    if not 0 <= port <= HIGHEST_PORT:
        raise InputError(f"--port {port}: from 0 to {HIGHEST_PORT}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as refused:
        raise InputError(f"cannot listen at {host}:{port}: {refused.strerror or refused}") from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(WAITING)
    except OSError as refused:
        listening.close()
        raise InputError(f"cannot listen at {host}:{port}: {refused.strerror or refused}") from None
    return listening
