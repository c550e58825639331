"""Write ``docs/published-results.md``: ``python -m docs.published``."""

from __future__ import annotations

from docs.published.page import PAGE, text

if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
