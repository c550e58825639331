"""A browser to look at the page with; these tests run with ``-m browser``, after ``make web``.

They need Debian's Chromium and the built page, which the other tests do without, so that they stand aside
unless they are asked for.
"""

from __future__ import annotations

import base64
import json
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, sync_playwright

from shieldwall.apps.explorer.page import STATIC

HERE = Path(__file__).parent
QUIET = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WITHOUT_WEBGL = ("--disable-gpu", "--disable-3d-apis")
WITH_WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
WIDE, TALL = (1280, 720), (820, 1180)
PATIENCE_MS = 120_000


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: the page in a browser, after `make web` (`-m browser`)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    mine = [item for item in items if HERE in item.path.parents]
    for item in mine:
        item.add_marker("browser")
    if "browser" not in config.getoption("markexpr"):
        config.hook.pytest_deselected(items=mine)
        items[:] = [item for item in items if item not in mine]


@dataclass
class Visit:
    """One page, and what went wrong in it."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> None:
        """Go to the page and wait for the first answer."""
        self.page.goto(self.url + query)
        self.page.wait_for_selector(".outcomes tbody", timeout=PATIENCE_MS)

    def refined(self) -> None:
        """Wait until the answer is the full one."""
        self.page.wait_for_selector(".precision[data-state=refined]", timeout=PATIENCE_MS)

    def answer(self) -> str:
        return self.page.locator("#answer .headline").inner_text()

    def number(self, measure: str, column: int) -> str:
        """Return the number of a measure: 0 for A, 1 for B, 2 for the difference."""
        cell = self.page.locator(f"[data-measure={measure}] td").nth(column)
        return f"{cell.locator('b').inner_text()} ({cell.locator('small').inner_text()})"

    def heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "422" not in message.text:
            self.faults.append(message.text)

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    assert (STATIC / "index.html").is_file(), "the page is not built: run `make web`"
    with sync_playwright() as running:
        yield running


def browser_with(playwright: Playwright, flags: tuple[str, ...]) -> Browser:
    chromium = shutil.which("chromium")
    assert chromium, "these tests drive Debian's package `chromium`"
    return playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *flags])


@pytest.fixture(scope="session")
def flat_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser without WebGL."""
    browser = browser_with(playwright, WITHOUT_WEBGL)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def gl_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser with WebGL, drawn in software."""
    browser = browser_with(playwright, WITH_WEBGL)
    yield browser
    browser.close()


def visiting(browser: Browser, url: str, size: tuple[int, int]) -> Iterator[Visit]:
    """Lend a page; at its end nothing may have gone wrong in it, nor been asked of anybody else."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit = Visit(context.new_page(), f"{url}/")
    visit.page.set_default_timeout(30_000)
    visit.page.on("console", visit.heard)
    visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
    context.on("request", visit.asked)
    yield visit
    context.close()
    assert visit.faults == []
    assert visit.strangers == []


@pytest.fixture
def visit(flat_browser: Browser, live: Any) -> Iterator[Visit]:
    """The page at 1280 by 720, drawn without WebGL."""
    yield from visiting(flat_browser, live.url, WIDE)


@pytest.fixture
def gl_visit(gl_browser: Browser, live: Any) -> Iterator[Visit]:
    """The page at 1280 by 720, drawn with WebGL."""
    yield from visiting(gl_browser, live.url, WIDE)


@pytest.fixture(params=[WIDE, TALL], ids=["1280x720", "820x1180"])
def sized_visit(request: pytest.FixtureRequest, flat_browser: Browser, live: Any) -> Iterator[Visit]:
    """The page at both sizes."""
    yield from visiting(flat_browser, live.url, request.param)


@pytest.fixture(scope="session")
def small_link(small: dict[str, Any]) -> str:
    """The link of the small scenario, which carries it whole."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeezed.compress(json.dumps(small["own"]).encode()) + squeezed.flush()
    return "?v=1&scenario=own#own=" + base64.urlsafe_b64encode(data).decode().rstrip("=")
