"""Points in counties, and the datums of Chinese maps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transport.gazetteer.counties import Outline, shipped_outlines
from transport.gazetteer.datum import DATUMS, from_wgs84, to_wgs84

SQUARE = Outline([[[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], [(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.4)]]])


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(0.5, 0.2, True), (0.45, 0.55, False), (1.5, 0.5, False), (1.005, 0.5, True), (1.02, 0.5, False)],
)
def test_inside_is_inside_the_ring_outside_its_holes_or_near_it(lat, lon, inside):
    assert SQUARE.holds(lat, lon, margin=0.01) is inside


def test_the_middle_lies_inside():
    outlines = shipped_outlines()
    for code in [code for code in outlines if code.startswith(("53", "31"))]:
        assert outlines[code].holds(*outlines[code].middle(), margin=1e-9), code


def test_seats_lie_in_their_counties():
    outlines = shipped_outlines()
    for code, lat, lon in (("532929", 25.886, 99.371), ("532922", 25.67, 99.958), ("533103", 24.434, 98.588)):
        assert [county for county in outlines if outlines[county].holds(lat, lon, 0)] == [code]


@given(st.floats(18, 53), st.floats(74, 135), st.sampled_from(DATUMS))
def test_there_and_back_is_within_a_centimetre(lat, lon, datum):
    back = to_wgs84(*from_wgs84(lat, lon, datum), datum)
    assert back == pytest.approx((lat, lon), abs=1e-7)


def test_the_shift_is_what_map_services_have():
    lat, lon = from_wgs84(39.90734, 116.39089, "gcj02")  # Tiananmen, as published in many tutorials
    assert (lat, lon) == pytest.approx((39.908740, 116.397131), abs=5e-5)
    assert from_wgs84(48.85, 2.35, "gcj02") == (48.85, 2.35)
