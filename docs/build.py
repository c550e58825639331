"""Prove the documentation: every example runs and gives what the page says, every link leads somewhere.

Python examples are doctests. A fenced ``console`` block holds commands (``$ shieldwall ...``) and what they
print; ``console exit=2`` says that the last one refuses. A fenced block with ``file=NAME`` is a file that the
page's commands find beside them. Each page has a folder of its own, with the repository's ``examples`` in it,
thrown away afterwards.
``python -m docs.build --write`` writes what the commands print now into the pages.
"""

from __future__ import annotations

import argparse
import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = "$ "
WIDTH = "100"


def pages() -> list[Path]:
    """Return every page of the documentation, the front page first."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def broken_links(page: Path) -> list[str]:
    """Return links of a page that lead nowhere."""
    text = page.read_text(encoding="utf-8")
    return [
        f"{page.relative_to(ROOT)}: broken link {target}"
        for target in LINK.findall(text)
        if not (page.parent / target).exists()
    ]


def failed_examples(page: Path) -> list[str]:
    """Return a line where Python examples of a page do not give what the page says."""
    failed, attempted = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    return [f"{page.relative_to(ROOT)}: {failed} of {attempted} examples failed"] if failed else []


@dataclass(frozen=True)
class Command:
    """One command of a console block, and what the page says that it prints."""

    line: str
    printed: str


def commands_of(body: str) -> list[Command]:
    """Return the commands of a console block; a backslash at the end of a line goes on with the next."""
    found: list[Command] = []
    lines = body.splitlines()
    while lines:
        line = lines.pop(0)
        if not line.startswith(PROMPT):
            raise ValueError(f"a console block begins with {PROMPT!r}, not {line!r}")
        while line.endswith("\\") and lines:
            line += "\n" + lines.pop(0)
        printed = []
        while lines and not lines[0].startswith(PROMPT):
            printed.append(lines.pop(0))
        found.append(Command(line.removeprefix(PROMPT), "\n".join(printed)))
    return found


def run(command: str, folder: Path) -> tuple[str, int]:
    """Return what a command prints (standard output, then standard error) and its exit code."""
    environment = {name: value for name, value in os.environ.items() if name not in {"CI", "FORCE_COLOR"}}
    environment |= {"COLUMNS": WIDTH, "NO_COLOR": "1", "TERM": "dumb"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    errors = done.stderr if done.returncode else ""
    lines = (done.stdout + errors).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n"), done.returncode


def stale_commands(page: Path, *, write: bool) -> list[str]:
    """Return the commands of a page that fail or print something else; or write what they print."""
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT)
    faults: list[str] = []
    folder = Path(tempfile.mkdtemp(prefix="shieldwall-docs-"))
    (folder / "examples").symlink_to(ROOT / "examples")

    def renewed(block: re.Match[str]) -> str:
        kind, *options = block["info"].split()
        settings = dict(option.partition("=")[::2] for option in options)
        if "file" in settings:
            path = folder / settings["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["body"], encoding="utf-8")
        if kind != "console":
            return block[0]
        shown = []
        for command in commands_of(block["body"]):
            printed, code = run(command.line, folder)
            if code != int(settings.get("exit", "0")):
                faults.append(f"{name}: exit code {code} of `{command.line}`: {printed[-300:]}")
            elif printed != command.printed.strip("\n") and not write:
                faults.append(f"{name}: `{command.line}` prints something else now:\n{printed}")
            shown.append(f"{PROMPT}{command.line}\n" + (f"{printed}\n" if printed else ""))
        return f"```{block['info']}\n{''.join(shown)}```"

    try:
        new = FENCE.sub(renewed, text)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if write and new != text:
        page.write_text(new, encoding="utf-8")
    return faults


def main() -> int:
    """Check all pages, or those named; return 1 if any fault was found."""
    parser = argparse.ArgumentParser(description="Prove the documentation.")
    parser.add_argument("pages", nargs="*", type=Path, help="pages to check; all of them by default")
    parser.add_argument("--write", action="store_true", help="write what the commands print now")
    asked = parser.parse_args()
    chosen = [page.resolve() for page in asked.pages] or pages()
    faults = [
        fault
        for page in chosen
        for fault in (
            *broken_links(page),
            *stale_commands(page, write=asked.write),
            *failed_examples(page),
        )
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(chosen)} pages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
