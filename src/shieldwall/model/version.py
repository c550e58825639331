"""The version of the code, one of the three that every result names (code, data, result schema)."""

from __future__ import annotations

from typing import Final

CODE_VERSION: Final = "0.1.0"
