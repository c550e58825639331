"""Draw the figures of the page on economics: ``python -m docs.economics``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from shieldwall.apps.cost_charts import draw_learning, draw_share
from shieldwall.apps.costs import share_cost
from shieldwall.apps.learning import learning_of
from shieldwall.catalogue.load import shipped

FOLDER: Final = Path(__file__).resolve().parent / "figures" / "economics"
PROGRAMME: Final = "sm3_block_iia"
ON: Final = dt.date(2015, 12, 2)
"""The day of the paper whose table is run again."""

ITEMS: Final = ("thaad_line", "sm3_line")


def draw(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Draw every figure into a folder and return the CSV files beside them."""
    known = shipped()
    saved = list(draw_share(share_cost(PROGRAMME, on=ON, known=known), folder, known))
    saved += [draw_learning(learning_of(item, known=known), folder / item, known) for item in ITEMS]
    return tuple(figure.csv for figure in saved)


if __name__ == "__main__":
    draw()
