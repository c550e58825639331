"""The OpenAPI document of the explorer, as it is committed beside the schemas of the commands."""

from __future__ import annotations

import json
from typing import Final

from shieldwall.apps.explorer.app import Settings, create_app

FILE: Final = "explorer_openapi.json"


def openapi_text() -> str:
    """Return the document as the text of its file."""
    document = create_app(Settings()).openapi()
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
