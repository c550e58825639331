"""The brief: every number in it leads back to a result or a fact, in the tree and in what is rendered."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pypdf
import pytest
import typst
import yaml
from matplotlib.image import imread

from shieldwall.apps import briefs, verbs
from shieldwall.apps.cli.app import run
from shieldwall.apps.output import to_json
from shieldwall.apps.result import Result
from shieldwall.catalogue.load import shipped
from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.estimate import Estimate
from shieldwall.model.scenario import Scenario
from shieldwall.report.bibliography import RELEASED, bibtex
from shieldwall.report.brief.answer import answer_blocks
from shieldwall.report.brief.data import BriefData, Place
from shieldwall.report.brief.whole import Brief
from shieldwall.report.brief.words import SHOWN, verdict
from shieldwall.report.document import (
    Day,
    Document,
    Figure,
    Heading,
    Number,
    Paragraph,
    Quote,
    Sources,
    Table,
    Text,
    Title,
    all_inlines,
    numbered,
    plain_text,
    without_names,
)
from shieldwall.report.html_document import html_text
from shieldwall.report.typst_document import font_folder, pdf_bytes, typst_files
from shieldwall.study.compare import Settings, run_comparison

ROOT = Path(__file__).resolve().parents[2]
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"/>'
INVISIBLE = str.maketrans("", "", "\u200b\u00ad")


@pytest.fixture(scope="module")
def data() -> BriefData:
    """A small but real comparison of the first scenario, with all that its brief says."""
    asked = shipped().record(Scenario, "japan_2015")
    settings = Settings(
        asked.arrangements, 512, 512, asked.seed, workers=1, raid_sizes=(5, 20), draws=8,
        without_one="link", loss_trials=512,
    )  # fmt: skip
    result = run_comparison(asked, shipped(), settings)
    rerun = briefs.command(asked, result, Path("brief.pdf"), "a4", None, shipped())
    return briefs.gather(asked, result, shipped(), rerun)


@pytest.fixture(scope="module")
def brief(data: BriefData, tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return briefs.draw(data, shipped(), tmp_path_factory.mktemp("parts"))


@pytest.fixture(scope="module")
def document(brief: Brief) -> Document:
    return brief.document


@pytest.fixture(scope="module")
def pdf(document: Document) -> bytes:
    return pdf_bytes(document)


@pytest.fixture(scope="module")
def pages_said(document: Document) -> list[str]:
    """The words of each page of the PDF, as another program reads them; drawings hold none that it can."""
    bare = tuple(
        dataclasses.replace(block, svg=EMPTY) if isinstance(block, Figure) else block
        for block in document.blocks
    )
    read = pypdf.PdfReader(io.BytesIO(pdf_bytes(dataclasses.replace(document, blocks=bare))))
    return [each.extract_text().translate(INVISIBLE) for each in read.pages]


@pytest.fixture(scope="module")
def page(document: Document) -> str:
    return html_text(document)


def follow(record: Any, origin: tuple[str | int, ...]) -> Any:
    """What stands at the end of a way through plain JSON, walked without the code that made the way."""
    for key in origin:
        record = record[key] if isinstance(record, dict | list) else None
    return record


def read(text: str) -> tuple[float, int]:
    """The value of a number as it is shown, and how many decimals it shows."""
    plain = text.replace("−", "-").replace(",", "")
    assert re.fullmatch(r"[+-]?\d+(\.\d+)?", plain), text
    return float(plain), len(plain.partition(".")[2])


def test_every_number_leads_back_to_the_records(data: BriefData, document: Document) -> None:
    records = json.loads(to_json(data))
    nodes = list(all_inlines(document))
    numbers = [node for node in nodes if isinstance(node, Number)]
    assert len(numbers) > 500
    for node in numbers:
        value = follow(records, node.origin)
        assert isinstance(value, int | float), node
        shown, decimals = read(node.text)
        # Half a unit of the last digit shown, and the rounding error of a product of two doubles.
        assert abs(shown - value * node.factor) <= 0.5 * 10.0**-decimals * (1.0 + 1e-9), node
    for node in nodes:
        if isinstance(node, Day):
            assert dt.date.fromisoformat(follow(records, node.origin)) == node.day
        elif isinstance(node, Quote):
            stands = follow(records, node.origin)
            # A key of the records may be named itself; BibTeX puts a backslash before some letters.
            words = node.origin[-1] if isinstance(stands, dict | list) else stands
            assert node.text.replace("\\", "") == str(words).replace("\\", ""), node


def test_words_hold_no_digit(document: Document) -> None:
    for node in all_inlines(document):
        if isinstance(node, Text):
            assert not re.search(r"[0-9]", without_names(node.text)), node.text
    with pytest.raises(ValueError, match="needs an origin"):
        Text("about 7 missiles")


class _Words(HTMLParser):
    """The words of a page: neither its styles nor its drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"style", "svg", "title", "script"}:
            self._inside.append(tag)
        elif tag not in {"wbr", "a", "strong", "em", "code", "small", "span"}:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words.append(data)


def numbers_in(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", text.translate(INVISIBLE)))


def test_what_the_page_says_is_the_tree_and_nothing_else(document: Document, page: str) -> None:
    reader = _Words()
    reader.feed(page)
    assert "".join("".join(reader.words).split()) == "".join("".join(plain_text(document)).split())


def test_every_number_of_the_pdf_is_one_of_the_tree(document: Document, pages_said: list[str]) -> None:
    told = numbers_in("\n".join(plain_text(document)))
    furniture = {str(number) for number in range(1, len(pages_said) + 1)}
    said = numbers_in("\n".join(pages_said))
    # Long addresses are broken over lines, so that a number in one may come apart: 4 digits or more.
    broken = [whole for whole in told if len(whole) >= 4]
    strange = {
        token
        for token in said
        if token not in told and token not in furniture and not any(token in whole for whole in broken)
    }
    assert strange == set()


def test_the_same_brief_gives_the_same_bytes(data: BriefData, pdf: bytes, page: str) -> None:
    again = briefs.draw(data, shipped()).document
    assert pdf_bytes(again) == pdf
    assert html_text(again) == page


def test_the_pdf_says_what_it_is(data: BriefData, document: Document, pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    about = reader.metadata
    assert about is not None
    assert (about.title, about.author) == ("Japan, 2 December 2015", "The Shieldwall contributors")
    assert about.creation_date is not None
    assert str(about.creation_date.date()) == data.released
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert {name.partition("-")[0] for name in fonts} <= {
        "LibertinusSerif", "DejaVuSansMono", "IPAexGothic", "DejaVuSans",
    }  # fmt: skip
    assert len(reader.outline) > 10
    for paper, size in (("a4", (595, 842)), ("letter", (612, 792))):
        first = pypdf.PdfReader(io.BytesIO(pdf_bytes(document, paper))).pages[0].mediabox
        assert (round(first.width), round(first.height)) == size


def test_japanese_names_are_there_in_both(pages_said: list[str], page: str) -> None:
    text = "".join(pages_said)
    for name in ("横浜市", "大阪市", "札幌市"):
        assert name in text
        assert name in page
    assert "font/woff;base64," in page


def test_the_page_asks_nothing_of_any_other_place(page: str) -> None:
    body = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"<(script|link|img|iframe|object)\b", page)
    assert not re.search(r'(src|href)="(?!#)', body)
    assert not re.search(r"url\((?!#|data:)", page)
    assert not re.search(r'href="(?!#)', "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL)))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert [name for name, count in Counter(ids).items() if count > 1] == []


def test_every_reference_has_its_place(document: Document, page: str) -> None:
    cited = {name for node in all_inlines(document) if isinstance(node, Sources) for name in node.ids}
    assert cited == set(re.findall(r'id="source-([^"]+)"', page))
    targets = set(re.findall(r'\bid="([^"]+)"', page))
    assert {link for link in re.findall(r'href="#([^"]+)"', page) if link not in targets} == set()


def test_every_fact_and_dispute_is_listed(data: BriefData, document: Document) -> None:
    text = "\n".join(plain_text(document))
    for used in data.result.facts_used:
        assert used.fact in text
        for cite in data.facts[used.fact].cites:
            assert cite.source in numbered(document).sources
        for dispute in data.facts[used.fact].disputes:
            assert dispute.reason in text
    for left_out in data.result.not_modelled:
        assert left_out in text
    assert "not a casualty" in text
    assert "hypothetical" in text
    assert data.result.answer in text


def test_the_sections_are_in_order(document: Document) -> None:
    keys = [block.key for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert keys == [
        "answer", "question", "map", "outcomes", "raid_size", "attribution", "warning", "money", "flips",
        "losses", "grounds", "not_modelled", "rerun", "assumptions", "disputes", "facts", "sources",
    ]  # fmt: skip
    first_nodes = [block for block in document.blocks if isinstance(block, Table | Figure)]
    assert all(block.caption for block in first_nodes)


def made(mean: float, low: float, high: float, error: float = 0.0) -> Estimate:
    return Estimate(mean, error, (low, high), (low, high))


@pytest.mark.parametrize(
    ("estimate", "word"),
    [
        (made(0.0, 0.0, 0.0), "nothing"),
        (made(0.001, -0.002, 0.003), "negligible"),
        (made(0.5, -0.5, 1.5), "unsettled"),
        (made(0.5, -1.5, -0.1), "unsettled"),
        (made(0.5, 0.1, 1.5, 0.3), "luck"),
        (made(0.5, 0.0, 1.5), "no_fewer"),
        (made(-0.5, -1.5, 0.0), "no_more"),
        (made(0.5, 0.1, 1.5), "more"),
        (made(-0.5, -1.5, -0.1), "fewer"),
    ],
)
def test_the_word_for_a_difference_follows_its_rule(estimate: Estimate, word: str) -> None:
    assert verdict(estimate, 0.005) == word


TITLE = Title(
    (Text("Series"),), (Text("Title"),), (Text("Question"),), (((Text("Run"),), (Text("now"),)),),
    (Text("hypothetical"),), "subject", "author", dt.date(2026, 1, 1),
)  # fmt: skip


def changed(data: BriefData, **leakers: Any) -> BriefData:
    """The data with another difference in duplicate shots between the two arrangements of the answer."""
    name = "integrated-minus-unconnected"
    whole = data.result.differences[name]
    other = dataclasses.replace(whole, duplicate_shots=dataclasses.replace(whole.duplicate_shots, **leakers))
    result = dataclasses.replace(data.result, differences=data.result.differences | {name: other})
    return dataclasses.replace(data, result=result)


CASES = [
    (2.0, 0.1, (1.0, 3.0), "Duplicate shots rise; the difference is +2.0 (+1.0 to +3.0) a raid."),
    (-2.0, 0.1, (-3.0, -1.0), "Duplicate shots fall; the difference is −2.0 (−3.0 to −1.0) a raid."),
    (2.0, 0.1, (-1.0, 3.0), "Duplicate shots: what is known does not settle whether they rise or fall"),
    (2.0, 0.1, (0.0, 3.0), "Duplicate shots rise or do not change"),
    (2.0, 1.5, (1.0, 3.0), "Duplicate shots: so few trials do not settle"),
]


@pytest.mark.parametrize(("mean", "error", "interval", "sentence"), CASES)
def test_the_answer_says_only_what_the_result_says(
    data: BriefData, mean: float, error: float, interval: tuple[float, float], sentence: str
) -> None:
    other = changed(data, mean=mean, mc_se=error, epistemic=interval)
    said = plain_text(Document(TITLE, tuple(answer_blocks(Place(other)))))
    assert any(line.startswith(sentence) for line in said), said


def test_what_is_typed_by_others_is_taken_for_words() -> None:
    evil = '#panic("x") $1$ [*b*] <b>&amp;</b> \\ @a'
    document = Document(TITLE, (Paragraph((Quote(evil, ("scenario", "author")),)),))
    text = pypdf.PdfReader(io.BytesIO(pdf_bytes(document))).pages[0].extract_text()
    assert evil in text.translate(INVISIBLE)
    page = html_text(document)
    assert "#panic(&quot;x&quot;) $1$ [*b*] &lt;b&gt;&amp;amp;&lt;/b&gt;" in page
    assert evil not in page


def test_figures_come_with_pictures_and_numbers(brief: Brief) -> None:
    names = {file.name for file in brief.files}
    assert names == {
        f"{name}.{ending}"
        for name in ("map", "outcomes", "raid_size", "attribution", "warning")
        for ending in ("svg", "png", "csv")
    }
    assert all(file.stat().st_size > 100 for file in brief.files)


def test_the_citation_is_that_of_the_package(data: BriefData, document: Document) -> None:
    about = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(about["date-released"]) == RELEASED
    numbering = numbered(document)
    lines = "\n".join(
        "".join(node.text for node in line if isinstance(node, Text | Number | Quote))
        for line in bibtex(Place(data))
    )
    assert lines.startswith("@misc{shieldwall_japan_2015,\n")
    assert lines.count("{") == lines.count("}")
    assert f"seed {data.result.seed}, {data.result.trials} trials" in lines
    assert numbering.label("outcome_table") == "Table 2"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_nothing_runs_into_the_margins(document: Document, paper: Literal["a4", "letter"]) -> None:
    files: Any = typst_files(document, paper)
    images = typst.compile(
        files, format="png", ppi=25.4, font_paths=[str(font_folder())], ignore_system_fonts=True
    )
    for number, image in enumerate(images, start=1):
        ink = imread(io.BytesIO(image), format="png")[:, :, :3].min(axis=2) < 0.97
        # One dot a millimetre; text stands 21 mm from the sides.
        assert not ink[:, :19].any(), f"{paper}, page {number}: ink in the left margin"
        assert not ink[:, -19:].any(), f"{paper}, page {number}: ink in the right margin"
        assert not ink[-10:].any(), f"{paper}, page {number}: ink at the foot"
        if number < len(images):
            assert ink[28:-40].any(axis=1).mean() > 0.25, f"{paper}, page {number} is nearly empty"


def test_mechanisms_and_measures_are_all_named() -> None:
    assert set(SHOWN) == {field.name for field in dataclasses.fields(_outcomes())}
    assert len(MECHANISMS) == 4


def _outcomes() -> Any:
    from shieldwall.model.outcomes import Outcomes

    return Outcomes


@pytest.mark.parametrize(
    ("out", "paper", "said"),
    [
        ("brief.docx", "a4", "must be .pdf or .html"),
        ("brief", "a4", "must be .pdf or .html"),
        ("brief.pdf", "a5", "unknown paper 'a5'; known: a4, letter"),
        ("file/brief.pdf", "a4", "cannot write there"),
    ],
)
def test_bad_targets_are_refused_before_any_work(tmp_path: Path, out: str, paper: str, said: str) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    with pytest.raises(briefs.InputError, match=re.escape(said)):
        briefs.check_target(tmp_path / out, paper)
    assert not (tmp_path / "brief.pdf").exists()


def test_the_command_writes_what_it_says(
    data: BriefData,
    pdf: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(verbs, "compare", lambda *_, **__: Result(data.result, shipped()))
    out = tmp_path / "new" / "brief.pdf"
    assert run(["brief", "japan_2015", "--out", str(out), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "schemas/brief.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(record, schema)
    assert record["answer"] == data.result.answer
    assert record["sections"][0] == "The answer"
    assert out.read_bytes() == pdf
    assert [file.name for file in out.parent.iterdir()] == ["brief.pdf"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["japan_2105", "--out", "brief.pdf"], "did you mean 'japan_2015'"),
        (["japan_2015", "--out", "brief.doc"], "must be .pdf or .html"),
        (["japan_2015", "--out", "/proc/brief.pdf"], "--out /proc/brief.pdf: cannot write there"),
        (["japan_2015"], "Missing option '--out'"),
        (["japan_2015", "--out", "brief.pdf", "--arrangements", "integratd"], "did you mean 'integrated'"),
        (["japan_2015", "--out", "brief.pdf", "--trials", "3"], "--trials 3: from 512"),
        (["japan_2015", "--out", "brief.pdf", "--paper", "a5"], "unknown paper 'a5'"),
    ],
)
def test_bad_input_is_one_line(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["brief", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_rerun_line_is_a_command_that_parses(data: BriefData) -> None:
    words = shlex.split(data.rerun.command)
    assert words[:3] == ["shieldwall", "brief", "japan_2015"]
    assert f"--trials {data.result.trials} --seed {data.result.seed}" in data.rerun.command
    told = subprocess.run(
        [sys.executable, "-m", "shieldwall.apps.cli", "brief", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [word for word in words if word.startswith("--") and word not in told] == []
    compile("\n".join(data.rerun.python), "brief", "exec")


@pytest.mark.nightly
@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_every_shipped_scenario_has_a_brief(ending: str, tmp_path: Path) -> None:
    for name in shipped().ids(Scenario):
        out = tmp_path / f"{name}.{ending}"
        assert run(["brief", name, "--out", str(out), "--trials", "512"]) == 0
        assert out.stat().st_size > 100_000
