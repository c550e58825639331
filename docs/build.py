"""Prove the documentation: every example runs, every link inside the repository leads somewhere."""

from __future__ import annotations

import doctest
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


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
    """Return a line where examples of a page do not give what the page says."""
    failed, attempted = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    return [f"{page.relative_to(ROOT)}: {failed} of {attempted} examples failed"] if failed else []


def main() -> int:
    """Check all pages; return 1 if any fault was found."""
    faults = [fault for page in pages() for fault in (*broken_links(page), *failed_examples(page))]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(pages())} pages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
