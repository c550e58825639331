"""The look is one, told apart without colour, and leaves the settings of the process alone."""

import itertools
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from shieldwall.model.outcomes import Comparison
from shieldwall.report.style import FOOT_POINTS, MARKS, credit, foot, headline, look, mark, save, write_rows


def test_the_look_ends_with_its_block() -> None:
    before = mpl.rcParams["font.size"]
    with mpl.rc_context({"font.size": 23.0}):
        with look():
            assert mpl.rcParams["font.size"] == 9.0
        assert mpl.rcParams["font.size"] == 23.0
    assert mpl.rcParams["font.size"] == before


def test_every_series_differs_in_colour_marker_and_dash() -> None:
    for first, second in itertools.combinations(MARKS, 2):
        assert first.colour != second.colour
        assert first.marker != second.marker
        assert first.dash != second.dash
    assert mark(7) == mark(0)


def test_colours_differ_in_lightness_or_hue_on_paper() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0

    # the first four series, the usual number, stay apart in print without colour or by their marker
    greys = sorted(lightness(drawn.colour) for drawn in MARKS[:4])
    assert greys[-1] - greys[0] > 0.5


def test_a_long_headline_shrinks_to_the_width() -> None:
    figure = Figure(figsize=(5.0, 5.0))
    headline(figure, "short")
    headline(figure, "a title that goes on and on and on, and would not fit a figure of five inches across")
    short, long = figure.texts
    assert short.get_fontsize() == 12.0
    assert long.get_window_extent(FigureCanvasAgg(figure).get_renderer()).x1 <= figure.bbox.x1


def test_the_foot_wraps_to_the_width_and_says_how_high_it_is() -> None:
    narrow, wide = Figure(figsize=(4.0, 5.0)), Figure(figsize=(12.0, 5.0))
    line = "a word and another " * 12
    assert foot(narrow, (line,)) > foot(wide, (line,))
    text = narrow.texts[0]
    assert text.get_fontsize() == FOOT_POINTS
    assert "\n" in text.get_text()


def test_the_credit_names_versions_seed_and_the_hypothetical_raid(result: Comparison) -> None:
    line = credit(result)
    for part in ("hypothetical", "0.1.0", "2026.11", "seed 7", "20,000 trials", "256 draws"):
        assert part in line


def test_rows_are_written_with_line_feeds_and_empty_cells(tmp_path: Path) -> None:
    path = write_rows(
        tmp_path / "rows.csv", [{"name": "a", "value": 1.0 / 3.0}, {"name": "b", "value": None}]
    )
    assert path.read_bytes() == b"name,value\na,0.3333333333\nb,\n"


def test_a_figure_is_saved_without_a_date(tmp_path: Path) -> None:
    with look():
        saved = save(Figure(figsize=(2.0, 1.0)), tmp_path / "new" / "folder", "empty", [])
    assert b"<dc:date>" not in saved.svg.read_bytes()
    assert saved.png.read_bytes().startswith(b"\x89PNG")
    assert saved.csv.read_bytes() == b""
