"""The door: names, tokens, other sites, sizes, rates, slow bodies, and what a browser may do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from shieldwall.apps.explorer.guard import CONTENT_POLICY, COOKIE, Guard, hosts_allowed
from shieldwall.apps.explorer.limits import Limits
from shieldwall.apps.explorer.page import add_page
from shieldwall.apps.explorer.serving import Address, is_loopback

TOKEN = "a-token-of-the-test"
JSON = {"content-type": "application/json"}


def server(limits: Limits | None = None, static: Path | None = None, **guard: Any) -> httpx.AsyncClient:
    app = FastAPI()

    @app.api_route("/api/echo", methods=["GET", "POST"])
    async def echo(request: Request) -> dict[str, Any]:
        return {"client": request.state.client, "length": len(await request.body())}

    if static is not None:
        add_page(app, static)
    app.add_middleware(Guard, limits=limits or Limits(), **guard)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8777")


def ask(
    method: str, path: str = "/api/echo", *, through: httpx.AsyncClient | None = None, **more: Any
) -> Any:
    async def once() -> httpx.Response:
        async with through or server() as client:
            return await client.request(method, path, **more)

    return asyncio.run(once())


def test_every_response_bears_the_policy() -> None:
    for response in (ask("GET"), ask("GET", "/nowhere"), ask("POST", content=b"x")):
        assert response.headers["content-security-policy"] == CONTENT_POLICY
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["cache-control"] == "no-store"


def test_the_policy_lets_nothing_in_from_outside() -> None:
    for rule in CONTENT_POLICY.split("; "):
        name, *sources = rule.split()
        assert set(sources) <= {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'"}, rule
        assert "'unsafe-inline'" not in sources or name == "style-src"
    assert "script-src 'self';" in CONTENT_POLICY


@pytest.mark.parametrize(
    ("name", "status"),
    [("127.0.0.1:8777", 200), ("localhost:8777", 200), ("localhost", 200), ("[::1]:8777", 200),
     ("evil.example:8777", 400), ("127.0.0.1:8777.evil.example", 400), ("127.0.0.1:1", 400), ("", 400)],
)  # fmt: skip
def test_only_its_own_names_are_answered(name: str, status: int) -> None:
    guarded = server(hosts=hosts_allowed("127.0.0.1", 8777))
    assert ask("GET", through=guarded, headers={"host": name}).status_code == status


def test_a_server_for_all_addresses_leaves_names_to_the_token() -> None:
    assert hosts_allowed("0.0.0.0", 1) is None
    assert "[fe80::1]:9" in (hosts_allowed("fe80::1", 9) or ())


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_other_sites_are_not_answered(headers: dict[str, str]) -> None:
    assert ask("POST", headers=headers | JSON, content=b"{}").status_code == 403


def test_the_page_itself_is_answered() -> None:
    headers = {"origin": "http://127.0.0.1:8777", "sec-fetch-site": "same-origin"}
    assert ask("POST", headers=headers | JSON, content=b"{}").json()["length"] == 2


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_form_that_another_page_could_send_is_not_json(kind: str) -> None:
    assert ask("POST", headers={"content-type": kind}, content=b"{}").status_code == 415


def test_without_the_token_nothing_is_answered() -> None:
    for headers in (
        {},
        {"authorization": "Bearer wrong"},
        {"cookie": f"{COOKIE}=wrong"},
        {"cookie": "\x01=;"},
    ):
        response = ask("GET", through=server(token=TOKEN), headers=headers)
        assert response.status_code == 401
        assert TOKEN not in response.text


@pytest.mark.parametrize(
    "headers", [{"authorization": f"Bearer {TOKEN}"}, {"cookie": f"other=1; {COOKIE}={TOKEN}"}]
)
def test_with_the_token_it_is(headers: dict[str, str]) -> None:
    assert ask("GET", through=server(token=TOKEN), headers=headers).status_code == 200


def test_the_address_that_was_printed_leaves_a_cookie_and_no_token_behind() -> None:
    response = ask("GET", f"/?token={TOKEN}", through=server(token=TOKEN))
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert ask("GET", "/?token=wrong", through=server(token=TOKEN)).status_code == 401


def test_a_large_body_is_refused_by_what_it_says_and_by_what_it_is() -> None:
    small = Limits(body_bytes=100)
    assert ask("POST", through=server(small), headers=JSON, content=b"x" * 101).status_code == 413
    assert ask("POST", through=server(small), headers=JSON, content=b"x" * 100).status_code == 200
    lying = JSON | {"content-length": "-1"}
    assert ask("POST", through=server(small), headers=lying, content=b"x").status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"x" * 10

    assert ask("POST", through=server(small), headers=JSON, content=pieces()).status_code == 413


def test_a_body_that_never_ends_is_refused() -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30.0)

    response = ask("POST", through=server(Limits(body_seconds=0.05)), headers=JSON, content=slow())
    assert response.status_code == 408


def test_one_client_cannot_ask_without_end_and_the_next_one_can() -> None:
    async def many() -> tuple[list[httpx.Response], httpx.Response]:
        async with server(Limits(requests_per_s=0.001, burst=5)) as client:
            own = [await client.get("/api/echo", headers={"x-client": "a"}) for _ in range(7)]
            return own, await client.get("/api/echo", headers={"x-client": "b"})

    own, other = asyncio.run(many())
    assert [each.status_code for each in own] == [200] * 5 + [429] * 2
    assert int(own[-1].headers["retry-after"]) >= 1
    assert other.status_code == 200


def test_a_client_that_changes_its_name_is_still_bounded() -> None:
    async def many() -> list[int]:
        async with server(Limits(requests_per_s=0.001, burst=1)) as client:
            return [
                (await client.get("/api/echo", headers={"x-client": f"n{name}"})).status_code
                for name in range(60)
            ]

    assert asyncio.run(many()).count(200) == 50


@pytest.mark.parametrize("name", ["a" * 65, "a b", "é", "<script>"])
def test_a_name_that_is_none_counts_as_no_name(name: str) -> None:
    told = ask("GET", headers={"x-client": name.encode("utf-8")}).json()["client"]
    assert name not in told


def test_a_page_that_is_not_built_says_how(tmp_path: Path) -> None:
    response = ask("GET", "/", through=server(static=tmp_path / "absent"))
    assert response.status_code == 503
    assert "make web" in response.text


def test_a_built_page_is_served_and_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("no")
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>it</title>")
    (static / "assets/app-1a2b.js").write_text("let a = 1;" * 500)
    assert "<title>it</title>" in ask("GET", "/", through=server(static=static)).text
    script = ask("GET", "/assets/app-1a2b.js", through=server(static=static))
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-encoding"] == "gzip"
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/absent.js"):
        assert ask("GET", path, through=server(static=static)).status_code in {404, 400}


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("192.168.1.4", False)],
)
def test_beyond_this_machine_a_token_is_needed(host: str, near: bool) -> None:
    assert is_loopback(host) is near


def test_the_address_bears_the_token_once() -> None:
    assert Address("::1", 80, None).url == "http://[::1]:80/"
    assert Address("192.168.1.4", 8777, "t").url == "http://192.168.1.4:8777/?token=t"
