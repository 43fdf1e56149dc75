from __future__ import annotations

import html
import runpy
import unicodedata
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.layers import build_layers
from maps.popups import counted, moment, popup, safe, tip
from transport.clock import to_minutes

build = runpy.run_path(str(Path(__file__).parents[1] / "data" / "maps_plan.py"))["build"]
HOSTILE = "<img src=x onerror=alert(1)>${alert(2)}`</script><script>alert(3)</script>\"'\\{{7*7}}"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.text += data


def read(fragment: str) -> Tags:
    parser = Tags()
    parser.feed(fragment)
    parser.close()
    return parser


def features(hostile: str = "") -> dict[str, dict]:
    """One feature of each layer: the last that is drawn."""
    case, plan = build(hostile)
    return {f["properties"]["layer"]: f["properties"] for f in build_layers(case, plan)["features"]}


@pytest.mark.parametrize("char", list("&<>\"'`${}\\"))
def test_each_dangerous_character_becomes_an_entity(char):
    assert safe(f"a{char}b") == f"a&#{ord(char)};b"


def test_plain_names_stay_readable():
    assert safe("云龙县·诺邓镇 (5组) #3") == "云龙县·诺邓镇 (5组) #3"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\ufeff", "\x00", "\x1b", "\ud800"])
def test_invisible_and_turning_marks_are_left_out(mark):
    assert safe(f"胜泉{mark}村") == "胜泉村"


def test_line_ends_become_spaces():
    assert safe("胜泉村\n一组\u2028") == "胜泉村 一组"


@given(st.text())
def test_safe_text_reads_as_the_visible_text_and_means_nothing(text):
    escaped = safe(text)
    visible = "".join(
        " " if c in "\t\r\n" else c
        for c in text
        if c in "\t\r\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert html.unescape(escaped) == visible
    assert not set("<>\"'`${}\\") & set(escaped)
    escaped.encode("utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_bring_no_tag_and_no_attribute_into_any_popup(lang):
    kind = features(HOSTILE)
    for layer, honest in features().items():
        clean, dirty = read(popup(honest, lang)), read(popup(kind[layer], lang))
        assert dirty.tags == clean.tags
        assert dirty.attributes == clean.attributes
        assert read(tip(kind[layer], lang)).tags == read(tip(honest, lang)).tags
    assert HOSTILE in read(popup(kind["village"], lang)).text


def test_feeder_popup_tells_vehicle_load_times_and_places():
    text = read(popup(features()["feeder"], "zh")).text
    for expected in ("T06 · 短驳车", "金龙35座", "大理交运", "6 号车", "载 13 人 / 35 座", "2月19日 05:00 出场"):
        assert expected in text
    for expected in ("2月19日 06:00–06:15公郎镇13", "2月19日 07:40–07:50大理站13"):
        assert expected in text


def test_direct_popup_tells_rests():
    assert "休息 30 分钟" in read(popup(features()["direct"], "zh")).text
    assert "rest of 30 min" in read(popup(features()["direct"], "en")).text


def test_flight_popup_tells_each_service():
    text = read(popup(features()["flight"], "zh")).text
    for expected in ("大理凤仪机场 → 上海浦东机场", "MU7641 东航", "9C7256 春秋", "2月18日 13:00–16:25", "121 人"):
        assert expected in text


def test_a_stay_over_midnight_names_both_days():
    assert "2月19日 11:00–2月20日 09:40" in read(popup(features()["train"], "zh")).text


def test_ticket_popup_tells_how_many_are_bound_where():
    text = read(popup(features()["ticket"], "zh")).text
    assert "自行购票 · 4 人" in text
    assert "前往" in text


def test_tips_name_the_thing_and_its_people():
    drawn = features()
    assert read(tip(drawn["flight"], "zh")).text == "大理凤仪机场 → 上海浦东机场 · 航班 · 121 人"
    assert read(tip(drawn["village"], "zh")).text.endswith("· 村、社区 · 3 人")


def test_one_person_is_singular_in_english():
    assert counted("en", "maps.people", 1) == "1 person"
    assert counted("en", "maps.people", 0) == "0 people"
    assert counted("zh", "maps.people", 1) == "1 人"


def test_moments_are_written_as_the_language_does():
    minutes = to_minutes(datetime(2027, 2, 8, 6, 5))
    assert moment(minutes, "zh") == "2月8日 06:05"
    assert moment(minutes, "en") == "08/02 06:05"
