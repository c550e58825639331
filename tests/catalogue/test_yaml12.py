"""The reader follows the core schema of YAML 1.2, and what is written reads back the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shieldwall.catalogue.write import to_yaml
from shieldwall.catalogue.yaml12 import YamlError, parse

PLAIN_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # YAML 1.2.2, section 10.3.2, example 10.3 and the regular expressions above it
        ("null", None), ("~", None), ("Null", None), ("nil", "nil"),
        ("true", True), ("True", True), ("FALSE", False), ("tRUE", "tRUE"),
        ("0", 0), ("0o7", 7), ("0x3A", 58), ("-19", -19), ("+12", 12), ("007", 7),
        ("0.", 0.0), ("-0.0", 0.0), (".5", 0.5), ("+12e03", 12000.0), ("-2E+05", -200000.0),
        # what YAML 1.1 reads otherwise
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("y", "y"),
        ("12.0e6", 12.0e6), ("1e6", 1e6), ("1_000", "1_000"), ("0b1", "0b1"), ("12:30", "12:30"),
        ("2015-12-02", "2015-12-02"), ("=", "="), ("-", "-"), (".", "."), ("'1'", "1"), ('"true"', "true"),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(text: str, value: Any) -> None:
    found = parse(f"key: {text}" if text != "-" else "key: '-'")["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "empty"),
        ("# a comment only\n", 1, "empty"),
        ("a: 1\na: 2", 2, "'a' stands twice"),
        ("a: 1\nb:\n\tc: 1", 3, "not valid YAML"),
        ("a: [1", 1, "not valid YAML"),
        ("a: b: c", 1, "not valid YAML"),
        ("a: &x 1", 1, "anchors"),
        ("a: 1\nb: !!str 1", 2, "tags"),
        ("a: 1\nb: .inf", 2, "not a finite number"),
        ("a: .nan", 1, "not a finite number"),
        ("a: 1\n---\nb: 1", 2, "one document"),
        ("? [a]\n: 1", 1, "a key is a word"),
        ("a: 1\nb: \x01", 2, "not valid YAML"),
        ("[" * 40 + "]" * 40, 1, "nested more than 32 deep"),
    ],
)
def test_what_invites_mistakes_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(YamlError) as refused:
        parse(text)
    assert message in str(refused.value)
    assert refused.value.line <= line + 1  # libyaml may notice an open bracket only at the next line
    assert refused.value.line >= line


def test_the_line_of_every_field_is_known() -> None:
    lines: dict[tuple[str | int, ...], int] = {}
    parse("id: x\nfacts:\n  range_km:\n    value: 1\ncites:\n  - {source: a}\n  - source: b\n", lines)
    assert lines["id",] == 1
    assert lines["facts", "range_km"] == 3
    assert lines["facts", "range_km", "value"] == 4
    assert lines["cites", 1, "source"] == 7


@given(PLAIN_VALUES)
@example("12.0e6")
@example({"a": [], "b": {}, "": [[1], {"x": None}]})
@example("\x85\u2028\ufeff\U0001f600")
def test_what_is_written_reads_back_the_same(value: Any) -> None:
    found = parse(to_yaml(value))
    assert found == value
    assert type(found) is type(value)
