"""The answer's sentences are true of the numbers, whatever the numbers."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.model.arrangement import MECHANISMS
from shieldwall.model.outcomes import MEASURES, Attribution, Estimate, Outcomes
from shieldwall.study.answer import (
    LITTLE_ROUNDS,
    LITTLE_WARNING_S,
    NAMES,
    Adverse,
    adverse_sentence,
    attribution_sentence,
    difference_sentence,
    outcome_sentence,
    rounded,
    side_sentence,
)

PAIR = ("Unconnected", "Integrated")
NUMBER = r"[−+]?\d+(?:\.\d+)?"

finite = st.floats(-20.0, 20.0)


@st.composite
def made_up(draw: st.DrawFn, kind: type = Estimate) -> Estimate | Attribution:
    """An estimate of any mean, error and interval; the mean may even lie outside a skewed interval."""
    low, high = sorted((draw(finite), draw(finite)))
    if draw(st.booleans()):
        low = high = draw(st.sampled_from([0.0, low]))
    mean = draw(st.one_of(st.floats(low, high), finite))
    error = draw(st.one_of(st.just(0.0), st.floats(0.0, 3.0)))
    more = (draw(finite), draw(finite)) if kind is Attribution else ()
    return kind(mean, error, (low, high), (low, high), *more)


def outcomes_of(**measures: Estimate) -> Outcomes:
    nothing = Estimate(0.0, 0.0, (0.0, 0.0), (0.0, 0.0))
    return Outcomes(**{measure.name: measures.get(measure.name, nothing) for measure in MEASURES})


def sentence_on(difference: Estimate) -> str:
    base = Estimate(5.0, 0.1, (2.0, 9.0), (1.0, 12.0))
    both = (outcomes_of(expected_leakers=base), outcomes_of(expected_leakers=base))
    return difference_sentence(PAIR, both, outcomes_of(expected_leakers=difference), 20)


def number(text: str) -> float:
    return float(text.replace("−", "-"))


@given(made_up())
def test_fewer_and_more_are_said_only_where_they_are_true(difference: Estimate) -> None:
    sentence = sentence_on(difference)
    low, high = difference.epistemic
    if "fewer leakers" in sentence:
        assert high < 0.0
        assert difference.mean < -2.0 * difference.mc_se
    if "more leakers" in sentence:
        assert low > 0.0
        assert difference.mean > 2.0 * difference.mc_se
    if low <= 0.0 <= high:
        assert not re.search(r"fewer|more leakers", sentence)


@given(made_up())
def test_no_difference_is_said_only_where_there_is_none(difference: Estimate) -> None:
    sentence = sentence_on(difference)
    if "makes no difference" in sentence:
        assert (difference.mean, difference.mc_se, difference.epistemic) == (0.0, 0.0, (0.0, 0.0))
    if "little or no difference" in sentence:
        assert max(abs(difference.mean), *map(abs, difference.epistemic)) < 0.005


@given(made_up())
def test_a_difference_is_always_given_with_its_interval(difference: Estimate) -> None:
    sentence = sentence_on(difference)
    if "the associated difference is" not in sentence:
        assert "no difference" in sentence
        return
    told = re.search(rf"associated difference is ({NUMBER}) \(({NUMBER}) to ({NUMBER})\)", sentence)
    assert told is not None
    mean, low, high = (number(text) for text in told.groups())
    decimals = len(told[1].partition(".")[2])
    # as many decimals as were written, rounded to the nearest
    half = 0.5 * 10.0**-decimals + 1e-9
    assert mean == pytest.approx(difference.mean, abs=half)
    assert (low, high) == pytest.approx(difference.epistemic, abs=half)


@given(made_up())
def test_digits_stop_where_interval_or_trials_do(difference: Estimate) -> None:
    told = re.search(rf"associated difference is ({NUMBER})", sentence_on(difference))
    if told is None:
        return
    decimals = len(told[1].partition(".")[2])
    width = max(difference.epistemic[1] - difference.epistemic[0], 2.0 * 1.645 * difference.mc_se)
    # two significant digits of the width: the last digit's step is between a hundredth and a tenth of it,
    # unless that would take more than three decimals or fewer than none
    step = 10.0**-decimals
    assert decimals <= 3
    assert decimals == 0 or step >= 0.00999 * width
    assert decimals == 3 or step <= 0.1001 * width


@given(st.lists(made_up(Attribution), min_size=4, max_size=4))
def test_a_mechanism_is_named_once_and_on_the_right_side(made: list[Attribution]) -> None:
    shares = dict(zip(MECHANISMS, made, strict=True))
    sentence = attribution_sentence(shares)
    assert [name for name in MECHANISMS if sentence.count(NAMES[name]) != 1] == []
    goes_with = re.search(r"it goes with ([^;]*)", sentence)
    for mechanism, share in shares.items():
        if goes_with and NAMES[mechanism] in goes_with[1]:
            assert share.epistemic[0] > 0.0 or share.epistemic[1] < 0.0
            assert abs(share.mean) > 2.0 * share.mc_se
        nothing = re.search(r"(?:^|; |\) )((?:(?!; ).)*) made no difference", sentence)
        if nothing and NAMES[mechanism] in nothing[1]:
            assert (share.mean, share.mc_se, share.epistemic) == (0.0, 0.0, (0.0, 0.0))


@given(made_up(), made_up())
def test_the_second_sentence_gives_warning_and_interceptors_with_signs(one: Estimate, two: Estimate) -> None:
    told = side_sentence(outcomes_of(warning_time_s=one, interceptors_expended=two), {})
    found = re.findall(rf"by ({NUMBER}) \(({NUMBER}) to ({NUMBER})\)", told)
    least = ((one, LITTLE_WARNING_S), (two, LITTLE_ROUNDS))
    changed = [
        (each, little)
        for each, little in least
        if any((each.mean, each.mc_se, *each.epistemic, *each.predictive))
    ]
    hardly = [
        max(map(abs, (each.mean, *each.epistemic, 2.0 * each.mc_se))) < little for each, little in changed
    ]
    assert told.count("less than") == sum(hardly)
    moved = [each for (each, _), is_little in zip(changed, hardly, strict=True) if not is_little]
    for texts, estimate in zip(found, moved, strict=True):
        assert texts[0].startswith("+") == (number(texts[0]) > 0.0)
        decimals = len(texts[0].partition(".")[2])
        assert number(texts[0]) == pytest.approx(estimate.mean, abs=0.5 * 10.0**-decimals + 1e-9)


@given(finite, finite, finite)
def test_rounding_shows_no_minus_before_nothing(value: float, low: float, high: float) -> None:
    text = rounded(value, (low, high))
    assert "-" not in text
    assert text.startswith("−") == (number(text) < 0.0)


def test_the_sentence_reads_as_it_should() -> None:
    fewer = Estimate(-1.234, 0.05, (-2.4, -0.3), (-6.0, 2.0))
    assert sentence_on(fewer) == (
        "In a hypothetical raid of 20 expected leakers are 5.0 (2.0 to 9.0) when the forces are unconnected "
        "and 5.0 (2.0 to 9.0) when the forces are integrated; the associated difference is "
        "−1.2 (−2.4 to −0.3), that is, fewer leakers over nine tenths of what is not known."
    )
    open_sign = dataclasses.replace(fewer, epistemic=(-2.4, 0.3))
    assert sentence_on(open_sign).endswith("whose sign what is known does not settle.")
    noisy = dataclasses.replace(fewer, mc_se=1.0)
    assert sentence_on(noisy).endswith("whose sign so few trials do not settle.")
    skewed = dataclasses.replace(fewer, epistemic=(0.1, 0.5))
    assert "fewer" not in sentence_on(skewed)
    assert "more" not in sentence_on(skewed)


def test_names_that_are_more_than_a_word_keep_their_capitals() -> None:
    outcomes = outcomes_of(expected_leakers=Estimate(5.0, 0.1, (2.0, 9.0), (1.0, 12.0)))
    told = outcome_sentence("Japan's forces only", outcomes, 20)
    assert told.endswith("5.0 (2.0 to 9.0) under the arrangement “Japan's forces only”.")
    assert outcome_sentence("Integrated", outcomes, 20).endswith("when the forces are integrated.")


@given(st.lists(st.tuples(made_up(), st.booleans()), max_size=3))
def test_arrangements_that_are_worse_are_named_and_no_others(made: list[tuple[Estimate, bool]]) -> None:
    others = [Adverse(f"Path {place}", leakers, divides) for place, (leakers, divides) in enumerate(made)]
    told = adverse_sentence("Unconnected", others)
    worse = [each for each in others if each.leakers.mean > 2.0 * each.leakers.mc_se]
    negligible = [
        each for each in worse if max(abs(each.leakers.mean), *map(abs, each.leakers.epistemic)) < 0.005
    ]
    named = [each for each in others if f"“{each.name}”" in told]
    assert named == [each for each in worse if each not in negligible]
    assert bool(told) == bool(named)
    if told and "on average" not in told:
        assert all(each.leakers.epistemic[0] > 0.0 for each in named)
    assert ("backs up" in told) == any(each.divides_sectors for each in named)


def test_the_adverse_sentence_reads_as_it_should() -> None:
    cooperative = Adverse("Cooperative", Estimate(0.915, 0.06, (-0.09, 2.88), (-2.0, 5.0)), True)
    assert adverse_sentence("Unconnected", [cooperative]) == (
        "Against “Unconnected”, on average more missiles leak under “Cooperative” (+0.9, −0.1 to 2.9); where "
        "fire is divided by sectors, no upper tier backs up the other in its sector."
    )
