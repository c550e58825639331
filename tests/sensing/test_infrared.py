"""Satellite reports: cloud break, revisit, processing and burnout each decide."""

import numpy as np

from shieldwall.sensing.clock import NEVER, later_ms, to_ms, to_s
from shieldwall.sensing.infrared import Boost, Infrared, first_report_ms, infrared_detection_ms


def climb(burnout_s: float = 60.0) -> Boost:
    """Rises as 10 t^2 metres (5 s samples): 10 km after 31.6 s, 11.7 by straight lines after 34."""
    time_s = np.arange(0.0, 100.0, 5.0)
    altitude = np.stack([10.0 * time_s**2, 0.0 * time_s + 50.0])
    return Boost(altitude, 5.0, np.full(2, round(burnout_s * 1000.0), np.int32))


def test_the_report_follows_cloud_break_by_revisit_and_processing() -> None:
    infrared = Infrared(party=0, cloud_break_height_m=10_000.0, revisit_s=8.0, processing_s=20.0)
    # between 9,000 m at 30 s and 12,250 m at 35 s: 30 + 5 x 1000 / 3250 s, then 28 s more
    assert infrared_detection_ms(infrared, climb()).tolist() == [
        round((30.0 + 5000.0 / 3250.0 + 28.0) * 1000),
        NEVER,
    ]


def test_a_booster_that_burns_out_before_the_look_is_certain_is_not_reported() -> None:
    infrared = Infrared(party=0, cloud_break_height_m=10_000.0, revisit_s=8.0, processing_s=20.0)
    assert infrared_detection_ms(infrared, climb(burnout_s=39.0)).tolist() == [NEVER, NEVER]


def test_a_launch_above_the_clouds_is_in_view_at_once() -> None:
    infrared = Infrared(party=0, cloud_break_height_m=0.0, revisit_s=0.0, processing_s=0.0)
    assert infrared_detection_ms(infrared, climb()).tolist() == [0, 0]


def test_each_party_has_its_own_earliest_report() -> None:
    slow = Infrared(party=1, cloud_break_height_m=10_000.0, revisit_s=8.0, processing_s=20.0)
    quick = Infrared(party=1, cloud_break_height_m=10_000.0, revisit_s=2.0, processing_s=20.0)
    report = first_report_ms([slow, quick], climb(), parties=3)
    np.testing.assert_array_equal(report[:, 1], infrared_detection_ms(quick, climb()))
    assert (report[:, [0, 2]] == NEVER).all()


def test_the_clock_keeps_never() -> None:
    assert to_ms([1.2345, np.inf, 3e6]).tolist() == [1234, NEVER, NEVER]
    assert later_ms([5, NEVER, NEVER - 3], [7, 0, 9]).tolist() == [12, NEVER, NEVER]
    assert to_s(np.array([1500, NEVER])).tolist() == [1.5, np.inf]
