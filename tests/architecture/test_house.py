"""The house keeps its rules: floors, small rooms, a paragraph each, and nothing of the builder's machine."""

from __future__ import annotations

import ast
import functools
import os
import re
import tomllib
from pathlib import Path

import pytest

import shieldwall
from shieldwall.model.version import CODE_VERSION

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(shieldwall.__file__).resolve().parent

FLOORS = (
    "model", "chance", "physics", "sensing", "command", "opportunity", "coverage", "engagement", "economics",
    "catalogue", "case", "study", "report", "apps",
)  # fmt: skip
"""From the ground up; `coverage` and `engagement` stand beside each other."""

HEIGHT = {floor: place for place, floor in enumerate(FLOORS)} | {"coverage": 6, "engagement": 6}
LONGEST = 500
TYPICAL = 180
"""Lines: the aim is a median of 150; this leaves a day's growth before it must be split."""

MOST_ARGUMENTS = 8
FORBIDDEN_ROOMS = {"utils", "util", "helpers", "helper", "base", "manager", "common", "misc"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".csv",
    ".json",
    ".cff",
    ".lock",
    ".in",
    ".sh",
    ".geojson",
    "",
}
NOT_COMMITTED = {
    ".venv", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache",
    ".hypothesis", "out", "site", "dist", "build", "node_modules", "static",
}  # fmt: skip


@functools.cache
def rooms() -> dict[str, ast.Module]:
    """Every module of the package by its path within it, read once."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@functools.cache
def committed() -> dict[str, str]:
    """Every text file of the checkout that is not a tool's leftover, by its path, read once."""
    found = {}
    for folder, below, files in os.walk(ROOT):
        below[:] = [name for name in below if name not in NOT_COMMITTED]
        for name in files:
            path = Path(folder) / name
            if path.suffix in TEXT:
                found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    return found


def imported(tree: ast.AST) -> set[str]:
    """Every module of the package that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.startswith("shieldwall.")}


def test_a_floor_imports_only_floors_below_it() -> None:
    climbs = []
    for room, tree in rooms().items():
        floor = room.split("/")[0]
        if room == "__init__.py":
            continue
        for name in imported(tree):
            other = name.split(".")[1]
            if other in HEIGHT and other != floor and HEIGHT[other] >= HEIGHT[floor]:
                climbs.append(f"{room} imports {name}")
    assert climbs == []


def test_the_floors_are_the_packages() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(FLOORS)


def test_the_import_linter_keeps_the_same_order() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    assert (contract["type"], contract["exhaustive"]) == ("layers", True)
    layers = [set(layer.split(" | ")) for layer in contract["layers"]]
    heights = [{HEIGHT[floor] for floor in layer} for layer in layers]
    assert all(len(height) == 1 for height in heights)
    assert [height.pop() for height in heights] == sorted(set(HEIGHT.values()), reverse=True)
    assert set().union(*layers) == set(FLOORS)


def test_rooms_are_small_and_say_what_they_are_for() -> None:
    lines = {room: committed()[f"src/shieldwall/{room}"].count("\n") for room in rooms()}
    assert {room: length for room, length in lines.items() if length > LONGEST} == {}
    assert sorted(lines.values())[len(lines) // 2] <= TYPICAL
    assert [room for room in rooms() if Path(room).stem in FORBIDDEN_ROOMS] == []
    assert [room for room, tree in rooms().items() if not ast.get_docstring(tree)] == []


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_has_its_paragraph_and_exports_nothing(floor: str) -> None:
    tree = ast.parse((PACKAGE / floor / "__init__.py").read_text(encoding="utf-8"))
    paragraph = ast.get_docstring(tree)
    assert paragraph is not None
    assert len(paragraph.split()) >= 8
    assert [node for node in tree.body[1:] if not isinstance(node, ast.ImportFrom | ast.Import)] == []
    assert imported(tree) == set()


def test_functions_take_a_handful_of_arguments() -> None:
    crowded = []
    for room, tree in rooms().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not room.startswith("apps/cli/"):
                taken = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
                if len([name for name in taken if name not in ("self", "cls")]) > MOST_ARGUMENTS:
                    crowded.append(f"{room}: {node.name} takes {len(taken)}")
    assert crowded == []


def test_nothing_is_left_undone_or_unsaid() -> None:
    unfinished = re.compile(
        r"NotImplementedError|\bTO" + r"DO\b|\bFIX" + r"ME\b|\bX" + r"XX\b|pragma: no cover"
    )
    found = {room: unfinished.findall(committed()[f"src/shieldwall/{room}"]) for room in rooms()}
    assert {room: hits for room, hits in found.items() if hits} == {}


def is_test(name: str) -> bool:
    return name.startswith("tests/") and name.endswith(".py")


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    skipping = re.compile(r"pytest\.(?:mark\.)?(?:skip|x" + r"fail|importorskip)\w*\b")
    found = {name: skipping.findall(text) for name, text in committed().items() if is_test(name)}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_tolerances_are_always_named() -> None:
    bare = {}
    for name, text in committed().items():
        for node in ast.walk(ast.parse(text)) if is_test(name) else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("approx"):
                keywords = {keyword.arg for keyword in node.keywords}  # None for ** of a named tolerance
                if not keywords & {"rel", "abs", None} or len(node.args) > 1:
                    bare[f"{name}:{node.lineno}"] = ast.unparse(node)
    assert bare == {}


def test_no_file_names_the_builder_s_machine_or_a_package_index() -> None:
    places = re.compile(
        r"\.\./shared\b|doss"
        + r"ier|(?<![\w.])/(?:work|home|root|Users)/\w+|site-"
        + r"packages/|--(?:extra-)?index-"
        + r"url"
        r"|https?://[^\s\"']*(?:/simple/|pypi\.org/simple|artifactory|nexus)",
        re.IGNORECASE,
    )
    found = {name: places.findall(text)[:3] for name, text in committed().items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "benchmarks/requirements.lock"])
def test_locks_have_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([A-Za-z0-9][\w.-]*)==", text, re.MULTILINE)
    assert len(pinned) > 5
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        if "==" in block.split("\n")[0]:
            assert "--hash=sha256:" in block, block.split("\n")[0]


def test_the_lock_holds_what_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {re.split(r"[<>=!\[ ]", line)[0].lower() for line in project["project"]["dependencies"]}
    pinned = set(re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert needed - pinned == set()


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert project["version"] == CODE_VERSION == shieldwall.__version__
    assert re.search(rf"^version: [\"']?{re.escape(CODE_VERSION)}[\"']?$", citation, re.MULTILINE)


def test_the_readme_s_two_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
        assert f"make {target}" in readme


def test_schemas_have_all_their_kinds() -> None:
    from shieldwall.apps.schemas import schema_texts as of_results
    from shieldwall.catalogue.schemas import schema_texts as of_records

    there = {path.name for path in (ROOT / "schemas").glob("*.json")}
    assert there == set(of_records()) | set(of_results())
