"""Coordinates of new places: gazetteer, geocoder's export, county; never one of several homonyms."""

import pytest
from io_case import changed, write_case

from transport.case import Place
from transport.gazetteer.datum import from_wgs84
from transport.io.case_reader import load_case
from transport.io.unreadable import UnreadableError
from transport.roster.locate import Locator
from transport.workflow.roster import locate_places

VILLAGE = "532929101202"  # 云南省大理白族自治州云龙县诺邓镇和平村委会


def geonames(*rows):
    lines = []
    for number, (name, lat, lon, kind) in enumerate(rows):
        row = [
            str(number),
            "Heping",
            "Heping",
            name,
            str(lat),
            str(lon),
            kind,
            "PPL",
            "CN",
            "",
            "29",
            "",
            "",
            "",
            "0",
            "",
            "0",
            "Asia/Shanghai",
            "2020",
        ]
        lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


@pytest.fixture
def gazetteer(tmp_path):
    def write(*rows):
        path = tmp_path / "CN.txt"
        path.write_text(geonames(*rows), encoding="utf-8")
        return path

    return write


def test_the_county_is_the_last_resort():
    found = Locator().village(VILLAGE)
    assert found.quality == "county"


def test_a_gazetteer_knows_villages_inside_their_county(gazetteer):
    path = gazetteer(("和平,和平村", 25.9, 99.35, "P"), ("和平村", 31.0, 121.0, "P"), ("和平村", 25.91, 99.36, "S"))
    found = Locator(path).village(VILLAGE)
    assert (found.lat, found.lon, found.quality) == (25.9, 99.35, "gazetteer")


def test_homonyms_inside_a_county_are_not_chosen_between(gazetteer):
    path = gazetteer(("和平村", 25.9, 99.35, "P"), ("和平村", 25.7, 99.2, "P"))
    assert Locator(path).village(VILLAGE).quality == "county"


def test_the_township_is_better_than_the_county(gazetteer):
    found = Locator(gazetteer(("诺邓镇", 25.89, 99.37, "A"))).village(VILLAGE)
    assert (found.lat, found.quality) == (25.89, "township")


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_a_geocoders_answers_are_converted(tmp_path, datum):
    lat, lon = from_wgs84(25.9, 99.35, datum)
    path = tmp_path / "cache.csv"
    path.write_text(f'address,location\n云南省大理州云龙县诺邓镇和平村委会,"{lon},{lat}"\n', encoding="utf-8")
    found = Locator(geocodes=path, datum=datum).village(VILLAGE)
    assert (found.lat, found.lon) == pytest.approx((25.9, 99.35), abs=1e-6)
    assert found.quality == "geocoder"


def test_an_answer_outside_the_county_is_not_used(tmp_path):
    path = tmp_path / "cache.csv"
    path.write_text("地址,纬度,经度\n云龙县诺邓镇和平村,31.0,121.0\n", encoding="utf-8")
    assert Locator(geocodes=path).village(VILLAGE).quality == "county"


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        ("a\tb\n", "gazetteer", "roster_not_geonames"),
        ("x,y\n1,2\n", "geocodes", "roster_not_geocodes"),
        ("地址,纬度,经度\n云龙县,北,东\n", "geocodes", "roster_not_geocodes"),
    ],
)
def test_other_files_are_told(tmp_path, content, kind, code):
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        Locator(**{kind: path})
    assert caught.value.code == code


POINTS = {"和平村": (25.9, 99.35), "永安村": (25.95, 99.4), "天池村": (25.85, 99.3), "龙飞村": (25.8, 99.36)}


def places(rows):
    head = "place_id,name,aliases,kind,lat,lon,county\nF1,一厂,,factory,30.9,121.4,奉贤区\nA1,大理机场,,airport,25.65,100.32,\n"
    return (
        head
        + "A2,浦东机场,,airport,31.14,121.81,\nD1,车场,,depot,25.61,100.27,大理市\n"
        + "".join(f"V{number},{name},,village,{lat},{lon},云龙县\n" for number, (name, lat, lon) in enumerate(rows, 1))
    )


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "wgs84"])
def test_a_shift_common_to_the_places_is_told_marked_and_then_converted(tmp_path, gazetteer, datum):
    rows = [(name, *from_wgs84(*at, datum)) for name, at in POINTS.items()]
    workers = changed("workers.csv", ("V1,F1,P1,2027-02-11", "V1,F1,P1,2027-02-11"), ("东村", "V2"))
    case = write_case(tmp_path / "case", {"places.csv": places(rows)} | workers)
    path = gazetteer(*((name, lat + 0.0004, lon - 0.0003, "P") for name, (lat, lon) in POINTS.items()))
    issues = locate_places(case, path, None, "wgs84", write=True)
    shifted = [issue for issue in issues if issue.code == "roster_datum_shifted"]
    assert bool(shifted) == (datum != "wgs84")
    for name, at in POINTS.items():
        place = next(place for place in load_case(case).case.places.values() if place.name == name)
        assert isinstance(place, Place)
        assert (place.lat, place.lon) == pytest.approx(at, abs=1e-5)


def test_missing_coordinates_are_found_and_written_when_asked_for(tmp_path, gazetteer):
    rows = [(name, "", "") for name in POINTS]
    workers = changed("workers.csv", ("东村", "V2"))
    case = write_case(tmp_path / "case", {"places.csv": places(rows)} | workers)
    path = gazetteer(*((name, *at, "P") for name, at in POINTS.items()))
    assert [issue.code for issue in locate_places(case, path, None, "wgs84", write=False)] == ["roster_located"] * 4
    assert load_case(case).case.places["V1"].lat is None
    locate_places(case, path, None, "wgs84", write=True)
    place = load_case(case).case.places["V1"]
    assert (place.lat, place.lon, place.quality) == (25.9, 99.35, "gazetteer")
