"""What the page says beside the answer: single losses, what it rests on, what flips the sign; on paper."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pypdf
from playwright.sync_api import Page, expect

JOB_MS = 180_000
"""A job of some seconds where the machine is shared."""


def test_single_losses_are_asked_for_and_called_off(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    visit.refined()
    page = visit.page
    panel = page.locator("#without")
    ask = panel.get_by_role("button", name="Leave out one at a time")
    ask.click()
    expect(panel.get_by_role("status")).to_be_visible()
    panel.get_by_role("button", name="Stop").click()
    expect(ask).to_be_visible()

    panel.get_by_label("Left out").select_option("link")
    with page.expect_response("**/api/without") as started:
        ask.click()
    job = started.value.json()["job"]
    page.wait_for_selector("#without .losses", timeout=JOB_MS)
    found = page.request.get(f"{visit.url}api/jobs/{job}").json()["result"]["without_one"]
    rows = panel.locator(".losses tbody tr")
    assert rows.count() == len(found["losses"])
    for row, loss in zip(rows.all(), found["losses"], strict=True):  # catalogue order, never by effect
        assert row.locator("th button").inner_text().lower() == loss["name"].lower()
    texts = panel.locator(".findings li").all_inner_texts()
    assert len(texts) == 4
    largest = found["largest"]["integrated"]["expected_leakers"]
    assert texts[2].split("goes with")[1] == largest["text"].split("goes with")[1] or largest["id"] is None

    with page.expect_download() as file:
        panel.get_by_role("button", name=re.compile("CSV$")).click()
    table = list(csv.DictReader(io.StringIO(Path(file.value.path()).read_text(encoding="utf-8"))))
    assert {row["measure"] for row in table} == {
        "expected_leakers", "warning_time_s", "p_no_leak", "interceptors_expended",
    }  # fmt: skip
    rows.filter(has_text="C2BMC").locator("th button").click()
    expect(page.locator("dialog.drawer .over")).to_have_text("Unit")
    page.keyboard.press("Escape")
    rows.filter(has_text="C2BMC").locator("td button").first.click()
    expect(page.locator("dialog.drawer")).to_contain_text("without it minus with it")
    page.keyboard.press("Escape")
    page.get_by_label("Raid size, exact").fill("11")
    page.keyboard.press("Tab")
    expect(panel.get_by_role("button", name="Leave out one at a time again")).to_be_visible()


def test_the_page_says_how_much_rests_on_assumed_facts(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    with visit.page.expect_response("**/api/refine") as started:
        visit.page.reload()
    job = started.value.json()["job"]
    visit.refined()
    page = visit.page
    comparison = page.request.get(f"{visit.url}api/jobs/{job}").json()["result"]["comparison"]
    shares = comparison["assumed_share"]
    panel = page.locator("#rests")
    for measure in ("warning_time_s", "expected_leakers"):
        panel.get_by_label("Outcome").select_option(measure)
        row = panel.locator(".rests tbody tr").filter(has_text="Assumed facts")
        told = [
            shares["arrangements"]["unconnected"][measure],
            shares["arrangements"]["integrated"][measure],
            shares["differences"]["integrated-minus-unconnected"][measure],
        ]
        for cell, share in zip(row.locator("td").all(), told, strict=True):
            if share is None:
                assert cell.inner_text() == "–"
                expect(panel).to_contain_text("no share can be said")
                continue
            assert cell.locator("b").inner_text() == percent(share["assumed"])
            assert cell.locator("small").inner_text() == f"± {percent(share['assumed_se'])}"
    panel.locator("td button").first.click()
    expect(page.locator("dialog.drawer")).to_contain_text("jackknife")


def percent(share: float) -> str:
    """As the page writes it: halves go up, as they do in JavaScript."""
    return f"{share * 100:.0f}%".replace("-", "−")


def test_what_flips_the_sign_is_judged_as_the_answer_is(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    visit.refined()
    page = visit.page
    panel = page.locator("#flips")
    with page.expect_response("**/api/flips") as started:
        panel.get_by_role("button", name="Try one choice at a time").click()
    panel.locator(".verdict").wait_for(timeout=JOB_MS)
    found = page.request.get(f"{visit.url}api/jobs/{started.value.json()['job']}").json()["result"]
    said = panel.locator(".verdict").inner_text()
    opening = {
        "unsettled": "a sign that is not settled",
        "more": "a settled difference: more leakers in B",
        "fewer": "a settled difference: fewer leakers in B",
        "none": "little or no difference",
    }
    assert said.startswith(f"As asked there is {opening[found['base']['sign']]}")
    expect(panel.locator("#flips-chart")).to_contain_text("5th to 95th percentile")
    assert "U.S. only, later" in panel.locator("#flips-chart svg").text_content()

    panel.get_by_role("button", name="Try one fact at a time").click()
    expect(panel.get_by_role("status")).to_contain_text("facts", timeout=JOB_MS)
    panel.get_by_role("button", name="Stop").click()
    expect(panel.get_by_role("button", name="Try one fact at a time")).to_be_visible()


def test_the_units_of_the_map_are_one_stop_of_the_tab_key(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    page = visit.page
    page.wait_for_selector(".flat g.unit", timeout=JOB_MS)
    marks = page.locator(".flat g.unit")
    assert page.locator(".flat g.unit[tabindex='0']").count() == 1
    page.get_by_label("Flights", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('unit')"):
            break
    name = "document.activeElement.getAttribute('aria-label')"
    first = page.evaluate(name)
    assert "Enter opens" in first
    page.keyboard.press("ArrowRight")
    second = page.evaluate(name)
    assert second != first
    page.keyboard.press("End")
    assert page.evaluate(name) == marks.last.get_attribute("aria-label")
    page.keyboard.press("Home")
    assert page.evaluate(name) == first
    assert page.locator(".flat g.unit[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page.locator("dialog.drawer h2")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(name) == first


def test_the_same_with_webgl_and_no_mark_hides_another(gl_visit: Any, small_link: str) -> None:
    gl_visit.open(small_link)
    page = gl_visit.page
    page.wait_for_selector("button.unit", timeout=JOB_MS)
    page.wait_for_timeout(500)
    boxes = [mark.bounding_box() for mark in page.locator("button.unit").all()]
    overlapping = [
        (one, other)
        for index, one in enumerate(boxes)
        for other in boxes[index + 1 :]
        if abs(one["x"] + one["width"] / 2 - other["x"] - other["width"] / 2)
        < (one["width"] + other["width"]) / 2 - 3
        and abs(one["y"] + one["height"] / 2 - other["y"] - other["height"] / 2)
        < (one["height"] + other["height"]) / 2 - 3
    ]
    assert overlapping == []
    assert page.locator("button.unit[tabindex='0']").count() == 1
    page.locator("button.unit[tabindex='0']").focus()
    name = "document.activeElement.getAttribute('aria-label')"
    first = page.evaluate(name)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(name) != first
    assert page.locator("button.unit[tabindex='0']").count() == 1
    page.get_by_role("button", name="Globe").click()
    count = page.locator("button.unit.count").first
    count.wait_for(timeout=JOB_MS)
    many = int(count.inner_text())
    count.dispatch_event("click")
    expect(page.locator("dialog.drawer .facts button")).to_have_count(many)
    page.locator("dialog.drawer .facts button").first.click()
    expect(page.locator("dialog.drawer .over")).to_have_text("Unit")


def printed(page: Page) -> tuple[str, int]:
    """The page on paper: its text, and how many sheets."""
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return "\n".join(sheet.extract_text() for sheet in paper.pages), len(paper.pages)


def test_on_paper_the_page_says_what_was_asked(visit: Any, small_link: str) -> None:
    visit.open(small_link)
    visit.refined()
    page = visit.page
    assert "Not worked out when this page was printed" in printed(page)[0]
    page.get_by_role("button", name="Download", exact=True).click()
    page.get_by_role("button", name="Print this page").click()
    page.locator("dialog.box button[disabled]").first.wait_for(timeout=JOB_MS)
    expect(page.get_by_role("button", name="Print this page")).to_be_enabled(timeout=JOB_MS)
    text, sheets = printed(page)
    assert 3 <= sheets <= 10
    assert "Not worked out" not in text
    for words in (
        "Arrangement A",
        "2 December 2015",
        "12 missiles",
        "Not asked for when this page was printed",
    ):
        assert words in text
    assert "Copy link" not in text
    assert "Own scenario" not in text
