"""The page as readers use it: what they change, read, follow and take along, with and without WebGL."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from shieldwall.apps.explorer.page import STATIC
from shieldwall.apps.verbs import compare
from shieldwall.catalogue.load import SHIPPED, shipped
from shieldwall.model.scenario import Scenario
from shieldwall.report.tables import interval_text

expect.set_options(timeout=60_000)
"""A first answer for a date builds its case, which takes seconds where the machine is shared."""

AXE = Path(__file__).parents[4] / "web/node_modules/axe-core/axe.min.js"
MOST_PAGE_BYTES = 2_500_000
"""What the page may weigh, compressed: the bound that the issue names."""

FAULTS = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter((fault) => fault.impact === "serious" || fault.impact === "critical")
    .map((fault) => `${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.target).join(" | ")}`);
}"""

CLIPPED = """() => [...document.querySelectorAll("button, h1, h2, h3, p, summary, legend, th, td")]
  .filter((element) => element.getClientRects().length > 0 && element.textContent.trim() !== "")
  .filter((element) => !element.closest(".events, .told, dialog, .drawing"))
  .filter((element) => getComputedStyle(element).display !== "inline")
  .filter((element) => element.scrollWidth > element.clientWidth + 1)
  .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`)"""


def test_a_reader_asks_reads_follows_and_hands_on(visit: Any, flat_browser: Any, small_link: str) -> None:
    visit.open(small_link)
    page = visit.page
    first = visit.answer()
    assert first.startswith("In a hypothetical raid of 12")

    page.get_by_label("Date, exact").fill("2024-06-01")
    expect(page).to_have_url(re.compile("date=2024-06-01"))
    expect(page.locator("#answer .headline")).not_to_have_text(first)

    page.get_by_label("Shared tracks, arrangement B").uncheck(force=True)
    expect(page.get_by_label("Arrangement B", exact=True)).to_have_value("own")
    expect(page).to_have_url(re.compile(r"b=own\.d-"))

    with page.expect_response("**/api/compare"):
        page.get_by_label("Aegis Ashore in Akita", exact=True).check()
    expect(page).to_have_url(re.compile("options=aegis_ashore_akita"))
    visit.refined()
    difference = visit.number("expected_leakers", 2)
    assert re.match(r"[+−]?\d", difference)

    page.locator("[data-measure=expected_leakers] .difference button").click()
    drawer = page.locator("dialog.drawer")
    expect(drawer.get_by_role("heading", level=2)).to_have_text("Expected leakers")
    expect(drawer.locator(".facts button").first).to_be_visible()
    drawer.get_by_role("button", name="Close").click()
    page.locator("#sources").get_by_label("Basis").select_option("reported")
    page.locator("#sources .facts button").first.click()
    drawer.locator(".cites button").first.click()
    expect(drawer.locator(".over")).to_have_text(re.compile("Source"))
    drawer.get_by_role("button", name="Close").click()

    page.get_by_role("button", name="Copy link", exact=True).click()
    link = page.evaluate("navigator.clipboard.readText()")
    again = flat_browser.new_page()
    again.goto(link)
    again.wait_for_selector(".precision[data-state=refined]", timeout=120_000)
    assert again.url == page.url
    for part in ("#answer .headline", "#answer .body", ".outcomes"):
        assert again.locator(part).inner_text() == page.locator(part).inner_text()
    again.close()


def test_the_numbers_are_the_command_lines(visit: Any, small_link: str, small: dict[str, Any]) -> None:
    visit.open(small_link)
    visit.refined()
    scenario = shipped().record(Scenario, "japan_2015").but(raid_launch_areas=["prk_southeast"], raid_size=12)
    names = ["unconnected", "integrated"]
    result = compare(scenario, names, trials=scenario.trials, seed=scenario.seed, workers=1).record
    for column, name in enumerate(names):
        for measure, factor in (("expected_leakers", 1.0), ("p_no_leak", 100.0), ("warning_time_s", 1.0)):
            expected = interval_text(getattr(result.arrangements[name], measure), factor)
            assert visit.number(measure, column).replace(" to ", "…") == expected


def test_files_are_taken_along(visit: Any, small_link: str, tmp_path: Path) -> None:
    visit.open(small_link)
    visit.refined()
    page = visit.page

    with page.expect_download() as chart:
        page.get_by_role("button", name="Outcomes, A and B: CSV").click()
    table = Path(chart.value.path()).read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert {row["arrangement"] for row in rows} == {"unconnected", "integrated", "b-minus-a"}
    with page.expect_download() as drawing:
        page.get_by_role("button", name="Outcomes, A and B: SVG").click()
    svg = Path(drawing.value.path()).read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "A leaker is not a casualty" in re.sub(r"</text><text[^>]*>", " ", svg)

    page.get_by_role("button", name="Download", exact=True).click()
    for name, start in (("Brief (PDF)", b"%PDF-"), ("Scenario (YAML)", b""), ("Outcomes (CSV)", b"")):
        with page.expect_download(timeout=120_000) as file:
            page.get_by_role("button", name=name).click()
        content = Path(file.value.path()).read_bytes()
        assert content.startswith(start)
        assert len(content) > 500
        if name.endswith("(YAML)"):
            assert b"prk_southeast" in content
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Cite this result").click()
    expect(page.get_by_label("BibTeX", exact=True)).to_contain_text("@misc{")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reproduce").click()
    expect(page.get_by_label("Command", exact=True)).to_contain_text("shieldwall compare")


def test_a_bad_file_is_refused_at_its_field(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    page = visit.page
    text = (SHIPPED / "scenarios/japan_2015.yaml").read_text(encoding="utf-8")
    bad = text.replace("size: 20", "size: many")
    assert bad != text
    line = 1 + bad[: bad.index("size: many")].count("\n")

    page.get_by_role("button", name="Own scenario…").click()
    file = page.locator("input[type=file]")
    file.set_input_files([{"name": "bad.yaml", "mimeType": "text/yaml", "buffer": bad.encode()}])
    wrong = page.locator("[data-field='raid.size']")
    expect(wrong).to_contain_text("whole number")
    wrong.get_by_role("button", name=f"line {line}").click()
    assert page.evaluate("getSelection().toString() || document.activeElement.tagName") in (
        "  size: many",
        "TEXTAREA",
    )

    good = text.replace("size: 20", "size: 7").replace("id: japan_2015", "id: my_own")
    file.set_input_files([{"name": "good.yaml", "mimeType": "text/yaml", "buffer": good.encode()}])
    expect(page.locator("#answer .headline")).to_contain_text("raid of 7")
    expect(page).to_have_url(re.compile("scenario=own.*#own="))


def test_an_old_link_says_what_changed(visit: Any) -> None:
    visit.open("?v=1&scenario=japan_2015&size=12&options=aegis_ashore_akita,gone_option&data=0.0.1")
    told = visit.page.locator(".changed")
    expect(told).to_contain_text("now called “raid”")
    expect(told).to_contain_text("made with data 0.0.1")
    expect(told).to_contain_text("gone_option")
    expect(visit.page.get_by_label("Aegis Ashore in Akita", exact=True)).to_be_checked()
    expect(visit.page.get_by_label("Raid size, exact")).to_have_value("12")
    told.get_by_role("button", name="Understood").click()
    expect(told).to_have_count(0)


def test_without_webgl_the_map_is_drawn_flat(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    page = visit.page
    expect(page.get_by_text("This browser offers no WebGL")).to_be_visible()
    expect(page.locator(".flat g.unit").first).to_be_visible()
    assert page.locator(".flat g.unit").count() > 20
    expect(page.get_by_role("button", name="Globe")).to_be_disabled()
    page.wait_for_selector(".playback .clock", timeout=120_000)
    page.get_by_label("Time in the battle").fill("120")
    expect(page.locator(".tally")).to_contain_text("in flight")
    page.locator(".flat g.unit").first.press("Enter")
    expect(page.locator("dialog.drawer h2")).to_be_visible()


def test_with_webgl_there_is_a_map_and_a_globe(gl_visit: Any, small_link: str) -> None:
    gl_visit.open(small_link)
    page = gl_visit.page
    expect(page.locator(".maplibregl-canvas")).to_be_visible(timeout=60_000)
    page.wait_for_selector("button.unit", timeout=60_000)
    assert page.locator("button.unit").count() > 20
    page.wait_for_selector(".playback .clock", timeout=120_000)
    page.get_by_role("button", name="Globe").click()
    expect(page).to_have_url(re.compile("view=globe"))
    page.get_by_role("button", name="Play the battle").click()
    expect(page.locator(".tally b").first).not_to_have_text("0")
    page.get_by_role("button", name="Pause the battle").click()
    page.locator("button.unit").first.press("Enter")
    expect(page.locator("dialog.drawer h2")).to_be_visible()


def test_the_keyboard_alone_is_enough(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the answer"
    for _ in range(60):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.getAttribute('aria-label')")
            == "Shared warning, arrangement B"
        ):
            break
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("b=own"))
    page.locator("#raid").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("raid=13"))
    page.locator("#date").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("date=2016-01-01"))
    events = page.locator(".event[tabindex='0']")
    events.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("date=2016-01-01"))
    number = page.locator("[data-measure=expected_leakers] td button").first
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.drawer")).not_to_be_visible()
    expect(number).to_be_focused()


def test_nothing_is_clipped_and_axe_finds_no_serious_fault(sized_visit: Any, small_link: str) -> None:
    sized_visit.open(small_link)
    sized_visit.refined()
    page = sized_visit.page
    page.wait_for_selector(".playback .clock", timeout=120_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")  # the columns scroll, not it
    assert page.evaluate(CLIPPED) == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(FAULTS) == []
    page.locator("[data-measure=expected_leakers] td button").first.click()
    assert page.evaluate(FAULTS) == []
    page.keyboard.press("Escape")
    for name in ("Cite this result", "Download", "Own scenario…"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("dialog.box")).to_be_visible()
        assert page.evaluate(FAULTS) == []
        page.keyboard.press("Escape")


def test_the_page_is_light() -> None:
    weights = [len(gzip.compress(file.read_bytes())) for file in STATIC.rglob("*") if file.is_file()]
    assert sum(weights) < MOST_PAGE_BYTES
